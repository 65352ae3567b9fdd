"""What an output returns: pages, files and photos to be. Pure values; only the shell writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


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


@dataclass(frozen=True, slots=True)
class PhotoArtifact:
    """A rendition of a photo: `width` pixels wide, in `format`, without any metadata.

    `format` is avif, webp, jpeg or placeholder: a tiny WebP that pages hold in themselves and that isn't written to the site.
    """

    path: str
    source: Path
    width: int
    format: str
