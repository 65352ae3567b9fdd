"""Wording for the press, the same in kits, feeds and panel: credit, terms, citation, lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guongsang.outputs.parts.plain_text import Block, read_blocks
from guongsang.publication.profile import Appearance, PublishedPhoto, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import profile_url
from guongsang.text.dates import format_date

SAMPLE_NOTE = "Hồ sơ minh họa, nhân vật hư cấu: không dùng làm tin."
SHORT = 150  # words of the middle length, for a box beside a photo; spaces separate words
_STOP = re.compile(r"""[.!?…]+["”’»)\]]*(?=\s)""")
_FINISHED = re.compile(r"""[.!?…]["”’»)\]]*$""")
# A full stop after these ends no sentence, even before a capital: titles, places, initials.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])"
    r"(?:(?:PGS|GS|TS|ThS|Th\.S|KS|BS|CN|NGƯT|NSƯT|NSND|TP|Tp|TX|Tx|TT|Tt|P|Q|H|X|Mr|Mrs|Ms|Dr|St|No|tr|Tr)\.)+$"
    r"|(?:^|[\s(“\"])[^\W\d_]\.$"
)


@dataclass(frozen=True, slots=True)
class PressLengths:
    """A story in three lengths, as plain text with empty lines between paragraphs.

    Attributes:
        sapo: the sapo alone.
        short: at most 150 words of the story.
        full: headline, sapo and the whole story.
    """

    sapo: str
    short: str
    full: str


def available_from(profile: PublishedProfile) -> date | None:
    """Return the first day on which the press may use a profile; None if it may not."""
    first = profile.press_appearances
    return first[0].published.date() if first else None


def credit_line(profile: PublishedProfile, site: Site) -> str:
    """Return the credit to print below an article.

    It is the site's own (mkdocs.yml, extra.press.credit), else made of its name and owner.
    """
    imprint = site.imprint
    names = ", ".join(dict.fromkeys(name for name in (imprint.name, imprint.owner) if name))
    return imprint.press.credit or (f"Nguồn: {names} (hồ sơ {profile.id})" if names else f"Nguồn: hồ sơ {profile.id}")


def usage_terms(site: Site) -> str:
    """Return the terms on which the press may use texts and photos.

    They are the site's own (mkdocs.yml, extra.press.usage), else default ones.
    """
    imprint = site.imprint
    if imprint.press.usage:
        return imprint.press.usage
    more = imprint.absolute(imprint.usage) if imprint.usage else ""
    notify = f"báo cho {imprint.publisher or 'nơi công bố'} biết khi đăng"
    terms = (
        "Được đăng lại để giới thiệu điển hình, với điều kiện: ghi nguồn và tên tác giả ảnh; "
        "không sửa lời trích, số liệu, sự việc; "
        f"ảnh chỉ dùng kèm câu chuyện này, không cắt ghép làm sai điều ảnh cho thấy; {notify}; "
        "khi hồ sơ được đính chính hoặc rút, sửa hoặc gỡ phần đã đăng."
    )
    return f"{terms} Xem {more}" if more else terms


def how_to_cite(profile: PublishedProfile, site: Site) -> str:
    """Return the citation of a profile: title, site, record, day of publication and of change."""
    imprint = site.imprint
    parts = [
        f"“{profile.title}”",
        ", ".join(dict.fromkeys(name for name in (imprint.name, imprint.owner) if name)),
        f"hồ sơ {profile.id}",
    ]
    if profile.published:
        parts.append(f"đăng ngày {format_date(profile.published)}")
    if profile.updated and profile.updated != profile.published:
        parts.append(f"cập nhật ngày {format_date(profile.updated)}")
    cited = ", ".join(part for part in parts if part)
    address = imprint.absolute(profile_url(profile.slug))
    return f"{cited}. {address}" if address else f"{cited}."


def photo_people(photo: PublishedPhoto) -> tuple[str, ...]:
    """Return the names of the people shown.

    If nobody is named, say so: an editor would think that the names were forgotten.
    """
    return photo.people or ("Không có người được nêu tên",)


def photo_description(profile: PublishedProfile, photo: PublishedPhoto) -> str:
    """Return the caption of a photo, else its alternative text; a sample's is marked as one.

    Photos are passed on without their page, so the mark must go with them.
    """
    text = photo.caption or photo.alt
    return f"{text} ({SAMPLE_NOTE.rstrip('.')}.)" if profile.sample else text


def press_lengths(profile: PublishedProfile, appearance: Appearance | None = None) -> PressLengths:
    """Return a story in three lengths.

    Without consent to the story there is only the sapo.

    Args:
        profile: whose story.
        appearance: on which channel, with its own headline and sapo; None for the profile's own.
    """
    sapo = appearance.summary if appearance else profile.summary
    title = appearance.title if appearance else profile.title
    blocks = read_blocks(profile)
    story = "\n\n".join(
        f"{f'{block.number}.' if block.number else '-'} {block.text}" if block.kind == "item" else block.text
        for block in blocks
    )
    return PressLengths(sapo, _shorten(blocks) or sapo, "\n\n".join(part for part in (title, sapo, story) if part))


def _shorten(blocks: Sequence[Block]) -> str:
    """Return the first whole sentences of a story, at most 150 words.

    A sentence that announces the next (“Ông kể:”) or opens a quotation needs the following ones
    too; if they don't fit, it is left out.
    """
    shortened, pending, count = "", "", 0
    for sentence, opens_paragraph in _sentences(blocks):
        count += len(sentence.split())
        if count > SHORT:
            break
        pending += ("\n\n" if opens_paragraph else " ") + sentence
        if _FINISHED.search(sentence) and pending.count("“") <= pending.count("”"):
            shortened, pending = shortened + pending, ""
    return shortened.strip()


def _sentences(blocks: Sequence[Block]) -> Iterator[tuple[str, bool]]:
    """Yield the sentences of paragraphs and quotes, each with whether it begins a paragraph."""
    for block in blocks:
        if block.kind not in ("paragraph", "quote"):
            continue
        start, opens = 0, True
        for stop in _STOP.finditer(block.text):
            following = block.text[stop.end() :].lstrip()[:1]
            if following.islower() or _ABBREVIATED.search(block.text[start : stop.end()]):
                continue
            yield block.text[start : stop.end()].strip(), opens
            start, opens = stop.end(), False
        if rest := block.text[start:].strip():
            yield rest, opens
