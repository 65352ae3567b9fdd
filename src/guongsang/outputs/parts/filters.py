"""Filters of a list as plain links. Each value has its own static list; no script is needed.

One filter at a time: a profile stands in one filtered list per value, so cost grows linearly with
the site. Readers combine filters on the search page; each bar links there with its filter applied.
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
        facet: the filter as in addresses, such as `linh-vuc`.
        key: the value as in addresses, such as `dat-dai`.
        title: the value as readers see it.
        url: of the filtered list, relative to the site's root.
        members: the items of the filtered list, in the order of the whole list.
    """

    facet: str
    key: str
    title: str
    url: str
    members: tuple[Item, ...]

    @property
    def count(self) -> int:
        """The number of items in the filtered list."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Filter(Generic[Item]):
    """A filter: its title, and the values that at least one item has."""

    title: str
    choices: tuple[Choice[Item], ...]


@dataclass(frozen=True, slots=True)
class FilterBar(Generic[Item]):
    """The filters above a list.

    Attributes:
        chosen: the current choice; None on the whole list.
        whole: title of the whole list.
        whole_url: its address.
        more_url: the search page with the same filter; empty if search has no such filter.
    """

    filters: tuple[Filter[Item], ...]
    chosen: Choice[Item] | None
    whole: str
    whole_url: str
    more_url: str = ""


def filtered_heading(whole: str, choice: Choice[Item]) -> Mapping[str, str]:
    """Return the two parts of a filtered list's heading, for the view: `Cá nhân:` and `Đất đai`.

    A line may break between them.
    """
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

    Args:
        title: the filter as readers see it.
        base: address of the whole list.
        facet: the filter as in addresses.
        titles: all values, key → title, in the order of the bar. Values without items are dropped.
        items: the items of the whole list.
        keys: returns the values of an item.
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
