"""DH7: ids, folders and names are unique across profiles; DH314: links lead to a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guongsang.manuscripts.event import EventManuscript
from guongsang.publication.profile_facts import Placed, ProfileFacts
from guongsang.registry.model import Registry
from guongsang.rules import problem
from guongsang.rules.problem import START, Problem
from guongsang.text.addresses import (
    PROFILES_URL,
    STANDING_URLS,
    YEARS_URL,
    award_url,
    field_url,
    filtered_folders,
    initiative_url,
    movement_url,
    profile_url,
    unit_url,
)
from guongsang.text.folding import fold, slugify

# First path segments of pages that always exist.
_FIXED_PAGES = (
    "",
    "gioi-thieu",
    "lien-he",
    "en",
    *(url.rstrip("/") for url in STANDING_URLS),
)
# Lists that exist only while they have entries; a link to one is always accepted.
_FILTERED_LISTS = filtered_folders()


def check_across(
    facts: Sequence[ProfileFacts], registry: Registry, events: Sequence[EventManuscript] = ()
) -> Iterator[Problem]:
    """DH701-DH705, DH314: yield duplicates and links that lead nowhere.

    Of two profiles that clash, the problem is on the later by path.
    """
    ordered = sorted(facts, key=lambda item: item.path)
    slugs = {item.slug: item.path for item in reversed(ordered)}
    ids: dict[str, str] = {}
    people: dict[str, str] = {}
    aliases: dict[str, str] = {}
    initiatives: dict[str, str] = {}
    for item in ordered:
        if item.id:
            yield from _clash(item, "DH701", item.id, ids, item.id[0])
        if slugs[item.slug] != item.path:
            yield problem(item.path, START, "DH702", value=item.slug, other=slugs[item.slug])
        if item.person and item.status != "withdrawn":
            yield from _clash(
                item, "DH705", (fold(item.person[0]), item.person[1]), people, item.person[0].split("@")[0]
            )
        for alias, span in item.aliases:
            other = slugs.get(alias) or aliases.setdefault(alias, item.path)
            if other != item.path or alias == item.slug:
                yield problem(item.path, span, "DH703", value=alias, other=other)
        seen: set[str] = set()
        for name, span in item.initiatives:
            slug = slugify(name)
            other = initiatives.setdefault(slug, item.path)
            if other != item.path or slug in seen:
                yield problem(item.path, span, "DH704", status=item.status, value=name, other=other)
            seen.add(slug)
    addresses = site_addresses(ordered, registry, events)
    for item in ordered:
        for link, span in item.links:
            if not leads_somewhere(link, addresses):
                yield problem(item.path, span, "DH314", status=item.status, value=link)


def _clash(item: ProfileFacts, code: str, placed: Placed, owners: dict[str, str], shown: str) -> Iterator[Problem]:
    other = owners.setdefault(placed[0], item.path)
    if other != item.path:
        yield problem(item.path, placed[1], code, status=item.status, value=shown, other=other)


def site_addresses(facts: Sequence[ProfileFacts], registry: Registry, events: Sequence[EventManuscript]) -> set[str]:
    """Return the addresses that a text may link to, without leading and trailing slashes."""
    found = set(_FIXED_PAGES)
    found.update(item.url.strip("/") for item in events)
    urls = [profile_url(item.slug) for item in facts]
    urls += [profile_url(alias) for item in facts for alias, _ in item.aliases]
    urls += [initiative_url(slugify(name)) for item in facts for name, _ in item.initiatives]
    urls += [field_url(entry.id) for entry in registry.fields]
    urls += [unit_url(entry.id) for entry in registry.units]
    urls += [movement_url(entry.id) for entry in registry.movements]
    urls += [award_url(entry.id) for entry in registry.awards]
    found.update(url.rstrip("/") for url in urls)
    found.update(channel.path for channel in registry.channels)
    return found


def leads_somewhere(link: str, addresses: set[str]) -> bool:
    """Answer whether a link within the site leads to a page.

    Args:
        link: a path from the site's root, or relative to a profile's page (`../x/`).
        addresses: of all pages (`site_addresses`).
    """
    path = link.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
    if path.startswith("../../"):
        while path.startswith("../"):
            path = path[3:]
    elif path.startswith("../"):
        path = f"{PROFILES_URL}{path[3:]}"
    elif not path.startswith("/") and path:
        return False
    path = path.strip("/")
    return (
        path in addresses
        or (path.startswith(YEARS_URL) and path.removeprefix(YEARS_URL).isdigit())
        or path.startswith(_FILTERED_LISTS)
    )
