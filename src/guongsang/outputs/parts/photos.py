"""Photos: which renditions each photo gets, and what a template needs to show it without a jump."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guongsang.outputs.artifacts import PhotoArtifact
from guongsang.publication.profile import Focus, PublishedPhoto, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import photo_url

# Widths in pixels. A phone of 390 takes 400 or 800, a column to read or a card on any screen at most 1200.
THUMBNAIL = 200  # of the photo that stands in small circles
WIDTHS = (400, 800)
WIDE = 1200  # of all but portraits, which stand in a narrow column
LARGEST = 1600  # of the photo that opens a page; AVIF alone, since a browser that lacks it is old and its screen small
FALLBACK_WIDTH = 800
PLACEHOLDER_WIDTH = 20
_EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg", "placeholder": "blur"}
_SHARP = 144  # pixels on the short side: a circle of 72 on a fine screen

Renditions = tuple[tuple[str, int], ...]  # (url, width), narrow ones first
PRINT_SIDE = 4096  # pixels on the long side, a page of a magazine at 300 dpi and more


@dataclass(frozen=True, slots=True)
class PhotoSet:
    """One photo as a template shows it. URLs are from the site's root; sizes in pixels.

    `src` is the JPEG for browsers that take nothing else. `placeholder` names the tiny picture that stands in until
    the photo has come: a name for the photo store, no URL. `focus` is the point that every crop keeps.
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
        return self.height > self.width

    @property
    def thumbnail(self) -> str:
        """URL of the smallest rendition that is sharp in a small circle."""
        return next((url for url, width in self.webp if width * min(1, self.height / self.width) >= _SHARP), self.src)


def photo_creator(photo: PublishedPhoto) -> str:
    """Return whom a credit such as "Ảnh: Lê An" names: who made the photo and has the rights to it."""
    return photo.credit.rpartition(":")[2].strip()


def rendition_url(profile: PublishedProfile, photo: PublishedPhoto, width: int, format: str) -> str:
    """Return the URL of a rendition. It carries the photo's fingerprint and never its file name."""
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
    """Return width and height, in pixels, of the JPEG for the press that is made of a photo of this size."""
    scale = min(1.0, PRINT_SIDE / max(width, height))
    fitted = max(1, round(width * scale))
    return fitted, max(1, round(height * fitted / width))
