"""Each clause of the criteria: take away what answers it in a sample, and the check names exactly that clause."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guongsang.build.check_project import check_profile
from guongsang.registry.loading import load_registry
from guongsang.text.dates import parse_moment
from projects import REPOSITORY

REGISTRY = load_registry(REPOSITORY, "exemplars/_registry")[0]
AS_OF = parse_moment("2026-11-22")
PERSON, GROUP, NEWCOMER = "2023/le-hai-yen", "2024/lien-doan-dia-chat-suoi-bac", "2023/pham-quynh-chi"


def without_block(text: str, key: str) -> str:
    """Return a profile without a top-level key."""
    shorter = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", text, count=1, flags=re.MULTILINE)
    assert shorter != text
    return shorter


def without_evidence(text: str, clause: str) -> str:
    """Return a profile without its statement for a clause."""
    shorter = re.sub(rf"^  - clause: {clause}\n(?:    .*\n)*", "", text, flags=re.MULTILINE)
    assert shorter != text
    return shorter


def without_award(text: str, award: str) -> str:
    shorter = re.sub(rf"^  - award: {award}\n(?:    .*\n)*", "", text, flags=re.MULTILINE)
    assert shorter != text
    return shorter


def answer_by_statement(text: str, clause: str) -> str:
    return text.replace(
        "evidence:\n",
        f'evidence:\n  - clause: {clause}\n    statement: "Việc đã làm."\n    document: "Báo cáo số 999/BC-MH"\n',
        1,
    )


REMOVALS = {
    "chung-1": (NEWCOMER, lambda text: without_block(text, "initiatives")),
    "chung-2": (PERSON, lambda text: without_evidence(text, "chung-2")),
    "chung-3": (GROUP, lambda text: without_evidence(text, "chung-3")),
    "tap-the-1": (GROUP, lambda text: without_block(text, "recognition")),
    "tap-the-2": (GROUP, lambda text: without_evidence(text, "tap-the-2")),
    "tap-the-3": (GROUP, lambda text: without_award(text, "tap-the-lao-dong-xuat-sac")),
    # In this sample the initiatives answer the common clause too: let a statement answer that one.
    "tap-the-4": (GROUP, lambda text: answer_by_statement(without_block(text, "initiatives"), "chung-1")),
    "ca-nhan-1": (PERSON, lambda text: without_evidence(text, "ca-nhan-1")),
    "ca-nhan-2": (
        PERSON,
        lambda text: (
            text.replace("kind: solution", "kind: model")
            .replace("kind: initiative", "kind: model")
            .replace("kind: research", "kind: model")
        ),
    ),
    "ca-nhan-3": (PERSON, lambda text: without_award(text, "chien-si-thi-dua-co-so")),
}


def test_every_clause_is_covered() -> None:
    assert set(REMOVALS) == {clause.id for clause in REGISTRY.clauses}


@pytest.mark.parametrize("clause", REMOVALS)
def test_removing_the_answer_names_exactly_that_clause(clause: str, tmp_path: Path) -> None:
    sample, remove = REMOVALS[clause]
    text = (REPOSITORY / "exemplars" / sample / "index.md").read_text(encoding="utf-8")
    path = f"exemplars/{sample}/index.md"
    (tmp_path / path).parent.mkdir(parents=True)

    def clauses_named(content: str) -> set[str | None]:
        (tmp_path / path).write_text(content, encoding="utf-8")
        return {item.clause for item in check_profile(tmp_path, path, REGISTRY, AS_OF).problems if item.code == "DH401"}

    assert clauses_named(text) == set()
    assert clauses_named(remove(text)) == {clause}
