"""Render the Markdown body of a profile or event as sanitised HTML; find headings, count words.

Content is text, never code: whatever the Markdown contains, only the elements in `_TAGS` remain.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import markdown.treeprocessors
import nh3
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.inlinepatterns import Pattern as InlinePattern
from markdown.preprocessors import HtmlBlockPreprocessor

from guongsang.text.addresses import PROFILES_URL
from guongsang.text.folding import slugify

_TAGS = set(
    "p br strong em a ul ol li blockquote h2 h3 h4 hr table thead tbody tr th td sup sub code pre figure figcaption "
    "cite".split()
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener",
    strip_comments=True,
)
# A tag in sanitised HTML, which has no bare < outside tags.
_TAG = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>')
_WORDS_PER_MINUTE = 220
_PLAIN_WORDS = re.compile(r"[^\W_]+(?: [^\W_]+)*")
# All white space of str.split() but space and line break.
_ODD_SPACE = re.compile("[\t\r\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
# An image: ![alt](file), ![alt](<file name>), ![alt](file "title"). Group 1 or 2 is the file.
IMAGE = re.compile(r"""!\[[^\[\]]{0,400}\]\(\s*(?:<([^>\n]+)>|([^\s)<>]+))(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)""")
# Placeholders of photos use private use characters, which are removed from authors' text.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SLOT = "\ue000{}\ue001"
_SLOT_TEXT = re.compile("<p>\ue000(\\d+)\ue001</p>")
# A link to a profile or an event, from the root or relative; `../x/` leads to another profile.
_PAGE_LINK = re.compile(
    r'<a href="(?:(?:/|(?:\.\./)+)(ho-so/|su-kien/\d{4}/)|\.\./)([a-z0-9-]+)/?[^"]*"[^>]*>(.*?)</a>', re.DOTALL
)
_PROFILE_ADDRESS = re.compile(r"(?:/|\.\./)ho-so/([a-z0-9-]+)")
_ROOT_LINK = re.compile('href="/(?!/)')
_STRAY_SLOT = re.compile("\ue000\\d+\ue001")
# One line that Markdown can only render as a paragraph or a heading: it doesn't begin like
# another block, and has no character with a meaning in Markdown.
_PLAIN_PARAGRAPH = re.compile(r"""(?!\d+\.)(?:[^\W_]|[“‘"(…])[^\\`*_\[\]<>&\x00-\x1f\x7f-\xa0]*""")
_PLAIN_HEADING = re.compile(f"(#{{2,4}}) ({_PLAIN_WORDS.pattern})")
_MARK = "\ue002{}\ue003"  # the placeholder of such blocks
_MARK_TEXT = re.compile("<p>\ue002(\\d+)\ue003</p>")
_HEADING_TAG = re.compile("<h[1-6]")


@dataclass(frozen=True, slots=True)
class ProseHeading:
    """A second-level heading, with the id that links to it use."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ProseSegment:
    """A part of the sanitised HTML.

    Attributes:
        html: the HTML.
        photo: the index, in the profile's list, of the photo after it; None if there is none.
    """

    html: str
    photo: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """What lists know of a body: its reading time in minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A rendered body.

    Attributes:
        segments: its parts, in order.
        headings: its second-level headings.
        words: the number of words.
        text: the body as plain text.
    """

    segments: tuple[ProseSegment, ...] = ()
    headings: tuple[ProseHeading, ...] = ()
    words: int = 0
    text: str = ""

    @property
    def minutes(self) -> int:
        """The reading time in minutes, at least 1."""
        return max(1, round(self.words / _WORDS_PER_MINUTE))


# For each inline pattern of Markdown the strings of which a text must contain one; most bodies
# have few. A pattern that isn't listed here is always tried.
_SIGNS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "autolink": ("<",),
    "automail": ("<",),
    "html": ("<",),
    "entity": ("&",),
    "linebreak": ("  \n",),
    "not_strong": ("*", "_"),
    "em_strong": ("*", "_"),
    "em_strong2": ("_",),
    **dict.fromkeys(
        ("reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"), ("[",)
    ),
}


class _Markdown(markdown.Markdown):
    lines: list[str]  # set by convert(); missing in the type stubs


class _InlineProcessor(markdown.treeprocessors.InlineProcessor):
    """Tries only those inline patterns that the text can match."""

    md: _Markdown
    inlinePatterns: Any  # a plain list, which is indexed faster than Markdown's Registry

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        text = "\n".join(self.md.lines)
        self.inlinePatterns = [
            pattern for pattern, signs in self._signed if not signs or any(sign in text for sign in signs)
        ]
        return super().run(tree, ancestors)

    @cached_property
    def _signed(self) -> list[tuple[InlinePattern, tuple[str, ...]]]:
        patterns = self.md.inlinePatterns
        signs = {id(patterns[name]): signs for name, signs in _SIGNS.items() if name in patterns}
        return [(pattern, signs.get(id(pattern), ())) for pattern in patterns]


class _HtmlPreprocessor(HtmlBlockPreprocessor):
    """Looks for HTML only in a text with `<` or `&`."""

    def run(self, lines: list[str]) -> list[str]:
        return super().run(lines) if any("<" in line or "&" in line for line in lines) else lines


class _TocTreeprocessor(TocTreeprocessor):
    """Builds a table of contents only if the author asks for one with `[TOC]`."""

    md: _Markdown

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        return super().build_toc_div(toc_list) if self._is_asked() else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        if self._is_asked():
            super().replace_marker(root, elem)

    def _is_asked(self) -> bool:
        return any(self.marker in line for line in self.md.lines)


class _TocExtension(TocExtension):
    TreeProcessorClass = _TocTreeprocessor


def _converter() -> _Markdown:
    converter = _Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            "sane_lists",
            _TocExtension(slugify=lambda text, _: slugify(text), toc_depth="2-4"),
        ]
    )
    converter.treeprocessors.register(_InlineProcessor(converter), "inline", 20)
    converter.preprocessors.register(_HtmlPreprocessor(converter), "html_block", 20)
    return converter


_MARKDOWN = _converter()


def find_profile_links(body: str) -> list[str]:
    """Return the slugs of the profiles that a Markdown body links to, in their order."""
    return list(dict.fromkeys(_PROFILE_ADDRESS.findall(body)))


def render_prose(
    body: str, photo_places: Mapping[str, int], linkable: Container[str] = frozenset(), *, to_root: str = "../../"
) -> Prose:
    """Render a Markdown body.

    Args:
        body: the Markdown.
        photo_places: file name of each photo that may be shown → its index in the profile's list.
            An image of any other file is left out.
        linkable: slugs of profiles and addresses of events (`su-kien/2026/x`) that have a page. A
            link to another profile or event loses its address and keeps its words.
        to_root: the relative path from the body's page to the site's root. A profile's page is
            ho-so/<slug>/.
    """

    def slot(match: re.Match[str]) -> str:
        file = match[1] or match[2]
        # Blank lines around it: a photo stands between paragraphs, even if written inside one.
        return f"\n\n{_SLOT.format(photo_places[file])}\n\n" if file in photo_places else ""

    source = IMAGE.sub(slot, _PRIVATE.sub("", body))
    marked, plain, plain_headings = _extract_plain_blocks(source)
    headings = [heading for level, heading in plain_headings if level == 2]
    if marked == _MARK.format(0):
        clean = plain[0]
    else:
        rendered, found = _convert(marked)
        if plain_headings and _HEADING_TAG.search(rendered):  # ids must be unique over all headings
            plain, headings, (rendered, found) = [], [], _convert(source)
        clean = _tidy(_CLEANER.clean(rendered), linkable, to_root)
        headings = headings or found
        if plain:
            clean = _MARK_TEXT.sub(lambda match: plain[int(match[1])], clean)
    bare = _STRAY_SLOT.sub("", clean)
    # An author's own HTML (text between table rows, say) needs a parser with a browser's rules.
    text = _spaced(html.unescape(nh3.clean(bare, tags=set()) if "<" in body else _TAG.sub("", bare)))
    return Prose(
        tuple(_segments(clean, frozenset(photo_places.values()))),
        tuple(headings),
        text.count(" ") + 1 if text else 0,
        text,
    )


def _extract_plain_blocks(source: str) -> tuple[str, list[str], list[tuple[int, ProseHeading]]]:
    """Replace plain paragraphs and headings by placeholders so that Markdown doesn't parse them.

    Returns the body with placeholders, the plain blocks as clean HTML, and the headings among them
    with their level. A plain block renders the same whatever surrounds it. HTML and tables of
    contents span blocks: a body that has one is returned unchanged.
    """
    rest: list[str] = []
    plain: list[str] = []
    headings: dict[str, tuple[int, ProseHeading]] = {}
    is_plain = False
    for block in source.strip("\n").split("\n\n"):
        was_plain, is_plain = is_plain, True
        if _PLAIN_PARAGRAPH.fullmatch(block):
            html = f"<p>{block}</p>"
        elif heading := _PLAIN_HEADING.fullmatch(block):
            level, name = len(heading[1]), heading[2]
            id = slugify(name)
            if not id or id in headings:
                return source, [], []
            headings[id] = level, ProseHeading(id, name)
            html = f'<h{level} id="{id}">{name}</h{level}>'
        else:
            is_plain = False
            rest.append(block)
            continue
        if was_plain:
            plain[-1] = f"{plain[-1]}\n{html}"
        else:
            rest.append(_MARK.format(len(plain)))
            plain.append(html)
    marked = "\n\n".join(rest)
    if not plain or "<" in marked or "&" in marked or "[TOC]" in marked:
        return source, [], []
    return marked, plain, list(headings.values())


def _tidy(clean: str, linkable: Container[str], to_root: str) -> str:
    """Remove links to pages that don't exist, and make tables scrollable."""
    if "<a " in clean:
        clean = _PAGE_LINK.sub(lambda match: match[0] if _address(match) in linkable else match[3], clean)
        clean = _ROOT_LINK.sub(f'href="{to_root}', clean)
    clean = _TABLE.sub(
        r'<div class="gs-table" tabindex="0" role="region" aria-label="Bảng số liệu"><table>\1</table></div>', clean
    )
    return clean.replace("<th></th>", "<td></td>")  # the empty corner of a table is no header


def _spaced(text: str) -> str:
    """Return a text with single spaces between words. Faster than `" ".join(text.split())`."""
    if _ODD_SPACE.search(text):
        return " ".join(text.split())
    text = text.replace("\n", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def _address(link: re.Match[str]) -> str:
    return f"{link[1]}{link[2]}" if link[1] and link[1] != PROFILES_URL else link[2]


def _convert(body: str) -> tuple[str, list[ProseHeading]]:
    """Return HTML and second-level headings; of a body nested too deeply, plain paragraphs."""
    global _MARKDOWN
    try:
        rendered = _MARKDOWN.reset().convert(body)
        return rendered, _headings(getattr(_MARKDOWN, "toc_tokens", []))
    except RecursionError:
        _MARKDOWN = _converter()  # the failed one has a broken state
        return "".join(f"<p>{html.escape(part)}</p>" for part in body.split("\n\n")), []


def _headings(tokens: list[dict[str, Any]]) -> list[ProseHeading]:
    return [ProseHeading(token["id"], html.unescape(token["name"])) for token in tokens if token["level"] == 2]


def _segments(clean: str, places: frozenset[int]) -> list[ProseSegment]:
    parts = _SLOT_TEXT.split(clean)
    texts = [_STRAY_SLOT.sub("", part) for part in parts[::2]]
    # Only known indexes: an author can write the same characters as entities.
    photos: list[int | None] = [int(place) if int(place) in places else None for place in parts[1::2]]
    return [ProseSegment(text, photo) for text, photo in zip(texts, [*photos, None], strict=True)]
