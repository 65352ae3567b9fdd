"""Templates escape what they show, hundreds of times a page: here they compile to code that does it straight.

Jinja wraps each piece of a page in an object that says it is safe, to join it with others that are no such objects. That takes ten times as long as
escaping, so pieces are escaped into plain text here; a macro's result is marked as safe, as ever.
"""

from __future__ import annotations

from typing import Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_escape_text = getattr(markupsafe, "_escape_inner", escape)  # what `escape` itself calls, where this version has it


def escaped(value: object) -> str:
    """Return what `markupsafe.escape` would, as text that needn't say of itself that it is safe."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    return value if kind is Markup else escape(value)


class EscapingGenerator(CodeGenerator):
    """Compiles templates that escape. Set as `code_generator_class` of an environment before it loads any."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self.writeline(f"from {__name__} import escaped")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)
