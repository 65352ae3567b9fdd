"""Press kits are the same each time, made again only when they change, and written by a command."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from guongsang.errors import BuildError
from guongsang.media.kits.store import CachedKit, kit_sizes, make_kit, prepare_kits, write_kits
from guongsang.outputs import press_kit, press_kits
from guongsang.outputs.artifacts import KitArtifact
from guongsang.publication.imprint import Imprint, PressWords
from guongsang.publication.site import Site
from press_kits import (
    IMPRINT,
    SEEN_AS,
    build,
    make_photo,
    make_site,
)
from projects import PHOTO, Project, profile_text, snapshot

# Making and keeping.


def test_same_content_gives_the_same_bytes_and_another_moment_too(tmp_path: Path) -> None:
    profile, site = make_site(tmp_path, photos=[make_photo(tmp_path)])
    later = Site(site.registry, datetime.fromisoformat("2026-01-01T00:00+07:00"), (profile,), imprint=IMPRINT)
    assert make_kit(press_kit(profile, site)) == make_kit(press_kit(profile, later))
    assert press_kit(profile, site).fingerprint == press_kit(profile, later).fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Tít khác"},
        {"body": "Lời khác."},
        {"corrections": [{"date": "2024-06-02", "text": "Sửa."}]},
        {"sample": True},
        {"awards": []},
        {"channels": {"bao": {"publish": "2024-06-02"}}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_kit_with_other_content_is_another(change: dict[str, object]) -> None:
    assert press_kit(*make_site()).fingerprint != press_kit(*make_site(**change)).fingerprint


def test_other_terms_or_another_caption_make_another_kit(tmp_path: Path) -> None:
    profile, site = make_site(tmp_path, photos=[make_photo(tmp_path)])
    terms = Site(
        site.registry,
        site.as_of,
        (profile,),
        imprint=Imprint("Tấm Gương", IMPRINT.address, press=PressWords(usage="Hỏi trước.")),
    )
    caption, _ = make_site(tmp_path, photos=[make_photo(tmp_path, caption="Chú thích khác.")])
    assert (
        len(
            {
                press_kit(profile, site).fingerprint,
                press_kit(profile, terms).fingerprint,
                press_kit(caption, site).fingerprint,
            }
        )
        == 3
    )


def state(cache: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in cache.iterdir()}


def several(folder: Path, count: int, changed: int = -1) -> list[KitArtifact]:
    made = []
    for number in range(count):
        profile, site = make_site(folder, name=f"Người số {number}{' mới' if number == changed else ''}")
        kit = press_kit(profile, site)
        made.append(
            KitArtifact(
                f"{number}/mot.zip", f"{number}/", kit.fingerprint, kit.document, kit.sheet, kit.texts, kit.photos
            )
        )
    return made


def test_unchanged_kit_is_not_made_again_and_a_changed_one_is(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    seen: list[tuple[int, int]] = []
    prepare_kits(several(tmp_path, 6), cache, 6, lambda done, total, taken: seen.append((done, total)))
    before = state(cache)
    assert len(before) == 6 and seen[-1] == (6, 6)
    kept = prepare_kits(several(tmp_path, 6, changed=3), cache, 6)
    after = state(cache)
    assert len(after) == 7 and {name: after[name] for name in before} == before
    write_kits(kept, tmp_path / "a", cache)
    write_kits(prepare_kits(several(tmp_path, 6, changed=3), tmp_path / "fresh"), tmp_path / "b", tmp_path / "fresh")
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")
    assert kit_sizes(kept[0]) == {
        name: len(content) for name, content in snapshot(tmp_path / "a").items() if name.startswith("0/")
    }


def test_cache_emptied_or_spoilt_during_a_build_is_told(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    kept = prepare_kits(several(tmp_path, 1), cache)
    content = bytearray(kept[0].cached.read_bytes())
    content[len(content) // 2] ^= 0xFF
    kept[0].cached.write_bytes(content)
    with pytest.raises(BuildError, match="chạy lại"):
        write_kits(kept, tmp_path / "site", cache)
    with pytest.raises(BuildError, match="chạy lại"):
        write_kits([CachedKit("a.zip", "", cache / "khong-co.zip")], tmp_path / "site", cache)


def test_photo_changed_during_a_build_is_told(tmp_path: Path) -> None:
    profile, site = make_site(tmp_path, photos=[make_photo(tmp_path)])
    (kit,) = press_kits(site)
    Image.new("RGB", (1600, 1200), "maroon").save(tmp_path / "goc.jpg")
    with pytest.raises(BuildError, match="vừa thay đổi"):
        make_kit(kit)


# The command.


def test_command_writes_the_kit_that_the_site_has(project: Project) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    folder = build(project)
    done = project.run("kit", "mot", "--out", "gui-bao", "--as-of", SEEN_AS)
    assert (
        done.returncode == 0
        and "Đã ghi gui-bao/mot.zip" in done.stderr.replace("\\", "/")
        and "7 tệp, 1 ảnh" in done.stderr
    )
    assert (project.root / "gui-bao" / "mot.zip").read_bytes() == (folder / "mot.zip").read_bytes()
    early = project.run("kit", "mot", "--out", "gui-bao", "--as-of", "2099-01-01")
    assert "Đừng gửi đi trước ngày đó" in early.stderr


# Runs a command and prints, one a line, the profiles that it has opened.
WATCHED = """
import atexit, sys
opened = []
sys.addaudithook(lambda event, details: event == "open" and opened.append(str(details[0])))
atexit.register(lambda: print(*(path for path in opened if path.endswith("index.md")), sep="\\n"))
from guongsang.cli import main
main()
"""


def profiles_opened_by(project: Project, *arguments: str) -> set[str]:
    """Run a command; return the slugs of the profiles whose files it has opened."""
    command = [sys.executable, "-X", "utf8", "-c", WATCHED, "--root", str(project.root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=project.root, check=True)
    paths = [Path(line) for line in done.stdout.splitlines() if line.endswith("index.md")]
    return {path.parent.name for path in paths if "exemplars" in path.parts}


@pytest.mark.parametrize("warm", ["check", "build"])
def test_command_reads_one_profile_of_many(project: Project, warm: str) -> None:
    for number in range(30):
        project.write(
            f"ho-so-{number}",
            id=f"DH-2024-{number + 1:03}",
            name=f"Nguyễn Minh Họa {number}",
            body="## Cách làm\n\nNhư [ho-so-8](/ho-so/ho-so-8/) và [ai đó](/ho-so/con-nhap/).",
        )
    project.write("con-nhap", id="DH-2024-100", name="Trần Thị Nháp", status="in_review")
    project.run(warm, "--as-of", SEEN_AS)
    assert profiles_opened_by(project, "kit", "ho-so-7", "--as-of", SEEN_AS) == {"ho-so-7"}
    assert (
        build(project, slug="ho-so-7").joinpath("ho-so-7.zip").read_bytes()
        == (project.root / "ho-so-7.zip").read_bytes()
    )


def test_press_log_reads_no_profile(project: Project) -> None:
    project.write("mot")
    project.write("hai", id="DH-2024-002", name="Trần Thị Hai")
    project.run("check")
    assert profiles_opened_by(project, "press-log", "notify", "mot") == set()


def test_command_says_why_there_is_no_kit(project: Project) -> None:
    project.write("mot", status="in_review")
    project.write("hai", profile_on_portal())
    unknown = project.run("kit", "mott")
    assert unknown.returncode == 2 and 'không có hồ sơ "mott"; gần nhất: mot' in unknown.stderr
    assert "mot chưa có bộ tư liệu báo chí: chưa được duyệt" in project.run("kit", "mot", "--as-of", SEEN_AS).stderr
    portal = project.run("kit", "hai", "--as-of", SEEN_AS)
    assert portal.returncode == 1 and "không chọn kênh báo chí nào" in portal.stderr
    project.write("ba", "---\nid: [\n---\n")
    broken = project.run("kit", "ba", "--as-of", SEEN_AS)
    assert broken.returncode == 1 and "không đọc được hồ sơ ba" in broken.stderr


def profile_on_portal() -> str:
    return re.sub(r"  newspaper: \{.*\}\n", "", profile_text(id="DH-2024-002", name="Trần Thị Cổng"))
