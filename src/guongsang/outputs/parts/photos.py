"""Photos: sizes and formats (renditions) of each photo, and what a template needs to show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guongsang.outputs.artifacts import PhotoArtifact
from guongsang.publication.profile import Focus, PublishedPhoto, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import photo_url

# Widths in pixels. A phone of 390 loads 400 or 800; a text column or a card at most 1200.
THUMBNAIL = 200  # of portraits, for small circles
WIDTHS = (400, 800)
WIDE = 1200  # not for portraits, which stand in a narrow column
LARGEST = 1600  # of the photo that opens a page; AVIF only: browsers without it have small screens
FALLBACK_WIDTH = 800
PLACEHOLDER_WIDTH = 20
_EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg", "placeholder": "blur"}
_SHARP = 144  # pixels on the short side: a circle of 72 on a high-density screen

Renditions = tuple[tuple[str, int], ...]  # (url, width), narrowest first
PRINT_SIDE = 4096  # pixels on the long side: a magazine page at 300 dpi or more


@dataclass(frozen=True, slots=True)
class PhotoSet:
    """One photo as a template shows it. URLs are relative to the site's root; sizes are in pixels.

    Attributes:
        src: the JPEG, for browsers that know neither AVIF nor WebP.
        placeholder: name in the photo store (not a URL) of the tiny picture shown while loading.
        width: of the photo itself; with `height` it reserves space, so that the page doesn't jump.
        focus: the point that every crop keeps.
    """

    src: str
    avif: Renditions
    webp: Renditions
    placeholder: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    role: str
    focus: Focus
    taken: date | None = None

    @property
    def is_tall(self) -> bool:
        """Whether the photo is higher than wide."""
        return self.height > self.width

    @property
    def thumbnail(self) -> str:
        """URL of the smallest rendition that is sharp in a small circle."""
        return next((url for url, width in self.webp if width * min(1, self.height / self.width) >= _SHARP), self.src)


def photo_creator(photo: PublishedPhoto) -> str:
    """Return the name in a credit such as "Ảnh: Lê An": the maker, who has the rights."""
    return photo.credit.rpartition(":")[2].strip()


def rendition_url(profile: PublishedProfile, photo: PublishedPhoto, width: int, format: str) -> str:
    """Return the URL of a rendition. It contains the photo's fingerprint, never its file name."""
    return photo_url(profile.slug, f"{photo.number}-{photo.fingerprint}-{width}.{_EXTENSIONS[format]}")


def photo_set(profile: PublishedProfile, photo: PublishedPhoto) -> PhotoSet:
    """Return what a template needs to show `photo`."""
    made: dict[str, list[tuple[str, int]]] = {format: [] for format in _EXTENSIONS}
    for format, width in _renditions(profile, photo):
        made[format].append((rendition_url(profile, photo, width, format), width))
    return PhotoSet(
        src=made["jpeg"][0][0],
        avif=tuple(made["avif"]),
        webp=tuple(made["webp"]),
        placeholder=made["placeholder"][0][0],
        width=photo.width,
        height=photo.height,
        alt=photo.alt,
        caption=photo.caption,
        credit=photo.credit,
        role=photo.role,
        focus=photo.focus,
        taken=photo.taken,
    )


def photo_artifacts(site: Site) -> Iterator[PhotoArtifact]:
    """Yield every rendition of every photo that may be shown."""
    for profile in site.profiles:
        for photo in profile.photos:
            for format, width in _renditions(profile, photo):
                yield PhotoArtifact(rendition_url(profile, photo, width, format), photo.source, width, format)


def _renditions(profile: PublishedProfile, photo: PublishedPhoto) -> Iterator[tuple[str, int]]:
    wanted = [THUMBNAIL] if photo == profile.portrait else []
    wanted += WIDTHS
    opens = photo == profile.lead_photo
    if opens or photo.role != "portrait":
        wanted.append(WIDE)
    if opens and photo.width > photo.height:
        wanted.append(LARGEST)
    widths = [width for width in wanted if width <= photo.width] or [photo.width]
    yield from (("avif", width) for width in widths)
    yield from (("webp", width) for width in widths if width < LARGEST)
    yield "jpeg", min(FALLBACK_WIDTH, photo.width)
    yield "placeholder", min(PLACEHOLDER_WIDTH, photo.width)


def print_size(width: int, height: int) -> tuple[int, int]:
    """Return width and height, in pixels, of the press JPEG of a photo of this size."""
    scale = min(1.0, PRINT_SIDE / max(width, height))
    fitted = max(1, round(width * scale))
    return fitted, max(1, round(height * fitted / width))
