"""Whatever is done to a profile, the check ends with problems that lie in the file, never with a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import MUTATIONS
from guongsang.build.check_project import check_profile
from guongsang.registry.loading import load_registry
from guongsang.rules.report import render_json, render_text
from guongsang.text.dates import parse_moment
from projects import REPOSITORY

AS_OF = parse_moment("2026-11-22")
REGISTRY = load_registry(REPOSITORY, "exemplars/_registry")[0]
ORIGINALS = [path.read_bytes() for path in sorted((REPOSITORY / "exemplars").glob("*/*/index.md"))]
PATH = "exemplars/2024/ai-do/index.md"
SNIPPETS = [
    b"---\n",
    b"- ",
    b": ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"&a ",
    b"*a",
    b"!!str ",
    b"|\n",
    b">\n",
    b'"',
    b"'",
    b"#",
    b"\t",
    b"\r\n",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "́".encode(),
    "\u202e".encode(),
    "\u2028".encode(),
    "đ".encode(),
    b"null",
    b"~",
    b"2024-13-45",
    b"99999999999999999999",
    b"- - - - ",
    b"? ",
    b"%YAML 1.2\n",
    b"<<: ",
]
VALUES = [
    "",
    "null",
    "[]",
    "{}",
    "[a, b]",
    "{a: b}",
    "true",
    "-1",
    "1e309",
    "2024-02-30",
    "05/09/2023",
    "'",
    '"x',
    "|",
    "*x",
    "&x y",
    "x" * 500,
    "đ\u0301",
    "0x1F",
    "2024-01-01T99:99",
]


def mutate(chance: random.Random) -> bytes:
    """Return a profile after a few random edits at the level of bytes, of lines, or of values."""
    text = bytearray(chance.choice(ORIGINALS))
    for _ in range(chance.randint(1, 6)):
        kind = chance.random()
        if kind < 0.35:
            _mutate_bytes(text, chance)
        elif kind < 0.7:
            text[:] = _mutate_lines(bytes(text), chance)
        else:
            text[:] = _mutate_values(bytes(text), chance)
    return bytes(text)


def _mutate_bytes(text: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(text) + 1)
    match chance.randrange(4):
        case 0:
            text[place:place] = chance.choice(SNIPPETS)
        case 1:
            del text[place : place + chance.randint(1, 40)]
        case 2:
            text[place : place + 1] = bytes([chance.randrange(256)])
        case _:
            text[place : place + 3] = chance.choice(SNIPPETS) * chance.randint(1, 30)


def _mutate_lines(text: bytes, chance: random.Random) -> bytes:
    lines = text.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            lines[one], lines[two] = lines[two], lines[one]
        case 1:
            lines.insert(one, lines[two])
        case 2:
            del lines[one : one + chance.randint(1, 8)]
        case _:
            lines[one] = b" " * chance.randrange(9) + lines[one].strip()
    return b"\n".join(lines)


def _mutate_values(text: bytes, chance: random.Random) -> bytes:
    lines = text.split(b"\n")
    keyed = [index for index, line in enumerate(lines[:120]) if b": " in line]
    if keyed:
        index = chance.choice(keyed)
        key = lines[index].split(b": ")[0]
        lines[index] = key + b": " + chance.choice(VALUES).encode()
    return b"\n".join(lines)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("mutations")
    (root / PATH).parent.mkdir(parents=True)
    return root


@settings(
    max_examples=MUTATIONS, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(seed=st.integers(min_value=0, max_value=2**48))
def test_mutated_profile_ends_in_problems_that_lie_in_the_file(root: Path, seed: int) -> None:
    content = mutate(random.Random(seed))
    (root / PATH).write_bytes(content)
    checked = check_profile(root, PATH, REGISTRY, AS_OF)
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for item in checked.problems:
        assert 1 <= item.span.line <= len(lines), item
        assert 1 <= item.span.column <= len(lines[item.span.line - 1]) + 1, item
        assert item.message() and item.message("en")
    assert render_text(checked.problems[:5], root) is not None
    assert render_json(checked.problems)
