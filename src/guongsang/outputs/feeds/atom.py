"""Feeds in Atom (RFC 4287), with monthly archives (RFC 5005) and tombstones (RFC 6721)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from guongsang.outputs.feeds.items import FeedItem, FeedPage, ItemParts
from guongsang.outputs.feeds.story_html import render_lead
from guongsang.publication.site import Site
from guongsang.text.addresses import profile_url, section_url

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
TYPE = "application/atom+xml"
_NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # a feed must have a day of change, even an empty one
_NO_XML = bytes(set(range(0x20)) - set(b"\t\n\r"))  # XML 1.0, section 2.2; nor U+FFFE, U+FFFF
_QUOTED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}
)
_TO_QUOTE = re.compile('[&<>"\r\n\t]')


def render_atom(page: FeedPage, name: str, site: Site, items: Sequence[bytes], *, whole: bool) -> bytes:
    """Return a document of a feed.

    Args:
        page: what the document holds.
        name: the feed's file name.
        site: for names and addresses.
        items: the items of `page`, rendered.
        whole: the items have their stories.
    """
    channel, address = page.channel, site.imprint.absolute(section_url(page.channel.path))
    spaces = {
        "xmlns": ATOM,
        **({"xmlns:at": TOMBSTONES} if any(item.profile is None for item in page.items) else {}),
        **({"xmlns:fh": HISTORY} if page.month else {}),
    }
    head = [
        _element("id", site.imprint.absolute(page.url(name)) if whole else address),
        _element("title", f"{channel.name}: {site.imprint.name}"),
        *([_element("subtitle", channel.tagline)] if channel.tagline else []),
        _element("updated", max((item.updated for item in page.items), default=_NOTHING_YET).isoformat()),
        _link("self", TYPE, site.imprint.absolute(page.url(name, page.month))),
        _link("alternate", "text/html", address),
        *(
            [_element("fh:archive"), _link("current", TYPE, site.imprint.absolute(page.url(name)))]
            if page.month
            else []
        ),
        *(
            _link(relation, TYPE, site.imprint.absolute(page.url(name, month)))
            for relation, month in (("prev-archive", page.older), ("next-archive", page.newer))
            if month
        ),
        f"<author>\n    {_element('name', channel.name)}\n  </author>",
    ]
    opening = f"<feed{_attributes({**spaces, 'xml:lang': site.imprint.language})}>\n"
    return b"".join(
        (
            b'<?xml version="1.0" encoding="utf-8"?>\n',
            opening.encode(),
            "".join(f"  {line}\n" for line in head).encode(),
            *items,
            b"</feed>\n",
        )
    )


def atom_parts(items: Iterable[FeedItem], site: Site) -> Iterator[ItemParts]:
    """Yield the entries of one record's items."""
    for item in items:
        opening = "".join(f"    {line}\n" for line in _lines(item, site))
        if item.profile is None or item.appearance is None:
            yield ItemParts(_withdrawn(item, site, opening).encode(), b"", b"", b"")
            continue
        closing = "".join(
            f"    {_element('category', term=field.id, label=field.name)}\n" for field in item.profile.fields
        )
        yield ItemParts(
            f"  <entry>\n{opening}".encode(),
            b"",
            f'    <content type="html">{escape_xml(render_lead(item.appearance))}'.encode(),
            f"{closing}  </entry>\n".encode(),
        )


def _withdrawn(item: FeedItem, site: Site, opening: str) -> str:
    """Return an entry for apps that ignore tombstones, and the tombstone for the others."""
    gone = _attributes({"ref": item.id(site), "when": item.updated.isoformat()})
    return (
        f"  <entry>\n{opening}    {_element('content', item.summary, type='text')}\n  </entry>\n"
        f"  <at:deleted-entry{gone}>\n    {_element('at:comment', item.summary)}\n  </at:deleted-entry>\n"
    )


def escape_xml(text: str) -> str:
    """Return a text as the content of an element, without characters that XML forbids."""
    return escape_bytes(text).decode()


def escape_bytes(text: str) -> bytes:
    """Return the same as `escape_xml`, in UTF-8. On the bytes of long stories this is faster."""
    # A lone surrogate, which UTF-8 can't encode, is forbidden in XML too.
    found = text.encode(errors="ignore").translate(None, _NO_XML)
    return (
        found.replace(b"\xef\xbf\xbe", b"")
        .replace(b"\xef\xbf\xbf", b"")
        .replace(b"&", b"&amp;")
        .replace(b"<", b"&lt;")
        .replace(b">", b"&gt;")
    )


def _lines(item: FeedItem, site: Site) -> Iterator[str]:
    yield _element("id", item.id(site))
    yield _element("title", item.title)
    if item.published:
        yield _element("published", item.published.isoformat())
    yield _element("updated", item.updated.isoformat())
    if item.profile:
        yield _link("alternate", "text/html", site.imprint.absolute(profile_url(item.profile.slug)))
        yield _element("summary", item.summary)


def _link(relation: str, type: str, address: str) -> str:
    return _element("link", rel=relation, type=type, href=address)


def _element(name: str, text: str = "", **attributes: str) -> str:
    opening, content = f"<{name}{_attributes(attributes)}", escape_xml(text)
    return f"{opening}>{content}</{name}>" if content else f"{opening} />"


def _attributes(attributes: dict[str, str]) -> str:
    return "".join([f' {key}="{_quoted(value)}"' for key, value in attributes.items()])


def _quoted(text: str) -> str:
    return text.translate(_QUOTED) if _TO_QUOTE.search(text) else text
