"""News items in ninjs 3.1 (iptc.org/standards/ninjs), the JSON format of news agencies.

ninjs defines single items only, so a list is an object of our own with the items in it.
Nothing internal is disclosed: the end of a consent is not written as `expires`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Any

from guongsang.outputs.feeds.items import FeedItem, FeedPage, ItemParts, item_id, make_item
from guongsang.outputs.feeds.json_feed import compose, render_list
from guongsang.outputs.feeds.story_html import has_story, render_lead, render_story
from guongsang.outputs.parts.photos import FALLBACK_WIDTH, photo_set
from guongsang.outputs.parts.plain_text import correction_lines
from guongsang.outputs.parts.press_wording import SAMPLE_NOTE, usage_terms
from guongsang.publication.profile import Appearance, EmbargoedTitle, PublishedPhoto, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import (
    field_url,
    kit_url,
    press_photo_url,
    profile_url,
    section_url,
    text_url,
    unit_url,
    word_url,
)
from guongsang.text.dates import LOCAL, format_date

Item = dict[str, Any]
STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
WITHDRAWN_NOTE = "Hồ sơ đã rút. Đề nghị không dùng tiếp bài và ảnh của hồ sơ này."
RECORD = "record"  # role of the profile's id among the alternative ids


def render_ninjs(page: FeedPage, name: str, site: Site, items: Sequence[bytes], *, whole: bool = True) -> bytes:
    """Return a document of the list; the arguments are those of `atom.render_atom`.

    The document of the newest items also has the headlines announced before their day.
    """
    channel, absolute = page.channel, site.imprint.absolute
    listed: Item = {
        "title": f"{channel.name}: {site.imprint.name}",
        "language": site.imprint.language,
        "home_page_url": absolute(section_url(channel.path)),
        "feed_url": absolute(page.url(name, page.month)),
    }
    if page.older:
        listed["next_url"] = absolute(page.url(name, page.older))
    titles = () if page.month else (title for title in site.upcoming_titles if title.channel == channel.id)
    return render_list(listed, [*(compose(_withheld(title, site)).encode() for title in titles), *items])


def render_ninjs_item(profile: PublishedProfile, appearance: Appearance, site: Site) -> Item:
    """Return a profile on a channel as a ninjs item. Its `uri` is the item's id in all feeds."""
    story = render_story(profile, site)
    body = [{**_body(profile), "value": f"{render_lead(appearance)}{story}"}]
    return {
        **_before(make_item(profile, appearance), site, has_body=bool(story)),
        **({"bodies": body} if story else {}),
        **_after(profile, site, press=appearance.channel.press),
    }


def ninjs_parts(items: Iterable[FeedItem], site: Site) -> Iterator[ItemParts]:
    """Yield the items of one record, each as a line of ninjs."""
    closings: dict[bool, bytes] = {}
    for item in items:
        profile, appearance = item.profile, item.appearance
        if profile is None or appearance is None:
            yield ItemParts(compose(_canceled(item, site)).encode(), b"", b"", b"")
            continue
        has_body, press = has_story(profile), appearance.channel.press
        if press not in closings:
            closings[press] = f", {compose(_after(profile, site, press=press))[1:]}".encode()
        lead = (
            f', "bodies": [{compose(_body(profile))[:-1]}, "value": {compose(render_lead(appearance))[:-1]}'
            if has_body
            else ""
        )
        yield ItemParts(
            compose(_before(item, site, has_body=has_body))[:-1].encode(), b"", lead.encode(), closings[press]
        )


def _before(item: FeedItem, site: Site, *, has_body: bool) -> Item:
    """Return the properties before the story: those of the channel. `has_body`: it has a story."""
    profile, appearance = item.profile, item.appearance
    if profile is None or appearance is None:
        raise ValueError(f"{item.record} is withdrawn")
    return _pruned(
        {
            **_opening(item.id(site), item.record, "usable", site),
            "representationType": "full" if has_body else "partial",
            "version": str(item.changes + 1),
            "firstCreated": appearance.published.isoformat(),
            "versionCreated": item.updated.isoformat(),
            "headlines": [_text(appearance.title, "main")],
            "descriptions": [_text(f"{f'{SAMPLE_NOTE} ' if profile.sample else ''}{appearance.summary}", "summary")],
        }
    )


def _body(profile: PublishedProfile) -> Item:
    return {
        "role": "main",
        "contentType": "text/html",
        "charCount": len(profile.prose.text),
        "wordCount": profile.prose.words,
    }


def _after(profile: PublishedProfile, site: Site, *, press: bool) -> Item:
    """Return the properties after the story, equal on all press or on all other channels."""
    notes = [
        *([SAMPLE_NOTE] if profile.sample else []),
        *correction_lines(profile),
    ]
    return _pruned(
        {
            "edNote": "\n".join(notes),
            "slugline": profile.slug,
            "by": site.imprint.publisher,
            **_rights(site.imprint.publisher, site),
            "people": [_subject(profile, site)] if profile.kind == "individual" else None,
            "organisations": _organisations(profile, site),
            "subjects": [
                {
                    "name": field.name,
                    "rel": "about",
                    "uri": site.imprint.absolute(field_url(field.id)),
                    "literal": field.id,
                }
                for field in profile.fields
            ],
            "infoSources": _sources(profile, site, contact=press),
            "renditions": [
                *_rendition("web", profile_url(profile.slug), "text/html", site),
                *_rendition("text", text_url(profile.slug), "text/plain", site),
                *(_kit(profile, site) if press and not profile.preview else ()),
            ],
            "associations": [
                _photo(photo, profile, site, press=press and not profile.preview) for photo in profile.photos
            ],
        }
    )


def _kit(profile: PublishedProfile, site: Site) -> list[Item]:
    """Return the renditions of the press kit and its Word file."""
    return [
        *_rendition("kit", kit_url(profile.slug), "application/zip", site),
        *_rendition(
            "word",
            word_url(profile.slug),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            site,
        ),
    ]


def _canceled(item: FeedItem, site: Site) -> Item:
    """Return the item of a withdrawn profile: its former id, and nobody's name."""
    return {
        **_opening(item.id(site), item.record, "canceled", site),
        "representationType": "partial",
        "versionCreated": item.updated.isoformat(),
        "headlines": [_text(item.title, "main")],
        "descriptions": [_text(item.summary, "summary")],
        "edNote": WITHDRAWN_NOTE,
    }


def _withheld(title: EmbargoedTitle, site: Site) -> Item:
    """Return the item of a headline announced before its day. The item keeps this uri later."""
    channel = site.registry.channels.entries[title.channel]
    note = (
        f"Tít báo trước, chưa được đăng; dùng được từ {title.publish:%H:%M} ngày {format_date(title.publish.date())}."
    )
    return {
        **_opening(item_id(channel, title.id, site), title.id, "withheld", site),
        "representationType": "partial",
        "embargoedUntil": title.publish.isoformat(),
        "headlines": [_text(title.title, "main")],
        "edNote": f"{f'{SAMPLE_NOTE} ' if title.sample else ''}{note}",
    }


def _opening(uri: str, record: str, status: str, site: Site) -> Item:
    return {
        "uri": uri,
        "standard": STANDARD,
        "type": "text",
        "pubStatus": status,
        "language": site.imprint.language,
        "altIds": [{"role": RECORD, "value": record}],
    }


def _text(value: str, role: str) -> Item:
    return {"role": role, "contentType": "text/plain", "value": value}


def _rights(holder: str, site: Site) -> Item:
    """Return the rights in a text or photo, and the address of their terms."""
    usage, licence = site.imprint.absolute(site.imprint.usage) if site.imprint.usage else "", site.imprint.licence
    return {
        "copyrightHolder": holder,
        "copyrightNotice": f"© {holder}" if holder else "",
        "usageTerms": usage_terms(site),
        "rightsInfo": {"linkedRights": licence or usage} if licence or usage else None,
    }


def _subject(profile: PublishedProfile, site: Site) -> Item:
    # The linked data of the page uses the same uri.
    address = site.imprint.absolute(profile_url(profile.slug))
    return {
        "name": profile.name,
        "rel": "about",
        "uri": f"{address}#nhan-vat" if address else "",
        "literal": profile.id,
    }


def _organisations(profile: PublishedProfile, site: Site) -> list[Item]:
    found = [_subject(profile, site)] if profile.kind == "collective" else []
    if profile.unit:
        address = site.imprint.absolute(unit_url(profile.unit.id))
        found.append(
            {
                "name": profile.unit.name,
                "rel": "affiliation",
                "uri": f"{address}#don-vi" if address else "",
                "literal": profile.unit.id,
            }
        )
    return found


def _sources(profile: PublishedProfile, site: Site, *, contact: bool) -> list[Item]:
    """Return publisher and unit; with `contact` also the press contact that consent covers."""
    found: list[Item] = [{"name": site.imprint.publisher, "role": "publisher"}]
    if profile.unit:
        found.append({"name": profile.unit.name, "role": "origin", "literal": profile.unit.id})
    if contact and profile.contact and profile.contact.name:
        ways = (("phone", profile.contact.phone), ("email", profile.contact.email))
        found.append(
            {
                "name": profile.contact.name,
                "role": "contact",
                "contactInfo": [{"type": type, "role": "office", "value": value} for type, value in ways if value],
            }
        )
    return found


def _photo(photo: PublishedPhoto, profile: PublishedProfile, site: Site, *, press: bool) -> Item:
    shown = photo_set(profile, photo)
    width = min(photo.width, FALLBACK_WIDTH)
    height = max(1, round(photo.height * width / photo.width))
    name = f"{site.imprint.address}#{profile.id}/{photo.fingerprint}"
    return {
        "name": f"photo-{photo.number}",
        "rel": "photo",
        "uri": uuid.uuid5(uuid.NAMESPACE_URL, name).urn,
        "type": "picture",
        "pubStatus": "usable",
        "language": site.imprint.language,
        "contentCreated": datetime.combine(photo.taken, time(), LOCAL).isoformat() if photo.taken else "",
        "descriptions": [
            _text(value, role)
            for value, role in ((photo.caption, "caption"), (photo.alt, "alt"), (photo.credit, "credit"))
            if value
        ],
        "by": photo.credit,
        **_rights(photo.credit.rpartition(":")[2].strip(), site),
        "people": [{"name": person, "rel": "shown"} for person in photo.people],
        "renditions": [
            *_rendition(
                "web",
                shown.src,
                "image/jpeg",
                site,
                width=width,
                height=height,
                poi={"x": width * photo.focus.x // 100, "y": height * photo.focus.y // 100},
            ),
            *(_rendition("original", press_photo_url(profile.slug, photo.number), "image/jpeg", site) if press else ()),
        ],
    }


def _rendition(name: str, url: str, type: str, site: Site, **shape: Any) -> list[Item]:
    """Return a list of one rendition; empty if the site's address isn't set."""
    address = site.imprint.absolute(url)
    return [{"name": name, "href": address, "contentType": type, **shape}] if address else []


def _pruned(item: Item) -> Item:
    """Return an item without empty properties, at any depth."""
    return {key: _pruned_value(value) for key, value in item.items() if value is not None and value not in ("", [])}


def _pruned_value(value: Any) -> Any:
    if type(value) is dict:
        return _pruned(value)
    return [_pruned_value(item) for item in value] if type(value) is list else value
