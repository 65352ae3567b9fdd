"""The statistics page: published profiles by year, stage, field, unit, award and channel.

Charts are tables with bars beside their numbers; each number links the list that it counts.
Profiles that only a preview shows are not counted: the page says that it counts what is public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from guongsang.outputs.artifacts import HOME, PageArtifact
from guongsang.outputs.pages.yearly_duty import make_duty_table
from guongsang.outputs.parts.bars import Bar, make_bars
from guongsang.outputs.parts.cards import KINDS, LEVELS, STAGES, last_change
from guongsang.outputs.parts.search_address import KIND_KEYS, STAGE_KEYS, search_address
from guongsang.publication.profile import PublishedInitiative, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import (
    AWARD_FACET,
    COLLECTIVES_URL,
    EMERGING_URL,
    FIELD_FACET,
    INDIVIDUALS_URL,
    INITIATIVES_URL,
    KIND_FACET,
    STAGE_FACET,
    STATISTICS_URL,
    UNIT_FACET,
    YEAR_FACET,
    award_url,
    field_url,
    initiative_url,
    section_url,
    unit_url,
    year_url,
)
from guongsang.text.dates import format_date
from guongsang.text.folding import collation_key

TITLE = "Thống kê"
_SHOWN = 10  # visible rows; the others are folded
_SLACK = 3  # so few are not worth folding


@dataclass(frozen=True, slots=True)
class Value:
    """A number, and the address of the list that it counts; empty if there is none."""

    number: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chart.

    Attributes:
        url: of the list that the label links; may be empty.
        values: by column; of several, the last is the total.
        bars: one per value, without the total.
        note: a remark on the label; may be empty.
    """

    label: str
    url: str
    values: tuple[Value, ...]
    bars: tuple[Bar, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A table with bars. Of several columns, the last is the total of the others, which bars stack.

    Attributes:
        id: the anchor.
        text: introduction.
        caption: of the table.
        head: heading of the labels.
        columns: headings of the values.
        rows: the visible rows.
        folded: the rows that readers can unfold.
        fold: what the fold says.
        foot: a row of totals.
        is_short: labels have a word or two, so bars fit beside them on any screen.
    """

    id: str
    title: str
    text: str
    caption: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    folded: tuple[Row, ...] = ()
    fold: str = ""
    foot: Row | None = None
    is_short: bool = False


def statistics_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the statistics page."""
    shown = tuple(profile for profile in site.profiles if not profile.preview)
    # The site itself has its lists by field, unit and so on already; a new one makes them again.
    public = site if len(shown) == len(site.profiles) else Site(site.registry, site.as_of, shown)
    copied = _copied(public)
    copies = sum(count for _, _, count in copied)
    as_of = format_date(site.as_of.date())
    view = {
        "heading": TITLE,
        "intro": f"Đếm từ các hồ sơ đang đăng công khai trên trang này, tính đến ngày {as_of}. "
        "Bấm vào chỗ gạch chân để mở danh sách.",
        "as_of": as_of,
        "count": len(public.profiles),
        "samples": sum(1 for profile in public.profiles if profile.sample),
        "totals": [
            (len(public.by_kind.get("individual", ())), "cá nhân", INDIVIDUALS_URL),
            (len(public.by_kind.get("collective", ())), "tập thể", COLLECTIVES_URL),
            (len(public.initiatives), "mô hình, sáng kiến", INITIATIVES_URL),
            (len(public.by_unit), "đơn vị có điển hình", f"#{UNIT_FACET}" if public.by_unit else ""),
            (copies, "lượt làm theo ở đơn vị khác", "#nhan-rong" if copies else ""),
        ],
        "charts": [chart for chart in (_years(public), _stages(public), _fields(public)) if chart.rows],
        "more_charts": [
            chart for chart in (_units(public), _awards(public), _channels(public), _copies(copied)) if chart.rows
        ],
        "duty": make_duty_table(public, site.registry.duty) if site.registry.duty and public.profiles else None,
    }
    yield PageArtifact(
        STATISTICS_URL,
        "statistics.html",
        TITLE,
        "Điển hình tiên tiến theo năm, mức, lĩnh vực, đơn vị; mô hình được làm theo; "
        "số hồ sơ của từng đơn vị trong từng năm.",
        view,
        (HOME,),
        updated=max(filter(None, map(last_change, public.profiles)), default=None),
    )


def _copied(site: Site) -> list[tuple[PublishedInitiative, PublishedProfile, int]]:
    """Return the initiatives that other units adopted, with the number of units, most first."""
    found = []
    for item, profile in site.initiatives:
        own = profile.unit.id if profile.unit else ""
        count = sum(1 for unit in item.replicated_at if unit.id != own)
        if count:
            found.append((item, profile, count))
    return sorted(found, key=lambda entry: -entry[2])  # stable: ties keep the order of names


def _by_kind(label: str, url: str, profiles: Sequence[PublishedProfile], filters: Mapping[str, str]) -> Row:
    """Return a row with the numbers of individuals, collectives and both, linked to their lists."""
    counts = {kind: sum(1 for profile in profiles if profile.kind == kind) for kind in KINDS}
    return Row(
        label,
        url,
        (
            *(
                Value(count, search_address({**filters, KIND_FACET: KIND_KEYS[kind]}) if count and filters else "")
                for kind, count in counts.items()
            ),
            Value(len(profiles)),
        ),
    )


def _stacked(rows: Iterable[Row]) -> tuple[Row, ...]:
    rows = list(rows)
    most = max((row.values[-1].number for row in rows), default=0)
    return tuple(
        Row(
            row.label,
            row.url,
            row.values,
            make_bars([value.number for value in row.values[:-1] or row.values], most),
            row.note,
        )
        for row in rows
    )


def _kind_foot(site: Site) -> Row:
    individuals, collectives = (len(site.by_kind.get(kind, ())) for kind in KINDS)
    return Row(
        "Cộng",
        "",
        (Value(individuals, INDIVIDUALS_URL), Value(collectives, COLLECTIVES_URL), Value(individuals + collectives)),
    )


def _years(site: Site) -> Chart:
    rows = [_by_kind(year, year_url(year), site.by_year[year], {YEAR_FACET: year}) for year in sorted(site.by_year)]
    return Chart(
        YEAR_FACET,
        "Theo năm giới thiệu",
        "Năm mà đơn vị giới thiệu điển hình, không phải năm đăng hồ sơ.",
        "Số hồ sơ theo năm giới thiệu",
        "Năm",
        (*KINDS.values(), "Tổng"),
        _stacked(rows),
        foot=_kind_foot(site),
        is_short=True,
    )


def _stages(site: Site) -> Chart:
    addresses = {"emerging": EMERGING_URL}
    rows = [
        _by_kind(
            label,
            addresses.get(stage, "") if stage in site.by_stage else "",
            site.by_stage.get(stage, ()),
            {STAGE_FACET: STAGE_KEYS[stage]},
        )
        for stage, label in STAGES.items()
    ]
    return Chart(
        STAGE_FACET,
        "Theo mức",
        "Từ nhân tố mới phát hiện đến điển hình tiêu biểu.",
        "Số hồ sơ theo mức",
        "Mức",
        (*KINDS.values(), "Tổng"),
        _stacked(rows) if site.profiles else (),
        foot=_kind_foot(site),
    )


def _ranked(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows with bars, largest first, ties in Vietnamese order."""
    return _stacked(sorted(rows, key=lambda row: (-row.values[-1].number, collation_key(row.label), row.url)))


def _split(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the visible and the folded rows. Rows that count nothing are folded."""
    present = sum(1 for row in rows if row.values[-1].number)
    shown = present if present <= _SHOWN + _SLACK else _SHOWN
    return rows[:shown], rows[shown:]


def _counted(entries: Iterable[tuple[str, str, int, str]]) -> tuple[Row, ...]:
    return _ranked(Row(label, url, (Value(count),), note=note) for label, url, count, note in entries)


def _fields(site: Site) -> Chart:
    rows, folded = _split(
        _counted(
            (entry.name, field_url(entry.id), len(site.by_field.get(entry.id, ())), "")
            for entry in site.registry.fields
        )
    )
    return Chart(
        FIELD_FACET,
        "Theo lĩnh vực",
        "Một hồ sơ có thể thuộc hai, ba lĩnh vực, nên các số cộng lại lớn hơn tổng số hồ sơ.",
        "Số hồ sơ theo lĩnh vực",
        "Lĩnh vực",
        ("Hồ sơ",),
        rows,
        folded,
        _fold(folded, "lĩnh vực"),
    )


def _units(site: Site) -> Chart:
    rows, folded = _split(
        _counted((unit.name, unit_url(unit.id), len(site.by_unit.get(unit.id, ())), "") for unit in site.registry.units)
    )
    return Chart(
        UNIT_FACET,
        "Theo đơn vị",
        "Mọi năm, theo đơn vị ghi trong hồ sơ, kể cả đơn vị đã sáp nhập, đổi tên. "
        "Không cộng đơn vị trực thuộc vào đơn vị cấp trên.",
        "Số hồ sơ theo đơn vị",
        "Đơn vị",
        ("Hồ sơ",),
        rows,
        folded,
        _fold(folded, "đơn vị"),
    )


def _awards(site: Site) -> Chart:
    rows, folded = _split(
        _counted(
            (award.name, award_url(award.id), len(site.by_award.get(award.id, ())), LEVELS[award.level])
            for award in site.registry.awards
        )
    )
    return Chart(
        AWARD_FACET,
        "Theo khen thưởng",
        "Số hồ sơ có danh hiệu, hình thức khen thưởng còn hiệu lực; khen nhiều lần vẫn tính một hồ sơ.",
        "Số hồ sơ theo danh hiệu, hình thức khen thưởng",
        "Danh hiệu, hình thức",
        ("Hồ sơ",),
        rows,
        folded,
        _fold(folded, "danh hiệu, hình thức"),
    )


def _channels(site: Site) -> Chart:
    rows = _stacked(
        Row(channel.name, section_url(channel.path), (Value(len(site.by_channel[channel.id])),))
        for channel in site.registry.channels
    )
    return Chart(
        "chuyen-trang",
        "Theo chuyên trang",
        "Một hồ sơ có thể đăng ở nhiều chuyên trang, mỗi nơi một tít riêng.",
        "Số bài theo chuyên trang",
        "Chuyên trang",
        ("Bài",),
        rows if site.profiles else (),
    )


def _copies(copied: Sequence[tuple[PublishedInitiative, PublishedProfile, int]]) -> Chart:
    rows = _stacked(
        Row(item.name, initiative_url(item.slug), (Value(count),), note=profile.name)
        for item, profile, count in copied[:_SHOWN]
    )
    rest = len(copied) - len(rows)
    text = "Số đơn vị khác đã áp dụng mô hình, sáng kiến, theo hồ sơ của nơi khởi xướng."
    return Chart(
        "nhan-rong",
        "Được làm theo nhiều nhất",
        f"{text} Còn {rest} mô hình, sáng kiến khác cũng đã được làm theo." if rest else text,
        "Số đơn vị khác đã làm theo từng mô hình, sáng kiến",
        "Mô hình, sáng kiến",
        ("Đơn vị",),
        rows,
    )


def _fold(rows: Sequence[Row], what: str) -> str:
    """Return the label of the fold: how many rows it has, and how many of them count nothing."""
    empty = sum(1 for row in rows if not row.values[-1].number)
    if not rows or empty == len(rows):
        return f"{empty} {what} chưa có hồ sơ đăng ở đây" if rows else ""
    return f"{len(rows)} {what} khác" + (f", trong đó {empty} chưa có hồ sơ đăng ở đây" if empty else "")
