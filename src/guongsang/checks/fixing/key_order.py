"""Fix of the key order: top-level keys follow the model, each with its value and comments."""

from __future__ import annotations

from difflib import SequenceMatcher

from guongsang.checks.fixing.source import Draft, Mend, Source
from guongsang.manuscripts.profile import Profile

_RANK = {name: rank for rank, name in enumerate(Profile.model_fields)}


def mend_key_order(draft: Draft) -> tuple[Source, list[Mend]]:
    """Return the source with sorted top-level keys. An unknown key stays below its neighbour."""
    located = draft.document.fields
    keys = list(located.data)
    wanted = _sort(keys)
    in_braces = draft.source.at(located.span()) == "{"
    if wanted == keys or in_braces or any(located.keys[(key,)].column != 1 for key in keys):
        return draft.source, []
    source = draft.source
    starts = [_with_comments(source, located.keys[(key,)].line - 1) for key in keys]
    ends = [*starts[1:], source.front_end]
    blocks = {key: range(start, end) for key, start, end in zip(keys, starts, ends, strict=True)}
    order = [
        *range(starts[0]),
        *(index for key in wanted for index in blocks[key]),
        *range(source.front_end, len(source.lines)),
    ]
    moved = Source(tuple(source.lines[index] for index in order), tuple(source.endings[index] for index in order))
    return moved, [Mend(located.keys[(key,)].line, _sentence(key, wanted)) for key in _moved(keys, wanted)]


def _sort(keys: list[str]) -> list[str]:
    ranks: dict[str, int] = {}
    rank = -1
    for key in keys:
        rank = _RANK.get(key, rank)
        ranks[key] = rank
    return sorted(keys, key=ranks.__getitem__)


def _with_comments(source: Source, index: int) -> int:
    """Return the index of the first comment line directly above the key on line `index`."""
    while index > 1 and source.lines[index - 1].startswith("#"):
        index -= 1
    return index


def _moved(keys: list[str], wanted: list[str]) -> list[str]:
    blocks = SequenceMatcher(None, keys, wanted, autojunk=False).get_matching_blocks()
    unmoved = {keys[match.a + offset] for match in blocks for offset in range(match.size)}
    return [key for key in keys if key not in unmoved]


def _sentence(key: str, wanted: list[str]) -> str:
    index = wanted.index(key)
    return f'Đưa khóa "{key}" về ngay sau khóa "{wanted[index - 1]}".' if index else f'Đưa khóa "{key}" lên đầu.'
