"""Publishes one profile alone, for a command that needs no other; only its manuscript is loaded."""

from __future__ import annotations

from pathlib import Path

from guongsang.build.check_profile import CheckedProfile
from guongsang.build.check_project import ProjectCheck
from guongsang.build.compile_site import visible_events
from guongsang.errors import BuildError
from guongsang.manuscripts.manuscript import load_manuscript
from guongsang.publication.criteria import assess
from guongsang.publication.result import publish_manuscript
from guongsang.publication.site import Site


def compile_profile(root: Path, found: ProjectCheck, checked: CheckedProfile, *, samples: bool = True) -> Site:
    """Return a site that has one profile as the whole site shows it; none if it may not be shown.

    Args:
        root: the project's folder.
        found: the project check. The gate's decisions on all profiles say which links may stay.
        checked: the profile to publish.
        samples: whether the fictional profiles and events of the project are shown.

    Raises:
        BuildError: the file has changed since the check, so the decisions may not fit it.
    """
    shown = frozenset(
        other.facts.slug
        for other in found.profiles
        if other.facts
        and (samples or not other.facts.sample)
        and any(decision.is_open for decision in found.decisions(other))
    )
    if not (checked.facts and checked.facts.slug in shown):
        return Site(found.registry, found.as_of)
    manuscript, _ = load_manuscript(root, checked.path)
    if manuscript is None or manuscript.document.digest != checked.digest:
        raise BuildError(f"{checked.path} vừa thay đổi trong lúc đọc; chạy lại lệnh")
    events = visible_events(found, shown, samples=samples)
    result = publish_manuscript(
        manuscript,
        found.decisions(checked),
        assess(manuscript.profile, found.registry),
        found.registry,
        found.as_of,
        linkable=shown | {event.url.rstrip("/") for event in events},
    )
    return Site(found.registry, found.as_of, (result.profile,) if result.profile else ())
