"""A dedicated section for each channel: its own look, headlines, sapo and order, all from the registry."""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.artifacts import PageArtifact
from guongsang.outputs.browse import HOME
from guongsang.outputs.listing import list_pages
from guongsang.site import Site

SECTION_SIZE = 13  # a lead story and twelve more


def section_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the pages of every channel's section."""
    for channel in site.registry.channels:
        publisher = site.registry.units.get(channel.publisher)
        yield from list_pages(
            f"{channel.path}/", channel.name, site.on_channel(channel), template="section.html", description=channel.description or "",
            crumbs=(HOME,), channel=channel, size=SECTION_SIZE,
            view={"channel": channel, "publisher": (publisher.name, f"don-vi/{publisher.id}/") if publisher else None})
