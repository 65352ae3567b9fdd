"""Read a Markdown file and split it into front matter, with line and column, and body."""

from __future__ import annotations

import hashlib
import os
import stat
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path

from frontmatter.default_handlers import YAMLHandler

from guongsang.manuscripts.located_yaml import LocatedData, parse_yaml
from guongsang.rules import problem
from guongsang.rules.problem import START, Problem, span_at
from guongsang.text.folding import normalise
from guongsang.text.legacy_encodings import guess_encoding

_BOUNDARY = YAMLHandler.FM_BOUNDARY
MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown file, split but not yet checked against a model.

    Attributes:
        path: the file relative to the project's root, with forward slashes.
        fields: the front matter with the place of every key and value.
        body: the Markdown below it, in NFC.
        body_line: the line of the file on which the body begins.
        lines: all lines of the file, for excerpts.
        digest: SHA-256 of the file's bytes; "" for text that is not from a file.
    """

    path: str
    fields: LocatedData
    body: str = ""
    body_line: int = 1
    lines: tuple[str, ...] = ()
    digest: str = ""


def load_document(root: Path, path: str) -> tuple[Document, list[Problem]]:
    """Read the file `path` below `root`. Never raises: every fault is returned as a problem."""
    try:
        place = f"{root}/{path}"  # pathlib is slow, and this runs for each profile
        status = os.lstat(place)
        if not stat.S_ISREG(status.st_mode) or not _lies_inside(root, path):
            return _empty(path), [
                problem(
                    path,
                    START,
                    "DH107",
                    found="đây không phải tệp thường nằm trong dự án",
                    found_en="not a plain file of the project",
                )
            ]
        if status.st_size > MAX_BYTES:
            limit = f"{MAX_BYTES // 1_000_000} MB"
            return _empty(path), [problem(path, START, "DH106", limit=limit, limit_en=limit)]
        with open(place, "rb", buffering=0) as file:
            raw = file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _empty(path), [problem(path, START, "DH107", found=reason, found_en=reason)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _unify_line_ends(raw[: error.start].decode("utf-8", "replace"))
        return _empty(path), [
            problem(path, span_at(before, len(before)), "DH101", offset=error.start, encoding=guess_encoding(raw))
        ]
    document, problems = parse_document(path, text, hashlib.sha256(raw).hexdigest())
    return document, [problem(path, START, "DH108"), *problems] if raw.startswith(BOM_UTF8) else problems


def _lies_inside(root: Path, path: str) -> bool:
    """Answer whether a file lies below `root`, and not behind a symbolic link that leads out."""
    place, folders = str(root), path.split("/")[:-1]
    for folder in folders:
        place = f"{place}/{folder}"
        if folder == ".." or os.path.islink(place):
            break
    else:
        return True
    return (root / path).resolve().is_relative_to(root.resolve())


def _unify_line_ends(text: str) -> str:
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _empty(path: str) -> Document:
    return Document(path, LocatedData(None))


def parse_document(path: str, text: str, digest: str = "") -> tuple[Document, list[Problem]]:
    """Split `text` into front matter and body. Returns the document and the syntax problems."""
    text = _unify_line_ends(text)
    lines = tuple(text.split("\n"))
    first = _BOUNDARY.search(text) if text.startswith("---") else None
    second = _BOUNDARY.search(text, first.end()) if first else None
    if first is None or second is None:
        found, found_en = (
            ("không thấy dòng --- thứ hai", "there is no second --- line")
            if text.startswith("---")
            else ("tệp này không mở đầu bằng ---", "this file does not begin with ---")
        )
        return Document(path, LocatedData(None), lines=lines, digest=digest), [
            problem(path, START, "DH102", found=found, found_en=found_en)
        ]
    front, body = text[first.end() : second.start()], text[second.end() :]
    front_line = 1 + text.count("\n", 0, first.end())
    body_line = len(lines) - body.count("\n")
    fields, problems = parse_yaml(path, front, front_line)
    if fields.data is None and not problems:
        problems = [problem(path, START, "DH102", found="phần này đang trống", found_en="it is empty")]
    elif not isinstance(fields.data, dict) and not problems:
        problems = [
            problem(
                path,
                fields.span(),
                "DH103",
                found="phần này không phải là các dòng khóa: giá trị",
                found_en="it is not a list of key: value lines",
                mend='viết mỗi thông tin trên một dòng "khóa: giá trị"',
                mend_en='write "key: value" lines',
            )
        ]
    return Document(path, fields, normalise(body), body_line, lines, digest), problems
