"""`guongsang build`: check, then build the site; with errors nothing is touched, or what has them is left out, if staff say so."""

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
    gc.disable()  # a build makes millions of small things that stay until its end: looking through them again and again takes a quarter of its time
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
                _tell_the_way_out(withholding, _resting(found, site_dir or root / "site"))
                sys.exit(_ERRORS_FOUND)
        going = [path for path in withholding.left_out if _is_shown(Path(path).parent.name, site_dir or root / "site")]
        edition = read_edition(root, found, withholding if withhold_faulty else None)
        inputs = fingerprint_inputs(root, found, (target, precompress, withhold_faulty))
        shown = recall_site(root, target, inputs)
        stands = shown is not None
        if shown is None:
            from guongsang.engine.adapter import build_site

            built = build_site(
                root, edition, site_dir=target, report=stages.report, compress=precompress, workplace=ground.workplace
            )
            shown = built.shown
            record_site(root, built.folder, inputs, shown)
    warnings = sum(item.severity == "warning" for item in edition.problems)
    note = f"; {warnings} cảnh báo, xem bằng lệnh check" if warnings else ""
    standing = " Không có gì thay đổi, trang giữ nguyên." if stands else ""
    click.echo(f"Xong: {shown} hồ sơ được đăng trong {edition.total} hồ sơ{note}.{standing}{stages.total()}", err=True)
    if edition.as_of > datetime.now(LOCAL):
        click.echo(
            (
                f"Chú ý: trang này dựng như thể đã đến ngày {format_date(edition.as_of.date())}, có cả hồ sơ chưa đến "
                "ngày đăng. Đừng đưa lên mạng."
            ),
            err=True,
        )
    if edition.withholding and has_errors(edition.problems):
        _tell_what_is_left_out(found, edition.withholding, going)
    click.echo(f"Mở {_short((site_dir or root / 'site') / 'index.html', root)} để xem.", err=True)


def _resting(found: ProjectCheck, site: Path) -> list[str]:
    """Return the profiles that must not be seen any more and still stand on the earlier site, which a failed build leaves as it is."""
    return [
        checked.facts.slug
        for checked in found.profiles
        if checked.facts and _must_rest(checked.facts, found.as_of) and _is_shown(checked.facts.slug, site)
    ]


def _is_shown(slug: str, site: Path) -> bool:
    return shows_profile(site / profile_url(slug) / "index.html")


def _must_rest(facts: ProfileFacts, as_of: datetime) -> bool:
    """Answer whether a profile is closed on every channel for a reason that isn't just a fault somebody has yet to mend."""
    return facts.status != "approved" or all(
        _ENDED.intersection(decision.reasons) for decision in facts.decisions(as_of)
    )


def _tell_the_way_out(withholding: Withholding, resting: list[str]) -> None:
    """Say how to build all the same, and loudly so where somebody's profile should be gone already."""
    if resting:
        click.echo(
            (
                "CHÚ Ý: hồ sơ đã rút, tạm dừng hoặc hết sự đồng ý vẫn còn trên trang cũ: "
                f"{', '.join(resting)}. Phải gỡ ngay:"
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


def _tell_what_is_left_out(found: ProjectCheck, withholding: Withholding, going: list[str]) -> None:
    """Name each file that is left out, with its faults; `going` stood on the earlier site."""
    codes: dict[str, list[str]] = {path: [] for path in withholding.left_out}
    for item in found.problems:
        if item.severity == "error":
            codes.setdefault(item.path, []).append(item.code)
    click.echo(f"CHÚ Ý: trang này KHÔNG có {len(withholding.left_out)} hồ sơ, sự kiện còn lỗi:", err=True)
    for path, found_here in codes.items():
        notes = [
            ", ".join(dict.fromkeys(found_here)) or "trùng với hồ sơ khác",
            "đang có trên trang cũ" if path in going else "",
            "" if path in withholding.left_out else "tệp này không lên trang",
        ]
        click.echo(f"  - {path} ({'; '.join(filter(None, notes))})", err=True)
    click.echo(
        "Sửa các lỗi in ở trên rồi dựng lại, không kèm --withhold-faulty, để những bài ấy trở lại trang.", err=True
    )


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
