"""`guongsang schema`: prints the JSON Schema of the front matter, for editors and forms."""

from __future__ import annotations

from pathlib import Path

import click

from guongsang.cli.project import require_registry
from guongsang.errors import GuongSangError
from guongsang.registry.json_schema import render_schema


@click.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="TỆP",
    help="Ghi vào tệp này. Mặc định: in ra màn hình.",
)
@click.pass_obj
def schema(root: Path, output: Path | None) -> None:
    """In lược đồ JSON của phần đầu hồ sơ, để trình soạn thảo gợi ý và soát lỗi."""
    text = render_schema(require_registry(root))
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise GuongSangError(f"không ghi được {output}: {error.strerror}") from None
    click.echo(f"Đã ghi {output}.", err=True)
