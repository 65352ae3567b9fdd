"""`guongsang build`: check, then build the site; with errors nothing is touched."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from guongsang.calendar import LOCAL, format_date, resolve_as_of
from guongsang.cli.check import summarise, wants_colour
from guongsang.cli.options import as_of_option
from guongsang.cli.progress import Stages
from guongsang.edition import read_edition
from guongsang.problems import has_errors
from guongsang.publishing.candidate import shows_profile
from guongsang.report import render_text
from guongsang.standstill import fingerprint_inputs, keep_site, recall_site
from guongsang.survey import Survey, survey

_ERRORS_FOUND = 1


@click.command()
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Thư mục đặt trang. Mặc định: site.")
@click.option("--precompress", is_flag=True, help="Nén sẵn các tệp chữ (thêm bản .gz bên cạnh) cho máy chủ web.")
@as_of_option
@click.pass_obj
def build(root: Path, site_dir: Path | None, precompress: bool, as_of: str | None) -> None:
    """Kiểm tra rồi dựng trang. Có lỗi thì dừng, trang cũ giữ nguyên."""
    with Stages() as stages:
        found = survey(root, resolve_as_of(as_of), progress=stages.step("check"))
        if has_errors(found.problems):
            stages.stop()
            click.echo(render_text(found.problems, root, colour=wants_colour(sys.stdout)))
            click.echo(f"{summarise(found, found.problems)}\nChưa dựng trang; trang cũ giữ nguyên.", err=True)
            _warn_of_withdrawn(found, (site_dir or root / "site"))
            sys.exit(_ERRORS_FOUND)
        edition = read_edition(root, found)
        target = site_dir.resolve() if site_dir else None
        inputs = fingerprint_inputs(root, found, (target, precompress))
        shown = recall_site(root, target, inputs)
        stands = shown is not None
        if shown is None:
            from guongsang.mkdocs_adapter import build_site

            built = build_site(root, edition, site_dir=target, report=stages.report, compress=precompress)
            shown = built.shown
            keep_site(root, built.folder, inputs, shown)
    warnings = len(edition.problems)
    note = f"; {warnings} cảnh báo, xem bằng lệnh check" if warnings else ""
    click.echo(f"Xong: {shown} hồ sơ được đăng trong {edition.total} hồ sơ{note}.{' Không có gì thay đổi, trang giữ nguyên.' if stands else ''}", err=True)
    if edition.as_of > datetime.now(LOCAL):
        click.echo(f"Chú ý: trang này dựng như thể đã đến ngày {format_date(edition.as_of.date())}, có cả hồ sơ chưa đến ngày đăng. Đừng đưa lên mạng.", err=True)
    click.echo(f"Mở {_short((site_dir or root / 'site') / 'index.html', root)} để xem.", err=True)


def _warn_of_withdrawn(found: Survey, site: Path) -> None:
    """Name the profiles that must not be seen any more and still stand on the earlier site, which a failed build leaves as it is."""
    resting = [reading.facts.slug for reading in found.readings if reading.facts and reading.facts.status in ("withdrawn", "suspended")]
    left = [slug for slug in resting if shows_profile(site / "ho-so" / slug / "index.html")]
    if left:
        click.echo(f"Chú ý: hồ sơ đã rút hoặc tạm dừng vẫn còn trên trang cũ: {', '.join(left)}. Sửa hết lỗi rồi dựng lại ngay.", err=True)


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
