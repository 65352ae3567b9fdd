"""What a build may leave out so that the rest need not wait: a withdrawal goes through at once, whoever's profile has a fault just then.

Leaving out is always safe: nothing is shown that wasn't judged. What is wrong in the registry or in an editorial page reaches every page, so it stops a build all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guongsang.build.check_project import ProjectCheck
from guongsang.manuscripts.project_layout import EXEMPLARS, REGISTRY
from guongsang.rules.problem import Problem


@dataclass(frozen=True, slots=True)
class Withholding:
    """What would be left out of a site, and what would stop its build nevertheless.

    Attributes:
        left_out: paths of profiles and events with errors of their own, and of both sides of a clash between two.
        stopping: the errors that leaving out doesn't mend.
    """

    left_out: tuple[str, ...]
    stopping: tuple[Problem, ...]


def plan_withholding(found: ProjectCheck) -> Withholding:
    """Return what to leave out for every error in one profile or event to be out of the site."""
    events = frozenset(item.path for item in found.events)
    profiles = frozenset(checked.path for checked in found.profiles)
    errors = [item for item in found.problems if item.severity == "error"]
    stopping = tuple(item for item in errors if item.path not in events and not _is_below_profiles(item.path))
    concerned = {path for item in errors for path in _concerned(item)} & (events | profiles)
    return Withholding(tuple(sorted(concerned)), stopping)


def _concerned(item: Problem) -> Iterator[str]:
    """Yield the file with an error and, in a clash, the file that it clashes with: nobody knows yet which of the two is right."""
    yield item.path
    if item.code.startswith("DH7"):
        yield str(item.details.get("other", ""))


def _is_below_profiles(path: str) -> bool:
    """Answer whether a file is a profile's, a stray among profiles, or the press log: what is none of the site's, or can be left out of it."""
    return path.startswith(f"{EXEMPLARS}/") and not path.startswith(f"{REGISTRY}/")
