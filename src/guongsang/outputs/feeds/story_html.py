"""A profile's story as HTML for feeds: readers' apps and newsrooms' systems show it.

It has the same parts as the page. The result is sanitised as a whole, with absolute addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape as escape_html

import nh3
from markupsafe import escape

from guongsang.outputs.parts.photos import FALLBACK_WIDTH, PhotoSet, photo_set
from guongsang.outputs.parts.plain_text import correction_lines, fact_lines
from guongsang.outputs.parts.story import story_parts
from guongsang.publication.profile import Appearance, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import profile_url
from guongsang.text.dates import format_date

_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h2",
    "h3",
    "h4",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sup",
    "sub",
    "code",
    "pre",
    "figure",
    "figcaption",
    "cite",
    "img",
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
    "img": {"src", "alt", "width", "height"},
}
_SCHEMES = {"http", "https", "mailto"}
# HTML that sanitising would not change: paragraphs, headings, lists and quotes with plain, strong
# or emphasised words and links to plain addresses. Most stories match once headings have lost
# their ids; the match takes a tenth of the time of sanitising.
_WORDS = r"(?:[^<>&\0\r\xa0]++|&(?:amp|lt|gt|nbsp);)*+"
_LINE = rf"""(?:[^<>&\0\r\xa0]++|&(?:amp|lt|gt|nbsp);|<br>
              |<strong>{_WORDS}</strong>|<em>{_WORDS}</em>|<cite>{_WORDS}</cite>
              |<a\ href="https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{{2,}}/[A-Za-z0-9/._-]*">{_WORDS}</a>)*+"""
_CLEAN = re.compile(
    rf"""(?:\n++|<p>{_LINE}</p>|<h([234])>{_WORDS}</h\1>|<([uo])l>\n?(?:<li>{_LINE}</li>\n?)*+</\2l>
                         |<blockquote>\n?(?:<p>{_LINE}</p>\n?)*+</blockquote>)*+""",
    re.VERBOSE,
)
_HEADING_ID = re.compile(r'<(h[234]) id="[^"<>]*">')
SAMPLE_LINE = "Hồ sơ minh họa: nhân vật, sự việc, số liệu và văn bản đều hư cấu."


def render_lead(appearance: Appearance) -> str:
    """Return the channel's sapo as HTML, for the place before the story."""
    return f"<p><strong>{escape(appearance.summary)}</strong></p>\n"


def has_story(profile: PublishedProfile) -> bool:
    """Return whether a profile has a story: one is written, and consent covers it."""
    return any(segment.html.strip() for segment in profile.prose.segments)


def render_story(profile: PublishedProfile, site: Site) -> str:
    """Return corrections, text, photos and facts as HTML; empty if the profile has no story.

    Addresses are absolute. If the site's own isn't set, internal links become plain words and
    photos are left out.
    """
    if not has_story(profile):
        return ""
    rendered = _HEADING_ID.sub(r"<\1>", "\n".join(_parts(profile, site)))
    if _CLEAN.fullmatch(rendered):
        return rendered
    base = site.imprint.absolute(profile_url(profile.slug))
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


def _parts(profile: PublishedProfile, site: Site) -> Iterator[str]:
    if profile.sample:
        yield f"<p><em>{_escaped(SAMPLE_LINE)}</em></p>"
    for line in correction_lines(profile):
        yield f"<p><strong>{_escaped(line)}</strong></p>"
    byline = (profile.name, profile.role, profile.unit.name if profile.unit else "")
    yield f"<p>{_escaped(', '.join(part for part in byline if part))}</p>"
    photos = [photo_set(profile, photo) for photo in profile.photos]
    lead = photo_set(profile, profile.lead_photo) if profile.lead_photo else None
    shown = {lead.src} if lead else set()
    if lead:
        yield _figure(lead, site)
    for part in story_parts(profile):
        if part.photo:
            if part.photo.src not in shown:
                yield _figure(part.photo, site)
            shown.add(part.photo.src)
        elif part.quote:
            yield f"<blockquote><p>{_escaped(part.quote)}</p><p><cite>{_escaped(part.speaker)}</cite></p></blockquote>"
        else:
            yield part.html
    yield from (_figure(photo, site) for photo in photos if photo.src not in shown)
    yield "<h2>Thông tin chính</h2>"
    followed = (f"Theo dõi ngày {format_date(item.date)}: {item.effect}" for item in profile.follow_up if item.date)
    yield f"<ul>{''.join(f'<li>{_escaped(fact)}</li>' for fact in (*fact_lines(profile), *followed))}</ul>"
    address = site.imprint.absolute(profile_url(profile.slug))
    source = f'<a href="{escape(address)}">{_escaped(profile.title)}</a>' if address else _escaped(profile.title)
    yield f"<p>Nguồn: {_escaped(site.imprint.name)}, hồ sơ {_escaped(profile.id)}: {source}.</p>"


def _figure(photo: PhotoSet, site: Site) -> str:
    address = site.imprint.absolute(photo.src)
    if not address:
        return ""
    width = min(photo.width, FALLBACK_WIDTH)
    caption = " ".join(part for part in (photo.caption, photo.credit) if part)
    return (
        f'<figure><img src="{escape(address)}" alt="{escape(photo.alt)}" '
        f'width="{width}" height="{round(photo.height * width / photo.width)}">'
        f"<figcaption>{_escaped(caption)}</figcaption></figure>"
    )


def _escaped(text: str) -> str:
    """Escape a text as sanitising would: quotes stay as they are."""
    return escape_html(text, quote=False)
