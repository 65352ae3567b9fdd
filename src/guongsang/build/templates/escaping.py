"""Faster autoescaping for Jinja: templates compile to direct escape calls.

Jinja wraps each piece of a page in a `Markup` object and joins these objects. That takes ten times
as long as the escaping itself, so pieces are escaped into plain strings here. The result of a
macro is still `Markup`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

# The function that `escape` itself calls, if this version has it.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


def escaped(value: Any) -> str:
    """Return what `markupsafe.escape` returns, as a plain string where that is faster."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    safe: str = value if kind is Markup else escape(value)
    return safe


class EscapingGenerator(CodeGenerator):
    """Compiles templates to direct escape calls.

    Set it as `code_generator_class` of an environment before that loads a template.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Import `escaped` at the top of the compiled template."""
        self.writeline(f"from {__name__} import escaped")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)
