"""Withdrawal of a profile: the edit of its file, where copies remain, and legal deadlines.

The edit removes the profile from the next build. A build does not reach copies elsewhere, earlier
releases, caches and the history of git.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from guongsang.checks.fixing.plan import FixPlan
from guongsang.checks.fixing.source import Source
from guongsang.deploy.current_link import RELEASES, current_name
from guongsang.deploy.release import SITE, release_number
from guongsang.errors import GuongSangError
from guongsang.manuscripts.document import Document, parse_document
from guongsang.manuscripts.project_layout import EXEMPLARS
from guongsang.manuscripts.yaml_text import quote_text
from guongsang.storage.sealed_files import CACHE
from guongsang.text.addresses import profile_url
from guongsang.text.folding import fold

_SATURDAY = 5
_TEXTS = (".md", ".yml", ".yaml")
_PAGES = (".html", ".json", ".xml", ".atom", ".csv", ".txt", ".md")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty with a time limit, counted from the request.

    Attributes:
        what: the duty, in Vietnamese.
        days: number of days.
        working: whether Saturdays and Sundays don't count. Holidays do: the day may be too early.
    """

    what: str
    days: int
    working: bool = False

    def falls(self, asked: date) -> date:
        """Return the last day, for a request received on the day `asked`."""
        day, remaining = asked, self.days
        while remaining:
            day += timedelta(days=1)
            remaining -= not (self.working and day.weekday() >= _SATURDAY)
        return day


# Nghị định 356/2025/NĐ-CP (in force since 1/1/2026, under Luật 91/2025/QH15), on requests to
# withdraw consent. Each limit may be extended once, by at most 15 days. Taken from published
# commentaries on the decree: whoever is responsible for personal data must compare it with the text
# in force.
DEADLINES = (
    Deadline("trả lời người yêu cầu, cho biết sẽ làm gì", 2, working=True),
    Deadline("thôi dùng dữ liệu ở những nơi do ta giữ", 15),
    Deadline("những nơi đã nhận dữ liệu từ ta cũng thôi dùng", 20),
)
SOURCE = (
    "Nghị định 356/2025/NĐ-CP; được gia hạn một lần, nhiều nhất 15 ngày, và phải báo người yêu cầu; "
    "đối chiếu với văn bản đang có hiệu lực"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where data of a profile remains. All in Vietnamese.

    Attributes:
        kind: of place: the built site, a release, the history of git, and so on.
        name: which one, often a path.
        todo: what to do there.
    """

    kind: str
    name: str
    todo: str


def usual_notice(day: date) -> str:
    """Return the default notice, which names nobody and gives no reason."""
    return f"Hồ sơ này đã được rút từ ngày {day.day}/{day.month}/{day.year}. Đề nghị các nơi đã dẫn lại ngừng sử dụng."


def plan_withdrawal(document: Document, text: str, day: date, by: str | None, notice: str) -> FixPlan:
    """Return the edit that withdraws a profile and changes nothing but `review`.

    Args:
        document: the parsed profile.
        text: its file, with the original line endings.
        day: for `review.date`.
        by: for `review.by`; None keeps the present value.
        notice: for `review.notice`.

    Raises:
        GuongSangError: The layout of the file is unusual, so the edit may change something else.
    """
    try:
        after = _withdraw(document, Source.parse(text), day, by, notice)
        again, problems = parse_document(document.path, after)
        same = (
            not [item for item in problems if item.severity == "error"]
            and _without_review(again) == _without_review(document)
            and again.body == document.body
        )
        done = again.fields.data["review"]["status"] == "withdrawn" and again.fields.data["review"]["notice"] == notice
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        same = done = False
    if not (same and done):
        raise GuongSangError(
            f"không chắc sửa được {document.path} mà giữ nguyên phần còn lại; hãy sửa tay: "
            f"review.status: withdrawn, review.date: {day}, review.notice: {notice}"
        )
    return FixPlan(document.path, text, after)


def _withdraw(document: Document, source: Source, day: date, by: str | None, notice: str) -> str:
    fields = document.fields
    had = fields.data.get("review")
    review = {
        **(had if isinstance(had, dict) else {}),
        "status": "withdrawn",
        **({"by": by} if by else {}),
        "date": day.isoformat(),
        "notice": notice,
    }
    lines = ["review:", *(f"  {key}: {_scalar(value)}" for key, value in review.items())]
    start = fields.keys[("review",)].line - 1 if "review" in fields.data else source.front_end
    end = source.front_end
    if "review" in fields.data:
        later = [span.line - 1 for path, span in fields.keys.items() if len(path) == 1 and span.line - 1 > start]
        end = min([*later, end])
        while end - 1 > start and (not source.lines[end - 1].strip() or source.lines[end - 1].startswith("#")):
            end -= 1  # empty lines and comments there belong to the next key
    ending = source.endings[0]
    return Source(
        (*source.lines[:start], *lines, *source.lines[end:]),
        (*source.endings[:start], *(ending for _ in lines), *source.endings[end:]),
    ).text


def _scalar(value: str) -> str:
    plain = re.fullmatch(r"[a-z_]+|\d{4}-\d{2}-\d{2}", value)
    return value if plain else quote_text(value)


def _without_review(document: Document) -> dict[str, object]:
    return {key: value for key, value in document.fields.data.items() if key != "review"}


def find_places(
    root: Path, path: str, slug: str, name: str | None, site_dir: Path, published: Sequence[Path]
) -> Iterator[Place]:
    """Yield where data of a profile remains.

    These are its folder, other texts, the built site, releases, caches, the history of git.

    Args:
        root: the project's folder.
        path: the profile's file, relative to `root`.
        slug: the profile's folder name, which other files may contain.
        name: of the person or collective, which other files may contain.
        site_dir: the built site.
        published: folders of releases.
    """
    folder = (root / path).parent
    yield Place(
        "hồ sơ",
        folder.relative_to(root).as_posix(),
        f"{sum(file.is_file() for file in folder.rglob('*'))} tệp; giữ thư mục để địa chỉ cũ hiện lời thông báo",
    )
    for top in ("content", EXEMPLARS):
        for file in sorted((root / top).rglob("*")):
            if (
                file.suffix in _TEXTS
                and folder not in file.parents
                and "_registry" not in file.parts
                and "_press" not in file.parts
                and _mentions(file, slug, name)
            ):
                yield Place("bài khác", file.relative_to(root).as_posix(), "có nhắc tới hồ sơ này; xem và sửa")
    yield from _in_site(site_dir, slug, name)
    for target in published:
        yield from _in_releases(target, slug)
    if any((root / CACHE).glob("*/*")):
        yield Place("bộ nhớ đệm", CACHE, "ảnh, thẻ, bộ tư liệu đã làm; xóa cả thư mục, lần dựng sau máy làm lại")
    if commits := _commits(root, folder.relative_to(root).as_posix()):
        yield Place(
            "lịch sử git",
            f"{commits} commit",
            'mọi bản sao của kho đều có; muốn xóa hẳn, theo mục "Xóa dữ liệu cá nhân khỏi kho" trong sổ tay',
        )


def _mentions(file: Path, slug: str, name: str | None) -> bool:
    """Answer whether a text has the slug, or the name in any spelling (case, tone marks)."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return bool(re.search(rf"(?<![\w-]){re.escape(slug)}(?![\w-])", text)) or bool(name and fold(name) in fold(text))


def _in_site(site_dir: Path, slug: str, name: str | None) -> Iterator[Place]:
    own = site_dir / profile_url(slug)
    files = [file for file in site_dir.rglob("*") if file.is_file()] if site_dir.is_dir() else []
    inside = sum(own in file.parents for file in files)
    others = sum(file.suffix in _PAGES and own not in file.parents and _mentions(file, slug, name) for file in files)
    if inside or others:
        yield Place(
            "trang đã dựng",
            str(site_dir),
            f"{inside} tệp của hồ sơ, {others} tệp khác có nhắc; dựng lại rồi đưa trang lên",
        )


def _in_releases(target: Path, slug: str) -> Iterator[Place]:
    served = current_name(target)
    for release in sorted((target / RELEASES).glob("*"), key=lambda folder: release_number(folder.name)):
        if (release / SITE / profile_url(slug)).is_dir():
            todo = (
                "bạn đọc đang xem; đưa bản mới lên"
                if release.name == served
                else "xóa thư mục này sau khi đã đưa bản mới lên"
            )
            yield Place("bản đã đưa lên", str(release), todo)


def _commits(root: Path, folder: str) -> int:
    try:
        done = subprocess.run(
            ["git", "--no-optional-locks", "-C", str(root), "rev-list", "--count", "--all", "--", folder],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return int(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0
