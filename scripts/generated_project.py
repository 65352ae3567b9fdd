"""Generated projects for scripts/bench.py: profiles of about 1,100 words, always the same.

Their sentences are drawn from the sample profiles, so that words are as frequent as in real
Vietnamese articles: search and compression depend on it.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from environment import ROOT

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLE = "Văn Thị Minh Thanh Quốc Ngọc Hải Đức Thu Xuân Kim Hoài Bảo Anh".split()
GIVEN = (
    "An Ân Bình Châu Chi Dung Duy Dũng Đạt Đường Giang Hà Hải Hạnh Hiền Hòa Huy Khánh Lan Linh Mai Nam Nga Ngân Oanh "
    "Phúc Quân Sơn Thảo Thủy Trang Tú Uyên Vân Yến"
).split()
NAMES = 500  # different ones
FIELDS = (
    "dat-dai tai-nguyen-nuoc dia-chat-khoang-san moi-truong khi-tuong-thuy-van bien-doi-khi-hau do-dac-ban-do "
    "bien-hai-dao vien-tham"
).split()
HEADINGS = ("Thành tích", "Cách làm", "Hiệu quả", "Bài học")
_MARKUP = re.compile(r"^#.*$|[>*\[\]_`|]", re.MULTILINE)  # headings too: they are no sentences
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def generate(root: Path, count: int) -> None:
    """Write a project of `count` varied, publishable profiles, without photos."""
    for name in ("mkdocs.yml", "content", "theme", "hooks", "exemplars/_registry"):
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
    for post in (root / "content" / "su-kien" / "posts").glob("*.md"):
        post.unlink()  # they tell of the sample profiles, which aren't here
    chance = random.Random(20260101)
    names = [f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}" for _ in range(NAMES)]
    for number in range(count):
        year = 2023 + number % 3
        folder = root / "exemplars" / str(year) / f"nguoi-{number:05d}"
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(_profile(number, year, chance.choice(names), chance), encoding="utf-8")


@cache
def sentences() -> Sequence[str]:
    """Return the sentences of the repository's own profiles, without markup."""
    found = []
    for path in sorted((ROOT / "exemplars").glob("20*/*/index.md")):
        body = _MARKUP.sub(" ", path.read_text(encoding="utf-8").split("\n---\n", 1)[1])
        found += [" ".join(sentence.split()) for sentence in _SENTENCE_END.split(body) if 30 < len(sentence) < 300]
    return found


@cache
def _units() -> Sequence[str]:
    """Return the units that have stood all the time: a profile of any year may come from them."""
    entries = re.split(
        r"^- id: ", (ROOT / "exemplars" / "_registry" / "units.yml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )[1:]
    return [entry.split()[0] for entry in entries if not re.search(r"^  (?:since|until):", entry, re.MULTILINE)]


def _profile(number: int, year: int, name: str, chance: random.Random) -> str:
    sections = "\n\n".join(
        f"## {heading}\n\n" + "\n\n".join(_prose(chance, 90) for _ in range(3)) for heading in HEADINGS
    )
    ratings = "\n".join(
        f'  - {{year: {y}, rating: excellent, document: "Quyết định số {number}-{y}/QĐ-MH"}}'
        for y in (year - 2, year - 1)
    )
    awards = "\n".join(
        f'  - {{award: chien-si-thi-dua-co-so, year: {y}, document: "Quyết định số {number}-{y}/QĐ-MH"}}'
        for y in (year - 2, year - 1)
    )
    evidence = "\n".join(
        f'  - {{clause: {clause}, statement: {_line(chance, 25)}, document: "Báo cáo số {number}/BC-MH"}}'
        for clause in ("chung-2", "chung-3", "ca-nhan-1")
    )
    return f"""---
id: DH-{year}-{number // 3 + 1:04d}
kind: individual
name: {name}
role: Kỹ sư
unit: {chance.choice(_units())}
fields: [{chance.choice(FIELDS)}]
year: {year}
stage: outstanding
title: {_line(chance, 14, longest=110)}
summary: {_line(chance, 40, longest=380)}
recognition: {{date: {year}-02-01, body: Hội nghị viên chức, document: "Biên bản số {number}/BB-MH"}}
ratings:
{ratings}
awards:
{awards}
initiatives:
  - name: {_line(chance, 11, longest=110, lead=f"Sáng kiến {number}: ")}
    kind: initiative
    effect: {_line(chance, 30)}
    how: {_line(chance, 60)}
    figures: [{{label: Thời gian, before: 9 ngày, after: 2 ngày}}]
    document: "Quyết định số {number}/QĐ-SK"
evidence:
{evidence}
consent:
  document: "Phiếu số {number}"
  date: {year}-02-02
  covers: [name, image, story]
  channels: [portal, newspaper]
channels:
  portal: {{publish: {year}-{3 + number // 84 % 9:02d}-{1 + number % 28:02d}}}
  newspaper: {{publish: {year}-{4 + number // 84 % 9:02d}-{1 + number % 28:02d}}}
review: {{status: approved}}
---

{sections}
"""


def _prose(chance: random.Random, words: int) -> str:
    """Return whole sentences, cut after `words` words."""
    found: list[str] = []
    while len(found) < words:
        found += chance.choice(sentences()).split()
    return " ".join(found[:words]).rstrip(" .,;:!?") + "."


def _line(chance: random.Random, words: int, *, longest: int = 400, lead: str = "") -> str:
    """Return prose as a quoted YAML scalar of `longest` characters at most."""
    text = lead + _prose(chance, words).rstrip(".")
    return json.dumps(text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0], ensure_ascii=False)
