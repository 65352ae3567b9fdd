"""`guongsang kit`: one press kit from the shell, by the same gate as the site's, or one sentence on why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from zipfile import ZipFile

import click

from guongsang.build.check_project import check_project
from guongsang.build.compile_site import Edition, read_edition
from guongsang.build.templates.filters import format_size
from guongsang.cli.options import as_of_option
from guongsang.cli.progress import Stages
from guongsang.errors import BuildError
from guongsang.manuscripts.manuscript import Manuscript
from guongsang.media.kits.store import prepare_kits
from guongsang.media.profile_media import KITS
from guongsang.outputs import has_kit, press_kit
from guongsang.publication.gate import REASONS, Decision
from guongsang.storage.sealed_files import CACHE, SEAL, write_whole
from guongsang.text.dates import LOCAL, format_date, resolve_as_of

_NEAR = 3


@click.command()
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
    """Đóng bộ tư liệu báo chí (ZIP) của một hồ sơ. HỒ_SƠ: tên thư mục của hồ sơ, ví dụ le-hai-yen."""
    from guongsang.engine.adapter import load_site

    with Stages() as stages:
        edition = read_edition(
            root, check_project(root, resolve_as_of(as_of), publishing=True, progress=stages.step("check"))
        )
        manuscript = _find(edition, slug)
        site = load_site(root, edition)
        profile = site.by_slug.get(slug)
        if profile is None or not has_kit(profile):
            raise BuildError(
                f"hồ sơ {slug} chưa có bộ tư liệu báo chí: {_describe(edition, manuscript, shown=profile is not None)}"
            )
        (kept,) = prepare_kits([press_kit(profile, site)], root / CACHE / KITS, 1, stages.step("kits"))
    path = out / f"{slug}.zip"
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(path, kept.cached.read_bytes()[:-SEAL])
    except OSError as error:
        raise click.UsageError(f"không ghi được {path}: {error.strerror or type(error).__name__}") from None
    with ZipFile(path) as packed:
        files = len(packed.namelist())
    click.echo(f"Đã ghi {path} ({format_size(path.stat().st_size)}, {files} tệp, {len(profile.photos)} ảnh).", err=True)
    if edition.as_of > datetime.now(LOCAL):
        click.echo(
            f"Chú ý: bộ này đóng như thể đã đến ngày {format_date(edition.as_of.date())}. Đừng gửi đi trước ngày đó.",
            err=True,
        )


def _find(edition: Edition, slug: str) -> Manuscript:
    by_slug = {manuscript.slug: manuscript for manuscript in edition.manuscripts}
    if any(checked.path.split("/")[-2] == slug and not checked.facts for checked in edition.project_check.profiles):
        raise BuildError(f"không đọc được hồ sơ {slug}; xem lỗi bằng lệnh check")
    if slug not in by_slug:
        near = ", ".join(get_close_matches(slug, by_slug, n=_NEAR))
        raise click.UsageError(f'không có hồ sơ "{slug}"' + (f"; gần nhất: {near}" if near else ""))
    return by_slug[slug]


def _describe(edition: Edition, manuscript: Manuscript, *, shown: bool) -> str:
    """Return why a profile is open to no press channel: what holds for all of them, else channel by channel."""
    channels = edition.registry.channels
    decisions = [
        decision
        for decision in edition.decisions(manuscript)
        if (channel := channels.get(decision.channel)) and channel.press
    ]
    if not decisions:
        return "hồ sơ không chọn kênh báo chí nào ở mục channels"
    if all(decision.is_open for decision in decisions) and not shown:
        return "đây là hồ sơ minh họa, mà trang đang bỏ hồ sơ minh họa (samples: false trong mkdocs.yml)"
    common = [reason for reason in decisions[0].reasons if all(reason in decision.reasons for decision in decisions)]
    if common and common != ["embargoed"]:
        return ", ".join(REASONS[reason] for reason in common)
    return "; ".join(
        _describe_channel(decision, channels.get(decision.channel).name, manuscript) for decision in decisions
    )  # type: ignore[union-attr]


def _describe_channel(decision: Decision, name: str, manuscript: Manuscript) -> str:
    publish = manuscript.profile.channels[decision.channel].publish
    return f"{name}: {', '.join(_reasons(decision.reasons, publish))}"


def _reasons(reasons: Iterable[str], publish: datetime | None) -> Iterable[str]:
    for reason in reasons:
        day = f" ({format_date(publish.date())})" if reason == "embargoed" and publish else ""
        yield f"{REASONS[reason]}{day}"  # type: ignore[index]
