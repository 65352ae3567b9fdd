"""What an output returns: pages, files, photos, cards and press kits to be. Pure values; only the shell writes them."""

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
    """A step on the way to a page. `url` is a directory from the site's root, `""` for home."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class PageArtifact:
    """A page to be rendered by the theme.

    Attributes:
        url: its directory from the site's root, with a closing slash; `""` is home.
        template: the theme's template.
        title, description: for the head and for sharing.
        view: what the template shows. It decides how things look, never what may be shown.
        crumbs: the way to the page, without the page itself.
        updated: when its content last changed, for the sitemap.
        listed: whether sitemap and search engines may list it.
        photo: URL of the photo for sharing, from the site's root.
        profile, initiative: what the page is about, for machines; both where an initiative has a page, with whose it is.
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
    """A rendition of a photo: `width` pixels wide, in `format`, without any metadata.

    `format` is avif, webp, jpeg or placeholder: a tiny WebP that pages hold in themselves and that isn't written to the site.
    """

    path: str
    source: Path
    width: int
    format: str


@dataclass(frozen=True, slots=True)
class FileArtifact:
    """A file to be, other than a page. `path` is from the site's root."""

    path: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class PromisedFile:
    """A file to be that is dear to make: `made_of` says all that decides its content, so that who has the same one need not ask for it.

    `path` is from the site's root; `content` makes it. Files with one `group` take the same texts of profiles, which are at hand for the second.
    """

    path: str
    made_of: Any
    make: Callable[[], str | bytes]
    group: str = ""

    @property
    def content(self) -> str | bytes:
        return self.make()


@dataclass(frozen=True, slots=True)
class CardPhoto:
    """The photo on a card: a rendition that the site has.

    Attributes:
        path: the rendition, from the site's root; its name carries the photo's fingerprint.
        width, height: of the photo itself, for its shape.
        focus: the point that must stay in view, in hundredths of width and height from the top left.
    """

    path: str
    width: int
    height: int
    focus: tuple[float, float]


@dataclass(frozen=True, slots=True)
class CardArtifact:
    """A social card: the picture that people see when they share a page.

    Attributes:
        path: its URL from the site's root; it carries a fingerprint of all that the card shows.
        page: URL of the page that it stands for, and of all pages below that have none of their own.
        alt: what it shows, in words.
        brand, kicker, headline, name, note, mark: its texts, from top to bottom; any but the headline may be empty.
        photo: the photo beside them, if there is one.
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
    """What a photo for the press says in itself: ten fields that photo desks read (IPTC Photo Metadata Standard). Empty ones are left out."""

    description: str
    headline: str
    creator: str
    credit: str
    copyright: str
    created: date | None
    alt: str
    people: tuple[str, ...]
    usage: str
    statement: str  # address of the terms of use
    language: str


@dataclass(frozen=True, slots=True)
class KitPhoto:
    """A photo of a press kit. `name` is from the kit's folder; `fingerprint` is that of its source."""

    name: str
    source: Path
    fingerprint: str
    rights: PhotoRights


@dataclass(frozen=True, slots=True)
class KitArtifact:
    """A press kit: a ZIP at `path`, and each of its parts by itself in `folder`, both from the site's root.

    Attributes:
        fingerprint: of all that is in it; kits with one fingerprint are one.
        document: name of the Word file that is made of `sheet`.
        texts: the parts that are text; their paths are from the kit's folder.
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
