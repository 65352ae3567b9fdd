"""The table of rules: every code once, in both languages, and in use."""

import re
from pathlib import Path

import pytest

import guongsang
from guongsang.rules import RULES, catalogue, problem
from guongsang.rules.problem import Problem, Span
from guongsang.text.folding import fold

CODES = list(RULES)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SOURCES = [
    path.read_text(encoding="utf-8")
    for path in Path(guongsang.__file__).parent.rglob("*.py")
    if "rules" not in path.parts
]


def test_codes_are_unique_and_in_order():
    written = [rule.code for family in catalogue._TABLES for rule in family.TABLE]
    assert written == sorted(set(written))


@pytest.mark.parametrize("code", CODES)
def test_code_belongs_to_a_family(code):
    assert re.fullmatch(r"DH[1-7]\d\d", code)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_rule_speaks_both_languages(code, lang):
    assert RULES[code].message[lang].strip()
    assert RULES[code].hint[lang].strip()


@pytest.mark.parametrize("code", CODES)
def test_english_sentences_hold_no_vietnamese(code):
    for sentence in (RULES[code].message["en"], RULES[code].hint["en"]):
        assert fold(sentence) == sentence.casefold()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_message_without_details_still_prints(code, lang):
    assert Problem("a.md", Span(1, 1), code, "error").message(lang)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_detail_that_sentences_name_is_printed(code, lang):
    rule = RULES[code]
    names = set(PLACEHOLDER.findall(rule.message[lang] + rule.hint[lang]))
    found = problem("a.md", Span(1, 1), code, **{name: f"<{name}>" for name in names})
    shown = found.message(lang) + found.hint(lang)
    assert all(f"<{name}>" in shown for name in names)
    assert "{" not in shown


@pytest.mark.parametrize("code", CODES)
def test_rule_is_used(code):
    assert any(f'"{code}"' in source for source in SOURCES)


def test_codes_named_in_the_package_stand_in_the_table():
    assert {code for source in SOURCES for code in re.findall(r"\bDH\d{3}\b", source)} <= set(RULES)


@pytest.mark.parametrize(
    ("weight", "severities"),
    [
        ("broken", {"draft": "error", "in_review": "error", "approved": "error", None: "error"}),
        ("missing", {"draft": "warning", "in_review": "warning", "approved": "error", None: "warning"}),
        ("advice", {"draft": "warning", "in_review": "warning", "approved": "warning", None: "warning"}),
    ],
)
def test_severity_follows_weight_and_review(weight, severities):
    chosen = [rule for rule in RULES.values() if rule.weight == weight]
    assert chosen
    for rule in chosen:
        assert {status: rule.severity(status) for status in severities} == severities
