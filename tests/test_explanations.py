"""Every code is explained, and every explanation's example is true: the checks say so, on a project made from it."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from builders import write_tree
from guongsang.build.compile_site import load_edition
from guongsang.cli.explain import explain
from guongsang.rules import FAMILIES, RULES
from guongsang.rules.explanations import EXPLANATIONS
from guongsang.rules.explanations.explanation import PATHS, Example, make_visible
from guongsang.rules.explanations.model_project import AS_OF, FILES, PROFILE
from guongsang.rules.problem import Problem
from guongsang.text.dates import parse_moment
from guongsang.text.folding import fold

CODES = list(RULES)
LANGUAGES = ("vi", "en")
# Photos of the model profile: width and height in pixels; None for a file that is not an image.
PHOTOS = {"anh.jpg": (2000, 1500), "nho.jpg": (800, 600), "hong.jpg": None, "ghep.jpg": (2000, 1500)}
# Bytes after the end of the image: here an empty ZIP archive.
JOINED = {"ghep.jpg": b"PK\x05\x06" + bytes(18)}


def locate_example(example: Example) -> str:
    """The path of the file that an example changes, relative to the project's root."""
    if example.file == PATHS:
        return next(path for path in FILES if example.instead_of in path)
    return PROFILE if example.file == "index.md" else example.file


def render_variant(example: Example, *, bad: bool) -> dict[str, bytes]:
    """The model project's text files, by path, with an example's bad or good text in place."""
    text = example.bad if bad else example.good
    changed = locate_example(example)
    files: dict[str, bytes] = {}
    for path, content in FILES.items():
        if path != changed:
            files[path] = encode(content, "utf-8")
        elif example.file == PATHS:
            files[path.replace(example.instead_of, text)] = encode(content, "utf-8")
        else:
            files[path] = encode(content.replace(example.instead_of, text), example.encoding if bad else "utf-8")
    return files


def encode(text: str, encoding: str) -> bytes:
    """Encode text. Windows-1258 has no letter with both a mark and a tone: there the tone follows its letter."""
    if encoding != "cp1258":
        return text.encode(encoding)
    parts = []
    for char in text:
        base, *marks = unicodedata.normalize("NFD", char)
        letter_marks = "".join(mark for mark in marks if mark in "\u0302\u0306\u031b")
        tones = "".join(mark for mark in marks if mark not in letter_marks)
        parts.append(unicodedata.normalize("NFC", base + letter_marks) + tones)
    return "".join(parts).encode(encoding)


@cache
def photo(size: tuple[int, int] | None) -> bytes:
    if size is None:
        return b"no image"
    file = io.BytesIO()
    Image.new("RGB", size, (120, 90, 60)).save(file, "JPEG")
    return file.getvalue()


def check(root: Path, files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Write a project, the model's photos beside the model profile, and check it."""
    home = next((path for path in files if path.startswith("exemplars/2024/")), PROFILE).rsplit("/", 1)[0]
    write_tree(
        root, {**files, **{f"{home}/{name}": photo(size) + JOINED.get(name, b"") for name, size in PHOTOS.items()}}
    )
    return load_edition(root, parse_moment(AS_OF)).problems


def test_every_rule_is_explained() -> None:
    assert list(EXPLANATIONS) == CODES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_explanation_says_what_is_asked_and_why(code: str, lang: str) -> None:
    explanation = EXPLANATIONS[code]
    for text in (explanation.asks[lang], explanation.why[lang]):
        assert text.endswith(".") and text[0].isupper() and len(text) >= 20
        assert "!" not in text.replace("(!)", "")
    assert len(explanation.headline(lang)) <= 100


@pytest.mark.parametrize("code", CODES)
def test_english_explanation_holds_no_vietnamese(code: str) -> None:
    for text in (EXPLANATIONS[code].asks["en"], EXPLANATIONS[code].why["en"]):
        assert fold(text) == text.casefold()


def test_model_project_is_clean(tmp_path: Path) -> None:
    assert check(tmp_path, {path: text.encode() for path, text in FILES.items()}) == ()


@pytest.mark.parametrize("code", CODES)
def test_example_changes_one_place(code: str) -> None:
    example = EXPLANATIONS[code].example
    where = "\n".join(FILES) if example.file == PATHS else FILES[locate_example(example)]
    assert where.count(example.instead_of) == 1
    assert (example.bad, example.encoding) != (example.good, "utf-8")


@pytest.mark.parametrize("code", CODES)
def test_good_example_breaks_no_rule(code: str, tmp_path: Path) -> None:
    assert check(tmp_path, render_variant(EXPLANATIONS[code].example, bad=False)) == ()


@pytest.mark.parametrize("code", CODES)
def test_bad_example_breaks_its_rule_in_its_file(code: str, tmp_path: Path) -> None:
    example = EXPLANATIONS[code].example
    found = [item for item in check(tmp_path, render_variant(example, bad=True)) if item.code == code]
    changed = locate_example(example)
    places = {changed, changed.replace(example.instead_of, example.bad)} if example.file == PATHS else {changed}
    assert found and {item.path for item in found} <= places
    for item in found:
        file = tmp_path / item.path
        lines = file.read_bytes().count(b"\n") + 1 if file.exists() else 1
        assert 1 <= item.span.line <= lines
        assert item.severity == ("warning" if RULES[code].weight == "advice" else "error")


@pytest.mark.parametrize("code", CODES)
def test_bad_example_is_told_from_the_good_one_by_eye(code: str) -> None:
    example = EXPLANATIONS[code].example
    assert example.shown(bad=True) != example.shown(bad=False) or example.encoding_name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200bb", "a‹U+200B›b"),
        ("a\tb", "a‹U+0009›b"),
        ("e\u0302\u0323", "e◌\u0302◌\u0323"),
        ("Kỹ sư\nmới", "Kỹ sư\nmới"),
    ],
)
def test_hidden_characters_are_made_visible(text: str, shown: str) -> None:
    assert make_visible(text) == shown


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(explain, list(arguments))
    return done.exit_code, done.output


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_command_tells_one_code_in_full(code: str, lang: str) -> None:
    status, output = run(code, "--lang", lang)
    explanation = EXPLANATIONS[code]
    assert status == 0
    assert output.startswith(f"{code} ")
    assert explanation.asks[lang] in output and explanation.why[lang] in output
    for bad in (True, False):
        assert all(line.strip() in output for line in explanation.example.shown(bad=bad).splitlines())
    assert not re.search(r"\{\w+\}", output.split("\n\n")[0])
    assert "\x1b" not in output


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("DH103", "Mức: luôn là lỗi"),
        ("DH401", "Mức: lỗi khi đã duyệt, cảnh báo khi còn nháp"),
        ("DH510", "Mức: cảnh báo\n"),
    ],
)
def test_command_tells_severity_in_words(code: str, words: str) -> None:
    assert words in run(code)[1]


@pytest.mark.parametrize("written", ["dh402", "Dh402", " DH402 ", "402"])
def test_code_may_be_written_in_any_case(written: str) -> None:
    assert run(written) == run("DH402")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("DH409", 'không có mã "DH409"; gần nhất: DH405, DH406, DH407'),
        ("dh509", "gần nhất: DH507, DH508, DH510"),
        ("xyz", "không kèm mã"),
        ("²", "không kèm mã"),
    ],
)
def test_unknown_code_is_wrong_usage_and_names_the_nearest(written: str, said: str) -> None:
    status, output = run(written)
    assert status == 2
    assert said in output


@pytest.mark.parametrize("lang", LANGUAGES)
def test_command_without_a_code_lists_all_by_family(lang: str) -> None:
    status, output = run("--lang", lang)
    lines = output.splitlines()
    assert status == 0
    assert [line.split()[0] for line in lines if re.match(r"\s*DH\d", line)] == [
        name for family in FAMILIES for name in (family, *(code for code in CODES if code.startswith(family)))
    ]
    assert all(f"  {code}  {EXPLANATIONS[code].headline(lang)}" in lines for code in CODES)
