"""Split a published profile into its face, which lists may show, and its story for its own page.

Most of a build needs only the faces of other profiles, so stories are read on demand. In a face
the parts of the story are `Unread`, which raises on any use. So an output that asks a listed
profile for its quotes stops the build instead of showing none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, NoReturn

from guongsang.errors import BuildError
from guongsang.manuscripts.profile import Contact, Coverage, Quote, Rating, Recognition
from guongsang.publication.criteria import Assessment
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.prose import Pace, Prose


@dataclass(frozen=True, slots=True)
class Story:
    """What only a profile's own pages and files show. Its fields are named as in the profile."""

    prose: Prose
    assessments: tuple[Assessment, ...]
    recognition: Recognition | None
    ratings: tuple[Rating, ...]
    quotes: tuple[Quote, ...]
    contact: Contact | None
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Stands for a part of the story in a face; raises BuildError on any use."""

    def _refuse(self, *_: object) -> NoReturn:
        raise BuildError("một trang danh sách hỏi tới phần chỉ có ở trang riêng của hồ sơ (Site.whole)")

    __iter__ = __len__ = __bool__ = __getitem__ = __getattr__ = _refuse


_UNREAD: Any = Unread()
_PARTS = tuple(item.name for item in fields(Story))
_ALL = tuple(item.name for item in fields(PublishedProfile))
_STORY, _VALUES, _PLACES = attrgetter(*_PARTS), attrgetter(*_ALL), tuple(map(_ALL.index, _PARTS))
_PROSE, _ASSESSMENTS = map(_ALL.index, ("prose", "assessments"))


def is_whole(profile: PublishedProfile) -> bool:
    """Answer whether a profile has its story, and is not only a face."""
    return isinstance(profile.prose, Prose)


def story_of(profile: PublishedProfile) -> Story:
    """Return the story of a whole profile."""
    return Story(*_STORY(profile))


def face_of(profile: PublishedProfile) -> PublishedProfile:
    """Return a profile without its story; its reading time and answered clauses stay."""
    if not is_whole(profile):
        return profile
    values = list(_VALUES(profile))  # dataclasses.replace() is slow, and this runs for each profile
    for place in _PLACES:
        values[place] = _UNREAD
    values[_PROSE] = Pace(profile.prose.minutes)
    values[_ASSESSMENTS] = tuple(
        [Assessment(item.clause, item.state, _UNREAD, _UNREAD) for item in profile.assessments]
    )
    return PublishedProfile(*values)


def with_story(profile: PublishedProfile, story: Story) -> PublishedProfile:
    """Return a face completed with its story."""
    values = list(_VALUES(profile))
    for place, part in zip(_PLACES, _STORY(story), strict=True):
        values[place] = part
    return PublishedProfile(*values)
