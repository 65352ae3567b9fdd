"""The article of a press kit: story, quotes, facts with their documents, captions, terms."""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.parts.cards import INITIATIVE_KINDS
from guongsang.outputs.parts.criteria_panel import RATINGS, clause_rows
from guongsang.outputs.parts.facts import Fact, FactKey, profile_facts
from guongsang.outputs.parts.plain_text import Block, read_blocks
from guongsang.outputs.parts.press_wording import (
    SAMPLE_NOTE,
    available_from,
    credit_line,
    how_to_cite,
    photo_people,
    usage_terms,
)
from guongsang.outputs.parts.sheet import (
    Heading,
    Item,
    Note,
    Paragraph,
    Picture,
    Quotation,
    Reference,
    Sheet,
    SheetBlock,
    Table,
)
from guongsang.publication.profile import PublishedInitiative, PublishedPhoto, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import press_photo_name, profile_url
from guongsang.text.dates import format_date

_FACTS: tuple[FactKey, ...] = ("name", "role", "unit", "fields", "kind", "recognition", "movements", "id")
NO_PHOTOS = "Hồ sơ này không kèm ảnh."
# The profile's page says the same: a machine can't judge character.
CRITERIA_NOTE = (
    "Bảng này cho biết mỗi ý của tiêu chuẩn được trả lời bằng gì, có văn bản nào. Máy không đánh giá phẩm chất; "
    "việc công nhận do tập thể và cấp có thẩm quyền quyết định."
)


def press_sheet(profile: PublishedProfile, site: Site) -> Sheet:
    """Return the article of a profile's press kit."""
    unit = profile.unit.name if profile.unit else ""
    names = dict.fromkeys(name for name in (profile.name, unit, *(entry.name for entry in profile.fields)) if name)
    return Sheet(
        title=profile.title,
        blocks=tuple(
            [
                *_notes(profile),
                *_story(profile),
                *_quotes(profile),
                *_facts(profile),
                *_honours(profile),
                *_initiatives(profile),
                *_follow_up(profile),
                *_criteria(profile, site),
                *_photos(profile),
                *_headlines(profile),
                *_terms(profile, site),
            ]
        ),
        publisher=site.imprint.publisher,
        subject=", ".join(part for part in (profile.name, profile.role, unit) if part),
        keywords=tuple(names),
        language=site.imprint.language,
        footer=", ".join(part for part in (site.imprint.name, f"hồ sơ {profile.id}") if part),
        created=available_from(profile),
        modified=profile.updated,
    )


def _notes(profile: PublishedProfile) -> Iterator[SheetBlock]:
    if profile.sample:
        yield Note(SAMPLE_NOTE)
    for item in sorted(
        profile.corrections, key=lambda item: (item.date.toordinal() if item.date else 0, item.text or ""), reverse=True
    ):
        yield Note(
            f"Đính chính ngày {format_date(item.date)}: {item.text}" if item.date else f"Đính chính: {item.text}"
        )


def _story(profile: PublishedProfile) -> Iterator[SheetBlock]:
    if profile.summary:
        yield Paragraph(profile.summary, "lead")
    yield Paragraph(
        ", ".join(part for part in (profile.name, profile.role, profile.unit.name if profile.unit else "") if part),
        "byline",
    )
    table: list[Block] = []
    blocks = read_blocks(profile)
    for before, block, following in zip([None, *blocks], [*blocks, None], [*blocks[1:], None, None], strict=True):
        if table and (block is None or block.kind != "row"):
            yield _table(table)
            table = []
        if block is None:
            return
        match block.kind:
            case "row":
                table.append(block)
            case "heading":
                yield Heading(block.text, max(1, block.level - 1))
            case "item":
                yield Item(block.text, block.number)
            # A line that names the speaker is part of the quotation before it.
            case "quote" if not (before and before.kind == "quote" and _names_speaker(block)):
                yield Quotation(
                    block.text, following.text.lstrip("— ") if following and _names_speaker(following) else ""
                )
            case "quote":
                continue
            case _:
                yield Paragraph(block.text)


def _names_speaker(block: Block) -> bool:
    return block.kind == "quote" and block.text.startswith("—")


def _table(rows: list[Block]) -> Table:
    """Return a table of the story. Its first row is the header; short rows get empty cells."""
    width = max(len(row.cells) for row in rows)
    filled = [tuple([*row.cells, *[""] * (width - len(row.cells))]) for row in rows]
    return Table(filled[0], tuple(filled[1:]))


def _quotes(profile: PublishedProfile) -> Iterator[SheetBlock]:
    if profile.quotes:
        yield Heading("Lời trích báo chí được dùng")
    for quote in profile.quotes:
        yield Quotation(f"“{(quote.text or '').strip('“”')}”", quote.by or "")


def _facts(profile: PublishedProfile) -> Iterator[SheetBlock]:
    yield Heading("Thông tin chính")
    facts = profile_facts(profile, _FACTS)
    yield Table(("Mục", "Nội dung"), tuple((fact.label, _fact_text(fact)) for fact in facts if fact.text))


def _fact_text(fact: Fact) -> str:
    day = f" ngày {format_date(fact.day)}" if fact.day else ""
    document = f" ({fact.document})" if fact.document else ""
    return f"{fact.text}{day}{document}"


def _honours(profile: PublishedProfile) -> Iterator[SheetBlock]:
    if profile.awards:
        yield Heading("Danh hiệu, khen thưởng")
        rows = tuple(
            (
                f"{item.award.name}{' (truy tặng)' if item.posthumous else ''}",
                str(item.year or ""),
                item.authority,
                _dated(item.document, format_date(item.date) if item.date else ""),
            )
            for item in profile.awards
        )
        yield Table(("Danh hiệu, hình thức", "Năm", "Nơi quyết định", "Văn bản"), rows)
    if profile.ratings:
        yield Heading("Xếp loại hằng năm")
        yield Table(
            ("Năm", "Xếp loại", "Văn bản"),
            tuple(
                (str(item.year), RATINGS[item.rating or "completed"], item.document or "") for item in profile.ratings
            ),
        )


def _dated(document: str, day: str) -> str:
    return f"{document}, {day}" if document and day else document or day


def _initiatives(profile: PublishedProfile) -> Iterator[SheetBlock]:
    if profile.initiatives:
        yield Heading("Mô hình, sáng kiến và số liệu")
    for item in profile.initiatives:
        yield from _initiative(item)


def _initiative(item: PublishedInitiative) -> Iterator[SheetBlock]:
    yield Heading(f"{INITIATIVE_KINDS[item.kind]}: {item.name}", 2)
    for label, text in (("Hiệu quả", item.effect), ("Cách làm", item.how)):
        if text:
            yield Paragraph(f"{label}: {text}")
    known = (
        ("Áp dụng từ năm", str(item.since or "")),
        ("Văn bản", item.document),
        ("Đơn vị đã làm theo", ", ".join(unit.name for unit in item.replicated_at)),
    )
    if details := [f"{label}: {text}." for label, text in known if text]:
        yield Paragraph(" ".join(details))
    if item.figures:
        yield Table(
            ("Chỉ số", "Trước", "Sau"),
            tuple((figure.label or "", figure.before or "", figure.after or "") for figure in item.figures),
        )


def _follow_up(profile: PublishedProfile) -> Iterator[SheetBlock]:
    if profile.follow_up:
        yield Heading("Sau khi tuyên truyền")
    for item in profile.follow_up:
        counted = (
            (item.replications, "nơi làm theo"),
            (item.visitors, "lượt người đến tham quan"),
            (item.articles, "tin, bài"),
        )
        reach = ", ".join(f"{count} {noun}" for count, noun in counted if count)
        by = f", {item.by}" if item.by else ""
        reached = f" ({reach})" if reach else ""
        yield Item(f"{format_date(item.date) if item.date else ''}{by}: {item.effect}{reached}")


def _criteria(profile: PublishedProfile, site: Site) -> Iterator[SheetBlock]:
    rows = [
        (
            f"{row.title} ({row.citation})",
            "\n".join(
                f"{line.text.rstrip('.')} ({line.document})" if line.document else line.text for line in row.lines
            ),
        )
        for row in clause_rows(profile, site.registry)
        if row.lines
    ]
    if rows:
        yield Heading("Đối chiếu tiêu chuẩn")
        yield Paragraph(CRITERIA_NOTE, "small")
        yield Table(("Tiêu chuẩn", "Trả lời, văn bản"), tuple(rows))


def _photos(profile: PublishedProfile) -> Iterator[SheetBlock]:
    yield Heading("Ảnh và chú thích")
    if not profile.photos:
        yield Paragraph(NO_PHOTOS)
    for photo in profile.photos:
        yield Picture(press_photo_name(profile.slug, photo.number), photo.alt, caption_lines(profile, photo))


def caption_lines(profile: PublishedProfile, photo: PublishedPhoto) -> tuple[str, ...]:
    """Return the lines below a photo: caption, credit, people, day."""
    lines = (
        photo.caption,
        photo.credit,
        f"Trong ảnh: {', '.join(photo_people(photo))}",
        f"Ngày chụp: {format_date(photo.taken)}" if photo.taken else "",
    )
    return tuple(line for line in lines if line)


def _headlines(profile: PublishedProfile) -> Iterator[SheetBlock]:
    """Yield the headlines and sapos of press channels that differ from the profile's."""
    own = [item for item in profile.press_appearances if (item.title, item.summary) != (profile.title, profile.summary)]
    if own:
        yield Heading("Tít, sapo riêng của từng kênh")
    for item in own:
        yield Heading(item.channel.name, 2)
        for label, text, common in (("Tít", item.title, profile.title), ("Sapo", item.summary, profile.summary)):
            if text and text != common:
                yield Paragraph(f"{label}: {text}")


def _terms(profile: PublishedProfile, site: Site) -> Iterator[SheetBlock]:
    yield Heading("Khi đăng lại")
    first = available_from(profile)
    if first:
        yield Paragraph(f"Sử dụng từ ngày {format_date(first)}.")
    yield Paragraph(f"Ghi nguồn: “{credit_line(profile, site)}”")
    yield Paragraph(f"Điều kiện: {usage_terms(site)}")
    yield Paragraph(f"Cách dẫn: {how_to_cite(profile, site)}")
    contact = profile.contact
    if contact and (contact.name or contact.phone or contact.email):
        phone = f"điện thoại {contact.phone}" if contact.phone else ""
        yield Paragraph(
            f"Đầu mối cho báo chí: {', '.join(part for part in (contact.name, phone, contact.email) if part)}"
        )
    if site.imprint.address:
        yield Reference("Hồ sơ gốc, luôn là bản mới nhất", site.imprint.absolute(profile_url(profile.slug)))
