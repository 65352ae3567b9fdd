"""`guongsang withdraw`: marks a profile as withdrawn; lists copies, whom to notify, deadlines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from guongsang.build.check_project import check_project
from guongsang.checks.fixing.plan import render_diff
from guongsang.checks.fixing.writing import write_fix
from guongsang.cli.press_log import notify
from guongsang.cli.withdrawal import DEADLINES, SOURCE, find_places, plan_withdrawal, usual_notice
from guongsang.errors import GuongSangError
from guongsang.manuscripts.manuscript import Manuscript, load_manuscript
from guongsang.publication.profile_facts import ProfileFacts, profile_spellings
from guongsang.text.dates import format_date, parse_date, resolve_as_of
from guongsang.text.folding import fold, nearest, normalise


@click.command(
    help="Rút một hồ sơ: ghi tình trạng và lời thông báo, rồi cho biết hồ sơ còn ở đâu, báo cho ai, hạn đến ngày nào."
)
@click.argument("profile", metavar="HỒ_SƠ")
@click.option("--date", "day", metavar="NGÀY", help="Ngày rút, ví dụ 2026-07-15. Mặc định: hôm nay.")
@click.option("--asked", metavar="NGÀY", help="Ngày nhận được yêu cầu, để tính thời hạn. Mặc định: ngày rút.")
@click.option("--by", metavar="AI", help="Đơn vị quyết định rút. Mặc định: giữ như đang ghi.")
@click.option("--notice", metavar="LỜI", help="Lời thông báo cho bạn đọc; không nêu tên ai. Mặc định: một câu có sẵn.")
@click.option(
    "--site-dir",
    metavar="THƯ_MỤC",
    type=click.Path(file_okay=False, path_type=Path),
    help="Trang đã dựng. Mặc định: site.",
)
@click.option(
    "--published",
    metavar="THƯ_MỤC",
    multiple=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Nơi đã publish, để tìm trong các bản trước; nhắc lại được.",
)
@click.option("--dry-run", is_flag=True, help="Chỉ cho xem, không ghi.")
@click.pass_context
def withdraw(
    context: click.Context,
    /,
    profile: str,
    asked: str | None,
    site_dir: Path | None,
    published: tuple[Path, ...],
    dry_run: bool,
    **review: str | None,
) -> None:
    """Write the withdrawal (`review`: day, by, notice); print deadlines, copies and outlets."""
    root: Path = context.obj
    withdrawn = _parse_day(review["day"], resolve_as_of().date())
    found = _find(root, profile)
    manuscript, _ = load_manuscript(root, found.path)
    if manuscript is None:
        raise GuongSangError(f"không đọc được hồ sơ {found.slug}; xem lỗi bằng lệnh check")
    name, notice = manuscript.profile.name, review["notice"]
    if notice and name and fold(name) in fold(notice):
        raise click.UsageError("--notice không được nêu tên người trong hồ sơ")
    if found.status == "withdrawn" and not any(review.values()):
        click.echo(f"Hồ sơ {found.slug} đã rút từ trước; tệp giữ nguyên.")
        withdrawn = (manuscript.profile.review.date if manuscript.profile.review else None) or withdrawn
    else:
        _write(root, manuscript, withdrawn, review["by"], notice or usual_notice(withdrawn), dry_run=dry_run)
    _echo_deadlines(_parse_day(asked, withdrawn))
    click.echo("\nHồ sơ còn ở những nơi này:")
    for place in find_places(
        root,
        found.path,
        found.slug,
        name,
        (site_dir or root / "site").resolve(),
        [folder.resolve() for folder in published],
    ):
        click.echo(f"  - {place.kind}: {place.name}: {place.todo}")
    click.echo("  - bạn đọc, máy tìm kiếm: có thể còn bản lưu; nhờ Google, Cốc Cốc gỡ bản lưu của địa chỉ cũ\n")
    if found.id:
        context.invoke(notify, profile=found.slug)
    if not dry_run:
        click.echo(
            "\nBạn đọc còn thấy hồ sơ cho đến khi trang được dựng lại và đưa lên: chạy build, rồi publish.\n"
            "Hồ sơ khác còn lỗi làm build dừng lại thì đừng đợi: chạy build --withhold-faulty, rồi publish.",
            err=True,
        )


def _write(root: Path, manuscript: Manuscript, day: date, by: str | None, notice: str, *, dry_run: bool) -> None:
    """Show the edit of the profile's file, and write it unless this is a dry run."""
    text = (root / manuscript.path).read_bytes().decode("utf-8")
    plan = plan_withdrawal(
        manuscript.document, text, day, normalise(by) if by else None, " ".join(normalise(notice).split())
    )
    for line in render_diff(plan):
        click.echo(line)
    if dry_run:
        click.echo("Chưa ghi gì; tệp giữ nguyên.", err=True)
        return
    write_fix(root, plan)
    click.echo(f"Đã ghi vào {manuscript.path}.", err=True)


def _echo_deadlines(asked: date) -> None:
    click.echo(f"\nThời hạn, tính từ ngày nhận yêu cầu {format_date(asked)} ({SOURCE}):")
    for item in DEADLINES:
        unit = f"{item.days} ngày{' làm việc' if item.working else ''}"
        click.echo(f"  - đến hết {format_date(item.falls(asked))}: {item.what} ({unit})")


def _find(root: Path, written: str) -> ProfileFacts:
    facts = [checked.facts for checked in check_project(root, resolve_as_of()).profiles if checked.facts]
    spellings = profile_spellings(facts)
    key = written.strip().strip("/").rsplit("/", 1)[-1]
    slug = spellings.get(key) or spellings.get(key.upper())
    if slug is None:
        near = nearest(key, spellings)
        raise click.UsageError(
            f'không có hồ sơ nào tên thư mục hay mã là "{written}"{f"; có phải {near}?" if near else ""}'
        )
    return next(item for item in facts if item.slug == slug)


def _parse_day(text: str | None, otherwise: date) -> date:
    try:
        return parse_date(text.strip()) if text else otherwise
    except ValueError:
        raise click.UsageError(f'"{text}" không phải là ngày; viết dạng 2026-07-15') from None
