"""`guongsang build`: check, then build the site.

With errors the earlier site stays untouched. With `--withhold-faulty`, profiles and events that
have errors are left out instead.
"""

from __future__ import annotations

import gc
import sys
from datetime import datetime
from pathlib import Path

import click

from guongsang.build.check_project import ProjectCheck, check_project
from guongsang.build.compile_site import read_edition
from guongsang.build.output.workplace import Ground
from guongsang.build.unchanged import fingerprint_inputs, recall_site, record_site
from guongsang.build.withholding import Withholding, plan_withholding
from guongsang.cli.check import summarise, wants_colour
from guongsang.cli.options import as_of_option
from guongsang.cli.progress import Stages
from guongsang.deploy.candidate import shows_profile
from guongsang.publication.profile_facts import ProfileFacts
from guongsang.rules.problem import has_errors
from guongsang.rules.report import render_text
from guongsang.text.addresses import profile_url
from guongsang.text.dates import LOCAL, format_date, resolve_as_of

_ERRORS_FOUND = 1
_ENDED = frozenset({"withdrawn", "suspended", "not_approved", "no_consent", "consent_expired", "channel_not_consented"})


@click.command()
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Thư mục đặt trang. Mặc định: site.")
@click.option("--precompress", is_flag=True, help="Nén sẵn các tệp chữ (thêm bản .gz bên cạnh) cho máy chủ web.")
@click.option(
    "--withhold-faulty",
    is_flag=True,
    help="Dựng gấp: bỏ ra ngoài các hồ sơ, sự kiện còn lỗi thay vì dừng lại (ví dụ khi có hồ sơ phải rút ngay).",
)
@as_of_option
@click.pass_obj
def build(root: Path, site_dir: Path | None, precompress: bool, withhold_faulty: bool, as_of: str | None) -> None:
    """Kiểm tra rồi dựng trang. Có lỗi thì dừng, trang cũ giữ nguyên."""
    # Millions of small objects live until the end of a build: the collector would take a quarter of
    # the time.
    gc.disable()
    target = site_dir.resolve() if site_dir else None
    with Ground(root, target or root / "site") as ground, Stages() as stages:
        found = check_project(
            root, resolve_as_of(as_of), publishing=True, progress=stages.step("check"), on_change=ground.lay_out
        )
        withholding = plan_withholding(found)
        if has_errors(found.problems):
            stages.stop()
            click.echo(render_text(found.problems, root, colour=wants_colour(sys.stdout)))
            if withholding.stopping or not withhold_faulty:
                click.echo(f"{summarise(found, found.problems)}\nChưa dựng trang; trang cũ giữ nguyên.", err=True)
                _echo_way_out(withholding, _overdue(found, site_dir or root / "site"))
                sys.exit(_ERRORS_FOUND)
        were_shown = [
            path for path in withholding.left_out if _is_shown(Path(path).parent.name, site_dir or root / "site")
        ]
        edition = read_edition(root, found, withholding if withhold_faulty else None)
        inputs = fingerprint_inputs(root, found, (target, precompress, withhold_faulty))
        shown = recall_site(root, target, inputs)
        reused = shown is not None
        if shown is None:
            from guongsang.engine.build_site import build_site

            built = build_site(
                root, edition, site_dir=target, report=stages.report, compress=precompress, workplace=ground.workplace
            )
            shown = built.shown
            record_site(root, built.folder, inputs, shown)
    warnings = sum(item.severity == "warning" for item in edition.problems)
    note = f"; {warnings} cảnh báo, xem bằng lệnh check" if warnings else ""
    unchanged = " Không có gì thay đổi, trang giữ nguyên." if reused else ""
    click.echo(f"Xong: {shown} hồ sơ được đăng trong {edition.total} hồ sơ{note}.{unchanged}{stages.total()}", err=True)
    if edition.as_of > datetime.now(LOCAL):
        click.echo(
            (
                f"Chú ý: trang này dựng như thể đã đến ngày {format_date(edition.as_of.date())}, có cả hồ sơ chưa đến "
                "ngày đăng. Đừng đưa lên mạng."
            ),
            err=True,
        )
    if edition.withholding and has_errors(edition.problems):
        _echo_left_out(found, edition.withholding, were_shown)
    click.echo(f"Mở {_short((site_dir or root / 'site') / 'index.html', root)} để xem.", err=True)


def _overdue(found: ProjectCheck, site: Path) -> list[str]:
    """Return slugs of profiles that the earlier site shows, and that must not be shown any more."""
    return [
        checked.facts.slug
        for checked in found.profiles
        if checked.facts and _must_go(checked.facts, found.as_of) and _is_shown(checked.facts.slug, site)
    ]


def _is_shown(slug: str, site: Path) -> bool:
    return shows_profile(site / profile_url(slug) / "index.html")


def _must_go(facts: ProfileFacts, as_of: datetime) -> bool:
    """Answer whether a profile is closed on all channels, and not only because of an error."""
    return facts.status != "approved" or all(
        _ENDED.intersection(decision.reasons) for decision in facts.decisions(as_of)
    )


def _echo_way_out(withholding: Withholding, overdue: list[str]) -> None:
    """Print how to build despite errors, and a warning if profiles must be taken off at once."""
    if overdue:
        click.echo(
            (
                "CHÚ Ý: hồ sơ đã rút, tạm dừng hoặc hết sự đồng ý vẫn còn trên trang cũ: "
                f"{', '.join(overdue)}. Phải gỡ ngay:"
            ),
            err=True,
        )
    if withholding.stopping:
        places = ", ".join(dict.fromkeys(item.path for item in withholding.stopping))
        click.echo(f"Lỗi liên quan tới cả trang, phải sửa rồi mới dựng được, ở: {places}.", err=True)
    else:
        click.echo(
            (
                "Cần dựng ngay mà chưa sửa kịp: chạy build --withhold-faulty rồi publish; "
                f"trang sẽ không có {len(withholding.left_out)} hồ sơ, sự kiện còn lỗi."
            ),
            err=True,
        )


def _echo_left_out(found: ProjectCheck, withholding: Withholding, were_shown: list[str]) -> None:
    """Print each file that is left out, with its errors.

    Args:
        found: the project check.
        withholding: what is left out.
        were_shown: the paths of those that the earlier site shows.
    """
    codes: dict[str, list[str]] = {path: [] for path in withholding.left_out}
    for item in found.problems:
        if item.severity == "error":
            codes.setdefault(item.path, []).append(item.code)
    click.echo(f"CHÚ Ý: trang này KHÔNG có {len(withholding.left_out)} hồ sơ, sự kiện còn lỗi:", err=True)
    for path, found_here in codes.items():
        notes = [
            ", ".join(dict.fromkeys(found_here)) or "trùng với hồ sơ khác",
            "đang có trên trang cũ" if path in were_shown else "",
            "" if path in withholding.left_out else "tệp này không lên trang",
        ]
        click.echo(f"  - {path} ({'; '.join(filter(None, notes))})", err=True)
    click.echo(
        "Sửa các lỗi in ở trên rồi dựng lại, không kèm --withhold-faulty, để những bài ấy trở lại trang.", err=True
    )


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
