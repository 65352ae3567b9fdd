"""Fill the generated parts of the pages for developers: .venv/bin/python tools/docs.py [--check].

These are CONTRIBUTING.md, README.md and docs/. Each part stands between `[[[cog …]]]` and
`[[[end]]]` and calls a function of this module. Cog runs the calls and writes what they return.
With `--check` nothing is written: exit code 1 if a part is stale, with the difference.
"""

from __future__ import annotations

import ast
import sys
import textwrap
import tomllib
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import click
from cogapp import Cog

from guongsang.cli import cli
from guongsang.rules import FAMILIES, RULES
from guongsang.rules.report import FORMATS
from guongsang.rules.rule import Weight

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
PACKAGE = "guongsang"
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_WIDTH = 120
# Module, constant, unit, and what happens below the number.
_THRESHOLDS = (
    ("build.check_profile", "_FEW", "profiles to check", "they are checked in one process"),
    ("build.publish_profiles", "_FEW", "profiles to publish", "they are published in one process"),
    ("build.task_pool", "FEW", "pages or files to make", "they are made in one process"),
    ("build.task_pool", "MOST", "profiles", "is the largest batch; more become several tasks"),
    ("build.output.workplace", "_FEW", "files of the site", "its files are linked without a process of their own"),
    ("build.output.staging", "_MANY", "files of the site", "no spare tree is kept"),
)


def rooms(inside: str = "") -> str:
    """Return the picture of the rooms, top first: name, number of modules, first docstring line.

    Args:
        inside: a room whose own rooms are drawn; none draws those of the package.
    """
    container = f"{PACKAGE}.{inside}" if inside else PACKAGE
    layers = _layers(container)
    name_width = max(len(room) for layer in layers for room in layer)
    indent = " " * (name_width + 7)
    rows = ["\n".join(_room(container, room, name_width, indent) for room in layer) for layer in layers]
    return "```text\n" + f"\n{'─' * (name_width + 5)}\n".join(rows) + "\n```"


def _layers(container: str) -> list[list[str]]:
    """Return the layers of the import contract of `container`, each with its rooms."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers" and contract["containers"] == [container]:
            return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]
    raise LookupError(f"pyproject.toml has no contract of layers for {container}")


def _room(container: str, room: str, name_width: int, indent: str) -> str:
    folder = SOURCE.joinpath(*container.split("."), room)
    modules = sorted(folder.rglob("*.py")) or [folder.with_suffix(".py")]
    about = _first_line(folder / "__init__.py" if folder.is_dir() else modules[0])
    return textwrap.fill(
        about, _WIDTH, initial_indent=f"{room:<{name_width}}  {len(modules):>3}  ", subsequent_indent=indent
    )


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def commands() -> str:
    """Return the table of commands: name, module, what its help says first."""
    context = click.Context(cli)
    found = {name: command for name in cli.list_commands(context) if (command := cli.get_command(context, name))}
    rows = [(f"`{name}`", f"`{_module_of(item)}`", item.get_short_help_str(100)) for name, item in found.items()]
    return _table(("command", "module", "its help"), rows)


def _module_of(command: click.Command) -> str:
    """Return the path of a command's module, or of its package, below the package's folder."""
    path = "/".join((command.callback.__module__ if command.callback else "").split(".")[1:])
    return f"{path}/" if (SOURCE / PACKAGE / path).is_dir() else f"{path}.py"


def codes() -> str:
    """Return the table of rules by family: code, name, how many, and how many of each weight."""
    weights: tuple[Weight, ...] = ("broken", "missing", "advice")
    counts = {name: Counter(rule.weight for code, rule in RULES.items() if code.startswith(name)) for name in FAMILIES}
    counts["all"] = sum(counts.values(), Counter())
    rows = [
        (name, FAMILIES.get(name, ""), *map(str, (count.total(), *(count[weight] for weight in weights))))
        for name, count in counts.items()
    ]
    return _table(("family", "name", "codes", *weights), rows)


def formats() -> str:
    """Return the table of the formats of `check`: name, first line of its module."""
    folder = SOURCE / PACKAGE / "rules" / "report"
    return _table(("`--format`", "what it is"), [(f"`{name}`", _first_line(folder / f"{name}.py")) for name in FORMATS])


def thresholds() -> str:
    """Return the table of thresholds: number, unit, what happens below it, module."""
    rows = [
        (f"{getattr(import_module(f'{PACKAGE}.{module}'), name):,}", unit, below, f"`{module.replace('.', '/')}.py`")
        for module, name, unit, below in _THRESHOLDS
    ]
    return _table(("below", "of", "this holds", "module"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *rows))


def main(arguments: list[str]) -> int:
    """Fill the generated parts, or with `--check` compare them; return the exit code."""
    do = ["--check", "--diff"] if arguments == ["--check"] else ["-r"]
    how = ["-P", "-U", "-n", "utf-8", "-I", str(Path(__file__).parent), "-p", "from docs import *", "--verbosity=1"]
    code = Cog().main(["cog", *do, *how, *map(str, PAGES)])
    return 1 if code else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
