"""The outputs: each takes a `Site` and returns artifacts. Pure: none writes, none sees an internal field."""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.artifacts import PageArtifact, PhotoArtifact
from guongsang.outputs.browse import browse_pages
from guongsang.outputs.initiatives import initiative_pages
from guongsang.outputs.photos import photo_artifacts
from guongsang.outputs.profiles import profile_pages
from guongsang.outputs.search import search_records
from guongsang.outputs.sections import section_pages
from guongsang.outputs.standing import standing_pages
from guongsang.outputs.statistics import statistics_pages
from guongsang.site import Site

__all__ = ["PageArtifact", "PhotoArtifact", "all_pages", "photo_artifacts", "search_records"]

# To add an output of pages, write its module and name it here.
PAGE_OUTPUTS = (standing_pages, profile_pages, initiative_pages, browse_pages, section_pages, statistics_pages)


def all_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield every page of the site."""
    for output in PAGE_OUTPUTS:
        yield from output(site)
