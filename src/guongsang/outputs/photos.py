"""Photos: which renditions each photo gets, and what a template needs to show it without a jump."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guongsang.outputs.artifacts import PhotoArtifact
from guongsang.published import PublishedPhoto, PublishedProfile
from guongsang.site import Site

# Widths in pixels: thumbnails on phones up to a full-width photo on a wide screen.
WIDTHS = (320, 640, 960, 1600)
FALLBACK_WIDTH = 960


@dataclass(frozen=True, slots=True)
class PhotoSet:
    """One photo as a template shows it. URLs are from the site's root; sizes in pixels."""

    src: str
    sources: tuple[tuple[str, int], ...]  # (url, width) of the WebP renditions
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    role: str
    taken: object = None

    @property
    def is_tall(self) -> bool:
        return self.height > self.width


def rendition_url(profile: PublishedProfile, photo: PublishedPhoto, width: int, format: str) -> str:
    """Return the URL of a rendition. It carries the photo's fingerprint and never its file name."""
    extension = {"webp": "webp", "jpeg": "jpg"}[format]
    return f"ho-so/{profile.slug}/anh/{photo.number}-{photo.fingerprint}-{width}.{extension}"


def _widths(photo: PublishedPhoto) -> list[int]:
    return [width for width in WIDTHS if width <= photo.width] or [photo.width]


def _fallback_width(photo: PublishedPhoto) -> int:
    return min(FALLBACK_WIDTH, photo.width)


def photo_set(profile: PublishedProfile, photo: PublishedPhoto) -> PhotoSet:
    """Return what a template needs to show `photo`."""
    sources = tuple((rendition_url(profile, photo, width, "webp"), width) for width in _widths(photo))
    return PhotoSet(rendition_url(profile, photo, _fallback_width(photo), "jpeg"), sources, photo.width, photo.height, photo.alt,
                    photo.caption, photo.credit, photo.role, photo.taken)


def photo_artifacts(site: Site) -> Iterator[PhotoArtifact]:
    """Yield every rendition of every photo that may be shown."""
    for profile in site.profiles:
        for photo in profile.photos:
            for width in _widths(photo):
                yield PhotoArtifact(rendition_url(profile, photo, width, "webp"), photo.source, width, "webp")
            width = _fallback_width(photo)
            yield PhotoArtifact(rendition_url(profile, photo, width, "jpeg"), photo.source, width, "jpeg")
