"""What stands in the address of the search page: the one place that lists, charts and the index take it from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, urlencode

SEARCH_URL = "tim-kiem/"
# The facets, in the order in which the page shows them: key in the page's address → what readers call it.
FACETS: Mapping[str, str] = MappingProxyType(
    {
        "loai": "Loại",
        "linh-vuc": "Lĩnh vực",
        "nam": "Năm",
        "muc": "Mức",
        "khen-thuong": "Khen thưởng",
        "don-vi": "Đơn vị",
        "kenh": "Chuyên trang",
    }
)
KIND_KEYS: Mapping[str, str] = MappingProxyType({"individual": "ca-nhan", "collective": "tap-the"})
STAGE_KEYS: Mapping[str, str] = MappingProxyType(
    {"emerging": "nhan-to-moi", "recognised": "da-cong-nhan", "outstanding": "tieu-bieu"}
)
INITIATIVES_KEY = "mo-hinh"
BY_NAME = "ten"


def search_address(facets: Mapping[str, str], *, order: str = "") -> str:
    """Return the address, from the site's root, of the search that lists what has these values: facet's key → value's key.

    `order` is empty for the page's own, or BY_NAME.
    """
    return f"{SEARCH_URL}?{urlencode({**facets, **({'sap-xep': order} if order else {})}, quote_via=quote)}"
