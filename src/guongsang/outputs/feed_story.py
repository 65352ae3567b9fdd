"""A profile's story as HTML that stands anywhere: in a reader's app, in a newsroom's system.

Built of the same parts as the page, then cleaned as a whole, with every address made absolute.
"""

from __future__ import annotations

from collections.abc import Iterator

import nh3
from markupsafe import Markup, escape

from guongsang.calendar import format_date
from guongsang.outputs.cards import profile_url
from guongsang.outputs.photos import FALLBACK_WIDTH, PhotoSet, photo_set
from guongsang.outputs.plain_text import correction_line, fact_lines
from guongsang.outputs.story import story_parts
from guongsang.published import Appearance, PublishedProfile
from guongsang.site import Site

_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr", "table", "thead", "tbody", "tr", "th", "td",
         "sup", "sub", "code", "pre", "figure", "figcaption", "cite", "img"}
_ATTRIBUTES = {"a": {"href", "title"}, "th": {"align"}, "td": {"align"}, "ol": {"start"}, "img": {"src", "alt", "width", "height"}}
_SCHEMES = {"http", "https", "mailto"}
SAMPLE_LINE = "Hồ sơ minh họa: nhân vật, sự việc, số liệu và văn bản đều hư cấu."


def render_lead(appearance: Appearance) -> str:
    """Return what stands before the story on a channel: its sapo, as HTML."""
    return f"<p><strong>{escape(appearance.summary)}</strong></p>\n"


def has_story(profile: PublishedProfile) -> bool:
    """Answer whether there is a story to tell: consent covers one, and somebody has written it."""
    return any(segment.html.strip() for segment in profile.prose.segments)


def render_story(profile: PublishedProfile, site: Site) -> str:
    """Return corrections, text, photos and facts of a profile as HTML, or nothing where consent doesn't cover the story.

    Links and photos have full addresses; where the site doesn't know its own, links within it are left as words, and photos out.
    """
    if not has_story(profile):
        return ""
    base = site.imprint.absolute(profile_url(profile))
    return nh3.clean("\n".join(_parts(profile, site)), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None,
                     url_relative=("rewrite_with_base", base) if base else "deny")


def _parts(profile: PublishedProfile, site: Site) -> Iterator[str]:
    if profile.sample:
        yield Markup("<p><em>{}</em></p>").format(SAMPLE_LINE)
    for correction in profile.corrections:
        yield Markup("<p><strong>{}</strong></p>").format(correction_line(correction))
    yield Markup("<p>{}</p>").format(", ".join(part for part in (profile.name, profile.role, profile.unit.name if profile.unit else "") if part))
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
            yield Markup("<blockquote><p>{}</p><p><cite>{}</cite></p></blockquote>").format(part.quote, part.speaker)
        else:
            yield part.html
    yield from (_figure(photo, site) for photo in photos if photo.src not in shown)
    yield "<h2>Thông tin chính</h2>"
    followed = (f"Theo dõi ngày {format_date(item.date)}: {item.effect}" for item in profile.follow_up if item.date)
    yield f"<ul>{''.join(f'<li>{escape(fact)}</li>' for fact in (*fact_lines(profile), *followed))}</ul>"
    source = Markup('<a href="{}">{}</a>').format(address, profile.title) if (address := site.imprint.absolute(profile_url(profile))) else profile.title
    yield Markup("<p>Nguồn: {}, hồ sơ {}: {}.</p>").format(site.imprint.name, profile.id, source)


def _figure(photo: PhotoSet, site: Site) -> str:
    address = site.imprint.absolute(photo.src)
    if not address:
        return ""
    width = min(photo.width, FALLBACK_WIDTH)
    return Markup('<figure><img src="{}" alt="{}" width="{}" height="{}"><figcaption>{}</figcaption></figure>').format(
        address, photo.alt, width, round(photo.height * width / photo.width), " ".join(part for part in (photo.caption, photo.credit) if part))
