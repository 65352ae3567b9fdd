"""Publish a site to a folder of releases, and roll back to an earlier release.

The folder holds `releases/<name>/site` (the site), `releases/<name>/RELEASE.json` (its record) and
`current`, a link to one of the sites and the root of the web server. A release is copied and
verified before it is served. Whatever fails, and whenever this is killed, `current` leads to a
complete release; the next run deletes what was left unfinished.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from guongsang.deploy.candidate import (
    locked_site,
    refuse_future_site,
    refuse_shrunk_site,
    require_site,
    shown_profiles,
)
from guongsang.deploy.current_link import CURRENT, RELEASES, current_name, link_or_copy, repair, require_ours, switch
from guongsang.deploy.durable_files import copy_durable, sync_folder, write_durable
from guongsang.deploy.inventory import Inventory, StartStage, take_inventory
from guongsang.deploy.release import RECORD, SITE, Release, load_releases, release_name, release_number, render_record
from guongsang.errors import PublishError
from guongsang.manuscripts.project_layout import SOURCE_FOLDERS
from guongsang.progress import Progress
from guongsang.storage.lock import only_one
from guongsang.text.dates import LOCAL

KEEP = 5  # earlier releases to keep
_NEW, _OLD = ".new-", ".old-"  # prefixes of a release being made, and of one being deleted
_PARALLEL_COPIES = 8  # most of the time is waiting for the disk


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did.

    Attributes:
        release: the release served now.
        before: name of the release served before.
        changed: whether a new release was made.
        in_one_step: whether the switch was atomic.
        deleted: names of old releases deleted.
    """

    release: Release
    before: str | None
    changed: bool
    in_one_step: bool
    deleted: tuple[str, ...] = ()


def publish_folder(
    root: Path,
    site_dir: Path,
    target: Path,
    *,
    commit: str | None,
    keep: int,
    allow_shrink: bool,
    allow_future: bool,
    step: StartStage,
) -> Published:
    """Make a release of a built site and serve it.

    Args:
        root: the project's folder; a target inside its sources is refused.
        site_dir: the built site.
        target: the folder of releases; created if missing.
        commit: the commit that the site was built from, if known.
        keep: how many earlier releases to keep.
        allow_shrink: publish even if many pages are gone.
        allow_future: publish even if the site was built for a later day.
        step: given a stage's name, returns what reports its progress.

    Raises:
        PublishError: it failed; the release served before is still served.
    """
    _refuse_wrong_place(root, site_dir, target)
    require_site(site_dir)
    now = datetime.now(UTC)
    refuse_future_site(site_dir, now.astimezone(LOCAL).date(), allow_future=allow_future)
    with _locked(target), locked_site(site_dir):
        inventory = take_inventory(site_dir, step("read"))
        served = next(
            (release for release in load_releases(target / RELEASES) if release.name == current_name(target)), None
        )
        if served:
            refuse_shrunk_site(served.inventory.pages, inventory, allow_shrink=allow_shrink)
            if served.inventory.digest == inventory.digest and not _find_damage(target / CURRENT, served):
                return Published(served, served.name, changed=False, in_one_step=True)
        number = 1 + max((release_number(path.name) for path in (target / RELEASES).iterdir()), default=0)
        release = Release(
            release_name(max(number, 1), now, inventory.digest), now, commit, current_name(target), inventory
        )
        _make_release(site_dir, target, release, served, step)
        in_one_step = _switch(target, release.name)
        return Published(
            release,
            release.follows,
            changed=True,
            in_one_step=in_one_step,
            deleted=tuple(_prune(target, release, keep)),
        )


def roll_back(target: Path, to: str | None, *, show_again: bool) -> tuple[str, Release, bool]:
    """Serve an earlier release again.

    Args:
        target: the folder of releases.
        to: name of the release; None for the one served before the current one.
        show_again: allow profiles to come back that the current release doesn't show. By default
            that is refused, as they may have been withdrawn.

    Returns:
        Name of the release served before, the release served now, whether the switch was atomic.

    Raises:
        PublishError: it failed; the release served before is still served.
    """
    require_releases(target)
    with _locked(target):
        releases = {release.name: release for release in load_releases(target / RELEASES)}
        name = current_name(target)
        if name is None:
            raise PublishError(f"{target} chưa dùng bản nào; hãy publish trước")
        release = _choose(releases, name, to)
        if damage := _find_damage(target / RELEASES / release.name / SITE, release):
            raise PublishError(f"bản {release.name} không còn nguyên vẹn ({damage}); chọn bản khác bằng --to")
        back = sorted(shown_profiles(target / RELEASES / release.name / SITE) - shown_profiles(target / CURRENT))
        if back and not show_again:
            raise PublishError(
                f"bản {release.name} còn hiện {len(back)} hồ sơ mà bản đang dùng không hiện nữa: {', '.join(back)}\n"
                "Nếu hồ sơ đã rút hoặc hết hạn đồng ý thì không được quay lại bản ấy. "
                "Nếu chắc chắn được phép hiện, thêm --show-again."
            )
        return name, release, _switch(target, release.name)


def require_releases(target: Path) -> None:
    """Raise PublishError unless a folder is a folder of releases."""
    if not (target / RELEASES).is_dir():
        raise PublishError(f"{target} không phải thư mục do lệnh publish tạo (không có {RELEASES}/)")


def _choose(releases: dict[str, Release], current: str, to: str | None) -> Release:
    if to is not None:
        if to not in releases:
            raise PublishError(f'không có bản "{to}"; xem các bản bằng lệnh releases')
        if to == current:
            raise PublishError(f"bản {to} đang được dùng rồi")
        return releases[to]
    follows = releases[current].follows if current in releases else None
    if follows in releases:
        return releases[follows]
    earlier = [release for release in releases.values() if release.number < release_number(current)]
    if not earlier:
        raise PublishError(f"không còn bản nào trước bản {current}")
    return earlier[0]


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold the folder's lock, after deleting the leftovers of a killed run.

    Raises:
        PublishError: another run holds the lock, or the disk failed.
    """
    try:
        for folder in (target, target / RELEASES):
            if not folder.is_dir():
                folder.mkdir(parents=True)
                folder.chmod(0o755)  # the web server reads it, whatever our umask
        with only_one(
            target / ".publish.lock", PublishError("đang có một lần đưa trang lên khác; đợi xong rồi chạy lại")
        ):
            require_ours(target)
            repair(target)
            for left in (*(target / RELEASES).glob(f"{_NEW}*"), *(target / RELEASES).glob(f"{_OLD}*")):
                shutil.rmtree(left, ignore_errors=True)
            yield
    except OSError as error:
        raise PublishError(
            f"không ghi được {error.filename or target}: {error.strerror or type(error).__name__}; "
            "bản đang dùng không thay đổi"
        ) from None


def _make_release(site_dir: Path, target: Path, release: Release, served: Release | None, step: StartStage) -> None:
    """Write a release under a temporary name, verify it, then rename it."""
    new = target / RELEASES / f"{_NEW}{release.name}"
    try:
        _copy(site_dir, new / SITE, release.inventory, target / RELEASES, served, step("copy"))
        damage = _find_damage(new / SITE, release, step("compare"))
        if damage and served:  # files of the served release may be damaged: reuse none of them
            shutil.rmtree(new)
            _copy(site_dir, new / SITE, release.inventory, target / RELEASES, None, step("copy"))
            damage = _find_damage(new / SITE, release, step("compare"))
        if damage:
            raise PublishError(
                f"bản chép không khớp với trang đã dựng ({damage}); trang đổi trong lúc chép hoặc ổ đĩa có lỗi. "
                "Chạy lại lệnh; bản đang dùng không thay đổi"
            )
        write_durable(new / RECORD, render_record(release))
        sync_folder(new)
        new.rename(target / RELEASES / release.name)
        sync_folder(target / RELEASES)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _copy(
    site_dir: Path,
    to: Path,
    inventory: Inventory,
    releases: Path,
    served: Release | None,
    progress: Progress,
) -> None:
    """Copy a site. Files that the served release has too become hard links to it.

    A link costs no disk space and keeps the mtime, so browser caches stay valid.
    """
    earlier = releases / served.name / SITE if served else None
    to.parent.mkdir()
    folders = [
        to.parent,
        *(to / folder for folder in sorted({folder for path in inventory.files for folder in Path(path).parents})),
    ]
    for folder in folders[1:]:
        folder.mkdir()
    same = {path for path, entry in inventory.files.items() if served and served.inventory.files.get(path) == entry}

    def place(path: str) -> None:
        if earlier and path in same and (earlier / path).is_file():
            link_or_copy(str(earlier / path), str(to / path))
        else:
            copy_durable(site_dir / path, to / path)

    with ThreadPoolExecutor(_PARALLEL_COPIES) as pool:
        for number, _ in enumerate(pool.map(place, inventory.files), 1):
            progress(number, len(inventory.files))
    for folder in folders:
        folder.chmod(0o755)
        sync_folder(folder)


def _find_damage(site: Path, release: Release, progress: Progress | None = None) -> str | None:
    """Return the first path that differs from the record, or the error; None if all fit."""
    try:
        found = take_inventory(site.resolve(), progress).files
    except PublishError as error:
        return str(error)
    expected = release.inventory.files
    paths = sorted(found.keys() | expected.keys())
    return next((path for path in paths if found.get(path) != expected.get(path)), None)


def _switch(target: Path, name: str) -> bool:
    try:
        return switch(target, name)
    except OSError as error:
        raise PublishError(
            f"không đổi được {target / CURRENT}: {error.strerror or type(error).__name__}; bản đang dùng không thay đổi"
        ) from None


def _prune(target: Path, served: Release, keep: int) -> Iterator[str]:
    """Delete all but `keep` earlier releases; yield the names of those deleted.

    Never deletes the release that is served, nor the one served before it.
    """
    protected = {served.name, served.follows}
    earlier = [release.name for release in load_releases(target / RELEASES) if release.name != served.name]
    for name in earlier[keep:]:
        if name in protected:
            continue
        renamed = target / RELEASES / f"{_OLD}{name}"
        with suppress(OSError):  # the new release is served already; the next run tries again
            # Renamed first, so that a release half deleted is never listed.
            (target / RELEASES / name).rename(renamed)
            shutil.rmtree(renamed, ignore_errors=True)
            yield name


def _refuse_wrong_place(root: Path, site_dir: Path, target: Path) -> None:
    if root.is_relative_to(target) or any(target.is_relative_to(root / name) for name in SOURCE_FOLDERS):
        raise PublishError(f"{target} chứa mã nguồn hoặc hồ sơ, không thể đặt trang ở đó")
    if target.is_relative_to(site_dir) or (
        site_dir.is_relative_to(target) and not site_dir.is_relative_to(target / RELEASES)
    ):
        raise PublishError(f"{target} và trang đã dựng {site_dir} nằm trong nhau; chọn thư mục khác")
    if target.exists() and not target.is_dir():
        raise PublishError(f"{target} không phải là thư mục")
    if (
        target.is_dir()
        and not (target / RELEASES).is_dir()
        and any(not path.name.startswith(".") and path.name != "lost+found" for path in target.iterdir())
    ):
        raise PublishError(f"{target} đang có tệp khác; chọn một thư mục trống")
