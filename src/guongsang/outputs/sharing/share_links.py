"""Addresses of the services by which readers pass a page on: plain links, from patterns in the site's settings."""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from urllib.parse import quote


def share_address(pattern: str, url: str, title: str) -> str:
    """Return a service's address for passing on a page.

    Args:
        pattern: the service's address, in which `{url}`, `{title}` and `{data}` stand for the page's address, its title, and what
            Zalo's own button sends: a JSON object with the address, in Base64.
        url: the page's full address.
        title: its title.
    """
    if "{data}" in pattern:
        pattern = pattern.replace(
            "{data}", _quoted(base64.b64encode(json.dumps({"url": url}, separators=(",", ":")).encode()).decode())
        )
    return pattern.replace("{url}", _quoted(url)).replace("{title}", _quoted(title))


@lru_cache(8)  # each service of a page asks for the same
def _quoted(text: str) -> str:
    return quote(text, safe="")
