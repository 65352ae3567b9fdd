"""The story of a profile as its page shows it: text, photos between paragraphs, pull quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guongsang.outputs.identity_cache import remember
from guongsang.outputs.parts.photos import PhotoSet, photo_set
from guongsang.publication.profile import PublishedProfile
from guongsang.text.folding import fold

_SECTION = re.compile(r'(?=<h2 id=")')
_WORDS = re.compile(r"\w+")
_OPENING = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_LONG = 160  # characters: three lines on a phone, tall enough for a drop cap
QUOTES = 2  # more would interrupt the reader


@dataclass(frozen=True, slots=True)
class StoryPart:
    """One part of a story: sanitised HTML, or a photo, or a quote with its speaker."""

    html: str = ""
    photo: PhotoSet | None = None
    quote: str = ""
    speaker: str = ""


@remember(1 << 6)  # page and feeds ask in turn, each for a batch of profiles
def story_parts(profile: PublishedProfile) -> tuple[StoryPart, ...]:
    """Return the story in reading order.

    Up to two quotes that the text doesn't contain are inserted: before the second section, and
    before the last of four or more. There a reader pauses and decides whether to read on.
    """
    sections = [part for segment in profile.prose.segments for part in _sections(segment.html, segment.photo, profile)]
    headed = [index for index, part in enumerate(sections) if part.html.startswith("<h2")]
    places = [headed[1]] if len(headed) > 1 else []
    if len(headed) > 3:
        places.append(headed[-1])
    for place, quote in reversed(list(zip(places, _fresh_quotes(profile), strict=False))):
        sections.insert(place, quote)
    return tuple(sections)


def opens_long(profile: PublishedProfile) -> bool:
    """Return whether the story opens with a paragraph long enough for a drop cap."""
    opening = _OPENING.match(profile.prose.segments[0].html.strip()) if profile.prose.segments else None
    return bool(opening and len(opening[1]) >= _LONG)


def _sections(html: str, photo: int | None, profile: PublishedProfile) -> Iterator[StoryPart]:
    yield from (StoryPart(html=section) for section in _SECTION.split(html) if section.strip())
    if photo is not None:
        yield StoryPart(photo=photo_set(profile, profile.photos[photo]))


def _fresh_quotes(profile: PublishedProfile) -> list[StoryPart]:
    if not profile.quotes:
        return []
    story = _words(profile.prose.text)
    fresh = [quote for quote in profile.quotes if _words(quote.text or "") not in story]
    return [StoryPart(quote=(quote.text or "").strip('“”"'), speaker=quote.by or "") for quote in fresh[:QUOTES]]


def _words(text: str) -> str:
    return " ".join(_WORDS.findall(fold(text)))
