"""Which faulty profiles and events a build may leave out, so that a withdrawal needn't wait.

Staff must be able to withdraw a profile at once, whatever fault another profile has. Leaving out
is always safe: it shows nothing that the gate didn't open. An error in the registry or in an
editorial page affects every page, so it still stops the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guongsang.build.check_project import ProjectCheck
from guongsang.manuscripts.project_layout import EXEMPLARS, REGISTRY
from guongsang.rules.problem import Problem


@dataclass(frozen=True, slots=True)
class Withholding:
    """What a build leaves out, and which errors stop it nevertheless.

    Attributes:
        left_out: paths of profiles and events with errors, and both sides of a clash of two.
        stopping: the errors that remain even if all these are left out.
    """

    left_out: tuple[str, ...]
    stopping: tuple[Problem, ...]


def plan_withholding(found: ProjectCheck) -> Withholding:
    """Return what must be left out so that no profile or event with an error is on the site."""
    events = frozenset(item.path for item in found.events)
    profiles = frozenset(checked.path for checked in found.profiles)
    errors = [item for item in found.problems if item.severity == "error"]
    stopping = tuple(item for item in errors if item.path not in events and not _can_be_left_out(item.path))
    concerned = {path for item in errors for path in _concerned(item)} & (events | profiles)
    return Withholding(tuple(sorted(concerned)), stopping)


def _concerned(item: Problem) -> Iterator[str]:
    """Yield the file with the error; for a clash also the other file, as either may be wrong."""
    yield item.path
    if item.code.startswith("DH7"):
        yield str(item.details.get("other", ""))


def _can_be_left_out(path: str) -> bool:
    """Answer whether a file is a profile, a stray file among profiles, or the press log.

    A profile can be left out; the other two are no part of the site.
    """
    return path.startswith(f"{EXEMPLARS}/") and not path.startswith(f"{REGISTRY}/")
