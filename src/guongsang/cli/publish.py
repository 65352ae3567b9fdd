"""`guongsang publish`, `rollback`, `releases`: deploy to the folder or bucket that is given."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from guongsang.cli.progress import Stages
from guongsang.deploy.candidate import built_as_of
from guongsang.deploy.current_link import CURRENT, RELEASES, current_name
from guongsang.deploy.release import Release, commit_of, load_releases
from guongsang.deploy.to_folder import KEEP, Published, publish_folder, require_releases, roll_back
from guongsang.text.dates import LOCAL, format_date

_STORE = "s3://"
_SHORT = 10
_NOT_ONE_STEP = (
    "Chú ý: ở đây không tạo được liên kết tượng trưng (máy Windows cần bật Developer Mode hoặc quyền quản trị), "
    "nên đã đổi bằng cách đổi tên thư mục; "
    "trong khoảnh khắc giữa hai lần đổi tên, trang không mở được."
)


@click.command(
    help="Đưa trang đã dựng lên nơi bạn đọc xem. ĐÍCH: một thư mục, mà máy chủ web đọc ĐÍCH/current, "
    "hoặc s3://kho/thư-mục.\n\n"
    "Có gì không ổn thì dừng, bạn đọc vẫn thấy bản đang dùng."
)
@click.argument("target", metavar="ĐÍCH")
@click.option(
    "--site-dir",
    metavar="THƯ_MỤC",
    type=click.Path(file_okay=False, path_type=Path),
    help="Trang đã dựng. Mặc định: site.",
)
@click.option(
    "--keep",
    metavar="N",
    type=click.IntRange(min=1),
    default=KEEP,
    show_default=True,
    help="Giữ lại bao nhiêu bản trước (chỉ khi ĐÍCH là thư mục).",
)
@click.option("--endpoint", metavar="ĐỊA_CHỈ", help="Địa chỉ kho đối tượng, nếu không phải Amazon.")
@click.option("--allow-shrink", is_flag=True, help="Cho phép dù trang mới mất quá 20 % số trang đang có.")
@click.option("--allow-future", is_flag=True, help="Cho phép trang dựng như thể đã đến một ngày sau hôm nay.")
@click.pass_obj
def publish(
    root: Path,
    target: str,
    site_dir: Path | None,
    keep: int,
    endpoint: str | None,
    allow_shrink: bool,
    allow_future: bool,
) -> None:
    """Publish the built site to a folder of releases or to object storage; warn if it is old."""
    site = (site_dir or root / "site").resolve()
    commit = commit_of(root)
    if target.startswith(_STORE):
        _publish_to_store(target, site, endpoint, commit, allow_shrink, allow_future)
    else:
        if endpoint:
            raise click.UsageError("--endpoint chỉ dùng khi ĐÍCH là s3://…")
        with Stages() as stages:
            done = publish_folder(
                root,
                site,
                Path(target).resolve(),
                commit=commit,
                keep=keep,
                allow_shrink=allow_shrink,
                allow_future=allow_future,
                step=stages.step,
            )
        _report(done, Path(target))
    _warn_of_age(site)


@click.command()
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path))
@click.option("--to", metavar="TÊN", help="Quay về đúng bản này. Mặc định: bản được dùng trước bản hiện nay.")
@click.option("--show-again", is_flag=True, help="Cho phép hiện lại hồ sơ mà bản đang dùng không hiện nữa.")
def rollback(folder: Path, to: str | None, show_again: bool) -> None:
    """Quay về một bản trước đã đưa lên THƯ_MỤC."""
    if str(folder).startswith("s3:"):
        raise click.UsageError("kho đối tượng không giữ bản trước; hãy dựng lại từ commit cũ rồi publish")
    before, release, in_one_step = roll_back(folder.resolve(), to, show_again=show_again)
    click.echo(f"Đã quay về: từ {before} sang {_describe(release)}.", err=True)
    if not in_one_step:
        click.echo(_NOT_ONE_STEP, err=True)


@click.command()
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
def releases(folder: Path) -> None:
    """Liệt kê các bản đã đưa lên THƯ_MỤC, mới nhất trước; dấu * là bản đang dùng."""
    require_releases(folder)
    served = current_name(folder)
    found = list(load_releases(folder / RELEASES))
    for release in found:
        click.echo(f"{'*' if release.name == served else ' '} {_describe(release)}")
    if not any(release.name == served for release in found):
        click.echo(
            "Không có bản nào đang được dùng."
            if served is None
            else f"{folder / CURRENT} trỏ tới bản {served}, không còn bản ghi.",
            err=True,
        )


def _publish_to_store(
    target: str, site: Path, endpoint: str | None, commit: str | None, allow_shrink: bool, allow_future: bool
) -> None:
    from guongsang.deploy.object_store import open_store, parse_address
    from guongsang.deploy.to_object_store import publish_to_store

    bucket, prefix = parse_address(target)
    with Stages() as stages:
        done = publish_to_store(
            open_store(bucket, prefix, endpoint),
            site,
            commit=commit,
            allow_shrink=allow_shrink,
            allow_future=allow_future,
            step=stages.step,
        )
    if not (done.uploaded or done.deleted):
        click.echo(f"Không có gì thay đổi: {target} đã đúng với trang này ({done.kept} tệp).", err=True)
        return
    click.echo(
        (
            f"Đã đưa lên {target}: {done.uploaded} tệp mới hoặc đổi, {done.kept} tệp giữ nguyên, {done.deleted} tệp "
            "đã xóa."
        ),
        err=True,
    )


def _report(done: Published, target: Path) -> None:
    if not done.changed:
        click.echo(
            f"Không có gì thay đổi: {target / CURRENT} đã đúng với trang này, bản {done.release.name}.", err=True
        )
        return
    was = f"từ {done.before} sang" if done.before else "bản đầu tiên là"
    click.echo(f"Đã đưa trang lên {target / CURRENT}: {was} {_describe(done.release)}.", err=True)
    if done.deleted:
        click.echo(f"Đã xóa {len(done.deleted)} bản cũ.", err=True)
    if not done.in_one_step:
        click.echo(_NOT_ONE_STEP, err=True)


def _describe(release: Release) -> str:
    local = release.published.astimezone(LOCAL)
    commit = (
        f", commit {release.commit.rstrip('+')[:_SHORT]}{' có sửa thêm' if release.commit.endswith('+') else ''}"
        if release.commit
        else ""
    )
    return (
        f"{release.name} ({local:%H:%M} ngày {format_date(local.date())}, {len(release.inventory.pages)} trang HTML, "
        f"{len(release.inventory.files)} tệp{commit})"
    )


def _warn_of_age(site: Path) -> None:
    """Warn that a site was built on an earlier day: each build decides anew who may be shown."""
    day = built_as_of(site)
    if day and day < datetime.now(LOCAL).date():
        click.echo(
            (
                f"Chú ý: trang này dựng theo ngày {format_date(day)}. "
                "Hồ sơ đến ngày đăng, hết hạn đồng ý chỉ được xét lại khi dựng; hãy dựng lại rồi publish."
            ),
            err=True,
        )
