"""The formats that other programs read: GitHub's commands, SARIF, GitLab's Code Quality."""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator, FormatChecker

from builders import write_tree
from guongsang.rules import RULES, problem
from guongsang.rules.problem import Problem, Span
from guongsang.rules.report import FORMATS, render_codequality, render_github, render_sarif
from machine import standard
from projects import REPOSITORY, Project, profile_text

PATH = "exemplars/2024/mot/index.md"
NOTHING_SAID = {"lacking": "chưa có", "statement": "", "statement_en": ""}
FOUND = [
    problem(PATH, Span(2, 7, 3), "DH302", value="100%\r\n::error::x", near="a, b: c"),
    problem(
        PATH,
        Span(3, 1, 9),
        "DH401",
        status="draft",
        clause="chung-2",
        citation="Mục 2.a",
        title="Gương mẫu",
        **NOTHING_SAID,
    ),
    problem(
        PATH,
        Span(3, 1, 9),
        "DH401",
        status="draft",
        clause="chung-3",
        citation="Mục 2.a",
        title="Tương trợ",
        **NOTHING_SAID,
    ),
    problem(PATH, Span(3, 1), "DH407", name="Giải"),
]
TEXT = "---\nunit: abc\nevidence: []\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_tree(tmp_path, {PATH: TEXT})
    return tmp_path


@pytest.fixture(scope="module")
def sarif_schema() -> Draft4Validator:
    schema = json.loads(standard("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema, format_checker=FormatChecker())


def details_of(code: str) -> dict[str, str]:
    """Return a value for every blank in a rule's sentences."""
    sentences = (*RULES[code].message.values(), *RULES[code].hint.values())
    return {name: f"<{name}>" for sentence in sentences for _, name, _, _ in Formatter().parse(sentence) if name}


def faults(validator: Draft4Validator, log: dict[str, Any]) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(log)]


def test_github_command_escapes_properties_and_data() -> None:
    found = problem("a,b:c%.md", Span(2, 7, 3), "DH302", value="100%\r\n::error::x", near="a, b: c")
    assert render_github([found]) == (
        "::error file=a%2Cb%3Ac%25.md,line=2,col=7,endColumn=10,title=DH302::"
        '"100%25%0D%0A::error::x" không có trong danh mục đơn vị%0Agợi ý: có phải "a, b: c"?'
    )


def test_github_prints_one_line_a_problem_with_its_severity() -> None:
    lines = render_github(FOUND, "en").split("\n")
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::warning", "::warning"]
    assert all(line.count("%0Ahint: ") == 1 for line in lines)
    assert render_github([]) == ""


def test_sarif_says_which_rule_where_and_how_grave(root: Path) -> None:
    (run,) = json.loads(render_sarif(FOUND, root))["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "guongsang" and driver["version"] and "informationUri" not in driver
    assert [rule["id"] for rule in driver["rules"]] == ["DH302", "DH401", "DH407"]
    assert driver["rules"][0]["shortDescription"]["text"] == '"…" không có trong danh mục đơn vị'
    assert [(result["ruleId"], result["ruleIndex"], result["level"]) for result in run["results"]] == [
        ("DH302", 0, "error"),
        ("DH401", 1, "warning"),
        ("DH401", 1, "warning"),
        ("DH407", 2, "warning"),
    ]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": PATH, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 7, "endColumn": 10},
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert [result.get("properties") for result in run["results"]] == [
        None,
        {"clause": "chung-2"},
        {"clause": "chung-3"},
        None,
    ]
    assert 'có phải "a, b: c"?' in run["results"][0]["message"]["text"]


def test_sarif_of_nothing_and_of_every_rule_is_valid(root: Path, sarif_schema: Draft4Validator) -> None:
    path = "exemplars/2024/hồ sơ #1%?/index.md"
    every = [problem(path, Span(line, 1), code, **details_of(code)) for line, code in enumerate(sorted(RULES), start=1)]
    for found in ([], FOUND, every):
        for lang in ("vi", "en"):
            assert faults(sarif_schema, json.loads(render_sarif(found, root, lang))) == []


def test_sarif_check_of_the_schema_can_fail(root: Path, sarif_schema: Draft4Validator) -> None:
    log = json.loads(render_sarif(FOUND, root))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    del log["runs"][0]["tool"]["driver"]["name"]
    assert len(faults(sarif_schema, log)) >= 2


def test_sarif_address_is_a_uri_reference(root: Path) -> None:
    path = "exemplars/2024/hồ sơ #1%?/index.md"
    (run,) = json.loads(render_sarif([problem(path, Span(1, 1), "DH302", value="x")], root))["runs"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii() and not set("#? ") & set(uri) and unquote(uri) == path


def prints(found: list[Problem], root: Path) -> list[str]:
    return [row["fingerprint"] for row in json.loads(render_codequality(found, root))]


def test_fingerprints_are_distinct_and_the_same_in_sarif_and_codequality(root: Path) -> None:
    twice = [*FOUND, problem(PATH, Span(3, 1), "DH407", name="Giải khác")]
    (run,) = json.loads(render_sarif(twice, root))["runs"]
    found = prints(twice, root)
    assert len(set(found)) == 5
    assert [result["partialFingerprints"]["guongsangLine/v1"] for result in run["results"]] == found


def test_fingerprint_outlives_lines_put_in_above_and_changes_with_its_line(root: Path) -> None:
    before = prints([problem(PATH, Span(2, 7, 3), "DH302", value="abc")], root)
    write_tree(root, {PATH: "---\n# mới\n\n  unit: abc\n"})
    assert prints([problem(PATH, Span(4, 9, 3), "DH302", value="abc")], root) == before
    write_tree(root, {PATH: "---\nunit: xyz\n"})
    assert prints([problem(PATH, Span(2, 7, 3), "DH302", value="xyz")], root) != before


def test_codequality_has_the_fields_that_gitlab_reads(root: Path) -> None:
    rows = json.loads(render_codequality(FOUND, root, "en"))
    assert [set(row) for row in rows] == [{"description", "check_name", "fingerprint", "severity", "location"}] * 4
    assert [row["severity"] for row in rows] == ["major", "minor", "minor", "minor"]
    assert rows[0]["check_name"] == "DH302" and rows[0]["location"] == {"path": PATH, "lines": {"begin": 2}}
    assert rows[1]["description"].startswith("Mục 2.a (Gương mẫu) is not answered: ")
    assert json.loads(render_codequality([], root)) == []


@pytest.mark.parametrize("form", list(FORMATS))
def test_check_in_every_format_is_the_same_each_time_and_speaks_english(project: Project, form: str) -> None:
    project.write(
        "mot",
        profile_text()
        .replace("kind: individual", "kind: person")
        .replace("unit: cuc-vien-tham", "unit: cuc-vien-than"),
    )
    first, second = (project.run("check", "--format", form, "--as-of", "2024-07-01") for _ in range(2))
    assert (first.returncode, first.stdout) == (1, second.stdout)
    assert "DH203" in first.stdout and "DH302" in first.stdout
    english = project.run("check", "--format", form, "--as-of", "2024-07-01", "--lang", "en")
    assert "must be one of: individual, collective" in english.stdout
    assert not [
        word
        for word in ("gợi ý", "lỗi", "cảnh báo", "hồ sơ", "giải thích")
        if word in (english.stdout + english.stderr).casefold()
    ]


@pytest.mark.parametrize("form", ["json", "sarif", "codequality"])
def test_formats_for_programs_leave_nothing_else_on_the_output(project: Project, form: str) -> None:
    project.write("mot")
    done = project.run("check", "--format", form, "--as-of", "2024-07-01")
    assert done.returncode == 0 and done.stderr == ""
    json.loads(done.stdout)


def test_sarif_of_the_repository_is_valid(sarif_schema: Draft4Validator) -> None:
    from projects import run_command

    done = run_command(REPOSITORY, "check", "--format", "sarif", "--as-of", "2026-11-22")
    log = json.loads(done.stdout)
    assert faults(sarif_schema, log) == [] and log["runs"][0]["results"]
