"""Small real projects for tests, and the commands run in them as staff run them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from command_server import WARNINGS, run_forked

REPOSITORY = Path(__file__).resolve().parent.parent
COPIED = ("mkdocs.yml", "content", "theme", "hooks")

# An individual who meets every clause and may be shown on two channels from 1/6/2024.
PROFILE = """\
---
id: {id}
kind: individual
name: {name}
role: Kỹ sư
unit: cuc-vien-tham
fields: [vien-tham]
year: 2024
stage: outstanding
title: {title}
summary: "Một kỹ sư trẻ tìm ra cách đọc ảnh vệ tinh nhanh hơn, và chỉ cho các đơn vị bạn cùng làm theo từng bước một."
recognition: {{date: 2024-05-01, body: Hội nghị viên chức, document: "Biên bản số 1/BB-MH"}}
ratings:
  - {{year: 2022, rating: excellent, document: "Quyết định số 2/QĐ-MH"}}
  - {{year: 2023, rating: excellent, document: "Quyết định số 3/QĐ-MH"}}
awards:
  - {{award: chien-si-thi-dua-co-so, year: 2022, document: "Quyết định số 4/QĐ-MH"}}
  - {{award: chien-si-thi-dua-co-so, year: 2023, document: "Quyết định số 5/QĐ-MH"}}
initiatives:
  - name: Sáng kiến của {name}
    kind: initiative
    effect: Rút ngắn thời gian xử lý ảnh.
    document: "Quyết định số 6/QĐ-MH"
evidence:
  - {{clause: chung-2, statement: Gương mẫu chấp hành., document: "Báo cáo số 7/BC-MH"}}
  - {{clause: chung-3, statement: Giúp đỡ đồng nghiệp., document: "Báo cáo số 8/BC-MH"}}
  - {{clause: ca-nhan-1, statement: Dám chịu trách nhiệm., document: "Báo cáo số 9/BC-MH"}}
{photos}consent:
  document: "Phiếu kín số 10/MH"
  date: 2024-05-02
  covers: {covers}
  channels: [portal, newspaper]
{consent}channels:
  portal: {{publish: {portal}}}
  newspaper: {{publish: {newspaper}}}
review: {{status: {status}{review}}}
{more}---

{body}
"""
BODY = "## Thành tích\n\nLàm tốt.\n\n## Cách làm\n\nTừng bước.\n\n## Hiệu quả\n\nNhanh hơn.\n\n## Bài học\n\nKiên trì."
PHOTO = 'photos:\n  - {file: anh-goc.jpg, alt: "Chân dung", caption: "Chú thích", credit: "Tác giả", role: portrait}\n'

EVENTS = "content/su-kien/posts"
EVENT = """\
---
title: {title}
date: {date}
kind: {kind}
place: {place}
{more}---

{body}
"""


def profile_text(**changes: str) -> str:
    """Return the text of a valid profile, with some of its parts changed (see PROFILE)."""
    values = {
        "id": "DH-2024-001",
        "name": "Nguyễn Minh Họa",
        "title": "Đọc ảnh nhanh hơn",
        "covers": "[name, image, story]",
        "portal": "2024-06-01",
        "newspaper": "2024-06-02",
        "status": "approved",
        "review": "",
        "consent": "",
        "photos": "",
        "more": "",
        "body": BODY,
    }
    return PROFILE.format(**(values | changes))


@dataclass(frozen=True)
class Project:
    """A project folder in which tests write profiles and run commands."""

    root: Path

    @classmethod
    def create(cls, root: Path) -> Project:
        root.mkdir(parents=True)
        for name in COPIED:
            source = REPOSITORY / name
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, root / name)
        shutil.copytree(REPOSITORY / "exemplars" / "_registry", root / "exemplars" / "_registry")
        for post in (root / EVENTS).glob("*.md"):
            post.unlink()  # they tell of the repository's sample profiles
        return cls(root)

    def write(self, slug: str, text: str | None = None, *, year: int = 2024, **changes: str) -> Path:
        """Write a profile; `changes` as for `profile_text`. Returns its file."""
        path = self.root / "exemplars" / str(year) / slug / "index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if text is not None else profile_text(**changes), encoding="utf-8")
        return path

    def write_event(self, slug: str, text: str | None = None, **changes: str) -> Path:
        """Write an event; `changes` are parts of EVENT. Returns its file."""
        values = {
            "title": f"Sự kiện {slug}",
            "date": "2024-05-20",
            "kind": "exchange",
            "place": "Hội trường",
            "more": "",
            "body": "Lời mở đầu.",
        } | changes
        path = self.root / EVENTS / f"{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if text is not None else EVENT.format(**values), encoding="utf-8")
        return path

    def add_photo(
        self,
        slug: str,
        file: str = "anh-goc.jpg",
        size: tuple[int, int] = (1600, 2000),
        year: int = 2024,
        exif: Image.Exif | None = None,
    ) -> Path:
        """Put a real JPEG beside a profile."""
        path = self.root / "exemplars" / str(year) / slug / file
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, (120, 90, 60)).save(path, "JPEG", **({"exif": exif} if exif else {}))
        return path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the guongsang command here."""
        return run_command(self.root, *arguments)

    def page(self, url: str) -> str:
        """Return the HTML of a built page."""
        return (self.root / "site" / url / "index.html").read_text(encoding="utf-8")

    def has_page(self, url: str) -> bool:
        return (self.root / "site" / url / "index.html").exists()


def run_command(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `guongsang` in a process of its own, as staff do."""
    arguments = ("--root", str(root), *arguments)
    environment = {**os.environ, **environment}
    if done := run_forked([*arguments], root, environment):
        return done
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-W", WARNINGS, "-m", "guongsang", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=root,
        check=False,
        timeout=600,
    )


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the entries of a ZIP (a press kit, a Word file) by name. Raises BadZipFile where it is damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def unpack_all(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files and, under their own names, all that is packed in those that are ZIPs, however deep."""
    found = dict(files)
    for name, content in files.items():
        if content[:4] == b"PK\x03\x04":
            found |= unpack_all({f"{name}/{inner}": data for inner, data in unpack(content).items()})
    return found
