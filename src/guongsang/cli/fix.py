"""`guongsang fix`: shows the automatic fixes of profiles, then writes them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from guongsang.checks.fixing import FixError, FixPlan, plan_fixes, render_diff, write_fix
from guongsang.cli.progress import Stages
from guongsang.manuscripts.manuscript import find_manuscripts
from guongsang.manuscripts.project_layout import EXEMPLARS, REGISTRY, require_project
from guongsang.registry.loading import load_registry
from guongsang.registry.model import Registry
from guongsang.rules.problem import has_errors
from guongsang.text.folding import fold

_TO_MEND = 1
_FAILED = 1
_STYLES = {"@": "cyan", "+": "green", "-": "red"}
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # would control the terminal, or break the line


@click.command(
    help="Sửa những chỗ máy sửa được mà không đổi nội dung. PATHS: chỉ sửa những tệp, thư mục này.\n\n"
    "Sửa: dấu BOM, chữ tổ hợp (NFC), dấu cách thừa, cách viết khác của mã trong danh mục, "
    "ngày viết kiểu 5/9/2024, thứ tự khóa."
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Chỉ cho xem, không ghi; mã thoát 1 nếu có chỗ phải sửa.")
@click.option("--yes", is_flag=True, help="Ghi luôn, không hỏi lại.")
@click.pass_obj
def fix(root: Path, paths: tuple[Path, ...], only_check: bool, yes: bool) -> None:
    """Show the fixes of all profiles, or of those below `paths`; write them if that is agreed."""
    plans = _plan(root, _select(root, paths))
    for plan in plans:
        if plan.skipped:
            click.echo(f"Bỏ qua {plan.path}: {plan.skipped}", err=True)
    changes = [plan for plan in plans if plan.mends]
    for plan in changes:
        _show(plan)
    if not changes:
        click.echo("Không có gì phải sửa.", err=True)
    elif only_check:
        click.echo(f"Cần sửa {_count(changes)}. Chạy lệnh fix để sửa.", err=True)
        sys.exit(_TO_MEND)
    elif yes or _is_agreed():
        _write(root, changes)
    else:
        click.echo("Chưa ghi gì; các tệp giữ nguyên.", err=True)


def _select(root: Path, paths: tuple[Path, ...]) -> list[str]:
    """Return the paths of the profiles to fix.

    Raises:
        UsageError: A path doesn't exist, or lies outside the project.
    """
    require_project(root)
    wanted = []
    for path in paths:
        full = (Path.cwd() / path).resolve()
        if not full.exists():
            raise click.UsageError(f"không thấy {path}")
        if not full.is_relative_to(root):
            raise click.UsageError(f"{path} nằm ngoài dự án {root}")
        wanted.append(full.relative_to(root))
    found = list(find_manuscripts(root, EXEMPLARS))
    if not wanted:
        return found
    return [path for path in found if any(Path(path).is_relative_to(place) for place in wanted)]


def _plan(root: Path, paths: list[str]) -> list[FixPlan]:
    """Return the plans that fix or skip something, in the order of the paths."""
    registry, problems = load_registry(root, REGISTRY)
    if has_errors(problems):
        click.echo("Danh mục đang có lỗi, nên lần này không đổi mã nào; xin chạy lệnh check.", err=True)
        registry = Registry()
    plans = []
    with Stages() as stages:
        for done, path in enumerate(paths, start=1):
            plan = plan_fixes(root, path, registry)
            if plan.mends or plan.skipped:
                plans.append(plan)
            stages.report("check", done, len(paths))
    return plans


def _show(plan: FixPlan) -> None:
    _print((line, _STYLES.get(line[:1], "bold" if number < 2 else "")) for number, line in enumerate(render_diff(plan)))
    for mend in plan.mends:
        click.echo(_UNSEEN.sub("\ufffd", f"{plan.path}:{mend.line}: {mend.sentence}"))
    click.echo()


def _print(lines: Iterable[tuple[str, str]]) -> None:
    console = Console(soft_wrap=True, highlight=False) if sys.stdout.isatty() else None
    for line, style in lines:
        text = _UNSEEN.sub("\ufffd", line)
        if console:
            console.print(Text(text, style=style))
        else:
            click.echo(text)


def _is_agreed() -> bool:
    """Answer whether to write. A person at a terminal is asked; a script isn't."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    answer = click.prompt(
        "Ghi những sửa đổi này vào tệp? (c = có, k = không)", default="k", show_default=False, err=True
    )
    return fold(answer).strip() in ("c", "co", "y", "yes")


def _write(root: Path, plans: list[FixPlan]) -> None:
    written = []
    for plan in plans:
        try:
            write_fix(root, plan)
            written.append(plan)
        except FixError as error:
            click.echo(f"lỗi: {error}", err=True)
    click.echo(f"Đã sửa {_count(written)}.", err=True)
    if len(written) < len(plans):
        sys.exit(_FAILED)


def _count(plans: list[FixPlan]) -> str:
    return f"{len(plans)} tệp, {sum(len(plan.mends) for plan in plans)} chỗ"
