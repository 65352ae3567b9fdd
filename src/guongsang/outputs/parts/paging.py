"""Paginated lists of profiles, and the pager of any list."""

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
    """The links between the pages of a list.

    Attributes:
        number: of this page, from 1.
        count: number of pages.
        previous: URL relative to the site's root, as all here; empty on the first page.
        next: URL; empty on the last page.
        pages: (number, URL) of the pages to link; (0, "") marks a gap.
    """

    number: int
    count: int
    previous: str
    next: str
    pages: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How a list looks. `size` is the number of profiles on a page."""

    template: str = "list.html"
    size: int = PAGE_SIZE


_PLAIN = ListStyle()


def make_pager(base: str, number: int, count: int) -> Pager:
    """Return the pager of a page. It links the first two pages, the last two and the neighbours."""
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
    description: str = "",
    crumbs: tuple[Crumb, ...] = (),
    view: Mapping[str, Any] | None = None,
    channel: Channel | None = None,
    style: ListStyle = _PLAIN,
) -> Iterator[PageArtifact]:
    """Yield the pages of a list, at least one, each with its cards and pager.

    Args:
        base: address of the first page.
        title: heading of the list.
        profiles: all that it lists, in order.
        description: introduction, also for the head.
        crumbs: the pages above the list.
        view: what the template needs beyond cards and pager.
        channel: whose headlines and sapo the cards show; None for the profiles' own.
        style: template and length of a page.
    """
    count = max(1, -(-len(profiles) // style.size))
    for number in range(1, count + 1):
        chunk = profiles[(number - 1) * style.size : number * style.size]
        cards: list[Card] = [make_card(profile, channel) for profile in chunk]
        yield PageArtifact(
            url=page_url(base, number),
            template=style.template,
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
