"""Filters of a list as plain links: each value has a static list of its own, so that nobody needs a script to narrow one.

One filter at a time: what is listed once stands in as many filtered lists as it has values, so the cost grows with the site and no
faster. Filters are combined on the search page, to which each bar leads with the filter in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from guongsang.text.addresses import filtered_url

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Choice(Generic[Item]):
    """A value of a filter, and the list that it leads to.

    Attributes:
        facet, key: the filter and its value as addresses write them: `linh-vuc`, `dat-dai`.
        title: what readers call the value.
        url: of its list, from the site's root.
        members: what stands in the list, in the order of the whole.
    """

    facet: str
    key: str
    title: str
    url: str
    members: tuple[Item, ...]

    @property
    def count(self) -> int:
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Filter(Generic[Item]):
    """A filter: what readers call it, and the values that would find something."""

    title: str
    choices: tuple[Choice[Item], ...]


@dataclass(frozen=True, slots=True)
class FilterBar(Generic[Item]):
    """The filters above a list.

    Attributes:
        chosen: the choice in force, None on the list of all.
        whole, whole_url: what the list of all is called, and where it is.
        more_url: the search page with the same filter, where several can be combined; empty where it has no such filter.
    """

    filters: tuple[Filter[Item], ...]
    chosen: Choice[Item] | None
    whole: str
    whole_url: str
    more_url: str = ""


def filtered_heading(whole: str, choice: Choice[Item]) -> Mapping[str, str]:
    """Return the heading of a filtered list in its two parts, between which a line may break, for the view: `Cá nhân:` and `Đất đai`."""
    return {"heading": f"{whole}:", "subject": choice.title}


def make_filter(
    title: str,
    base: str,
    facet: str,
    titles: Mapping[str, str],
    items: Iterable[Item],
    keys: Callable[[Item], Iterable[str]],
) -> Filter[Item]:
    """Return the filter of the list at `base`.

    `titles` are all its values, key → what readers call it, in the order of the bar; values that no item has are left out.
    `keys` tells the values that an item has.
    """
    members: dict[str, list[Item]] = {}
    for item in items:
        for key in dict.fromkeys(keys(item)):
            members.setdefault(key, []).append(item)
    return Filter(
        title,
        tuple(
            Choice(facet, key, name, filtered_url(base, facet, key), tuple(members[key]))
            for key, name in titles.items()
            if key in members
        ),
    )
