"""The two parts of a published profile: its face, which is what other pages may show of it, and its story, which stands on its own pages alone.

Most that a build does concerns others' faces, so stories are read where they are shown. A face has in the place of its story what refuses to be read:
an output that asks a list's profile for its quotes stops the build instead of showing none.
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
    """What only a profile's own pages and files show of it, by the names that it has in the profile."""

    prose: Prose
    assessments: tuple[Assessment, ...]
    recognition: Recognition | None
    ratings: tuple[Rating, ...]
    quotes: tuple[Quote, ...]
    contact: Contact | None
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Stands in a face for a part of the story."""

    def _refuse(self, *_: object) -> NoReturn:
        raise BuildError("một trang danh sách hỏi tới phần chỉ có ở trang riêng của hồ sơ (Site.whole)")

    __iter__ = __len__ = __bool__ = __getitem__ = __getattr__ = _refuse


_UNREAD: Any = Unread()
_PARTS = tuple(item.name for item in fields(Story))
_ALL = tuple(item.name for item in fields(PublishedProfile))
_STORY, _VALUES, _PLACES = attrgetter(*_PARTS), attrgetter(*_ALL), tuple(map(_ALL.index, _PARTS))
_PROSE, _ASSESSMENTS = map(_ALL.index, ("prose", "assessments"))


def is_whole(profile: PublishedProfile) -> bool:
    """Answer whether a profile has its story."""
    return isinstance(profile.prose, Prose)


def story_of(profile: PublishedProfile) -> Story:
    """Return the story of a whole profile."""
    return Story(*_STORY(profile))


def face_of(profile: PublishedProfile) -> PublishedProfile:
    """Return a profile without its story. Of that it keeps the checked profile time, and which clauses are answered."""
    if not is_whole(profile):
        return profile
    values = list(_VALUES(profile))  # not by replace(): this is done for each profile
    for place in _PLACES:
        values[place] = _UNREAD
    values[_PROSE] = Pace(profile.prose.minutes)
    values[_ASSESSMENTS] = tuple(
        [Assessment(item.clause, item.state, _UNREAD, _UNREAD) for item in profile.assessments]
    )
    return PublishedProfile(*values)


def with_story(profile: PublishedProfile, story: Story) -> PublishedProfile:
    """Return a face with its story again."""
    values = list(_VALUES(profile))
    for place, part in zip(_PLACES, _STORY(story), strict=True):
        values[place] = part
    return PublishedProfile(*values)
