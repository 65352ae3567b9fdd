"""Fixes of characters: byte order mark, decomposed letters (to NFC), trailing spaces."""

from __future__ import annotations

from collections.abc import Sequence

from guongsang.checks.fixing.source import BOM, Draft, Mend, Source
from guongsang.text.folding import normalise

_SPACES = " \t"
_BLOCK_TEXT = ("|", ">")


def mend_text_form(draft: Draft) -> tuple[Source, list[Mend]]:
    """Return the source without byte order mark and trailing spaces, in NFC; and what changed."""
    mends: list[Mend] = []
    old = draft.source.lines
    lines = [old[0].removeprefix(BOM), *old[1:]]
    if lines[0] != old[0]:
        mends.append(Mend(1, "Bỏ dấu BOM ở đầu tệp."))
    composed = [normalise(line) for line in lines]
    changed = _changed(lines, composed)
    if changed:
        mends.append(Mend(changed[0], f"Chuyển chữ có dấu ở {len(changed)} dòng sang dạng dựng sẵn (NFC)."))
    source = draft.source.with_lines(composed)
    trimmed = _trim(composed, source.front_end, _block_text_lines(draft, source.front_end))
    changed = _changed(composed, trimmed)
    if changed:
        mends.append(Mend(changed[0], f"Bỏ dấu cách thừa ở cuối {len(changed)} dòng."))
    return source.with_lines(trimmed), mends


def _changed(old: Sequence[str], new: Sequence[str]) -> list[int]:
    return [number for number, (before, after) in enumerate(zip(old, new, strict=True), start=1) if before != after]


def _trim(lines: Sequence[str], front_end: int, fixed: set[int]) -> list[str]:
    """Trim the front matter, and the blank lines of the body: two trailing spaces mean a break."""
    trimmed = []
    for index, line in enumerate(lines):
        short = line.rstrip(_SPACES)
        # A backslash before the space makes it part of a quoted value.
        in_front = index <= front_end and index + 1 not in fixed and not short.endswith("\\")
        trimmed.append(short if in_front or (index > front_end and not short) else line)
    return trimmed


def _block_text_lines(draft: Draft, front_end: int) -> set[int]:
    """Return the numbers of lines of block text (`|`, `>`), where spaces belong to the value."""
    located = draft.document.fields
    starts = sorted({span.line for span in (*located.keys.values(), *located.values.values())})
    following = dict(zip(starts, [*starts[1:], front_end + 1], strict=True))
    found: set[int] = set()
    for span in located.values.values():
        if draft.source.at(span).startswith(_BLOCK_TEXT):
            found.update(range(span.line + 1, following[span.line]))
    return found
