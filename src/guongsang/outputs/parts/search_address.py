"""What stands in the address of the search page: the one place that lists, charts and the index take it from."""

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

# The facets, in the order in which the page shows them: key in the page's address → what readers call it.
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
    """Return the address, from the site's root, of the search that lists what has these values: facet's key → value's key.

    `order` is empty for the page's own, or BY_NAME.
    """
    return f"{SEARCH_URL}?{urlencode({**facets, **({'sap-xep': order} if order else {})}, quote_via=quote)}"
