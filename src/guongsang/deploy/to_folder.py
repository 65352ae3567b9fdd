"""Publishing into a folder: each site becomes a release of its own, whole and compared, before readers see anything of it.

The folder holds `releases/<name>/site` (what is served), `releases/<name>/RELEASE.json` (its record) and `current`, which leads to one of them and is the
root of the web server. Whatever fails, or whenever this is killed, `current` leads to a whole release; the next run takes away what was left half done.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from guongsang.deploy.candidate import check_day, check_size, holding_still, require_site, shown_profiles
from guongsang.deploy.current_link import CURRENT, RELEASES, current_name, link_or_copy, mend, require_ours, switch
from guongsang.deploy.durable_files import copy_durable, sync_folder, write_durable
from guongsang.deploy.inventory import Inventory, take_inventory
from guongsang.deploy.release import RECORD, SITE, Release, load_releases, release_name, release_number, render_record
from guongsang.errors import PublishError
from guongsang.manuscripts.project_layout import SOURCE_FOLDERS
from guongsang.storage.lock import only_one
from guongsang.text.dates import LOCAL

KEEP = 5  # earlier releases to keep
_NEW, _OLD = ".new-", ".old-"  # of a release that is being made, and of one that is being deleted
_AT_ONCE = 8  # files written at the same time: waiting for the disk is most of the work
Step = Callable[[str], Callable[[int, int], None]]


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did: the release that is served now, the one before, whether anything changed, and whether it was switched in one step."""

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
    step: Step,
) -> Published:
    """Make a release of a built site and serve it.

    Args:
        root: the project's folder, which releases may not be put into the sources of.
        site_dir: the built site.
        target: the folder of releases; made where there is none.
        commit: what the site was built from, where that is known.
        keep: how many earlier releases to keep.
        allow_shrink, allow_future: whether it is meant that many pages are gone, or that the site was built as of a later day.
        step: gives what reports the progress of a stage.

    Raises PublishError; what was served is then still served.
    """
    _refuse_wrong_place(root, site_dir, target)
    require_site(site_dir)
    now = datetime.now(UTC)
    check_day(site_dir, now.astimezone(LOCAL).date(), allow_future=allow_future)
    with _alone(target), holding_still(site_dir):
        inventory = take_inventory(site_dir, step("read"))
        served = next(
            (release for release in load_releases(target / RELEASES) if release.name == current_name(target)), None
        )
        if served:
            check_size(served.inventory.pages, inventory, allow_shrink=allow_shrink)
            if served.inventory.digest == inventory.digest and not _damage(target / CURRENT, served):
                return Published(served, served.name, changed=False, in_one_step=True)
        number = 1 + max((release_number(path.name) for path in (target / RELEASES).iterdir()), default=0)
        release = Release(
            release_name(max(number, 1), now, inventory.digest), now, commit, current_name(target), inventory
        )
        _make(site_dir, target, release, served, step)
        in_one_step = _switch(target, release.name)
        return Published(
            release,
            release.follows,
            changed=True,
            in_one_step=in_one_step,
            deleted=tuple(_prune(target, release, keep)),
        )


def roll_back(target: Path, to: str | None, *, show_again: bool) -> tuple[str, Release, bool]:
    """Serve an earlier release again: the one before what is served, or the one named. Return the name of what was served, the release, whether in one step.

    `show_again` allows what is otherwise refused: that profiles come back which what is served doesn't show any more, as they may have been withdrawn.
    Raises PublishError; what was served is then still served.
    """
    require_releases(target)
    with _alone(target):
        releases = {release.name: release for release in load_releases(target / RELEASES)}
        name = current_name(target)
        if name is None:
            raise PublishError(f"{target} chưa dùng bản nào; hãy publish trước")
        release = _chosen(releases, name, to)
        if damage := _damage(target / RELEASES / release.name / SITE, release):
            raise PublishError(f"bản {release.name} không còn nguyên vẹn ({damage}); chọn bản khác bằng --to")
        back = sorted(shown_profiles(target / RELEASES / release.name / SITE) - shown_profiles(target / CURRENT))
        if back and not show_again:
            raise PublishError(
                f"bản {release.name} còn hiện {len(back)} hồ sơ mà bản đang dùng không hiện nữa: {', '.join(back)}\n"
                "Nếu hồ sơ đã rút hoặc hết hạn đồng ý thì không được quay lại bản ấy. Nếu chắc chắn được phép hiện, thêm --show-again."
            )
        return name, release, _switch(target, release.name)


def require_releases(target: Path) -> None:
    """Raise PublishError where a folder is none of releases."""
    if not (target / RELEASES).is_dir():
        raise PublishError(f"{target} không phải thư mục do lệnh publish tạo (không có {RELEASES}/)")


def _chosen(releases: dict[str, Release], current: str, to: str | None) -> Release:
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
def _alone(target: Path) -> Iterator[None]:
    """Hold the folder's lock, with the leftovers of a killed run gone. A failure of the disk becomes one sentence."""
    try:
        for folder in (target, target / RELEASES):
            if not folder.is_dir():
                folder.mkdir(parents=True)
                folder.chmod(0o755)  # a web server reads it, whatever the umask of who publishes
        with only_one(
            target / ".publish.lock", PublishError("đang có một lần đưa trang lên khác; đợi xong rồi chạy lại")
        ):
            require_ours(target)
            mend(target)
            for left in (*(target / RELEASES).glob(f"{_NEW}*"), *(target / RELEASES).glob(f"{_OLD}*")):
                shutil.rmtree(left, ignore_errors=True)
            yield
    except OSError as error:
        raise PublishError(
            f"không ghi được {error.filename or target}: {error.strerror or type(error).__name__}; bản đang dùng không thay đổi"
        ) from None


def _make(site_dir: Path, target: Path, release: Release, served: Release | None, step: Step) -> None:
    """Write a release under a name that nothing reads, compare it, and only then give it its own."""
    new = target / RELEASES / f"{_NEW}{release.name}"
    try:
        _copy(site_dir, new / SITE, release.inventory, target / RELEASES, served, step("copy"))
        damage = _damage(new / SITE, release, step("compare"))
        if damage and served:  # the earlier release's own files may have been spoilt: take none of them
            shutil.rmtree(new)
            _copy(site_dir, new / SITE, release.inventory, target / RELEASES, None, step("copy"))
            damage = _damage(new / SITE, release, step("compare"))
        if damage:
            raise PublishError(
                f"bản chép không khớp với trang đã dựng ({damage}); trang đổi trong lúc chép hoặc ổ đĩa có lỗi. Chạy lại lệnh; bản đang dùng không thay đổi"
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
    progress: Callable[[int, int], None],
) -> None:
    """Copy a site. A file that the served release has too gets a second name: it costs no room and keeps its time of change, so caches stay good."""
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

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for number, _ in enumerate(pool.map(place, inventory.files), 1):
            progress(number, len(inventory.files))
    for folder in folders:
        folder.chmod(0o755)
        sync_folder(folder)


def _damage(site: Path, release: Release, progress: Callable[[int, int], None] | None = None) -> str | None:
    """Return what differs between a release's files and its record, None where nothing does."""
    try:
        found = take_inventory(site.resolve(), progress).files
    except PublishError as error:
        return str(error)
    wanted = release.inventory.files
    return next((path for path in sorted(found.keys() | wanted.keys()) if found.get(path) != wanted.get(path)), None)


def _switch(target: Path, name: str) -> bool:
    try:
        return switch(target, name)
    except OSError as error:
        raise PublishError(
            f"không đổi được {target / CURRENT}: {error.strerror or type(error).__name__}; bản đang dùng không thay đổi"
        ) from None


def _prune(target: Path, served: Release, keep: int) -> Iterator[str]:
    """Delete all but `keep` earlier releases, never what is served nor what was served before it. Yield the names of those deleted."""
    kept = {served.name, served.follows}
    earlier = [release.name for release in load_releases(target / RELEASES) if release.name != served.name]
    for name in earlier[keep:]:
        if name in kept:
            continue
        leaving = target / RELEASES / f"{_OLD}{name}"
        with suppress(OSError):  # the new release is served by now; the next run tries again
            (target / RELEASES / name).rename(
                leaving
            )  # first out of the list, so that no half of it is ever found there
            shutil.rmtree(leaving, ignore_errors=True)
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
