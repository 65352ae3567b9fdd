"""The staging folder: a site is built beside the earlier one and swapped in when it is whole.

A lock allows one build at a time. Of a large site, the tree of the earlier site is kept as a spare
after the swap, without the files that the new site lacks. The next build starts from it: that is
far faster than making ten thousand folders and deleting as many. A spare holds nothing but hard
links to files of the site, and may be deleted at any time.
"""

from __future__ import annotations

import glob
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from guongsang.build.output.tree import delete_files
from guongsang.errors import BuildError
from guongsang.manuscripts.project_layout import SOURCE_FOLDERS
from guongsang.storage.built_site import build_lock, is_site
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.files import file_states
from guongsang.storage.lock import only_one
from guongsang.storage.swap_folders import swap_folders

_MANY = 5000  # files; making or deleting more takes long enough for somebody to wait
_GONE = ".gone-"  # in the names of folders that are being deleted


@dataclass(frozen=True)
class Staging:
    """The folder in which a site is built, beside the site's own and on the same disk.

    Attributes:
        site_dir: where the site will be.
        folder: the staging folder.
    """

    site_dir: Path
    folder: Path

    @property
    def engine(self) -> Path:
        """The subfolder into which the site engine writes."""
        return self.folder / "engine"

    @property
    def tree(self) -> Path:
        """The subfolder that will become the site."""
        return self.folder / "site"

    def lay_out(self, *, with_spare: bool) -> None:
        """Make the subfolders. Raises OSError.

        Args:
            with_spare: whether the tree starts as the spare, if there is one.
        """
        self.engine.mkdir()
        spare = _spare(self.site_dir)
        if with_spare and spare.is_dir() and not spare.is_symlink():
            spare.rename(self.tree)
        else:
            self.tree.mkdir()
            _discard(self.site_dir, spare)

    def empty_tree(self) -> None:
        """Replace the tree by an empty folder. Raises OSError."""
        _discard(self.site_dir, self.tree)
        self.tree.mkdir()

    def keep_spare(self, differing: Sequence[str], count: int) -> None:
        """Keep the tree for the next build, if the site is large enough.

        The tree is either the earlier site (after the swap) or an unused work tree.

        Args:
            differing: files of the tree that the current site lacks; they are deleted at once.
            count: how many files the current site has.
        """
        if count > _MANY and len(differing) < count // 2 and self.tree.is_dir():
            with suppress(OSError):  # then the whole staging folder is deleted
                delete_files(self.tree, differing)
                self.tree.rename(_spare(self.site_dir))


@contextmanager
def staging_for(root: Path, site_dir: Path) -> Iterator[Staging]:
    """Give a staging folder beside `site_dir`; delete it afterwards, whatever happened.

    Repairs first what a killed build left behind.

    Raises:
        BuildError: no site may be written there, or another build is running.
    """
    with ExitStack() as stack:
        try:
            _refuse_wrong_place(root, site_dir)
            site_dir.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(
                only_one(build_lock(site_dir), BuildError("đang có một lần dựng khác; đợi xong rồi chạy lại"))
            )
            _clean_up_killed_builds(site_dir)
            staging = Staging(site_dir, Path(tempfile.mkdtemp(prefix=f".{site_dir.name}.new-", dir=site_dir.parent)))
        except OSError as error:
            raise BuildError(f"không dựng được trang ở đó; {explain_fault(error)}") from error
        stack.callback(_discard, site_dir, staging.folder)
        yield staging


def put_in_place(tree: Path, site_dir: Path) -> None:
    """Make the built tree the site, in one step if the system can swap two folders.

    Then at no moment is there no site, and a kill leaves one or the other. Afterwards the earlier
    site is at `tree`, or nothing.

    Raises:
        BuildError: it failed; the earlier site is where it was.
    """
    try:
        if not site_dir.exists():
            tree.rename(site_dir)
        elif not swap_folders(tree, site_dir):
            _replace(tree, site_dir)
    except OSError as error:
        raise BuildError(f"không thay được trang cũ; {explain_fault(error)}") from error


def _replace(tree: Path, site_dir: Path) -> None:
    """Replace the site by two renames.

    Between them there is no site; if the build is killed there, the next one repairs it.
    """
    aside = Path(tempfile.mkdtemp(prefix=f".{site_dir.name}.old-", dir=site_dir.parent))
    earlier = aside / site_dir.name
    try:
        site_dir.rename(earlier)
        tree.rename(site_dir)
    finally:
        with suppress(OSError):
            if earlier.exists() and not site_dir.exists():
                earlier.rename(site_dir)
        if site_dir.exists():
            shutil.rmtree(aside, ignore_errors=True)


def _spare(site_dir: Path) -> Path:
    return site_dir.with_name(f".{site_dir.name}.spare")


def _discard(site_dir: Path, folder: Path) -> None:
    """Delete a folder that is no longer a site, if it exists.

    It is renamed first, so that nobody takes a half-deleted folder for a tree or a spare.
    """
    if os.path.lexists(folder):
        gone = site_dir.with_name(f".{site_dir.name}{_GONE}{secrets.token_hex(4)}")
        try:
            folder.rename(gone)
        except OSError:
            gone = folder
        _delete(gone)


def _delete(folder: Path) -> None:
    """Delete a folder; a large one in a separate process, so that nobody waits.

    If that process is killed, the next build deletes the rest.
    """
    remove = shutil.which("rm") if _is_large(folder) else None
    if remove:
        subprocess.Popen(
            [remove, "-rf", "--", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _is_large(folder: Path) -> bool:
    """Answer whether there are many files below a folder, without counting them all."""
    try:
        return any(number > _MANY for number, _ in enumerate(file_states(str(folder))))
    except OSError:
        return False


def _clean_up_killed_builds(site_dir: Path) -> None:
    """Bring back a site that a killed build had moved aside, and delete its leftovers.

    Raises OSError.
    """
    for aside in sorted(site_dir.parent.glob(f".{glob.escape(site_dir.name)}.old-*")):
        if not site_dir.exists() and (aside / site_dir.name).is_dir():
            (aside / site_dir.name).rename(site_dir)
        shutil.rmtree(aside, ignore_errors=True)
    for left in site_dir.parent.glob(f".{glob.escape(site_dir.name)}.new-*"):
        _discard(site_dir, left)
    for left in site_dir.parent.glob(f".{glob.escape(site_dir.name)}{_GONE}*"):
        _delete(left)


def _refuse_wrong_place(root: Path, site_dir: Path) -> None:
    sources = [root / name for name in SOURCE_FOLDERS]
    if root.is_relative_to(site_dir) or any(site_dir.is_relative_to(source) for source in sources):
        raise BuildError(f"{site_dir} chứa mã nguồn hoặc hồ sơ, không thể đặt trang ở đó")
    if not site_dir.exists():
        return
    if not site_dir.is_dir():
        raise BuildError(f"{site_dir} không phải là thư mục")
    if any(site_dir.iterdir()) and not is_site(site_dir):
        raise BuildError(
            f"{site_dir} đang có tệp khác, không phải trang do Gương Sáng dựng; "
            "chọn thư mục khác hoặc dọn thư mục này trước"
        )
