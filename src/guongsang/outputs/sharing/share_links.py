"""Share links to Facebook, Zalo and others: plain links, from patterns in the site's settings."""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from urllib.parse import quote


def share_address(pattern: str, url: str, title: str) -> str:
    """Return the address at a service that shares a page.

    Args:
        pattern: the service's address with the placeholders `{url}` (the page's address), `{title}`
            and `{data}` (as Zalo's button sends: a JSON object with the address, in Base64).
        url: the page's absolute address.
        title: its title.
    """
    if "{data}" in pattern:
        pattern = pattern.replace(
            "{data}", _quoted(base64.b64encode(json.dumps({"url": url}, separators=(",", ":")).encode()).decode())
        )
    return pattern.replace("{url}", _quoted(url)).replace("{title}", _quoted(title))


@lru_cache(8)  # all services of a page ask for the same
def _quoted(text: str) -> str:
    return quote(text, safe="")
