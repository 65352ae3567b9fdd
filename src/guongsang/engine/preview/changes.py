"""Read a project for its preview: once as a whole, then only what has changed.

A change that others depend on, of the registry say, has everything read again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from guongsang.build.check_project import ProjectCheck, check_project_again
from guongsang.build.compile_site import Verdict, load_edition, publish_edition, read_edition
from guongsang.checks.editorial_pages import CONTENT
from guongsang.manuscripts.project_layout import EXEMPLARS
from guongsang.progress import Progress
from guongsang.text.dates import resolve_as_of


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed, by its consequences.

    Attributes:
        places: changed folders of profiles, relative to the root.
        whole: read everything again: the registry, or the folder structure, has changed.
        content: editorial pages or events have changed.
        engine: something has changed that MkDocs' own pages depend on.
    """

    places: frozenset[str] = frozenset()
    whole: bool = False
    content: bool = False
    engine: bool = False


def sort_changes(paths: Iterable[str]) -> Changes:
    """Classify changed files and folders; `paths` are relative to the project's root."""
    places: set[str] = set()
    whole = content = engine = False
    for path in paths:
        parts = path.split("/")
        if parts[0] != EXEMPLARS:
            content = content or parts[0] == CONTENT
            engine = True
        elif len(parts) > 2 and len(parts[1]) == 4 and parts[1].isdigit():
            if not parts[2].startswith((".", "_")):
                places.add("/".join(parts[:3]))
        else:
            whole = True
    return Changes(frozenset(places), whole, content, engine)


class PreviewReader:
    """Reads and publishes a project. While the registry is broken, the last good state stays.

    Args:
        root: the project's folder.
        as_of: the moment to show; None for now.
    """

    def __init__(self, root: Path, as_of: datetime | None = None) -> None:
        self._root = root
        self._as_of = as_of
        self._good: ProjectCheck | None = None
        self._broken = False
        self._verdict: Verdict | None = None

    def read(self, *, samples: bool, checked: Progress | None = None, published: Progress | None = None) -> Verdict:
        """Read everything.

        Args:
            samples: whether fictitious profiles are shown.
            checked: called about the progress of checking.
            published: called about the progress of publishing.

        Raises:
            ProjectError: the root is no project.
        """
        found = load_edition(self._root, self._moment(), progress=checked).project_check
        self._broken = not (len(found.registry.clauses) and len(found.registry.units))
        if not self._broken:
            self._good = found
        elif self._good:
            found = replace(self._good, problems=found.problems)
        self._verdict = publish_edition(
            read_edition(self._root, found), preview=True, samples=samples, progress=published
        )
        return self._verdict

    def read_again(self, changes: Changes, *, samples: bool) -> Verdict:
        """Read what has changed; everything if the day has changed too.

        Raises:
            ProjectError: the root is no project any more.
        """
        before, moment = self._verdict, self._moment()
        if before is None or changes.whole or self._broken or moment.date() != before.project_check.as_of.date():
            return self.read(samples=samples)
        found = check_project_again(self._root, before.project_check, changes.places, moment, content=changes.content)
        self._verdict = publish_edition(read_edition(self._root, found), preview=True, samples=samples, before=before)
        self._good = self._verdict.project_check
        return self._verdict

    def _moment(self) -> datetime:
        return self._as_of or resolve_as_of()
