"""`guongsang explain`: what a code asks, why, with a right and a wrong example; or all codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from textwrap import indent
from types import MappingProxyType

import click
from rich.console import Console
from rich.text import Text

from guongsang.cli.options import lang_option
from guongsang.rules import FAMILIES, RULES
from guongsang.rules.explanations.explanation import PATHS, WEIGHTS, Example, usual_mend
from guongsang.rules.rule import Language

_FAMILIES_EN: Mapping[str, str] = MappingProxyType(
    {
        "DH1": "Syntax and encoding",
        "DH2": "Keys, types, lengths, dates",
        "DH3": "References to the registry",
        "DH4": "Criteria",
        "DH5": "Consent and privacy",
        "DH6": "Photos",
        "DH7": "Across profiles",
    }
)
_LABELS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "vi": {
            "weight": "Mức",
            "asks": "Yêu cầu",
            "why": "Vì sao",
            "bad": "Chưa đúng",
            "good": "Đúng",
            "mend": "Cách sửa",
            "in": "trong {}",
            "saved": "tệp lưu bằng {}",
            "nothing": "(để trống)",
            "unknown": 'không có mã "{}"{}',
            "near": "; gần nhất: {}",
            "all": "; xem tất cả bằng lệnh explain không kèm mã",
            "more": "Xem một mã: guongsang explain DH402",
        },
        "en": {
            "weight": "Severity",
            "asks": "Asks",
            "why": "Why",
            "bad": "Wrong",
            "good": "Right",
            "mend": "Mend",
            "in": "in {}",
            "saved": "file saved as {}",
            "nothing": "(empty)",
            "unknown": 'there is no code "{}"{}',
            "near": "; nearest: {}",
            "all": "; run explain without a code for the list",
            "more": "For one code: guongsang explain DH402 --lang en",
        },
    }
)
_NEAR = 3


@click.command(help="Giải thích một mã lỗi: yêu cầu gì, vì sao, ví dụ đúng và sai. Không ghi MÃ thì liệt kê tất cả.")
@click.argument("code", required=False, metavar="[MÃ]")
@lang_option
def explain(code: str | None, lang: Language) -> None:
    """Print the explanation of one code, or a list of all codes."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, soft_wrap=True, color_system=None)
    if code is None:
        _print_all(console, lang)
        return
    _print_one(console, _find(code, lang), lang)


def family_name(family: str, lang: Language) -> str:
    """Return the name of a family of codes (`DH4`)."""
    return FAMILIES[family] if lang == "vi" else _FAMILIES_EN[family]


def nearest_codes(code: str) -> list[str]:
    """Return the codes nearest to an unknown one: by number in its family, or by spelling."""
    digits = code.removeprefix("DH")
    family = [known for known in RULES if known[:3] == code[:3]]
    if family and digits.isascii() and digits.isdigit():
        return sorted(sorted(family, key=lambda known: (abs(int(known[2:]) - int(digits)), known))[:_NEAR])
    return get_close_matches(code, RULES, n=_NEAR)


def _find(written: str, lang: Language) -> str:
    code = written.strip().upper()
    code = f"DH{code}" if code.isascii() and code.isdigit() else code
    if code in RULES:
        return code
    labels, near = _LABELS[lang], nearest_codes(code)
    raise click.UsageError(
        labels["unknown"].format(written, labels["near"].format(", ".join(near)) if near else labels["all"])
    )


def _print_all(console: Console, lang: Language) -> None:
    from guongsang.rules.explanations import EXPLANATIONS

    for family in FAMILIES:
        console.print(Text(f"{family} {family_name(family, lang)}", style="bold"))
        for code in (known for known in RULES if known.startswith(family)):
            console.print(Text.assemble("  ", (code, "cyan"), "  ", EXPLANATIONS[code].headline(lang)))
        console.print()
    console.print(_LABELS[lang]["more"])


def _print_one(console: Console, code: str, lang: Language) -> None:
    from guongsang.rules.explanations import EXPLANATIONS

    rule, explanation, labels = RULES[code], EXPLANATIONS[code], _LABELS[lang]
    example, mend = explanation.example, usual_mend(rule, lang)
    console.print(Text.assemble((code, "bold cyan"), (f" {family_name(code[:3], lang)}", "bold")))
    facts = [
        ("asks", explanation.asks[lang]),
        ("why", explanation.why[lang]),
        ("weight", WEIGHTS[rule.weight][lang]),
        ("mend", mend),
    ]
    for label, text in facts:
        if text:
            console.print(Text.assemble((f"{labels[label]}: ", "bold"), text))
    for label, bad in (("bad", True), ("good", False)):
        console.print()
        notes = ", ".join(_notes(example, labels, bad=bad))
        console.print(
            Text.assemble((labels[label], "bold red" if bad else "bold green"), f" ({notes}):" if notes else ":")
        )
        console.print(Text(indent(example.shown(bad=bad) or labels["nothing"], "    ")), soft_wrap=True)


def _notes(example: Example, labels: Mapping[str, str], *, bad: bool) -> Iterable[str]:
    if example.file not in (PATHS, "index.md"):
        yield labels["in"].format(example.file)
    if bad and example.encoding_name:
        yield labels["saved"].format(example.encoding_name)
