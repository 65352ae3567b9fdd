"""A workplace: the staging folder and the tree of one build, from start to swap.

Linking the files of the current site into the tree takes longer than most edits. So it starts as
soon as a change is found, while that change is still being checked.
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

_FEW = 2000  # files; linking fewer isn't worth a process


class Workplace:
    """The folders of one build.

    Attributes:
        is_used: whether a build has asked for the tree.
    """

    def __init__(
        self,
        staging: Staging,
        manifest: Manifest,
        manifest_path: Path,
        await_links: Callable[[], Mapping[str, ManifestEntry | None]],
        tree: SiteTree,
    ) -> None:
        """Store the arguments.

        Args:
            staging: the staging folder.
            manifest: that of the current site.
            manifest_path: where to save the manifest of the new site.
            await_links: waits until the current site's files are linked; returns what
                `SiteTree.link_earlier_files` returned.
            tree: the tree in the staging folder.
        """
        self._staging = staging
        self._manifest = manifest
        self._manifest_path = manifest_path
        self._await_links = await_links
        self._tree = tree
        self._shared = ""
        self.is_used = False

    @property
    def site_dir(self) -> Path:
        """Where the site will be."""
        return self._staging.site_dir

    @property
    def engine(self) -> Path:
        """The folder into which the site engine writes."""
        return self._staging.engine

    def wait(self, shared: str) -> SiteTree:
        """Wait until the current site's files are linked into the tree, then return it.

        The tree is empty if `shared` differs from that of the current site. Raises OSError.

        Args:
            shared: the fingerprint of the inputs that all pages share.
        """
        self._shared, self.is_used = shared, True
        differing = self._await_links()
        if self._manifest.shared == shared:
            self._tree.allow_reuse(differing)
        elif self._manifest.entries:
            self._staging.empty_tree()
        return self._tree

    def hand_over(self) -> Path:
        """Make the tree the site and save its manifest; return where the site is.

        Raises BuildError, OSError.
        """
        self._tree.finish()
        put_in_place(self._tree.folder, self.site_dir)
        save_manifest(self._manifest_path, self.site_dir, self._shared, self._tree.entries)
        if self._manifest.entries:
            self._staging.keep_spare(self._tree.differing(), len(self._tree.entries))
        return self.site_dir


@contextmanager
def workplace_for(root: Path, site_dir: Path, manifest: Manifest | None = None) -> Iterator[Workplace]:
    """Make a workplace and start linking the current site's files; delete it afterwards.

    Args:
        root: the project's folder.
        site_dir: where the site will be; absolute.
        manifest: that of the current site, if it is loaded already.

    Raises:
        BuildError: no site may be written there, or another build is running.
    """
    manifest_path = root / CACHE / MANIFEST
    with staging_for(root.resolve(), site_dir) as staging:
        manifest = manifest or Manifest.load(manifest_path, site_dir)
        try:
            staging.lay_out(with_spare=bool(manifest.entries))
        except OSError as error:
            raise BuildError(f"không dựng được trang ở đó; {explain_fault(error)}") from error
        tree = SiteTree(staging.tree, manifest)
        workplace = None
        try:
            with in_background(tree.link_earlier_files, worth=len(manifest.entries) > _FEW) as await_links:
                workplace = Workplace(staging, manifest, manifest_path, await_links, tree)
                yield workplace
        finally:
            if workplace and not workplace.is_used:  # the tree equals the current site
                staging.keep_spare([], len(manifest.entries))


class Ground(AbstractContextManager["Ground"]):
    """Makes the workplace of a build early, as soon as a change is found; deletes it at the end.

    Attributes:
        workplace: the workplace, None until then.
    """

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
        """Make the workplace, if the site is large enough to start early.

        If that fails, nothing is raised here: the build will try again and say why.
        """
        if self.workplace:
            return
        manifest = Manifest.load(self._root / CACHE / MANIFEST, self._site_dir)
        if len(manifest.entries) > _FEW:
            with suppress(BuildError):
                self.workplace = self._open.enter_context(workplace_for(self._root, self._site_dir, manifest))
