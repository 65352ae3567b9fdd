"""A site is built beside the earlier one and takes its place only when it is whole, one build at a time.

Of a large site the tree of the earlier one stays beside it as a spare, with what the new one doesn't have taken out: the next build begins with it, which
is far faster than to make ten thousand folders and delete as many. A spare holds nothing but second names of files of the site, and may be deleted at any time.
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

from guongsang.build.output.tree import take_out
from guongsang.errors import BuildError
from guongsang.storage.built_site import build_lock, is_site
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.files import file_states
from guongsang.storage.lock import only_one
from guongsang.storage.swap_folders import swap_folders

_SOURCES = ("exemplars", "content", "theme", "hooks", "src", "scripts", "tests", ".git", ".venv")
_MANY = 5000  # files; to make or delete more takes long enough for somebody to wait
_GONE = ".gone-"  # of folders that are being deleted


@dataclass(frozen=True)
class Staging:
    """A folder beside the place of a site, on the same disk, in which to build it. `engine` is for what another program makes, which writes where it likes."""

    site_dir: Path
    holding: Path

    @property
    def engine(self) -> Path:
        return self.holding / "engine"

    @property
    def tree(self) -> Path:
        return self.holding / "site"

    def lay_out(self, *, with_spare: bool) -> None:
        """Make the folders; the tree from the spare, if that is wanted and there is one. Raises OSError."""
        self.engine.mkdir()
        spare = _spare(self.site_dir)
        if with_spare and spare.is_dir() and not spare.is_symlink():
            spare.rename(self.tree)
        else:
            self.tree.mkdir()
            _discard(self.site_dir, spare)

    def empty_tree(self) -> None:
        """Begin the tree anew. Raises OSError."""
        _discard(self.site_dir, self.tree)
        self.tree.mkdir()

    def keep_spare(self, differing: Sequence[str], count: int) -> None:
        """Keep the tree as a spare: that of the earlier site, which stands in the place of the new one now, or one to which nothing was done but bring it in order.

        Args:
            differing: which of its files the site doesn't have that stands now; they are deleted at once.
            count: how many files that has.
        """
        if count > _MANY and len(differing) < count // 2 and self.tree.is_dir():
            with suppress(OSError):  # then it is deleted as a whole
                take_out(self.tree, differing)
                self.tree.rename(_spare(self.site_dir))


@contextmanager
def staging_for(root: Path, site_dir: Path) -> Iterator[Staging]:
    """Give a folder beside `site_dir` to build in; take it away afterwards, whatever happened.

    What a build that was killed has left is mended first. Raises BuildError where the place can't be a site's or written to, or another build is under way.
    """
    with ExitStack() as held:
        try:
            _refuse_wrong_place(root, site_dir)
            site_dir.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(
                only_one(build_lock(site_dir), BuildError("đang có một lần dựng khác; đợi xong rồi chạy lại"))
            )
            _mend(site_dir)
            staging = Staging(site_dir, Path(tempfile.mkdtemp(prefix=f".{site_dir.name}.new-", dir=site_dir.parent)))
        except OSError as error:
            raise BuildError(f"không dựng được trang ở đó; {explain_fault(error)}") from error
        held.callback(_discard, site_dir, staging.holding)
        yield staging


def put_in_place(tree: Path, site_dir: Path) -> None:
    """Make the built site the site, in one step where the system can: at no moment is there none, and a kill leaves one or the other.

    At `tree` stands the earlier site afterwards, or nothing. Raises BuildError; the earlier site is then where it was.
    """
    try:
        if not site_dir.exists():
            tree.rename(site_dir)
        elif not swap_folders(tree, site_dir):
            _replace(tree, site_dir)
    except OSError as error:
        raise BuildError(f"không thay được trang cũ; {explain_fault(error)}") from error


def _replace(tree: Path, site_dir: Path) -> None:
    """Put the new site in place by two renames. Between them there is none: a build that is killed there is mended by the next."""
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
    """Delete a folder that is no site any more. It gets a name first under which nobody takes it for anything else."""
    if os.path.lexists(folder):
        gone = site_dir.with_name(f".{site_dir.name}{_GONE}{secrets.token_hex(4)}")
        try:
            folder.rename(gone)
        except OSError:
            gone = folder
        _delete(gone)


def _delete(folder: Path) -> None:
    """Delete a folder; in a process of its own, for which nobody waits, where that takes long. What it leaves, should it be killed, the next build deletes."""
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
    """Answer whether many files lie below a folder, without counting them all."""
    try:
        return any(number > _MANY for number, _ in enumerate(file_states(str(folder))))
    except OSError:
        return False


def _mend(site_dir: Path) -> None:
    """Bring back a site that a killed build had moved aside, and take away what such builds have left. Raises OSError."""
    for aside in sorted(site_dir.parent.glob(f".{glob.escape(site_dir.name)}.old-*")):
        if not site_dir.exists() and (aside / site_dir.name).is_dir():
            (aside / site_dir.name).rename(site_dir)
        shutil.rmtree(aside, ignore_errors=True)
    for left in site_dir.parent.glob(f".{glob.escape(site_dir.name)}.new-*"):
        _discard(site_dir, left)
    for left in site_dir.parent.glob(f".{glob.escape(site_dir.name)}{_GONE}*"):
        _delete(left)


def _refuse_wrong_place(root: Path, site_dir: Path) -> None:
    sources = [root / name for name in _SOURCES]
    if root.is_relative_to(site_dir) or any(site_dir.is_relative_to(source) for source in sources):
        raise BuildError(f"{site_dir} chứa mã nguồn hoặc hồ sơ, không thể đặt trang ở đó")
    if not site_dir.exists():
        return
    if not site_dir.is_dir():
        raise BuildError(f"{site_dir} không phải là thư mục")
    if any(site_dir.iterdir()) and not is_site(site_dir):
        raise BuildError(
            f"{site_dir} đang có tệp khác, không phải trang do Gương Sáng dựng; chọn thư mục khác hoặc dọn thư mục này trước"
        )
