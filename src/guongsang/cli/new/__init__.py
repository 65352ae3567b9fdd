"""`guongsang new`: creates a profile from options, and asks for what is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click
from pydantic import TypeAdapter, ValidationError

from guongsang.cli.new.scaffold import scaffold_profile, write_new
from guongsang.cli.project import require_registry
from guongsang.manuscripts.free_place import find_vacancy
from guongsang.manuscripts.profile import Profile, Year
from guongsang.outputs.parts.cards import KINDS
from guongsang.registry.lookup import search_entries
from guongsang.registry.model import Entry, Register, Registry, Unit
from guongsang.text.dates import format_date, resolve_as_of
from guongsang.text.folding import fold, normalise, slugify

T = TypeVar("T")
_MOST_SHOWN = 12
_YES, _NO = ("", "c", "co", "y", "yes"), ("k", "khong", "n", "no")


def _limit(key: str) -> int:
    """Return the maximum length that the model sets for a key."""
    limit: int = next(rule.max_length for rule in Profile.model_fields[key].metadata if hasattr(rule, "max_length"))
    return limit


@click.command()
@click.option("--kind", metavar="LOẠI", help="Cá nhân (individual) hay tập thể (collective).")
@click.option("--name", metavar="TÊN", help="Họ và tên, hoặc tên tập thể.")
@click.option("--unit", metavar="ĐƠN VỊ", help="Mã đơn vị, hoặc một phần tên, có dấu hay không dấu.")
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="LĨNH VỰC",
    help="Mã hoặc tên lĩnh vực; nhắc lại được, nhiều nhất ba lần.",
)
@click.option("--year", metavar="NĂM", help="Năm giới thiệu. Mặc định: năm nay.")
@click.option("--yes", is_flag=True, help="Không hỏi lại trước khi tạo.")
@click.pass_obj
def new(
    root: Path,
    kind: str | None,
    name: str | None,
    unit: str | None,
    fields: tuple[str, ...],
    year: str | None,
    yes: bool,
) -> None:
    """Tạo hồ sơ mới. Thiếu thông tin nào thì hỏi thông tin ấy."""
    registry = require_registry(root)
    today = resolve_as_of().date()
    asking = _is_interactive()
    missing = [
        option
        for option, given in (("--kind", kind), ("--name", name), ("--unit", unit), ("--field", fields))
        if not given
    ]
    if missing and not asking:
        raise click.UsageError(f"thiếu {', '.join(missing)}; ở đây không hỏi được nên phải nêu đủ trên dòng lệnh")
    # Options are checked before any question, so that nobody answers five questions for nothing.
    the_kind = _parse_kind(kind) if kind else None
    the_name = _parse_name(name) if name else None
    the_unit = _find_unit(registry.units, unit, today, asking) if unit else None
    the_fields = _parse_fields(registry, fields) if fields else None
    the_year = _parse_year(year) if year else None

    the_kind = the_kind or _ask_kind()
    the_name = the_name or _ask("Họ và tên đầy đủ:" if the_kind == "individual" else "Tên tập thể:", _parse_name)
    the_unit = the_unit or _ask_unit(registry.units, today)
    the_fields = the_fields or _ask_fields(registry)
    the_year = the_year or (
        _ask(f"Năm giới thiệu (Enter: {today.year}):", _parse_year, blank=str(today.year))
        if asking and not yes
        else today.year
    )

    vacancy = find_vacancy(root, the_name, the_year)
    if vacancy.namesake:
        click.echo(
            f"Địa chỉ {slugify(the_name)} đã thuộc về {vacancy.namesake}, nên thêm năm vào tên thư mục.\n"
            "Nếu là cùng một người hay tập thể thì nên viết tiếp vào hồ sơ cũ.",
            err=True,
        )
    if asking and not yes:
        click.echo(
            (
                f"\n{KINDS[the_kind]}: {the_name}\nĐơn vị: {the_unit.name}\nLĩnh vực: "
                f"{', '.join(the_fields)}\nTệp: {vacancy.path}"
            ),
            err=True,
        )
        if not _ask("Tạo hồ sơ này? (c: có, k: không)", _parse_answer, blank="c"):
            raise click.Abort
    text = scaffold_profile(
        registry, id=vacancy.id, kind=the_kind, name=the_name, unit=the_unit.id, fields=the_fields, year=the_year
    )
    write_new(root, vacancy.path, text)
    folder = vacancy.path.rpartition("/")[0]
    click.echo(
        f"Đã tạo {vacancy.path} (mã {vacancy.id}, bản nháp).\n"
        "Việc tiếp theo:\n"
        "  1. Mở tệp ấy, điền các khóa có dấu *, viết bài dưới bốn đề mục.\n"
        f"  2. Chép ảnh vào {folder}/ và khai từng ảnh ở khóa photos.\n"
        f"  3. Kiểm tra: python3 scripts/check.py {folder}"
    )


def _is_interactive() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _ask(question: str, parse: Callable[[str], T], *, blank: str | None = None) -> T:
    """Ask until `parse` accepts the answer; `blank` is the answer for Enter alone."""
    while True:
        text = click.prompt(question, default=blank, show_default=False, prompt_suffix=" ", err=True)
        try:
            return parse(text)
        except click.UsageError as error:
            click.echo(f"  {error.message}", err=True)


def _show(entries: list[str]) -> None:
    for number, label in enumerate(entries, start=1):
        click.echo(f"  {number}. {label}", err=True)


def _parse_number(text: str, most: int) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= most:
        raise click.UsageError(f"gõ một số từ 1 đến {most}")
    return int(text)


def _parse_kind(text: str) -> str:
    for kind, label in KINDS.items():
        if slugify(text) in (kind, slugify(label)):
            return kind
    raise click.UsageError(f'loại phải là một trong: {", ".join(KINDS)}; đang viết "{text}"')


def _ask_kind() -> str:
    click.echo("Hồ sơ của ai?", err=True)
    _show(list(KINDS.values()))
    return _ask("Chọn số:", lambda text: list(KINDS)[_parse_number(text, len(KINDS)) - 1])


def _parse_name(text: str) -> str:
    name = " ".join(normalise(text).split())
    if not name.isprintable():
        raise click.UsageError("tên có ký tự không nhìn thấy; gõ lại tên bằng bàn phím")
    if not slugify(name):
        raise click.UsageError("tên phải có chữ cái")
    if len(name) > _limit("name"):
        raise click.UsageError(f"tên dài nhất {_limit('name')} ký tự; đang có {len(name)}")
    return name


def _label(entry: Entry) -> str:
    closed = f", đến {format_date(entry.until)}" if entry.until else ""
    return f"{entry.name} ({entry.id}{closed})"


def _find_unit(units: Register[Unit], text: str, today: date, asking: bool) -> Unit:
    """Return the unit of an id, a spelling or part of a name; ask or refuse if several fit."""
    exact = units.find(text)
    if exact:
        return exact
    found = search_entries(units, text, today)
    matching = [unit for unit in found if any(slugify(text) in slugify(spelling) for spelling in unit.spellings())]
    if len(matching) == 1:
        return matching[0]
    if found and asking:
        return _choose_unit(found) or _ask_unit(units, today)
    if not found:
        raise click.UsageError(f'không có đơn vị nào giống "{text}"; xem exemplars/_registry/units.yml')
    names = "; ".join(map(_label, found[:_MOST_SHOWN]))
    raise click.UsageError(f'không rõ "{text}" là đơn vị nào; có phải: {names}')


def _choose_unit(found: list[Unit]) -> Unit | None:
    _show([_label(unit) for unit in found[:_MOST_SHOWN]])
    if len(found) > _MOST_SHOWN:
        click.echo(f"  Còn {len(found) - _MOST_SHOWN} đơn vị nữa; gõ dài hơn để tìm hẹp lại.", err=True)
    shown = min(len(found), _MOST_SHOWN)
    return _ask(
        "Chọn số (Enter: tìm lại):", lambda text: found[_parse_number(text, shown) - 1] if text else None, blank=""
    )


def _ask_unit(units: Register[Unit], today: date) -> Unit:
    while True:
        text = click.prompt("Đơn vị (gõ một phần tên, có dấu hay không dấu):", prompt_suffix=" ", err=True)
        found = search_entries(units, text, today)
        if not found:
            click.echo("  không có đơn vị nào giống thế; thử gõ một hai chữ trong tên", err=True)
            continue
        unit = _choose_unit(found)
        if unit:
            return unit


def _parse_fields(registry: Registry, given: tuple[str, ...]) -> list[str]:
    ids = []
    for text in given:
        field = registry.fields.find(text)
        if field is None:
            near = registry.fields.nearest(text)
            hint = (
                f'; có phải "{near.id}" ({near.name})'
                if near
                else f"; chọn trong: {', '.join(registry.fields.entries)}"
            )
            raise click.UsageError(f'"{text}" không có trong danh mục lĩnh vực{hint}')
        ids.append(field.id)
    return _check_fields(ids)


def _check_fields(ids: list[str]) -> list[str]:
    unique = list(dict.fromkeys(ids))
    if not 1 <= len(unique) <= _limit("fields"):
        raise click.UsageError(f"chọn từ 1 đến {_limit('fields')} lĩnh vực; đang có {len(unique)}")
    return unique


def _ask_fields(registry: Registry) -> list[str]:
    fields = list(registry.fields)
    click.echo("Lĩnh vực:", err=True)
    _show([field.name for field in fields])
    return _ask(
        f"Chọn từ 1 đến {_limit('fields')} số, cách nhau bằng dấu phẩy hoặc dấu cách:",
        lambda text: _check_fields(
            [fields[_parse_number(part, len(fields)) - 1].id for part in text.replace(",", " ").split()]
        ),
    )


def _parse_year(text: str) -> int:
    adapter = TypeAdapter(Year)
    try:
        return adapter.validate_python(text.strip())
    except ValidationError:
        bounds = adapter.json_schema()
        raise click.UsageError(
            f'năm phải là số từ {bounds["minimum"]} đến {bounds["maximum"]}; đang viết "{text}"'
        ) from None


def _parse_answer(text: str) -> bool:
    answer = fold(text.strip())
    if answer not in (*_YES, *_NO):
        raise click.UsageError("gõ c hoặc k")
    return answer in _YES
