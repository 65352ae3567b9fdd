"""`guongsang press-log`: which outlet took which profile, and whom to notify of a withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from pydantic import ValidationError

from guongsang.build.check_project import check_project
from guongsang.errors import GuongSangError
from guongsang.manuscripts.located_yaml import parse_yaml
from guongsang.manuscripts.manuscript import load_manuscript
from guongsang.manuscripts.press_log import PATH, PressLog, PressTake, add_take, load_press_log
from guongsang.publication.profile_facts import ProfileFacts, profile_spellings
from guongsang.rules.problem import has_errors
from guongsang.storage.sealed_files import write_whole
from guongsang.text.addresses import profile_url
from guongsang.text.dates import format_date, parse_date, resolve_as_of
from guongsang.text.folding import fold, nearest, normalise, slugify

_TOOK = {"text": "bài", "photos": "ảnh"}
_UNKNOWN_CONTACT = "chưa ghi; hỏi đầu mối báo chí"


@dataclass(frozen=True, slots=True)
class _Project:
    """What the commands need.

    Attributes:
        root: the project's folder.
        log: the press log.
        spellings: profiles by folder, id and former address.
    """

    root: Path
    log: PressLog
    spellings: dict[str, ProfileFacts]

    def find(self, written: str) -> tuple[ProfileFacts, str]:
        """Return the profile of a folder, id or address, and its id.

        Raises:
            UsageError: There is no such profile, or it has no id.
        """
        key = written.strip().strip("/").rsplit("/", 1)[-1]
        found = self.spellings.get(key) or self.spellings.get(key.upper()) or self.spellings.get(slugify(key))
        if found is None:
            near = nearest(key, self.spellings)
            raise click.UsageError(
                f'không có hồ sơ nào tên thư mục hay mã là "{written}"{f"; có phải {near}?" if near else ""}'
            )
        if found.id is None:
            raise click.UsageError(f"hồ sơ {found.slug} chưa có mã; ghi khóa id rồi chạy lại")
        return found, found.id[0]

    def slug_of(self, id: str | None) -> str:
        """Return the folder of an id, or words that say that there is none."""
        found = self.spellings.get(id or "")
        return found.slug if found else "không còn hồ sơ này"


@click.group(
    "press-log",
    help="Sổ theo dõi báo chí: nơi nào đã lấy hồ sơ nào, và báo cho ai khi hồ sơ bị rút. Không bao giờ lên trang.",
)
def press_log() -> None:
    """Group the commands on the press log, a file that no page shows."""


@press_log.command()
@click.argument("profile", metavar="HỒ_SƠ")
@click.option("--outlet", required=True, metavar="TÊN", help="Tên báo, đài.")
@click.option("--date", "day", metavar="NGÀY", help="Ngày lấy, ví dụ 2026-06-05. Mặc định: hôm nay.")
@click.option(
    "--took", type=click.Choice(list(_TOOK)), multiple=True, help="Đã lấy gì: text (bài), photos (ảnh); nhắc lại được."
)
@click.option(
    "--contact", metavar="AI", help="Báo cho ai khi hồ sơ bị rút: đầu mối cơ quan, thư hoặc điện thoại cơ quan."
)
@click.option("--url", metavar="ĐỊA_CHỈ", help="Địa chỉ bài đã đăng.")
@click.option("--note", metavar="CHỮ", help="Ghi chú.")
@click.option("--by", metavar="AI", help="Ai ghi vào sổ.")
@click.pass_obj
def add(root: Path, /, profile: str, day: str | None, took: tuple[str, ...], **texts: str | None) -> None:
    """Ghi một lần báo, đài lấy hồ sơ. HỒ_SƠ là tên thư mục hoặc mã."""
    project = _open(root)
    found, id = project.find(profile)
    cleaned = {key: " ".join(normalise(text).split()) for key, text in texts.items() if text is not None}
    take = _make_take({"profile": id, "date": _parse_day(day), "took": list(dict.fromkeys(took)), **cleaned})
    path = root / PATH
    text = add_take(project.log, take)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.replace("\n", project.log.newline).encode())
    except OSError as error:
        raise GuongSangError(f"không ghi được {PATH}: {error.strerror or type(error).__name__}") from None
    click.echo(
        f"Đã ghi vào {PATH}: {take.outlet} lấy {found.slug} ({take.profile}) ngày "
        f"{format_date(take.date or resolve_as_of().date())}."
    )
    if not take.contact:
        click.echo("Chưa ghi báo cho ai khi hồ sơ bị rút; thêm khóa contact vào mục vừa ghi.", err=True)
    if found.status == "withdrawn":
        click.echo(f"Hồ sơ này đã rút; hãy báo cho {take.outlet} ngay: press-log notify {take.profile}.", err=True)


@press_log.command("list")
@click.option("--outlet", metavar="TÊN", help="Chỉ những nơi có chữ này trong tên, có dấu hay không dấu.")
@click.option("--profile", metavar="HỒ_SƠ", help="Chỉ hồ sơ này: tên thư mục hoặc mã.")
@click.pass_obj
def list_takes(root: Path, outlet: str | None, profile: str | None) -> None:
    """In sổ, theo ngày."""
    project = _open(root)
    wanted = project.find(profile)[1] if profile else None
    takes = [
        item.take
        for item in project.log.takes
        if (wanted is None or item.take.profile == wanted)
        and (outlet is None or fold(outlet) in fold(item.take.outlet or ""))
    ]
    for take in sorted(takes, key=lambda take: take.date or date.min):
        notified = f"; đã báo rút {format_date(take.notified)}" if take.notified else ""
        click.echo(
            f"{take.date}  {take.outlet}: {project.slug_of(take.profile)} ({take.profile}), lấy {_took(take)}{notified}"
            + (f"\n            {take.url}" if take.url else "")
        )
    click.echo(f"{len(takes)} lần." if takes else "Sổ chưa có mục nào như vậy.", err=True)


@press_log.command(
    help="Cho biết phải báo những nơi nào khi hồ sơ bị rút, kèm thư soạn sẵn. HỒ_SƠ là tên thư mục hoặc mã."
)
@click.argument("profile", metavar="HỒ_SƠ")
@click.pass_obj
def notify(root: Path, profile: str) -> None:
    """Print the outlets that took a profile, which are not notified yet, and a letter to them."""
    project = _open(root)
    found, id = project.find(profile)
    takes = sorted(project.log.of(id), key=lambda take: (take.outlet or "", take.date or date.min))
    withdrawn = _withdrawal(root, found)
    state = (
        "chưa rút; đây là danh sách để chuẩn bị"
        if withdrawn is None
        else f"đã rút{f' ngày {format_date(withdrawn)}' if withdrawn != date.min else ''}"
    )
    click.echo(f"Hồ sơ {id} ({found.slug}), {state}.")
    if not takes:
        click.echo("Sổ chưa ghi nơi nào lấy hồ sơ này.")
        return
    outlets: dict[str, list[PressTake]] = {}
    for take in takes:
        outlets.setdefault(fold(take.outlet or ""), []).append(take)
    waiting = [group for group in outlets.values() if not all(take.notified for take in group)]
    click.echo(f"{len(outlets)} nơi đã lấy, {len(waiting)} nơi chưa được báo.\n")
    for group in outlets.values():
        _echo_outlet(group)
    if waiting:
        click.echo("Thư soạn sẵn (chép vào thư, sửa lại nếu cần; đừng nêu lý do riêng của người trong hồ sơ):\n")
        click.echo(_letter(root, found.slug, id, withdrawn))
        click.echo(f"\nBáo xong, ghi notified: năm-tháng-ngày vào mục của nơi ấy trong {PATH}.", err=True)


def _open(root: Path) -> _Project:
    """Return the press log and the profiles.

    Raises:
        GuongSangError: The log has errors, so entries may be missing.
    """
    facts = [checked.facts for checked in check_project(root, resolve_as_of()).profiles if checked.facts]
    log, problems = load_press_log(root)
    if has_errors(problems):
        first = next(item for item in problems if item.severity == "error")
        raise GuongSangError(
            f"sổ báo chí có lỗi ở {first.path}:{first.span.line}:{first.span.column}: "
            f"{first.message()}; chạy lệnh check rồi sửa trước đã"
        )
    by_slug = {item.slug: item for item in facts}
    return _Project(root, log, {spelling: by_slug[slug] for spelling, slug in profile_spellings(facts).items()})


def _parse_day(text: str | None) -> date:
    if text is None:
        return resolve_as_of().date()
    try:
        return parse_date(text.strip())
    except ValueError:
        raise click.UsageError(f'"{text}" không phải là ngày; viết dạng 2026-06-05') from None


def _make_take(values: dict[str, object]) -> PressTake:
    try:
        take = PressTake.model_validate({key: value for key, value in values.items() if value})
    except ValidationError as error:
        key = error.errors(include_url=False)[0]["loc"][0]
        asked = PressTake.model_fields[str(key)]
        limit = next((rule.max_length for rule in asked.metadata if hasattr(rule, "max_length")), None)
        raise click.UsageError(
            f"--{key}: {asked.description}; "
            + (f"dài nhất {limit} ký tự" if limit else "viết đủ cả https://, không có dấu cách")
        ) from None
    if not take.outlet:
        raise click.UsageError("--outlet phải có tên báo, đài")
    return take


def _withdrawal(root: Path, found: ProfileFacts) -> date | None:
    """Return the day of a withdrawal; `date.min` if it isn't recorded, None if not withdrawn."""
    if found.status != "withdrawn":
        return None
    manuscript, _ = load_manuscript(root, found.path)
    review = manuscript.profile.review if manuscript else None
    return (review.date if review else None) or date.min


def _took(take: PressTake) -> str:
    return ", ".join(_TOOK[item] for item in take.took) or "chưa ghi lấy gì"


def _echo_outlet(takes: list[PressTake]) -> None:
    contacts = list(dict.fromkeys(take.contact for take in takes if take.contact))
    click.echo(f"{takes[0].outlet}\n  Báo cho:  {'; '.join(contacts) or _UNKNOWN_CONTACT}")
    for take in takes:
        click.echo(
            f"  Đã lấy:   {_took(take)}, ngày {format_date(take.date) if take.date else '…'}"
            + (f", {take.url}" if take.url else "")
        )
        if take.note:
            click.echo(f"  Ghi chú:  {take.note}")
    notified = [take.notified for take in takes if take.notified]
    click.echo(f"  Đã báo:   {format_date(max(notified)) if len(notified) == len(takes) else 'chưa'}\n")


def _setting(root: Path, key: str) -> str:
    """Return a text setting of mkdocs.yml, or an empty string. MkDocs itself is not loaded."""
    try:
        settings = parse_yaml("mkdocs.yml", (root / "mkdocs.yml").read_text(encoding="utf-8-sig"))[0].data
    except (OSError, UnicodeDecodeError):
        return ""
    value = settings.get(key) if isinstance(settings, dict) else None
    return value if isinstance(value, str) else ""


def _letter(root: Path, slug: str, id: str, withdrawn: date | None) -> str:
    """Return a letter to an outlet. It names no person, only the profile's id and address."""
    site, address = _setting(root, "site_name") or "trang của chúng tôi", _setting(root, "site_url").rstrip("/")
    place = f", địa chỉ {address}/{profile_url(slug)}" if address else ""
    day = f" từ ngày {format_date(withdrawn)}" if withdrawn and withdrawn != date.min else ""
    return (
        f"Kính gửi: (tên nơi nhận)\n\n"
        f"Hồ sơ mã {id}{place}, mà quý cơ quan đã lấy để đăng, không còn được công bố{day} ở {site}.\n\n"
        "Đề nghị quý cơ quan gỡ bài và ảnh đã lấy từ hồ sơ này ở mọi nơi đã đăng, kể cả mạng xã hội và bản lưu "
        "trên máy; ảnh gốc đã nhận xin xóa. "
        "Xin cho chúng tôi biết khi việc đã xong.\n\n"
        "Trân trọng,\n(tên, đơn vị, điện thoại cơ quan)"
    )
