"""`guongsang check`: checks without building, for staff, git hooks and CI."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click

from guongsang.build.check_project import ProjectCheck, check_project
from guongsang.cli.check.standings import make_overview
from guongsang.cli.check.summary import render_markdown, render_summary, render_totals
from guongsang.cli.options import as_of_option, lang_option
from guongsang.cli.progress import Stages
from guongsang.manuscripts.project_layout import EXEMPLARS
from guongsang.rules.problem import Problem, has_errors
from guongsang.rules.report import FORMATS, render_text
from guongsang.rules.rule import Language
from guongsang.text.dates import resolve_as_of

_ERRORS_FOUND = 1
_READ_BY_PEOPLE = ("text", "github")  # these end with the summary; tools must get the other formats alone
_NOT_FOUND = {"vi": "không thấy {path}", "en": "{path} was not found"}
_OUTSIDE = {"vi": "{path} nằm ngoài dự án {root}", "en": "{path} is outside the project {root}"}
_UNWRITABLE = {"vi": "không ghi được {path}: {reason}", "en": "{path} can't be written: {reason}"}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="Dạng kết quả.")
@click.option(
    "--summary",
    "summary_file",
    metavar="TỆP",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ghi bản tóm tắt (Markdown) vào tệp này, ví dụ cho trang kết quả của CI.",
)
@lang_option
@as_of_option
@click.pass_obj
def check(
    root: Path, paths: tuple[Path, ...], form: str, summary_file: Path | None, lang: Language, as_of: str | None
) -> None:
    """Kiểm tra hồ sơ, không dựng trang. PATHS: chỉ báo lỗi của những tệp, thư mục này."""
    asked = _relative_paths(root, paths, lang)
    named = bool(asked) and "." not in asked
    with Stages() as stages:
        found = check_project(root, resolve_as_of(as_of), progress=stages.step("check"))
    problems = [item for item in found.problems if not named or _is_within(item.path, asked)]
    text = (
        render_text(problems, root, lang, colour=True)
        if form == "text" and wants_colour(sys.stdout)
        else FORMATS[form](problems, root, lang)
    )
    if text:
        click.echo(text)
    overview = make_overview(found, problems, lang, wanted=(lambda path: _is_within(path, asked)) if named else None)
    if form in _READ_BY_PEOPLE:
        click.echo(render_summary(overview, lang, named=named), err=True)
    if summary_file:
        _write(summary_file, render_markdown(overview, lang, named=named), lang)
    sys.exit(_ERRORS_FOUND if has_errors(problems) else 0)


def summarise(found: ProjectCheck, problems: Sequence[Problem], lang: Language = "vi") -> str:
    """Return one line: numbers of profiles, of those that may be shown, of errors and warnings."""
    return render_totals(make_overview(found, problems, lang, wanted=lambda path: False), lang)


def wants_colour(stream: TextIO) -> bool:
    """Answer whether to colour output: on terminals only, unless NO_COLOR (no-color.org) is set."""
    return bool(stream) and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _relative_paths(root: Path, paths: Sequence[Path], lang: Language) -> list[str]:
    found = []
    for path in paths:
        full = Path(os.path.abspath(path))
        if not os.path.lexists(full):
            raise click.UsageError(_NOT_FOUND[lang].format(path=path))
        if not full.is_relative_to(root):  # links stay as written, except in the way to the project
            full = full.resolve()
        if not full.is_relative_to(root):
            raise click.UsageError(_OUTSIDE[lang].format(path=path, root=root))
        found.append(_profile_of(root, full).relative_to(root).as_posix())
    return found


def _profile_of(root: Path, path: Path) -> Path:
    """Return the profile that a photo or another file in its folder belongs to, or else `path`.

    Git hooks name every changed file, and problems of a photo stand in the profile's `index.md`.
    """
    if path.is_dir() or not path.is_relative_to(root / EXEMPLARS):
        return path
    owners = (folder / "index.md" for folder in path.parents if folder.is_relative_to(root / EXEMPLARS))
    return next((owner for owner in owners if owner.is_file()), path)


def _is_within(path: str, asked: Sequence[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in asked)


def _write(path: Path, text: str, lang: Language) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise click.UsageError(
            _UNWRITABLE[lang].format(path=path, reason=error.strerror or type(error).__name__)
        ) from None
