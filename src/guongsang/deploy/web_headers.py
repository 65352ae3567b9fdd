"""HTTP headers for each file of a site: Content-Type and Cache-Control, sent to object storage.

`deploy/nginx/maps.conf` gives a web server the same rules; `tests/test_hosting.py` compares both.
A file whose name contains a fingerprint of its content never changes under that name.
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

# RFC 8246. A shared cache asks again each hour, because of photos of withdrawn profiles.
LONG = "public, max-age=31536000, s-maxage=3600, immutable"
# RFC 9111, 5.2.2.4: cached, but revalidated each time, so a withdrawn profile is gone at once.
SHORT = "no-cache"
# 30 days, for fonts: they change only with a new version of the program, if ever.
MIDDLE = "public, max-age=2592000"

# Paths with a fingerprint, by folder: a profile's own address may end in hexadecimal digits too.
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
_FONT = re.compile(r"assets/fonts/[^/]+\.woff2")


@dataclass(frozen=True, slots=True)
class Headers:
    """The two HTTP headers that a file is sent with."""

    content_type: str
    cache_control: str

    @property
    def fingerprint(self) -> str:
        """A hash of both, to see whether an uploaded file has outdated headers."""
        return hashlib.sha256(f"{self.content_type}\n{self.cache_control}".encode()).hexdigest()[:16]


def headers_for(path: str) -> Headers:
    """Return the headers of a file, by its path relative to the site's folder."""
    suffix = PurePosixPath(path).suffix.lower()
    if _JSON_FEED.search(path):
        content_type = "application/feed+json"
    elif PurePosixPath(path).name == "SHA256SUMS":
        content_type = _TEXT
    else:
        content_type = _TYPES.get(suffix, _UNKNOWN)
    return Headers(content_type, LONG if is_fingerprinted(path) else MIDDLE if _FONT.fullmatch(path) else SHORT)


def is_fingerprinted(path: str) -> bool:
    """Answer whether a path contains a fingerprint of the content."""
    return any(pattern.fullmatch(path) for pattern in _FINGERPRINTED)
