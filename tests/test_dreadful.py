"""One dreadful profile: every fault told at once, each at its place, in a fixed order."""

from __future__ import annotations

from pathlib import Path

from guongsang.build.check_project import check_project
from guongsang.text.dates import parse_moment
from projects import Project

TEXT = (Path(__file__).parent / "dreadful" / "index.md").read_text(encoding="utf-8")
EXPECTED = [
    (2, 5, "DH211"),
    (3, 7, "DH203"),
    (4, 7, "DH219"),
    (5, 1, "DH202"),
    (6, 7, "DH302"),
    (7, 9, "DH208"),
    (8, 7, "DH218"),
    (9, 1, "DH104"),
    (10, 8, "DH203"),
    (11, 8, "DH206"),
    (12, 10, "DH207"),
    (13, 1, "DH201"),
    (13, 21, "DH205"),
    (14, 30, "DH304"),
    (17, 12, "DH406"),
    (18, 5, "DH201"),
    (18, 12, "DH204"),
    (18, 28, "DH203"),
    (23, 11, "DH216"),
    (23, 11, "DH220"),
    (24, 5, "DH201"),
    (24, 12, "DH308"),
    (26, 13, "DH407"),
    (27, 5, "DH208"),
    (29, 5, "DH201"),
    (29, 5, "DH201"),
    (30, 11, "DH203"),
    (31, 14, "DH208"),
    (32, 36, "DH302"),
    (34, 36, "DH510"),
    (34, 36, "DH513"),
    (35, 5, "DH201"),
    (35, 14, "DH306"),
    (36, 1, "DH506"),
    (37, 5, "DH201"),
    (37, 12, "DH601"),
    (37, 31, "DH606"),
    (38, 5, "DH201"),
    (38, 5, "DH201"),
    (38, 12, "DH601"),
    (38, 12, "DH605"),
    (38, 63, "DH203"),
    (39, 41, "DH216"),
    (39, 41, "DH505"),
    (39, 61, "DH501"),
    (39, 69, "DH203"),
    (39, 86, "DH502"),
    (39, 105, "DH503"),
    (42, 24, "DH205"),
    (43, 3, "DH305"),
    (44, 20, "DH201"),
    (44, 42, "DH211"),
    (47, 12, "DH217"),
    (47, 55, "DH204"),
    (48, 11, "DH211"),
    (49, 9, "DH210"),
    (51, 1, "DH212"),
    (51, 1, "DH212"),
    (51, 1, "DH212"),
    (54, 8, "DH514"),
    (54, 23, "DH512"),
    (54, 36, "DH110"),
    (54, 53, "DH314"),
    (56, 11, "DH604"),
]


def test_every_fault_is_told_at_once_in_order(project: Project) -> None:
    project.write("nguyen-van-dang", TEXT)
    found = check_project(project.root, parse_moment("2024-07-01"), workers=1)
    assert [(item.span.line, item.span.column, item.code) for item in found.problems] == EXPECTED
    assert len(EXPECTED) >= 40


def test_every_fault_has_words_and_a_mend_in_both_languages(project: Project) -> None:
    project.write("nguyen-van-dang", TEXT)
    for item in check_project(project.root, parse_moment("2024-07-01"), workers=1).problems:
        for lang in ("vi", "en"):
            assert item.message(lang) and item.hint(lang)
            assert item.message(lang).count("…") <= item.message(lang).count("https://…"), item.message(
                lang
            )  # a blank left open reads "…"
