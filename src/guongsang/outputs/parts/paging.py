"""Lists of profiles, paginated: the second page of `x/` is `x/trang-2/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guongsang.outputs.artifacts import Crumb, PageArtifact
from guongsang.outputs.parts.cards import Card, last_change, make_card
from guongsang.publication.profile import PublishedProfile
from guongsang.registry.model import Channel
from guongsang.text.addresses import page_url

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one page stands among the pages of a list. URLs are from the site's root; empty means none."""

    number: int
    count: int
    previous: str
    next: str
    pages: tuple[tuple[int, str], ...]  # (0, "") stands for a gap


def make_pager(base: str, number: int, count: int) -> Pager:
    """Return the pager of one page, with the first, the last and the neighbours named."""
    wanted = sorted({1, 2, number - 1, number, number + 1, count - 1, count} & set(range(1, count + 1)))
    pages: list[tuple[int, str]] = []
    for page in wanted:
        if pages and page - pages[-1][0] > 1:
            pages.append((0, ""))
        pages.append((page, page_url(base, page)))
    return Pager(
        number,
        count,
        page_url(base, number - 1) if number > 1 else "",
        page_url(base, number + 1) if number < count else "",
        tuple(pages),
    )


def list_pages(
    base: str,
    title: str,
    profiles: Sequence[PublishedProfile],
    *,
    template: str = "list.html",
    description: str = "",
    crumbs: tuple[Crumb, ...] = (),
    view: Mapping[str, Any] | None = None,
    channel: Channel | None = None,
    size: int = PAGE_SIZE,
) -> Iterator[PageArtifact]:
    """Yield the pages of a list at `base`, at least one, each with its cards and pager."""
    count = max(1, -(-len(profiles) // size))
    for number in range(1, count + 1):
        chunk = profiles[(number - 1) * size : number * size]
        cards: list[Card] = [make_card(profile, channel) for profile in chunk]
        yield PageArtifact(
            url=page_url(base, number),
            template=template,
            title=title if number == 1 else f"{title}, trang {number}",
            description=description,
            crumbs=crumbs if number == 1 else (*crumbs, Crumb(title, base)),
            view={
                "heading": title,
                "intro": description,
                "cards": cards,
                "total": len(profiles),
                "pager": make_pager(base, number, count),
                **(view or {}),
            },
            updated=max(filter(None, map(last_change, chunk)), default=None),
        )
