"""`guongsang kit`: writes the press kit of one profile, the same as the site's; or says why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from zipfile import ZipFile

import click

from guongsang.build.check_profile import CheckedProfile
from guongsang.build.check_project import ProjectCheck, check_project
from guongsang.build.templates.filters import format_size
from guongsang.cli.options import as_of_option
from guongsang.cli.progress import Stages
from guongsang.errors import BuildError
from guongsang.media.kits.store import prepare_kits
from guongsang.media.profile_media import KITS
from guongsang.outputs import has_kit, press_kit
from guongsang.publication.gate import REASONS, Reason
from guongsang.storage.sealed_files import CACHE, SEAL, write_whole
from guongsang.text.dates import LOCAL, format_date, resolve_as_of

_NEAR = 3


@click.command(help="Đóng bộ tư liệu báo chí (ZIP) của một hồ sơ. HỒ_SƠ: tên thư mục của hồ sơ, ví dụ le-hai-yen.")
@click.argument("slug", metavar="HỒ_SƠ")
@click.option(
    "--out",
    metavar="THƯ_MỤC",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("."),
    help="Thư mục ghi tệp. Mặc định: thư mục đang đứng.",
)
@as_of_option
@click.pass_obj
def kit(root: Path, slug: str, out: Path, as_of: str | None) -> None:
    """Check all profiles, then publish one and write its kit."""
    from guongsang.engine.build_site import load_profile_site

    with Stages() as stages:
        found = check_project(root, resolve_as_of(as_of), progress=stages.step("check"))
        checked = _find(found, slug)
        site = load_profile_site(root, found, checked)
        profile = next(iter(site.profiles), None)
        if profile is None or not has_kit(profile):
            reason = _describe(found, checked, shown=profile is not None)
            raise BuildError(f"hồ sơ {slug} chưa có bộ tư liệu báo chí: {reason}")
        (made,) = prepare_kits([press_kit(profile, site)], root / CACHE / KITS, 1, stages.step("kits"))
    path = out / f"{slug}.zip"
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(path, made.cached.read_bytes()[:-SEAL])
    except OSError as error:
        raise click.UsageError(f"không ghi được {path}: {error.strerror or type(error).__name__}") from None
    with ZipFile(path) as packed:
        files = len(packed.namelist())
    click.echo(f"Đã ghi {path} ({format_size(path.stat().st_size)}, {files} tệp, {len(profile.photos)} ảnh).", err=True)
    if found.as_of > datetime.now(LOCAL):
        click.echo(
            f"Chú ý: bộ này đóng như thể đã đến ngày {format_date(found.as_of.date())}. Đừng gửi đi trước ngày đó.",
            err=True,
        )


def _find(found: ProjectCheck, slug: str) -> CheckedProfile:
    """Return the profile in the folder `slug`; of several, the one that may be shown."""
    same = [checked for checked in found.profiles if checked.path.split("/")[-2] == slug]
    if any(checked.facts is None for checked in same):
        raise BuildError(f"không đọc được hồ sơ {slug}; xem lỗi bằng lệnh check")
    if not same:
        slugs = {checked.facts.slug for checked in found.profiles if checked.facts}
        near = ", ".join(get_close_matches(slug, slugs, n=_NEAR))
        raise click.UsageError(f'không có hồ sơ "{slug}"' + (f"; gần nhất: {near}" if near else ""))
    # The same folder name in two years is an error, which closes all but the first (DH702).
    shown = (checked for checked in same if any(decision.is_open for decision in found.decisions(checked)))
    return next(shown, same[-1])


def _describe(found: ProjectCheck, checked: CheckedProfile, *, shown: bool) -> str:
    """Return why no press channel is open: one reason for all, or channel by channel."""
    channels = found.registry.channels
    decisions = [
        (channel, decision)
        for decision in found.decisions(checked)
        if (channel := channels.get(decision.channel)) and channel.press
    ]
    if not decisions:
        return "hồ sơ không chọn kênh báo chí nào ở mục channels"
    if all(decision.is_open for _, decision in decisions) and not shown:
        return "đây là hồ sơ minh họa, mà trang đang bỏ hồ sơ minh họa (samples: false trong mkdocs.yml)"
    first = decisions[0][1].reasons
    common = [reason for reason in first if all(reason in decision.reasons for _, decision in decisions)]
    if common and common != ["embargoed"]:
        return ", ".join(REASONS[reason] for reason in common)
    days = {channel: publish for channel, publish, _ in checked.facts.channels} if checked.facts else {}
    return "; ".join(
        f"{channel.name}: {', '.join(_name_reasons(decision.reasons, days[channel.id]))}"
        for channel, decision in decisions
    )


def _name_reasons(reasons: Iterable[Reason], publish: str) -> Iterator[str]:
    """Yield reasons in words, an embargo with its day; `publish` is in ISO form, or empty."""
    for reason in reasons:
        is_dated = reason == "embargoed" and publish
        yield (
            f"{REASONS[reason]} ({format_date(datetime.fromisoformat(publish).date())})"
            if is_dated
            else REASONS[reason]
        )
