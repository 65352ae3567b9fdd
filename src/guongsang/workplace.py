"""A workplace: where a new site is put together beside the one that stands, from the first look at that one until the new one has taken its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from guongsang.disk_faults import explain_fault
from guongsang.errors import BuildError
from guongsang.ledger import LEDGER, Entry, Ledger, save_ledger
from guongsang.site_tree import SiteTree
from guongsang.staging import Staging, put_in_place, staging_for
from guongsang.worker_pool import beside

_FEW = 2000  # files to look at; for fewer a process isn't worth it


@dataclass(frozen=True)
class Workplace:
    """The folders of one build. `engine` is for what the engine makes; `shared` the fingerprint of all that pages share."""

    shared: str
    _staging: Staging
    _tree: SiteTree
    _ledger: Path
    _in_order: Callable[[], Mapping[str, Entry | None]]

    @property
    def engine(self) -> Path:
        return self._staging.engine

    def wait(self) -> SiteTree:
        """Return the tree in which to put the site together, once all files of the site that stands are there. Raises OSError."""
        self._tree.is_in_order(self._in_order())
        return self._tree

    def hand_over(self) -> Path:
        """Make the tree the site, remember what its files were made of, and return where it stands. Raises BuildError, OSError."""
        site_dir = self._staging.site_dir
        self._tree.finish()
        put_in_place(self._tree.folder, site_dir)
        save_ledger(self._ledger, site_dir, self.shared, self._tree.entries)
        self._staging.keep_spare(self._tree.differing(), len(self._tree.entries))
        return site_dir


@contextmanager
def workplace_for(root: Path, site_dir: Path, cache: Path, shared: str) -> Iterator[Workplace]:
    """Lay out a workplace for the site at `site_dir`, and begin to bring there what stands; take it away afterwards, whatever happened.

    Raises BuildError where the place can't be a site's or written to, or another build is under way.
    """
    with staging_for(root.resolve(), site_dir) as staging:
        ledger = Ledger.load(cache / LEDGER, site_dir, shared)
        try:
            staging.lay_out(with_spare=bool(ledger.entries))
        except OSError as error:
            raise BuildError(f"không dựng được trang ở đó; {explain_fault(error)}") from error
        tree = SiteTree(staging.tree, ledger)
        with beside(tree.bring_in_order, worth=len(ledger.entries) > _FEW) as in_order:
            yield Workplace(shared, staging, tree, cache / LEDGER, in_order)
