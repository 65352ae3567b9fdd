"""What outputs return: pages, files, photos, social cards, press kits. Other rooms write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from guongsang.outputs.parts.sheet import Sheet
from guongsang.publication.imprint import Palette
from guongsang.publication.profile import PublishedInitiative, PublishedProfile


@dataclass(frozen=True, slots=True)
class Crumb:
    """A breadcrumb. `url` is a directory relative to the site's root, `""` for home."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class PageArtifact:
    """A page to be rendered by the theme.

    Attributes:
        url: its directory relative to the site's root, with a closing slash; `""` is home.
        template: the theme's template.
        title: for the head and for sharing, as is `description`.
        view: what the template shows. Templates decide how things look, never what may be shown.
        crumbs: the pages above this one.
        updated: when its content last changed, for the sitemap.
        listed: whether sitemap and search engines may list it.
        photo: URL of the photo for sharing, relative to the site's root.
        profile: whom the page is about, for linked data; of an initiative's page its maker.
        initiative: what an initiative's page is about.
    """

    url: str
    template: str
    title: str
    description: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)
    crumbs: tuple[Crumb, ...] = ()
    updated: date | None = None
    listed: bool = True
    photo: str = ""
    profile: PublishedProfile | None = None
    initiative: PublishedInitiative | None = None


@dataclass(frozen=True, slots=True)
class PhotoArtifact:
    """A rendition of a photo, without any metadata.

    Attributes:
        path: relative to the site's root.
        width: in pixels.
        format: avif, webp, jpeg or placeholder (a tiny WebP that pages embed; it is not written to
            the site).
    """

    path: str
    source: Path
    width: int
    format: str


@dataclass(frozen=True, slots=True)
class FileArtifact:
    """A file other than a page. `path` is relative to the site's root."""

    path: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class PromisedFile:
    """A file that is slow to make. If its inputs are unchanged, the earlier file can be reused.

    Attributes:
        path: relative to the site's root.
        made_of: its inputs: all that decides its content.
        make: makes the content.
        group: files of one group use the same texts of profiles, loaded once for all of them.
    """

    path: str
    made_of: Any
    make: Callable[[], str | bytes]
    group: str = ""

    @property
    def content(self) -> str | bytes:
        """The content, made at each call."""
        return self.make()


@dataclass(frozen=True, slots=True)
class CardPhoto:
    """The photo on a card: a rendition that the site has.

    Attributes:
        path: the rendition, relative to the site's root; its name contains the photo's fingerprint.
        width: of the photo itself, as is `height`; they give its shape.
        focus: the point that must stay visible, in percent of width and height from the top left.
    """

    path: str
    width: int
    height: int
    focus: tuple[float, float]


@dataclass(frozen=True, slots=True)
class CardArtifact:
    """A social card: the picture of a shared page.

    Its texts from top to bottom: brand, kicker, headline, name, note, mark. Any but the headline
    may be empty.

    Attributes:
        path: relative to the site's root; it contains a fingerprint of all that the card shows.
        page: URL of its page, and of all pages below without a card of their own.
        alt: alternative text.
        photo: the photo beside the texts, if there is one.
        palette: its colours.
    """

    path: str
    page: str
    alt: str
    brand: str
    kicker: str
    headline: str
    name: str
    note: str
    mark: str
    photo: CardPhoto | None
    palette: Palette


@dataclass(frozen=True, slots=True)
class PhotoRights:
    """The metadata of a press photo: fields that photo desks read (IPTC Photo Metadata Standard).

    Empty fields are not written. `statement` is the address of the terms of use.
    """

    description: str
    headline: str
    creator: str
    credit: str
    copyright: str
    created: date | None
    alt: str
    people: tuple[str, ...]
    usage: str
    statement: str
    language: str


@dataclass(frozen=True, slots=True)
class KitPhoto:
    """A photo of a press kit. `name` is its path in the kit, `fingerprint` that of its source."""

    name: str
    source: Path
    fingerprint: str
    rights: PhotoRights


@dataclass(frozen=True, slots=True)
class KitArtifact:
    """A press kit: a ZIP, and each of its files by itself.

    Attributes:
        path: of the ZIP, relative to the site's root.
        folder: of the single files, relative to the site's root.
        fingerprint: of the content; kits with equal fingerprints are equal.
        document: name of the Word file.
        sheet: the article, from which the Word file is made.
        texts: the text files; their paths are relative to `folder`.
        photos: the photos at full size.
    """

    path: str
    folder: str
    fingerprint: str
    document: str
    sheet: Sheet
    texts: tuple[FileArtifact, ...]
    photos: tuple[KitPhoto, ...]


HOME = Crumb("Trang chủ", "")
