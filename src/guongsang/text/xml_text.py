"""Text that XML may hold: what authors paste can have characters that no XML document allows."""

from __future__ import annotations

import re

# XML 1.0, section 2.2, production [2] Char: all others are not allowed, not even escaped. (U+FFFE and U+FFFF are neither.)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal_xml(text: str) -> str:
    """Return `text` without the characters that XML forbids."""
    return _ILLEGAL.sub("", text)
