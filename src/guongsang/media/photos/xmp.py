"""Write the XMP packet inside a press photo: caption, creator, rights, people and six more fields.

Photo desks and exiftool read it. Fields and their structure follow the IPTC Photo Metadata Standard
2023.2; XMP is ISO 16684-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from guongsang.outputs.artifacts import PhotoRights
from guongsang.text.xml_text import legal_xml

_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_MAX_BYTES = 65_000  # a JPEG holds the packet in one segment of 64 KiB
# Characters per value, tried in turn; 2,000 is the limit of a caption in IPTC's older format.
_LIMITS = (2_000, 500, 100)
_MAX_PEOPLE = 50


def render_xmp(rights: PhotoRights) -> bytes:
    """Return the packet without empty fields. Values too long for a JPEG end in an ellipsis."""
    packets = (_packet(rights, limit) for limit in _LIMITS)
    return next((packet for packet in packets if len(packet) <= _MAX_BYTES), b"")


def _packet(rights: PhotoRights, limit: int) -> bytes:
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items() if prefix != "rdf")
    fields = "".join(_fields(rights, limit))
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_SPACES["rdf"]}">'
        f'<rdf:Description rdf:about="" {spaces}>{fields}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )
    return text.encode()


def _fields(rights: PhotoRights, limit: int) -> Iterator[str]:
    language = rights.language
    yield _in_languages("dc:description", rights.description, language, limit)
    yield _plain("photoshop:Headline", rights.headline, limit)
    yield _list("dc:creator", "Seq", (rights.creator,), limit)
    yield _plain("photoshop:Credit", rights.credit, limit)
    yield _in_languages("dc:rights", rights.copyright, language, limit)
    yield _plain("photoshop:DateCreated", rights.created.isoformat() if rights.created else "", limit)
    yield _in_languages("Iptc4xmpCore:AltTextAccessibility", rights.alt, language, limit)
    yield _list("Iptc4xmpExt:PersonInImage", "Bag", rights.people[:_MAX_PEOPLE], limit)
    yield _in_languages("xmpRights:UsageTerms", rights.usage, language, limit)
    yield _plain("xmpRights:WebStatement", rights.statement, limit)


def _plain(name: str, text: str, limit: int) -> str:
    value = _value(text, limit)
    return f"<{name}>{value}</{name}>" if value else ""


def _list(name: str, kind: str, texts: tuple[str, ...], limit: int) -> str:
    values = [value for text in texts if (value := _value(text, limit))]
    items = "".join(f"<rdf:li>{value}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if values else ""


def _in_languages(name: str, text: str, language: str, limit: int) -> str:
    """Return a text with its language; first as `x-default`, for programs that ask for none."""
    value = _value(text, limit)
    items = "".join(f"<rdf:li xml:lang={quoteattr(tag)}>{value}</rdf:li>" for tag in ("x-default", language))
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>" if value else ""


def _value(text: str, limit: int) -> str:
    whole = " ".join(legal_xml(text).split())
    return escape(whole if len(whole) <= limit else f"{whole[: limit - 1].rstrip()}…")
