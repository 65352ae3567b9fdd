"""Whether a folder may be published: a whole site of ours, of today, and not much smaller than what readers have."""

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

SHRUNK = 0.20  # share of the pages that readers have; more than that gone looks like a failure
_NAMED = 5
_DATED = (dataset_url("changes"),)  # says as of which day the site was built


@contextmanager
def holding_still(site_dir: Path) -> Iterator[None]:
    """Keep builds from replacing a site while it is read. Raises PublishError where one is under way."""
    with ExitStack() as stack:
        with suppress(OSError):  # nobody can build where no file can be made
            stack.enter_context(
                only_one(build_lock(site_dir), PublishError("đang có một lần dựng trang; đợi xong rồi chạy lại"))
            )
        yield


def require_site(site_dir: Path) -> None:
    """Raise PublishError unless the folder holds a site that was built here."""
    if not site_dir.is_dir():
        raise PublishError(f"chưa có trang ở {site_dir}; hãy dựng trang trước bằng lệnh build")
    if not any(site_dir.iterdir()):
        raise PublishError(f"{site_dir} rỗng; hãy dựng trang trước bằng lệnh build")
    if not is_site(site_dir):
        raise PublishError(f"{site_dir} không phải trang do Gương Sáng dựng; chỉ đúng thư mục bằng --site-dir")
    index = site_dir / "index.html"
    if not index.is_file() or index.stat().st_size == 0:
        raise PublishError(f"{site_dir} thiếu trang chủ index.html; hãy dựng lại trang")


def check_size(before: Set[str], now: Inventory, *, allow_shrink: bool) -> None:
    """Raise PublishError where too large a share of the pages `before` is gone from the site.

    Args:
        before: paths of the pages that readers have; none where nothing was published yet.
        now: the site to publish.
        allow_shrink: whether that was said to be meant.
    """
    gone = sorted(before - now.pages)
    if allow_shrink or not before or len(gone) <= SHRUNK * len(before):
        return
    named = ", ".join(gone[:_NAMED]) + (", …" if len(gone) > _NAMED else "")
    raise PublishError(
        f"trang mới mất {len(gone)} trong {len(before)} trang đang có ({len(gone) / len(before):.0%}, cho phép nhiều nhất {SHRUNK:.0%}): {named}\n"
        "Xem lại rồi dựng lại trang. Nếu đúng là muốn vậy, thêm --allow-shrink."
    )


def built_as_of(site_dir: Path) -> date | None:
    """Return the day as of which a site was built, where it says so."""
    for name in _DATED:
        with suppress(OSError, ValueError, KeyError, TypeError):
            return date.fromisoformat(json.loads((site_dir / name).read_text(encoding="utf-8"))["as_of"])
    return None


def check_day(site_dir: Path, today: date, *, allow_future: bool) -> None:
    """Raise PublishError where a site was built as if a later day had come: it shows what is still under embargo."""
    day = built_as_of(site_dir)
    if day and day > today and not allow_future:
        raise PublishError(
            f"trang ở {site_dir} dựng như thể đã đến ngày {day:%d/%m/%Y}, có cả hồ sơ chưa đến ngày đăng; dựng lại không kèm --as-of"
        )


def shown_profiles(site_dir: Path) -> frozenset[str]:
    """Return the folder names of the profiles that a site shows, leaving out notices of withdrawal and redirects."""
    return frozenset(page.parent.name for page in site_dir.glob(f"{profile_url('*')}index.html") if shows_profile(page))


def shows_profile(page: Path) -> bool:
    """Answer whether a built page shows a profile, and not a notice in its place."""
    try:
        return 'class="gs-profile"' in page.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
