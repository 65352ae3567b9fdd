"""Parse the imprint from mkdocs.yml: the site's name, address, owner, licence and colours.

Outputs receive every setting of the adopting organisation that isn't in the registry from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from guongsang.errors import BuildError

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the social cards, as `#rrggbb`."""

    paper: str = "#fbf7ef"
    ink: str = "#221b14"
    muted: str = "#655a4d"
    rule: str = "#d3c6b0"
    accent: str = "#a5301c"
    accent_ink: str = "#fff9f0"


@dataclass(frozen=True, slots=True)
class PressWords:
    """The site's own wording for the press. Empty values: the press kit's own wording is used.

    Attributes:
        usage: terms of use.
        credit: the credit line.
    """

    usage: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a site says of itself.

    Attributes:
        name: the site's name; like the next texts empty if the settings have none.
        address: the site's own URL with a closing slash; empty if unknown.
        description: a sentence about the site.
        owner: the organisation behind the site.
        language: the site's language, as a code.
        usage: the page with the terms of use of texts and photos, from the site's root.
        licence: URL of the licence of all photos; empty if each use is agreed on, as `usage` says.
        palette: colours of the social cards.
        press: the site's own terms of use and credit line for the press.
    """

    name: str = ""
    address: str = ""
    description: str = ""
    owner: str = ""
    language: str = "vi"
    usage: str = ""
    licence: str = ""
    palette: Palette = field(default_factory=Palette)
    press: PressWords = field(default_factory=PressWords)

    @property
    def publisher(self) -> str:
        """The owner, else the site's name."""
        return self.owner or self.name

    @property
    def path(self) -> str:
        """The path of the site on its host, with a closing slash."""
        return urlsplit(self.address).path or "/"

    def absolute(self, url: str) -> str:
        """Return the full address of `url` (from the root); empty if the site's is unknown."""
        return f"{self.address}{url}" if self.address else ""

    def link(self, url: str, page: str) -> str:
        """Return `url` (from the root) for a link on `page`: absolute if possible."""
        return self.absolute(url) or f"{'../' * page.count('/')}{url}" or "./"


def parse_imprint(settings: Mapping[str, Any]) -> Imprint:
    """Return the imprint of the settings in mkdocs.yml.

    It uses site_name, site_url, site_description and language, and below `extra` owner, licence,
    card and press.

    Raises:
        BuildError: where a value is invalid, with a message for staff.
    """
    extra = settings.get("extra") or {}
    licence = _section(extra, "licence")
    site_url = str(settings.get("site_url") or "").strip()
    return Imprint(
        name=str(settings.get("site_name") or ""),
        description=str(settings.get("site_description") or ""),
        owner=str(extra.get("owner") or ""),
        language=str(settings.get("language") or "vi"),
        address=f"{site_url.rstrip('/')}/" if site_url else "",
        usage=str(licence.get("page") or ""),
        licence=str(licence.get("url") or ""),
        palette=_palette(_section(extra, "card")),
        press=_press_words(_section(extra, "press")),
    )


def _section(extra: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = extra.get(name) or {}
    if not isinstance(value, Mapping):
        raise BuildError(f"mkdocs.yml: extra.{name} phải gồm các dòng khóa: giá trị")
    return value


def _require_keys(section: str, chosen: Mapping[str, Any], model: type) -> None:
    names = [item.name for item in fields(model)]
    for name in chosen:
        if name not in names:
            raise BuildError(f"mkdocs.yml: extra.{section} không có khóa {name}; các khóa: {', '.join(names)}")


def _press_words(chosen: Mapping[str, Any]) -> PressWords:
    _require_keys("press", chosen, PressWords)
    return PressWords(**{name: " ".join(str(value or "").split()) for name, value in chosen.items()})


def _palette(chosen: Mapping[str, Any]) -> Palette:
    _require_keys("card", chosen, Palette)
    for name, value in chosen.items():
        if not _COLOUR.fullmatch(str(value)):
            raise BuildError(
                f'mkdocs.yml: extra.card.{name} phải là màu dạng "#a5301c" (trong ngoặc kép), không phải {value}'
            )
    return Palette(**{name: str(value).lower() for name, value in chosen.items()})
