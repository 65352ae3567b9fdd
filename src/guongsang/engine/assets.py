"""The theme's style sheets and scripts as readers get them: parts joined, comments left out.

Authors of a theme write one subject per file, with comments. Readers should pay for neither: not
with requests, not with bytes. Nothing here parses CSS or JavaScript. A file for which these simple
rules aren't certain is shipped as it is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

# A comment on lines of its own. Or what may hold the signs of one: a string, an address, a comment
# beside something else. A comment that begins with ! is a licence and stays.
_STYLE = re.compile(
    r"""^[ \t]*/\*(?!!).*?\*/[ \t]*(?:\n|\Z)|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|url\([^"')]*\)|/\*.*?\*/)""",
    re.MULTILINE | re.DOTALL,
)
_SCRIPT_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_IMPORT = re.compile(r"""@import (["'])(?P<part>[^"':]+)\1;\n+""")
_ADDRESS = re.compile(r"""url\(\s*(?P<quote>["']?)(?![\w+.-]+:|[/#])(?P<path>[^"'()]+?)(?P=quote)\s*\)""")
_BOUND_TO_ITS_FILE = re.compile("@import|@namespace|image-set")  # what can't be moved elsewhere


def read_assets(theme: Path, paths: Iterable[str]) -> dict[str, str | None]:
    """Return what readers get of the style sheets and scripts of a theme.

    Args:
        theme: the folder of the theme.
        paths: its files, relative to the folder.

    Returns:
        By path the text to ship, or None for a part: it is shipped within the style sheet that
        imports it. Files of other kinds, or not in UTF-8, are missing.
    """
    texts = {path: text for path in paths if (text := _read(theme / path)) is not None}
    sheets = {path: _STYLE.sub(r"\1", text) for path, text in texts.items() if path.endswith(".css")}
    shipped: dict[str, str | None] = {path: _strip_script(text) for path, text in texts.items() if path not in sheets}
    shipped |= sheets
    for path in sheets:
        parts, rest = _split_imports(path, sheets)
        if parts:
            shipped[path] = "".join(_move(sheets[part], part, path) for part in parts) + rest
            shipped |= dict.fromkeys(parts)
    return shipped


def _read(path: Path) -> str | None:
    if path.suffix not in (".css", ".js"):
        return None
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None


def _strip_script(text: str) -> str:
    """Return a script without the comments that have lines of their own.

    A line that begins with // is a comment, except within a block comment, or within a string or a
    template literal of several lines. A script that may have one of these stays as it is.
    """
    if "/*" in text or "\\\n" in text or any(line.count("`") % 2 for line in text.splitlines()):
        return text
    return _SCRIPT_COMMENT.sub("", text)


def _split_imports(path: str, sheets: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the parts that a style sheet imports, in order, and the rest of it.

    There are no parts if joining could change anything: if an import isn't at the top, has a
    condition, or names something else than a plain style sheet of the theme.
    """
    rest, parts = sheets[path], []
    while found := _IMPORT.match(rest):
        parts.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), found["part"])))
        rest = rest[found.end() :]
    if "@import" in rest or any(_BOUND_TO_ITS_FILE.search(sheets.get(part, "@import")) for part in parts):
        return [], rest
    return parts, rest


def _move(text: str, start: str, end: str) -> str:
    """Return the text of the style sheet `start` with relative addresses as `end` needs them."""
    before, after = posixpath.dirname(start), posixpath.dirname(end)

    def move(found: re.Match[str]) -> str:
        address = posixpath.relpath(posixpath.join("/", before, found["path"]), posixpath.join("/", after))
        return f"url({found['quote']}{address}{found['quote']})"

    return _ADDRESS.sub(move, text)
