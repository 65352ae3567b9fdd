"""A workplace: where a new site is put together beside the one that stands, from the first look at that one until the new one has taken its place.

To bring there what stands takes longer than most edits: it is begun as soon as one shows, while the edit itself is still being checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType

from guongsang.build.output.manifest import MANIFEST, Manifest, ManifestEntry, save_manifest
from guongsang.build.output.staging import Staging, put_in_place, staging_for
from guongsang.build.output.tree import SiteTree
from guongsang.errors import BuildError
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.sealed_files import CACHE
from guongsang.workers import in_background

_FEW = 2000  # files to look at; for fewer a process isn't worth it


class Workplace:
    """The folders of one build. `engine` is for what the engine makes; `site_dir` is where the site will stand."""

    def __init__(
        self,
        staging: Staging,
        manifest: Manifest,
        kept: Path,
        in_order: Callable[[], Mapping[str, ManifestEntry | None]],
        tree: SiteTree,
    ) -> None:
        self._staging = staging
        self._ledger = manifest
        self._kept = kept
        self._in_order = in_order
        self._tree = tree
        self._shared = ""
        self.is_used = False

    @property
    def site_dir(self) -> Path:
        return self._staging.site_dir

    @property
    def engine(self) -> Path:
        return self._staging.engine

    def wait(self, shared: str) -> SiteTree:
        """Return the tree in which to put together the site whose pages share what `shared` is the fingerprint of, once all files of the site that stands are there.

        Where its pages share something else, the tree is empty. Raises OSError.
        """
        self._shared, self.is_used = shared, True
        otherwise = self._in_order()
        if self._ledger.shared == shared:
            self._tree.is_in_order(otherwise)
        elif self._ledger.entries:
            self._staging.empty_tree()
        return self._tree

    def hand_over(self) -> Path:
        """Make the tree the site, remember what its files were made of, and return where it stands. Raises BuildError, OSError."""
        self._tree.finish()
        put_in_place(self._tree.folder, self.site_dir)
        save_manifest(self._kept, self.site_dir, self._shared, self._tree.entries)
        if self._ledger.entries:
            self._staging.keep_spare(self._tree.differing(), len(self._tree.entries))
        return self.site_dir


@contextmanager
def workplace_for(root: Path, site_dir: Path, manifest: Manifest | None = None) -> Iterator[Workplace]:
    """Lay out a workplace for the site at `site_dir` (absolute), and begin to bring there what stands; take it away afterwards, whatever happened.

    `manifest` may be that of the site, if it is at hand. Raises BuildError where the place can't be a site's or written to, or another build is under way.
    """
    kept = root / CACHE / MANIFEST
    with staging_for(root.resolve(), site_dir) as staging:
        manifest = manifest or Manifest.load(kept, site_dir)
        try:
            staging.lay_out(with_spare=bool(manifest.entries))
        except OSError as error:
            raise BuildError(f"không dựng được trang ở đó; {explain_fault(error)}") from error
        tree = SiteTree(staging.tree, manifest)
        workplace = None
        try:
            with in_background(tree.bring_in_order, worth=len(manifest.entries) > _FEW) as in_order:
                workplace = Workplace(staging, manifest, kept, in_order, tree)
                yield workplace
        finally:
            if workplace and not workplace.is_used:  # nothing was done to the tree but bring it in order
                staging.keep_spare([], len(manifest.entries))


class Ground(AbstractContextManager["Ground"]):
    """Where a build will most likely need a workplace. It is laid out when that shows, and taken away at the end, used or not."""

    def __init__(self, root: Path, site_dir: Path) -> None:
        self._root = root
        self._site_dir = site_dir.resolve()
        self._open = ExitStack()
        self.workplace: Workplace | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def lay_out(self) -> None:
        """Begin with the workplace, if that takes long enough to be begun early. Where it can't be had, whoever needs it will be told why."""
        if self.workplace:
            return
        manifest = Manifest.load(self._root / CACHE / MANIFEST, self._site_dir)
        if len(manifest.entries) > _FEW:
            with suppress(BuildError):
                self.workplace = self._open.enter_context(workplace_for(self._root, self._site_dir, manifest))
