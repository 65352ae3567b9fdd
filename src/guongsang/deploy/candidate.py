"""Checks before publishing: is the folder a complete built site, not of the future, not shrunk?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path

from guongsang.deploy.inventory import Inventory
from guongsang.errors import PublishError
from guongsang.storage.built_site import build_lock, is_site
from guongsang.storage.lock import only_one
from guongsang.text.addresses import dataset_url, profile_url

MAX_SHRINK = 0.20  # share of the current pages that may be missing; more looks like a failed build
_NAMED_PAGES = 5  # paths that the message lists
_DATED_FILE = dataset_url("changes")  # its `as_of` is the day of the build


@contextmanager
def locked_site(site_dir: Path) -> Iterator[None]:
    """Keep builds from replacing the site while it is read.

    Raises:
        PublishError: a build is running.
    """
    with ExitStack() as stack:
        with suppress(OSError):  # where no lock file can be created, nobody can build either
            stack.enter_context(
                only_one(build_lock(site_dir), PublishError("đang có một lần dựng trang; đợi xong rồi chạy lại"))
            )
        yield


def require_site(site_dir: Path) -> None:
    """Raise PublishError unless the folder holds a complete site that this program built."""
    if not site_dir.is_dir():
        raise PublishError(f"chưa có trang ở {site_dir}; hãy dựng trang trước bằng lệnh build")
    if not any(site_dir.iterdir()):
        raise PublishError(f"{site_dir} rỗng; hãy dựng trang trước bằng lệnh build")
    if not is_site(site_dir):
        raise PublishError(f"{site_dir} không phải trang do Gương Sáng dựng; chỉ đúng thư mục bằng --site-dir")
    index = site_dir / "index.html"
    if not index.is_file() or index.stat().st_size == 0:
        raise PublishError(f"{site_dir} thiếu trang chủ index.html; hãy dựng lại trang")


def refuse_shrunk_site(before: Set[str], now: Inventory, *, allow_shrink: bool) -> None:
    """Raise PublishError if more than MAX_SHRINK of the published pages are missing.

    Args:
        before: paths of the pages that readers have; empty before the first publication.
        now: the site to publish.
        allow_shrink: never raise: staff said that it is intended.
    """
    gone = sorted(before - now.pages)
    if allow_shrink or not before or len(gone) <= MAX_SHRINK * len(before):
        return
    named = ", ".join(gone[:_NAMED_PAGES]) + (", …" if len(gone) > _NAMED_PAGES else "")
    raise PublishError(
        f"trang mới mất {len(gone)} trong {len(before)} trang đang có "
        f"({len(gone) / len(before):.0%}, cho phép nhiều nhất {MAX_SHRINK:.0%}): {named}\n"
        "Xem lại rồi dựng lại trang. Nếu đúng là muốn vậy, thêm --allow-shrink."
    )


def built_as_of(site_dir: Path) -> date | None:
    """Return the day that the site was built for, None if the site doesn't say."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return date.fromisoformat(json.loads((site_dir / _DATED_FILE).read_text(encoding="utf-8"))["as_of"])
    return None


def refuse_future_site(site_dir: Path, today: date, *, allow_future: bool) -> None:
    """Raise PublishError if a site was built for a day after today: it shows embargoed profiles."""
    day = built_as_of(site_dir)
    if day and day > today and not allow_future:
        raise PublishError(
            f"trang ở {site_dir} dựng như thể đã đến ngày {day:%d/%m/%Y}, có cả hồ sơ chưa đến ngày đăng; "
            "dựng lại không kèm --as-of"
        )


def shown_profiles(site_dir: Path) -> frozenset[str]:
    """Return the folder names of profiles shown; withdrawal notices and redirects don't count."""
    return frozenset(page.parent.name for page in site_dir.glob(f"{profile_url('*')}index.html") if shows_profile(page))


def shows_profile(page: Path) -> bool:
    """Answer whether a built page shows a profile, not a notice or redirect in its place."""
    try:
        return 'class="gs-profile"' in page.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
