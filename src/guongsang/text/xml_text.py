"""Remove characters that XML forbids: pasted text may contain them."""

from __future__ import annotations

import re

# XML 1.0, section 2.2, production [2] Char. All others are forbidden, even escaped; U+FFFE and
# U+FFFF too.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal_xml(text: str) -> str:
    """Return `text` without the characters that XML forbids."""
    return _ILLEGAL.sub("", text)
