"""The `guongsang` command: a thin door for staff over the domain."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from guongsang import __version__
from guongsang.calendar import resolve_as_of
from guongsang.cli.progress import Stages
from guongsang.edition import EXEMPLARS, Edition, load_edition
from guongsang.errors import GuongSangError
from guongsang.problems import Problem, has_errors
from guongsang.report import render_json, render_text

_ERRORS_FOUND = 1
_WRONG_USAGE = 2
_as_of = click.option("--as-of", metavar="NGÀY", help="Xét việc đăng tính đến ngày này, ví dụ 2026-06-05. Mặc định: bây giờ.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guongsang")
@click.option("--root", type=click.Path(file_okay=False, path_type=Path), default=Path("."), help="Thư mục gốc của dự án.")
@click.pass_context
def cli(context: click.Context, root: Path) -> None:
    """Gương Sáng: kiểm tra hồ sơ điển hình tiên tiến và dựng thành trang web."""
    context.obj = root.resolve()


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ của thông báo.")
@_as_of
@click.pass_obj
def check(root: Path, paths: tuple[Path, ...], form: str, lang: str, as_of: str | None) -> None:
    """Kiểm tra hồ sơ, không dựng trang. PATHS: chỉ báo lỗi của những tệp, thư mục này."""
    edition = _load(root, resolve_as_of(as_of))
    problems = _within(edition.problems, _relative_paths(root, paths))
    if form == "json":
        click.echo(render_json(problems, lang))
    else:
        if problems:
            click.echo(render_text(problems, root, lang))
        click.echo(_summary(edition, problems), err=True)
    sys.exit(_ERRORS_FOUND if has_errors(problems) else 0)


@cli.command()
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Thư mục đặt trang. Mặc định: site.")
@_as_of
@click.pass_obj
def build(root: Path, site_dir: Path | None, as_of: str | None) -> None:
    """Kiểm tra rồi dựng trang. Có lỗi thì dừng, trang cũ giữ nguyên."""
    from guongsang.mkdocs_adapter import build_site

    with Stages() as stages:
        edition = _load(root, resolve_as_of(as_of), stages)
        if has_errors(edition.problems):
            stages.stop()
            click.echo(render_text(edition.problems, root))
            click.echo(f"{_summary(edition, edition.problems)}\nChưa dựng trang; trang cũ giữ nguyên.", err=True)
            sys.exit(_ERRORS_FOUND)
        site = build_site(root, edition, site_dir=site_dir.resolve() if site_dir else None, report=stages.report)
    warnings = len(edition.problems)
    note = f"; {warnings} cảnh báo, xem bằng lệnh check" if warnings else ""
    shown = site_dir or root / "site"
    click.echo(f"Xong: {len(site.profiles)} hồ sơ được đăng trong {edition.total} hồ sơ{note}.\nMở {_short(shown / 'index.html', root)} để xem.", err=True)


@cli.command()
@_as_of
@click.option("--address", default="127.0.0.1:8000", metavar="MÁY:CỔNG", help="Địa chỉ xem thử.")
@click.option("--open/--no-open", "open_browser", default=False, help="Mở trình duyệt.")
@click.pass_obj
def serve(root: Path, as_of: str | None, address: str, open_browser: bool) -> None:
    """Xem thử: sửa tệp nào, trang hiện lại ngay; bản nháp cũng hiện, có đánh dấu."""
    from guongsang.mkdocs_adapter import serve_site

    click.echo(f"Xem thử tại http://{address}/ (dừng bằng Ctrl+C).", err=True)
    serve_site(root, as_of=resolve_as_of(as_of) if as_of else None, address=address, open_browser=open_browser)


def _load(root: Path, as_of: datetime, stages: Stages | None = None) -> Edition:
    if stages:
        return load_edition(root, as_of, progress=lambda done, total: stages.report("check", done, total))
    with Stages() as own:
        return load_edition(root, as_of, progress=lambda done, total: own.report("check", done, total))


def _relative_paths(root: Path, paths: tuple[Path, ...]) -> list[str]:
    found = []
    for path in paths:
        full = path if path.is_absolute() else Path.cwd() / path
        if not full.exists():
            raise click.UsageError(f"không thấy {path}")
        try:
            found.append(full.resolve().relative_to(root).as_posix())
        except ValueError:
            raise click.UsageError(f"{path} nằm ngoài dự án {root}") from None
    return found


def _within(problems: tuple[Problem, ...], paths: list[str]) -> list[Problem]:
    if not paths or "." in paths:
        return list(problems)
    return [item for item in problems if any(item.path == path or item.path.startswith(f"{path}/") for path in paths)]


def _summary(edition: Edition, problems: list[Problem] | tuple[Problem, ...]) -> str:
    errors = sum(item.severity == "error" for item in problems)
    warnings = len(problems) - errors
    ready = sum(any(decision.is_open for decision in edition.decisions(manuscript)) for manuscript in edition.manuscripts)
    return f"{edition.total} hồ sơ trong {EXEMPLARS}/: {ready} được đăng, {errors} lỗi, {warnings} cảnh báo."


def _short(path: Path, root: Path) -> str:
    try:
        return str(path.relative_to(root))
    except ValueError:
        return str(path)


def main() -> None:
    """Run the command. What fails is said in one sentence; staff never see a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        click.echo(f"lỗi: {error.format_message()}", err=True)
        sys.exit(_WRONG_USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Đã dừng.", err=True)
        sys.exit(130)
    except GuongSangError as error:
        click.echo(f"lỗi: {error}", err=True)
        sys.exit(_ERRORS_FOUND)
    except Exception as error:  # the last resort: a fault of ours, said as such
        Console(stderr=True, soft_wrap=True).print(
            f"lỗi của chương trình: {type(error).__name__}: {error}\nXin gửi dòng này cho nhóm kỹ thuật; tệp của bạn không bị thay đổi.", markup=False)
        sys.exit(_ERRORS_FOUND)
