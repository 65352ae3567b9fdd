"""Options of several commands: `--as-of`, `--lang`."""

from __future__ import annotations

import click

as_of_option = click.option(
    "--as-of", metavar="NGÀY", help="Xét việc đăng tính đến ngày này, ví dụ 2026-06-05. Mặc định: bây giờ."
)
lang_option = click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ của thông báo.")
