"""The project's list of search queries, asked on the built search page in Chromium, and how good the answers are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

QUERIES = Path(__file__).parent / "search" / "queries.tsv"
_ASK = """async (query) => {
  const input = document.querySelector('#gs-query');
  const page = document.querySelector('[data-gs-search]');
  input.value = query;
  input.form.requestSubmit();
  const wanted = query.trim() ? '?' + new URLSearchParams({ q: query }) : '';
  while ((page.dataset.answered ?? '') !== wanted) await new Promise((resume) => setTimeout(resume, 5));
  return [...document.querySelectorAll('.gs-result h2 a')].map((link) => link.href);
}"""


@dataclass(frozen=True)
class Query:
    """A row of the list. `expect` is first, top3 or none; `hits` are paths of the site."""

    line: int
    text: str
    expect: str
    hits: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Answer:
    query: Query
    found: tuple[str, ...]

    @property
    def rank(self) -> int:
        """The place of the first wanted hit, from 1; 0 where none of them was found."""
        return next((place for place, path in enumerate(self.found, 1) if path in self.query.hits), 0)

    @property
    def is_right(self) -> bool:
        match self.query.expect:
            case "none":
                return not self.found
            case "first":
                return self.rank == 1
        return set(self.query.hits) <= set(self.found[:3])


def load_queries(path: Path = QUERIES) -> list[Query]:
    """Read the list. A quote belongs to the query, so lines are split at tabs and nothing else."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip() or line.startswith("query\texpect\t"):
            continue
        text, expect, hits, note = line.split("\t")
        rows.append(Query(number, text, expect, tuple(hit for hit in hits.split(";") if hit), note))
    return rows


def ask(page: Page, address: str, queries: Iterable[Query]) -> list[Answer]:
    """Type each query into the search page at `address` and return what it shows."""
    page.goto(f"{address}tim-kiem/")
    page.wait_for_function(
        "document.querySelector('[data-gs-live]') && !document.querySelector('[data-gs-live]').hidden"
    )
    return [
        Answer(query, tuple(link.removeprefix(address) for link in page.evaluate(_ASK, query.text)))
        for query in queries
    ]


def report(answers: list[Answer]) -> str:
    """Return a table by group (queries, success at 1 and 3, mean reciprocal rank), then each wrong answer."""
    asked = [answer for answer in answers if answer.query.expect != "none"]
    silent = [answer for answer in answers if answer.query.expect == "none"]
    rows = [("queries with hits", len(asked)), ("queries that must find nothing", len(silent))]
    lines = [f"{name:<34}{value:>7}" for name, value in rows]
    lines.append(f"{'success@1':<34}{success_at(asked, 1):>7.1%}")
    lines.append(f"{'success@3':<34}{success_at(asked, 3):>7.1%}")
    lines.append(f"{'MRR':<34}{mean_reciprocal_rank(asked):>7.3f}")
    lines.append(
        f"{'nothing found where nothing is':<34}{sum(answer.is_right for answer in silent) / max(len(silent), 1):>7.1%}"
    )
    for answer in answers:
        if not answer.is_right:
            lines.append(
                f"line {answer.query.line}: {answer.query.text!r} ({answer.query.note}): wanted "
                f"{answer.query.expect} {'; '.join(answer.query.hits)}, "
                f"found {'; '.join(answer.found[:4]) or 'nothing'}"
            )
    return "\n".join(lines)


def success_at(answers: list[Answer], place: int) -> float:
    return sum(0 < answer.rank <= place for answer in answers) / max(len(answers), 1)


def mean_reciprocal_rank(answers: list[Answer]) -> float:
    return sum(1 / answer.rank for answer in answers if answer.rank) / max(len(answers), 1)


def groups() -> dict[str, int]:
    """Return how many queries stand under each comment line of the list."""
    found: dict[str, int] = {}
    title = ""
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        if re.match(r"# \S", line):
            title = line[2:]
        elif line and not line.startswith(("#", "query\t")):
            found[title] = found.get(title, 0) + 1
    return found
