"""A site is built beside the earlier one and takes its place only when it is whole, one build at a time."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from guongsang.disk_faults import explain_fault
from guongsang.errors import BuildError
from guongsang.exchange import exchange
from guongsang.locks import only_one

# What a site has and no other folder: without it, a folder that isn't empty is somebody's work, and is not replaced.
_SIGNS = (Path("tim-kiem/chi-muc/index.json"), Path("pagefind/pagefind-entry.json"))  # the second: sites built before the index was ours
_SOURCES = ("exemplars", "content", "theme", "hooks", "src", "scripts", "tests", ".git", ".venv")
_MANY = 2000  # profiles; to delete the files of more takes long enough for somebody to wait


@contextmanager
def staging_for(root: Path, site_dir: Path) -> Iterator[Path]:
    """Give a new folder beside `site_dir` to build in, on the same disk; take it away afterwards, whatever happened.

    What a build that was killed has left is mended first. Raises BuildError where the place can't be a site's or written to, or another build is under way.
    """
    with ExitStack() as held:
        try:
            _refuse_wrong_place(root, site_dir)
            site_dir.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(only_one(build_lock(site_dir), BuildError("đang có một lần dựng khác; đợi xong rồi chạy lại")))
            _mend(site_dir)
            staging = Path(tempfile.mkdtemp(prefix=f".{site_dir.name}.new-", dir=site_dir.parent))
        except OSError as error:
            raise BuildError(f"không dựng được trang ở đó; {explain_fault(error)}") from error
        held.callback(_discard, staging)
        yield staging


def build_lock(site_dir: Path) -> Path:
    """Return the file that is locked while a site is built, and while it is copied from."""
    return site_dir.with_name(f".{site_dir.name}.lock")


def is_site(folder: Path) -> bool:
    """Answer whether a folder holds a site that was built here."""
    return any((folder / sign).exists() for sign in _SIGNS)


def put_in_place(staging: Path, site_dir: Path) -> None:
    """Make the built site the site, in one step where the system can: at no moment is there none, and a kill leaves one or the other.

    `staging` holds the earlier site afterwards, or is gone. Raises BuildError; the earlier site is then where it was.
    """
    try:
        _open_to_all(staging)
        if not site_dir.exists():
            staging.rename(site_dir)
        elif not exchange(staging, site_dir):
            _replace(staging, site_dir)
    except OSError as error:
        raise BuildError(f"không thay được trang cũ; {explain_fault(error)}") from error


def _replace(staging: Path, site_dir: Path) -> None:
    """Put the new site in place by two renames. Between them there is none: a build that is killed there is mended by the next."""
    aside = Path(tempfile.mkdtemp(prefix=f".{site_dir.name}.old-", dir=site_dir.parent))
    earlier = aside / site_dir.name
    try:
        site_dir.rename(earlier)
        staging.rename(site_dir)
    finally:
        with suppress(OSError):
            if earlier.exists() and not site_dir.exists():
                earlier.rename(site_dir)
        if site_dir.exists():
            shutil.rmtree(aside, ignore_errors=True)


def _discard(folder: Path) -> None:
    """Delete a folder that is no site any more; a large one in a process of its own, for which nobody waits. What it leaves, should it be killed, the next build deletes."""
    try:
        many = len(os.listdir(folder / "ho-so")) > _MANY
    except OSError:
        many = False
    remove = shutil.which("rm") if many else None
    if remove:
        subprocess.Popen([remove, "-rf", "--", str(folder)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _mend(site_dir: Path) -> None:
    """Bring back a site that a killed build had moved aside, and take away what such builds have left. Raises OSError."""
    for aside in sorted(site_dir.parent.glob(f".{glob.escape(site_dir.name)}.old-*")):
        if not site_dir.exists() and (aside / site_dir.name).is_dir():
            (aside / site_dir.name).rename(site_dir)
        shutil.rmtree(aside, ignore_errors=True)
    for left in site_dir.parent.glob(f".{glob.escape(site_dir.name)}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


def _open_to_all(site: Path) -> None:
    """Let everybody read a site: a web server is somebody else, whatever umask whoever builds has, and whatever made a folder for its own eyes."""
    for folder, _, files in os.walk(site):
        os.chmod(folder, 0o755)
        for name in files:
            os.chmod(os.path.join(folder, name), 0o644)


def _refuse_wrong_place(root: Path, site_dir: Path) -> None:
    sources = [root / name for name in _SOURCES]
    if root.is_relative_to(site_dir) or any(site_dir.is_relative_to(source) for source in sources):
        raise BuildError(f"{site_dir} chứa mã nguồn hoặc hồ sơ, không thể đặt trang ở đó")
    if not site_dir.exists():
        return
    if not site_dir.is_dir():
        raise BuildError(f"{site_dir} không phải là thư mục")
    if any(site_dir.iterdir()) and not is_site(site_dir):
        raise BuildError(f"{site_dir} đang có tệp khác, không phải trang do Gương Sáng dựng; chọn thư mục khác hoặc dọn thư mục này trước")
