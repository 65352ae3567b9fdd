"""DH1 on editorial pages (`content/`): front matter is readable, no other files lie there.

MkDocs would publish broken front matter as text, and copy every file that lies there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from guongsang.manuscripts.document import load_document
from guongsang.rules import problem
from guongsang.rules.problem import START, Problem

CONTENT = "content"
# Files among the pages that MkDocs may copy unchanged.
_ALLOWED = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".pdf", ".css", ".js", ".woff2"})


def check_content(root: Path) -> Iterator[Problem]:
    """DH103-DH106: unreadable front matter. DH107: a link, or a file that no site needs."""
    for place, folders, files in os.walk(root / CONTENT):
        folders.sort()
        for name in sorted(files):
            file = Path(place) / name
            path = file.relative_to(root).as_posix()
            if name.startswith("."):
                continue
            if file.suffix.lower() == ".md":
                yield from (
                    item for item in load_document(root, path)[1] if item.code != "DH102" and item.severity == "error"
                )
            elif file.is_symlink() or file.suffix.lower() not in _ALLOWED:
                found = "loại tệp này không được đăng; chỉ để trang .md, ảnh, .pdf ở đây"
                yield problem(path, START, "DH107", found=found, found_en="this kind of file is not published")
