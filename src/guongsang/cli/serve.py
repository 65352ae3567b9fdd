"""`guongsang serve`: a live preview for authors."""

from __future__ import annotations

from pathlib import Path

import click

from guongsang.cli.options import as_of_option
from guongsang.cli.progress import Stages
from guongsang.text.dates import resolve_as_of


@click.command()
@as_of_option
@click.option("--address", default="127.0.0.1:8000", metavar="MÁY:CỔNG", help="Địa chỉ xem thử.")
@click.option("--open/--no-open", "open_browser", default=False, help="Mở trình duyệt.")
@click.pass_obj
def serve(root: Path, as_of: str | None, address: str, open_browser: bool) -> None:
    """Xem thử: sửa tệp nào, trang hiện lại ngay; bản nháp cũng hiện, có đánh dấu."""
    from guongsang.engine.preview.server import serve_site

    click.echo(f"Xem thử tại http://{address}/ (dừng bằng Ctrl+C).", err=True)
    with Stages() as stages:
        serve_site(
            root,
            as_of=resolve_as_of(as_of) if as_of else None,
            address=address,
            open_browser=open_browser,
            report=stages.report,
            ready=stages.stop,
        )
