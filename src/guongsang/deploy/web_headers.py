"""How each file of a site is sent: its type, and how long browsers may keep it. Object storage is told when a file is uploaded.

`deploy/nginx/maps.conf` tells a web server the same, file by file (`tests/test_hosting.py`); a file whose name holds a fingerprint of its content never changes under that name.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from guongsang.text.addresses import CARD_PREFIX, PHOTOS_FOLDER, SEARCH_INDEX_FOLDER, profile_url

_TEXT = "text/plain; charset=utf-8"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".atom": "application/atom+xml",
    ".xml": "application/xml",
    ".csv": "text/csv; charset=utf-8",
    ".txt": _TEXT,
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".gz": "application/gzip",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_JSON_FEED = re.compile(r"(^|/)feed(-[^/]+)?\.json$")  # JSON Feed 1.1, "Suggestions for Publishers"
_UNKNOWN = "application/octet-stream"

LONG = "public, max-age=31536000, s-maxage=3600, immutable"  # RFC 8246; a shared cache asks again each hour, for a withdrawn profile's photos
SHORT = "no-cache"  # RFC 9111, 5.2.2.4: kept, and asked for again each time; a withdrawn profile is gone from every screen at once
MIDDLE = "public, max-age=2592000"  # fonts: they change with a new version of the program, if ever

# Where a fingerprint stands in a path. By place, never by looks: a profile's own address may end in digits too.
_FINGERPRINTED = tuple(
    map(
        re.compile,
        (
            rf"{profile_url('[^/]+')}{PHOTOS_FOLDER}/[^/]+-[0-9a-f]{{16}}-\d+\.(avif|webp|jpg|png)",
            rf"(.+/)?{CARD_PREFIX}[0-9a-f]{{16}}\.(png|jpg)",
            rf"{SEARCH_INDEX_FOLDER}/([^/]+-[0-9a-f]{{10}}/.+|[^/]+-[0-9a-f]{{8}})\.json",
            r"assets/(.+/)?[^/]+\.[0-9a-f]{8}\.min\.(js|css)(\.map)?",
        ),
    )
)
_STEADY = re.compile(r"assets/fonts/[^/]+\.woff2")


@dataclass(frozen=True, slots=True)
class Headers:
    """What a file is sent with."""

    content_type: str
    cache_control: str

    @property
    def fingerprint(self) -> str:
        """Tells whether a file that was uploaded earlier is sent as it should be."""
        return hashlib.sha256(f"{self.content_type}\n{self.cache_control}".encode()).hexdigest()[:16]


def headers_for(path: str) -> Headers:
    """Return what a file of a site is sent with, by its path below the site's folder."""
    suffix = PurePosixPath(path).suffix.lower()
    if _JSON_FEED.search(path):
        content_type = "application/feed+json"
    elif PurePosixPath(path).name == "SHA256SUMS":
        content_type = _TEXT
    else:
        content_type = _TYPES.get(suffix, _UNKNOWN)
    return Headers(content_type, LONG if is_fingerprinted(path) else MIDDLE if _STEADY.fullmatch(path) else SHORT)


def is_fingerprinted(path: str) -> bool:
    """Answer whether a file's name changes whenever its content does."""
    return any(pattern.fullmatch(path) for pattern in _FINGERPRINTED)
