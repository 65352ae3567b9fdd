"""Read events: one Markdown file each, typed and frozen, with the place of every key.

Material's blog plugin renders events, but it neither checks them nor knows what may be shown.
So they are read here, like profiles, and the plugin receives published events only
(`engine/blog_posts.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import ClassVar, Literal

from guongsang.manuscripts.authored import Authored, Day, Flag, Moment, Text, authored
from guongsang.manuscripts.document import Document, load_document
from guongsang.manuscripts.letters import check_text_form
from guongsang.manuscripts.shape import check_needed, check_shape
from guongsang.rules import problem
from guongsang.rules.problem import START, Problem, has_errors
from guongsang.text.addresses import POSTS_FOLDER, event_url
from guongsang.text.folding import slugify

FOLDER = f"content/{POSTS_FOLDER}"
EventKind = Literal["commendation", "exchange", "visit", "contest", "training"]


class Event(Authored):
    """An event's front matter. The help of each key is its documentation."""

    noun: ClassVar[tuple[str, str]] = ("sự kiện", "the event")

    title: Text | None = authored(
        help="Tên sự kiện, nhiều nhất 120 ký tự", visibility="public", needed=True, max_length=120
    )
    date: Day | None = authored(help="Ngày diễn ra, hoặc ngày đầu", visibility="public", needed=True)
    ends: Day | None = authored(help="Ngày cuối, nếu kéo dài nhiều ngày", visibility="public")
    time: Text | None = authored(help="Giờ, ví dụ 8 giờ 30", visibility="public", max_length=60)
    kind: EventKind | None = authored(
        help="Loại: commendation (tuyên dương), exchange (giao lưu), visit (tham quan), contest (thi viết), "
        "training (tập huấn)",
        visibility="public",
        needed=True,
    )
    place: Text | None = authored(help="Địa điểm", visibility="public", max_length=200)
    organiser: Text | None = authored(
        help="Đơn vị tổ chức: mã trong units.yml, hoặc tên",
        visibility="public",
        register="units",
        spelling="free",
        max_length=200,
    )
    profiles: list[Text] = authored(
        help="Hồ sơ có liên quan: tên thư mục hoặc mã hồ sơ", visibility="public", default=[]
    )
    draft: Flag = authored(help="Còn là bản nháp (true): chưa đăng", visibility="internal", default=False)
    publish: Moment | None = authored(help="Ngày đăng; trước ngày đó không hiện", visibility="internal")
    sample: Flag = authored(help="Sự kiện minh họa, hư cấu", visibility="public", default=False)


@dataclass(frozen=True, slots=True)
class EventManuscript:
    """An event as read from disk.

    Attributes:
        document: the file.
        event: the typed front matter.
        slug: the file's name without its suffix, the last part of the event's address.
        is_faulty: whether the file has errors.
    """

    document: Document
    event: Event
    slug: str
    is_faulty: bool = False

    @property
    def path(self) -> str:
        """The file, relative to the project's root."""
        return self.document.path

    @property
    def status(self) -> str:
        """The review status that decides a problem's severity: a draft may still lack things."""
        return "draft" if self.event.draft else "approved"

    @property
    def url(self) -> str:
        """The event's address from the site's root; empty without a date."""
        return event_url(self.event.date.year, self.slug) if self.event.date else ""


def read_events(root: Path) -> tuple[list[EventManuscript], list[Problem]]:
    """Read all events below `root`, sorted by path. Faults are returned as problems."""
    events: list[EventManuscript] = []
    problems = list(_check_places(root))
    for path in sorted(
        file.relative_to(root).as_posix() for file in (root / FOLDER).glob("*.md") if not file.name.startswith(".")
    ):
        event, found = load_event(root, path)
        problems += found
        if event:
            events.append(event)
    return events, problems


def load_event(root: Path, path: str) -> tuple[EventManuscript | None, list[Problem]]:
    """Read one event. The event is None if the front matter can't be read at all."""
    document, problems = load_document(root, path)
    data = document.fields.data
    status = "draft" if isinstance(data, dict) and data.get("draft") == "true" else "approved"
    problems += check_text_form(document, status)
    if not isinstance(data, dict):
        return None, problems
    event, faults = check_shape(path, document.fields, Event, status=status)
    problems += faults
    problems += check_needed(path, document.fields, event, status=status)
    return EventManuscript(document, event, PurePosixPath(path).stem, has_errors(problems)), problems


def _check_places(root: Path) -> Iterator[Problem]:
    """DH107: the events folder may hold only .md files named like addresses.

    Any other file would be ignored, or copied to the site.
    """
    for place, folders, files in os.walk(root / FOLDER):
        folders.sort()
        for name in sorted(files):
            if name.startswith("."):
                continue
            path = (Path(place) / name).relative_to(root).as_posix()
            stem, suffix = os.path.splitext(name)
            expected = f"{slugify(stem) or 'ten-su-kien'}.md"
            if Path(place) != root / FOLDER or suffix != ".md":
                yield problem(
                    path,
                    START,
                    "DH107",
                    found=f"mỗi sự kiện là một tệp .md đặt ngay trong {FOLDER}; tệp khác không được đăng",
                    found_en=f"an event is one .md file right in {FOLDER}; other files are not published",
                )
            elif name != expected:
                yield problem(
                    path,
                    START,
                    "DH107",
                    found=f"tên tệp là địa chỉ của sự kiện nên viết thường, không dấu: {expected}",
                    found_en=f"the file's name is the event's address: {expected}",
                )
