"""Writes the file of a new profile: every key of the model, with its help as a comment.

A key added to the model appears here by itself. Unknown values stay empty: an example value that
somebody forgets to replace would be published as a claim.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, get_args, get_origin

import yaml
from pydantic.fields import FieldInfo

from guongsang.manuscripts.authored import Authored, is_needed, register_of, submodel_of, visibility_of
from guongsang.manuscripts.free_place import VacancyError, taken
from guongsang.manuscripts.profile import HEADINGS, Profile
from guongsang.manuscripts.yaml_text import quote_text
from guongsang.registry.model import Registry
from guongsang.text.folding import normalise

_LEGEND = """\
# Bản nháp mới. Lời giải thích có dấu *: phải điền thì hồ sơ mới được đăng; chưa có thì để trống.
# Dòng có dấu # viết liền trước khóa là khóa chưa dùng: cần thì xóa dấu # ấy, cả ở các dòng con, rồi điền.
# Ngày viết dạng năm-tháng-ngày, ví dụ 2024-09-05. Lời giải thích giữ hay xóa đều được."""
_NOTES: Mapping[str, str] = {"recognition": "Nhân tố mới (emerging) chưa được công nhận thì xóa mục này"}
_SEEN_BY: Mapping[str, str] = {"public": "", "press": " [chỉ gửi báo chí]", "internal": " [nội bộ]"}
_GUIDES: Mapping[str, str] = dict(
    zip(
        HEADINGS,
        (
            "Kết quả nổi bật, có số liệu, thời gian và văn bản kèm theo.",
            "Từng bước đã làm, khó khăn gặp phải, đủ rõ để nơi khác làm theo được.",
            "Trước và sau khác nhau thế nào, ai được lợi, nơi nào đã làm theo.",
            "Điều rút ra, và điều nơi khác cần có trước khi làm theo.",
        ),
        strict=True,
    )
)
_MOST_LISTED = 12  # of a longer register the help names the file only
_MOST_ALIGNED = 40


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the front matter.

    Attributes:
        text: YAML.
        help: explanation of its key.
        active: whether it is in use; else it is commented out.
    """

    text: str
    help: str
    active: bool

    @property
    def code(self) -> str:
        """The line as it stands in the file, without its explanation."""
        return self.text if self.active else f"#{self.text}"


def scaffold_profile(
    registry: Registry, *, id: str, kind: str, name: str, unit: str, fields: Sequence[str], year: int
) -> str:
    """Return the text of a draft: front matter in the model's order, and the expected headings.

    Args:
        registry: the source of the choices in explanations.
        id: of the profile.
        kind: `individual` or `collective`.
        name: of the person or collective.
        unit: an id of the registry.
        fields: ids of the registry.
        year: in which it is put forward.
    """
    given = {"id": id, "kind": kind, "name": name, "unit": unit, "fields": list(fields), "year": year}
    blocks = [_LEGEND, *("\n".join(_block(key, info, given, registry)) for key, info in Profile.model_fields.items())]
    sections = [f"## {heading}\n\n<!-- {_GUIDES[heading]} -->\n" for heading in HEADINGS]
    return normalise("---\n" + "\n\n".join(blocks) + "\n---\n\n" + "\n".join(sections))


def write_new(root: Path, path: str, text: str) -> None:
    """Write a new profile in a new folder.

    Raises:
        VacancyError: The folder exists already, or the file can't be written.
    """
    folder = (root / path).parent
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    except FileExistsError:
        raise VacancyError(taken(PurePosixPath(path).parent.as_posix())) from None
    except OSError as error:
        raise VacancyError(f"không tạo được thư mục {folder}: {error.strerror}") from None
    try:
        with (root / path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise VacancyError(f"không ghi được {path}: {error.strerror}") from None


def _block(key: str, info: FieldInfo, given: Mapping[str, Any], registry: Registry) -> Iterator[str]:
    """Yield the lines of one key: its explanation above it, those of inner keys beside them."""
    yield f"# {_explain(Profile, key, info, registry)}"
    if key in given:
        yield f"{key}: {_render(given[key])}"
        return
    first, *rest = _lines(Profile, key, info, "", is_needed(info), registry)
    yield first.code
    width = max((len(line.code) for line in rest if len(line.code) <= _MOST_ALIGNED), default=0)
    yield from (f"{line.code:<{width}}  # {line.help}" for line in rest)


def _explain(model: type[Authored], key: str, info: FieldInfo, registry: Registry) -> str:
    star = "* " if is_needed(info) else ""
    entries = list(getattr(registry, register_of(info) or "", ()))
    choices = f"; chọn trong: {', '.join(entry.id for entry in entries)}" if 0 < len(entries) <= _MOST_LISTED else ""
    note = f". {_NOTES[key]}" if model is Profile and key in _NOTES else ""
    return f"{star}{info.description}{choices}{note}{_SEEN_BY[visibility_of(info)]}"


def _lines(
    model: type[Authored], key: str, info: FieldInfo, indent: str, active: bool, registry: Registry
) -> Iterator[_Line]:
    inner, container = submodel_of(info), _container_of(info)
    help = _explain(model, key, info, registry)
    if inner is None:
        blank = "[]" if container is list else "" if info.default is None else _render(info.default)
        yield _Line(f"{indent}{key}: {blank}".rstrip(), help, active)
        return
    yield _Line(f"{indent}{key}:", help, active)
    inside = f"{indent}  "
    if container is dict:  # keyed by ids of a register; show the first
        entry = next(iter(getattr(registry, register_of(info) or "")), None)
        yield _Line(f"{inside}{entry.id if entry else 'id'}:", " ".join(entry.name.split()) if entry else "", False)
        inside += "  "
    elif container is list:
        inside += "  "
    # Entries of lists and maps stay commented out: an empty entry would be an error.
    for number, (name, field) in enumerate(inner.model_fields.items()):
        in_use = active and container is None and (is_needed(field) or _container_of(field) is list)
        for line in _lines(inner, name, field, inside, in_use, registry):
            dashed = f"{inside[:-2]}- {line.text[len(inside) :]}" if container is list and number == 0 else line.text
            yield _Line(dashed, line.help, line.active)


def _container_of(info: FieldInfo) -> type | None:
    """Return list or dict for a field of several values, else None."""
    pending = [info.annotation]
    while pending:
        annotation = pending.pop()
        if get_origin(annotation) in (list, dict):
            return get_origin(annotation)
        pending.extend(argument for argument in get_args(annotation) if get_origin(argument))
    return None


def _render(value: Any) -> str:
    """Return a value as YAML on one line; text is quoted if YAML would read it as anything else."""
    if isinstance(value, list):
        return f"[{', '.join(map(_render, value))}]"
    if not isinstance(value, str):
        return json.dumps(value)
    return value if _reads_back(value) else quote_text(value)


def _reads_back(text: str) -> bool:
    if any(char in text for char in "'\":#[]{},&*!|>%@`\\"):
        return False
    try:
        return bool(yaml.safe_load(f"key: {text}") == {"key": text})
    except yaml.YAMLError:
        return False
