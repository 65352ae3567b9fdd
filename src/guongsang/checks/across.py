"""DH7: what must be unique over all profiles: ids, addresses, former addresses, names of initiatives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guongsang.folding import slugify
from guongsang.manuscript import Manuscript
from guongsang.problems import START, Problem
from guongsang.rules import problem


def check_across(manuscripts: Iterable[Manuscript]) -> Iterator[Problem]:
    """DH701-DH704: yield clashes, on the later of the two by path."""
    ordered = sorted(manuscripts, key=lambda manuscript: manuscript.path)
    slugs = {manuscript.slug: manuscript.path for manuscript in reversed(ordered)}
    ids: dict[str, str] = {}
    aliases: dict[str, str] = {}
    initiatives: dict[str, str] = {}
    for manuscript in ordered:
        profile, located, path = manuscript.profile, manuscript.document.fields, manuscript.path
        if profile.id:
            other = ids.setdefault(profile.id, path)
            if other != path:
                yield problem(path, located.span("id"), "DH701", value=profile.id, other=other)
        if slugs[manuscript.slug] != path:
            yield problem(path, START, "DH702", value=manuscript.slug, other=slugs[manuscript.slug])
        for index, alias in enumerate(profile.aliases):
            other = slugs.get(alias) or aliases.setdefault(alias, path)
            if other != path or alias == manuscript.slug:
                yield problem(path, located.span("aliases", index), "DH703", value=alias, other=other)
        for index, initiative in enumerate(profile.initiatives):
            if not initiative.name:
                continue
            place = f"{path}#{index}"
            other = initiatives.setdefault(slugify(initiative.name), place)
            if other != place:
                yield problem(path, located.span("initiatives", index, "name"), "DH704", status=manuscript.status,
                              value=initiative.name, other=other.split("#")[0])
