"""The press panel on a profile's page: texts, facts, photos and terms for an editor to copy.

The wording is that of kits and feeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guongsang.outputs.parts.facts import Fact, FactKey, profile_facts
from guongsang.outputs.parts.photos import PhotoSet, photo_set, print_size
from guongsang.outputs.parts.press_wording import (
    SAMPLE_NOTE,
    available_from,
    credit_line,
    how_to_cite,
    press_lengths,
    usage_terms,
)
from guongsang.outputs.press.kit import has_kit
from guongsang.publication.profile import PublishedPhoto, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import desk_url, kit_url, press_photo_url, press_url, word_url
from guongsang.text.dates import format_date

_FACTS: tuple[FactKey, ...] = ("name", "role", "unit", "fields", "kind", "recognition", "award", "initiative", "figure")


@dataclass(frozen=True, slots=True)
class PressFact:
    """A fact with its label and the document behind it; `document` may be empty."""

    label: str
    text: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class PressPhoto:
    """A full-size photo to download.

    Attributes:
        url: relative to the site's root.
        shown: its renditions for the page.
        width: of the file, in pixels, as is `height`.
        people: names of the people shown.
    """

    url: str
    shown: PhotoSet
    width: int
    height: int
    people: str


@dataclass(frozen=True, slots=True)
class PressChannel:
    """A press channel that may use the profile.

    Attributes:
        day: the first on which it may.
        desk: address of its desk.
        title: its own headline; empty if it is that of the panel.
        summary: its own sapo; empty if it is that of the panel.
    """

    name: str
    day: date
    desk: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class PressPanel:
    """What the panel shows.

    Attributes:
        short: paragraphs of the short version; empty if it equals the sapo.
        short_words: its number of words.
        words: number of words of the story; 0 if there is none.
        folder: where the kit's files are.
        labels: what each file is, by address.
        sizes: bytes of each file, by address.
        sample_note: empty if the profile is no sample.
    """

    available: date | None
    channels: tuple[PressChannel, ...]
    title: str
    sapo: str
    short: tuple[str, ...]
    short_words: int
    words: int
    facts: tuple[PressFact, ...]
    photos: tuple[PressPhoto, ...]
    folder: str
    kit_url: str
    word_url: str
    labels: Mapping[str, str]
    sizes: Mapping[str, int]
    credit: str
    usage: str
    citation: str
    sample_note: str


def press_panel(profile: PublishedProfile, site: Site) -> PressPanel | None:
    """Return the panel of a profile; None if it has no press kit."""
    if not has_kit(profile):
        return None
    first = profile.press_appearances[0]
    lengths = press_lengths(profile, first)
    short = lengths.short if lengths.short != lengths.sapo else ""
    return PressPanel(
        available=available_from(profile),
        channels=tuple(_channels(profile)),
        title=first.title,
        sapo=lengths.sapo,
        short=tuple(short.split("\n\n")) if short else (),
        short_words=len(short.split()),
        words=profile.prose.words,
        facts=tuple(_facts(profile)),
        photos=tuple(_photo(profile, photo) for photo in profile.photos),
        folder=press_url(profile.slug),
        kit_url=kit_url(profile.slug),
        word_url=word_url(profile.slug),
        labels=_labels(profile),
        sizes=site.kit_sizes.get(kit_url(profile.slug), {}),
        credit=credit_line(profile, site),
        usage=usage_terms(site),
        citation=how_to_cite(profile, site),
        sample_note=SAMPLE_NOTE if profile.sample else "",
    )


def _channels(profile: PublishedProfile) -> Iterator[PressChannel]:
    first = profile.press_appearances[0]
    for item in profile.press_appearances:
        own = item is not first and (item.title, item.summary) != (first.title, first.summary)
        yield PressChannel(
            item.channel.name,
            item.published.date(),
            desk_url(item.channel.path),
            item.title if own else "",
            item.summary if own else "",
        )


def _facts(profile: PublishedProfile) -> Iterator[PressFact]:
    for fact in profile_facts(profile, _FACTS):
        if fact.values:
            yield PressFact(fact.label, _fact_text(fact), fact.document)


def _fact_text(fact: Fact) -> str:
    texts = [f"{value.text} ({value.note})" if value.note else value.text for value in fact.values]
    match fact.key:
        case "initiative":
            return " ".join(f"{text.rstrip('.')}." for text in texts if text)
        case "figure":
            before, after = texts
            return f"trước {before}, sau {after}" if before else after
        case "recognition" if fact.day:
            return f"{fact.text}, ngày {format_date(fact.day)}"
    return ", ".join(texts)


def _photo(profile: PublishedProfile, photo: PublishedPhoto) -> PressPhoto:
    width, height = print_size(photo.width, photo.height)
    return PressPhoto(
        press_photo_url(profile.slug, photo.number), photo_set(profile, photo), width, height, ", ".join(photo.people)
    )


def _labels(profile: PublishedProfile) -> Mapping[str, str]:
    names = {
        f"{profile.slug}.docx": "Word",
        f"{profile.slug}.txt": "Văn bản",
        f"{profile.slug}.md": "Markdown",
        "ninjs.json": "ninjs 3.1 (phần mềm tòa soạn)",
        "chu-thich-anh.txt": "Chú thích ảnh",
        "SHA256SUMS": "Mã kiểm tra tệp (SHA-256)",
    }
    return {f"{press_url(profile.slug)}{name}": label for name, label in names.items()}
