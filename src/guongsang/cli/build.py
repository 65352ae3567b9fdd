"""`guongsang build`: check, then build the site; with errors nothing is touched."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guongsang.calendar import resolve_as_of
from guongsang.cli.check import summarise, wants_colour
from guongsang.cli.options import as_of_option
from guongsang.cli.progress import Stages
from guongsang.edition import read_edition
from guongsang.problems import has_errors
from guongsang.report import render_text
from guongsang.survey import survey

_ERRORS_FOUND = 1


@click.command()
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Thư mục đặt trang. Mặc định: site.")
@as_of_option
@click.pass_obj
def build(root: Path, site_dir: Path | None, as_of: str | None) -> None:
    """Kiểm tra rồi dựng trang. Có lỗi thì dừng, trang cũ giữ nguyên."""
    from guongsang.mkdocs_adapter import build_site

    with Stages() as stages:
        found = survey(root, resolve_as_of(as_of), progress=stages.step("check"))
        if has_errors(found.problems):
            stages.stop()
            click.echo(render_text(found.problems, root, colour=wants_colour(sys.stdout)))
            click.echo(f"{summarise(found, found.problems)}\nChưa dựng trang; trang cũ giữ nguyên.", err=True)
            sys.exit(_ERRORS_FOUND)
        edition = read_edition(root, found)
        site = build_site(root, edition, site_dir=site_dir.resolve() if site_dir else None, report=stages.report)
    warnings = len(edition.problems)
    note = f"; {warnings} cảnh báo, xem bằng lệnh check" if warnings else ""
    click.echo(f"Xong: {len(site.profiles)} hồ sơ được đăng trong {edition.total} hồ sơ{note}.", err=True)
    click.echo(f"Mở {_short((site_dir or root / 'site') / 'index.html', root)} để xem.", err=True)


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
