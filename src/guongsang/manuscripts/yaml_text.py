"""Write text as YAML: the one way in which commands put a value in quotes."""

from __future__ import annotations

import json


def quote_text(text: str) -> str:
    """Return text as a double-quoted YAML scalar on one line.

    A JSON string is a YAML double-quoted scalar with the same value (YAML 1.2.2, section 1.3).
    """
    return json.dumps(text, ensure_ascii=False)
