"""A profile as a plain text file for readers to save, with its sources and its address."""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.artifacts import FileArtifact
from guongsang.outputs.dossier import Dossier
from guongsang.outputs.parts.criteria_panel import clause_rows
from guongsang.outputs.parts.plain_text import Block, correction_lines, even_spaces, fact_lines, read_blocks
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Registry
from guongsang.text.addresses import profile_url, text_url
from guongsang.text.dates import format_date

_WIDTH = 88


def text_files(dossier: Dossier) -> Iterator[FileArtifact]:
    """Yield the text of a profile, in UTF-8 with a byte order mark, which old Notepads need."""
    yield FileArtifact(text_url(dossier.profile.slug), "\ufeff" + render_text(dossier.profile, dossier.site))


def render_text(profile: PublishedProfile, site: Site) -> str:
    """Return a profile as text, wrapped at 88 characters."""
    lines: list[str] = []
    if profile.sample:
        lines += _wrap("HỒ SƠ MINH HỌA. Nhân vật, sự việc, số liệu và văn bản dưới đây là hư cấu.")
    for line in correction_lines(profile):
        lines += _wrap(line)
    lines += _wrap(profile.title.upper()) + _wrap(profile.summary)
    unit = profile.unit.name if profile.unit else ""
    lines += _wrap(", ".join(part for part in (profile.name, profile.role, unit) if part))
    for block in read_blocks(profile):
        lines += _block_lines(block)
    lines += _facts(profile, site.registry)
    lines += _source(profile, site)
    return "\n".join(lines).strip() + "\n"


def _block_lines(block: Block) -> list[str]:
    if block.kind == "heading":
        return [block.text.upper(), ""]
    if block.kind == "item":
        return _wrap_clean(block.text, first="- ", rest="  ")
    return _wrap_clean(block.text, first="    ", rest="    ") if block.kind == "quote" else _wrap_clean(block.text)


def _facts(profile: PublishedProfile, registry: Registry) -> list[str]:
    lines = ["THÔNG TIN CHÍNH", ""]
    for fact in fact_lines(profile):
        lines += _wrap(fact, first="- ", rest="  ")
    lines += ["ĐỐI CHIẾU TIÊU CHUẨN", ""]
    for row in clause_rows(profile, registry):
        lines += _wrap(f"{row.title} ({row.citation})")
        for line in row.lines:
            lines += _wrap(f"{line.text} ({line.document})" if line.document else line.text, first="- ", rest="  ")
    return lines


def _source(profile: PublishedProfile, site: Site) -> list[str]:
    published = f", đăng ngày {format_date(profile.published)}" if profile.published else ""
    address = f"{site.imprint.address}{profile_url(profile.slug)}" if site.imprint.address else ""
    return [
        f"Nguồn: {site.imprint.name}, hồ sơ {profile.id}{published}.",
        address,
        f"Bản lưu theo dữ liệu đến ngày {format_date(site.as_of.date())}.",
    ]


def _wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    return _wrap_clean(even_spaces(text), first, rest) if text else []


def _wrap_clean(text: str, first: str = "", rest: str = "") -> list[str]:
    """Return the lines of a text, broken between words only, and an empty line.

    Single spaces separate words. Much faster than `textwrap`, which also looks for hyphens.
    """
    lines: list[str] = []
    start, lead, left = 0, first, len(text)
    while left - start > (room := _WIDTH - len(lead)):
        end = text.rfind(" ", start, start + room + 1)
        if end < 0:  # a word longer than a line
            end = text.find(" ", start)
        if end < 0:
            break
        lines.append(lead + text[start:end])
        start, lead = end + 1, rest
    return [*lines, lead + text[start:], ""]
