"""Addresses of the search page with filters. Lists, charts and the search index share the keys."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, urlencode

from guongsang.text.addresses import (
    AWARD_FACET,
    CHANNEL_FACET,
    COLLECTIVE_KEY,
    EMERGING_KEY,
    FIELD_FACET,
    INDIVIDUAL_KEY,
    KIND_FACET,
    SEARCH_URL,
    STAGE_FACET,
    UNIT_FACET,
    YEAR_FACET,
)

# The facets in the order of the page: key in the address → label.
FACETS: Mapping[str, str] = MappingProxyType(
    {
        KIND_FACET: "Loại",
        FIELD_FACET: "Lĩnh vực",
        YEAR_FACET: "Năm",
        STAGE_FACET: "Mức",
        AWARD_FACET: "Khen thưởng",
        UNIT_FACET: "Đơn vị",
        CHANNEL_FACET: "Chuyên trang",
    }
)
KIND_KEYS: Mapping[str, str] = MappingProxyType({"individual": INDIVIDUAL_KEY, "collective": COLLECTIVE_KEY})
STAGE_KEYS: Mapping[str, str] = MappingProxyType(
    {"emerging": EMERGING_KEY, "recognised": "da-cong-nhan", "outstanding": "tieu-bieu"}
)
BY_NAME = "ten"


def search_address(facets: Mapping[str, str], *, order: str = "") -> str:
    """Return the address of a search, relative to the site's root.

    Args:
        facets: the values to filter by, facet's key → value's key.
        order: BY_NAME, or empty for the page's default order.
    """
    return f"{SEARCH_URL}?{urlencode({**facets, **({'sap-xep': order} if order else {})}, quote_via=quote)}"
