"""Photos as readers get them: true colours, upright, nothing about who took them where, and made once."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from guongsang.errors import BuildError
from guongsang.manuscripts.manuscript import load_manuscript
from guongsang.manuscripts.photos import inspection as photo_inspection
from guongsang.manuscripts.photos.file import measure_photo
from guongsang.manuscripts.photos.inspection import inspect_photo
from guongsang.manuscripts.project_layout import REGISTRY
from guongsang.media.photos.store import prepare_photos, render_placeholder, write_photos
from guongsang.media.profile_media import forget_unused_files
from guongsang.outputs import PhotoArtifact
from guongsang.publication.criteria import assess
from guongsang.publication.gate import decide
from guongsang.publication.result import publish_manuscript
from guongsang.registry.loading import load_registry
from guongsang.storage.sealed_files import UNUSED, USED, forget_unused
from guongsang.text.dates import parse_moment
from projects import PHOTO, Project, profile_text

FORMATS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
# Display P3, the colour space of phones: XYZ (D50) of each primary, from the ICC's profile. Its curve is that of sRGB.
P3 = {b"rXYZ": (0.51512, 0.2412, -0.00105), b"gXYZ": (0.29198, 0.69225, 0.04189), b"bXYZ": (0.1571, 0.06657, 0.78407)}
IN_P3, IN_SRGB = (200, 100, 80), (215, 93, 73)  # one colour as either space writes it, by the matrices of CSS Color 4


def p3_profile() -> bytes:
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for number in range(struct.unpack_from(">I", content, 128)[0]):
        tag, offset = struct.unpack_from(">4sI", content, 132 + 12 * number)
        if tag in P3:
            struct.pack_into(">3i", content, offset + 8, *(round(value * 65536) for value in P3[tag]))
    return bytes(content)


def renditions(
    source: Path, widths: tuple[int, ...] = (400,), formats: tuple[str, ...] = (*FORMATS, "placeholder")
) -> list[PhotoArtifact]:
    facts = measure_photo(source.read_bytes())
    extensions = {**FORMATS, "placeholder": "blur"}
    return [
        PhotoArtifact(f"ho-so/mot/anh/1-{facts.fingerprint}-{width}.{extensions[format]}", source, width, format)
        for format in formats
        for width in widths
    ]


def publish(source: Path, folder: Path, widths: tuple[int, ...] = (400,)) -> list[Path]:
    """Make and write the renditions of one photo; return the files written."""
    items = renditions(source, widths)
    prepare_photos(items, folder / "cache")
    write_photos(items, folder / "site", folder / "cache")
    return sorted(path for path in (folder / "site").rglob("*") if path.is_file())


def state(cache: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in cache.iterdir()}


@pytest.mark.parametrize(("mode", "name"), [("RGB", "a.jpg"), ("RGB", "a.webp"), ("RGBA", "a.png"), ("P", "a.png")])
def test_photo_of_a_wide_gamut_shows_the_colours_it_was_taken_with(tmp_path: Path, mode: str, name: str) -> None:
    photo = Image.new("RGB", (1600, 1200), IN_P3)
    photo = photo.quantize(4) if mode == "P" else photo.convert(mode)
    lossless = {"lossless": True} if name.endswith("webp") else {}
    photo.save(tmp_path / name, icc_profile=p3_profile(), **({"quality": 100} if name.endswith("jpg") else lossless))
    for path in publish(tmp_path / name, tmp_path):
        with Image.open(path) as image:
            found = image.convert("RGB").getpixel((200, 150))
            assert all(abs(is_ - wanted) <= 4 for is_, wanted in zip(found, IN_SRGB, strict=True)), (path.name, found)
            assert "icc_profile" not in image.info


def described(path: Path) -> Path:
    """Write a photo held sideways, its left half red, that tells who took it where, in EXIF, XMP and ICC."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Nguoi chup kin"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (10.0, 20.0, 30.0)
    photo = Image.new("RGB", (2000, 1600), "blue")
    photo.paste("red", (0, 0, 1000, 1600))
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>Nguoi chup kin</x:xmpmeta>'
    )
    photo.save(path, exif=exif, xmp=xmp, icc_profile=p3_profile())
    return path


def test_published_photo_stands_upright_and_says_nothing_of_who_took_it_where(tmp_path: Path) -> None:
    written = publish(described(tmp_path / "a.jpg"), tmp_path)
    assert {path.suffix for path in written} == {".avif", ".webp", ".jpg"}
    for path in written:
        assert b"Nguoi chup kin" not in path.read_bytes() and b"Exif" not in path.read_bytes()
        with Image.open(path) as image:
            assert image.size == (400, 500)
            assert not image.getexif() and not {"exif", "xmp", "icc_profile", "comment"} & image.info.keys()
            upright = image.convert("RGB")
            assert (
                upright.getpixel((200, 50))[0] > 200 and upright.getpixel((200, 450))[2] > 200
            )  # what was left is on top


def test_exiftool_finds_nothing_but_what_the_picture_itself_needs(tmp_path: Path, exiftool: str) -> None:
    written = publish(described(tmp_path / "a.jpg"), tmp_path)
    answer = subprocess.run(
        [exiftool, "-j", "-G1", "-a", "-u", *map(str, written)], capture_output=True, check=True, text=True
    ).stdout
    for file in json.loads(answer):
        groups = {key.partition(":")[0] for key in file if ":" in key}
        assert groups <= {"ExifTool", "System", "File", "Meta", "RIFF", "JFIF", "Composite", "ItemList", "QuickTime"}, (
            file["SourceFile"],
            groups,
        )
        assert not [key for key in file if re.search(r"GPS|Artist|Creator|Serial|Orientation", key)], file


def test_jpeg_for_old_browsers_comes_progressively(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    Image.new("RGB", (1600, 1200), "olive").save(source)
    (jpeg,) = (path for path in publish(source, tmp_path) if path.suffix == ".jpg")
    with Image.open(jpeg) as image:
        assert image.info.get("progressive")


def test_unchanged_photo_is_never_made_again_and_a_changed_one_is(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        Image.new("RGB", (1600, 1200), "olive" if name == "a.jpg" else "navy").save(tmp_path / name)
    cache = tmp_path / "cache"
    prepare_photos([*renditions(tmp_path / "a.jpg"), *renditions(tmp_path / "b.jpg")], cache)
    before = state(cache)
    assert len(before) == 8
    Image.new("RGB", (1600, 1200), "maroon").save(tmp_path / "b.jpg")
    wanted = [*renditions(tmp_path / "a.jpg"), *renditions(tmp_path / "b.jpg")]
    seen: list[tuple[int, int]] = []
    prepare_photos(wanted, cache, lambda done, total, taken: seen.append((done, total)))
    after = state(cache)
    assert {name: after[name] for name in before} == before
    assert len(after) == 12 and seen[0] == (4, 8) and seen[-1] == (8, 8)
    prepare_photos(wanted, cache, lambda done, total, taken: seen.append((done, total)))
    assert state(cache) == after and seen[-1] == (8, 8) and seen.count((8, 8)) == 2


def test_rendition_that_no_build_has_used_for_half_a_year_is_forgotten(tmp_path: Path) -> None:
    source, cache = tmp_path / "a.jpg", tmp_path / "cache"
    Image.new("RGB", (1600, 1200), "olive").save(source)
    publish(source, tmp_path)
    used = sorted(path.name for path in cache.iterdir())
    old, younger = cache / "r1-0000000000000000-320.webp", cache / "r1-0000000000000000-640.webp"
    for path, age in (
        (old, UNUSED + 3600),
        (younger, UNUSED - 3600),
        *((cache / name, UNUSED + 3600) for name in used),
    ):
        path.touch()
        os.utime(path, (time.time() - age,) * 2)
    publish(source, tmp_path)
    forget_unused(cache)
    assert sorted(path.name for path in cache.iterdir()) == sorted([*used, younger.name])
    assert all(time.time() - (cache / name).stat().st_mtime < USED for name in used)


def test_what_no_build_uses_is_looked_for_once_a_day_and_also_after_a_clock_went_wrong(tmp_path: Path) -> None:
    old = tmp_path / "photos" / "r1-0000000000000000-320.webp"
    old.parent.mkdir()

    def is_forgotten_when_swept(age: float) -> bool:
        old.touch()
        os.utime(old, (time.time() - UNUSED - 3600,) * 2)
        if (tmp_path / "swept").exists():
            os.utime(tmp_path / "swept", (time.time() - age,) * 2)
        forget_unused_files(tmp_path)
        return not old.exists()

    assert [is_forgotten_when_swept(age) for age in (0, 3600, 90000, 3600, -86400)] == [True, False, True, False, True]


def test_cache_emptied_during_a_build_is_told(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    Image.new("RGB", (1600, 1200), "olive").save(source)
    prepare_photos(renditions(source), tmp_path / "cache")
    shutil.rmtree(tmp_path / "cache")
    with pytest.raises(BuildError, match="chạy lại"):
        write_photos(renditions(source), tmp_path / "site", tmp_path / "cache")


def test_placeholder_is_a_tiny_picture_of_the_photo(tmp_path: Path) -> None:
    source, cache = tmp_path / "a.jpg", tmp_path / "cache"
    photo = Image.effect_noise((1600, 1200), 90).convert("RGB")
    photo.paste("red", (0, 0, 800, 1200))
    photo.save(source)
    items = renditions(source, (20,), ("placeholder",))
    prepare_photos(items, cache)
    uri = render_placeholder(items[0].path, cache)
    content = base64.b64decode(uri.removeprefix("data:image/webp;base64,"))
    assert len(content) <= 200
    with Image.open(BytesIO(content)) as image:
        assert image.size == (20, 15)
        assert image.convert("RGB").getpixel((3, 7))[0] > 180 > image.convert("RGB").getpixel((17, 7))[0]
    write_photos(items, tmp_path / "site", cache)
    assert not list((tmp_path / "site").rglob("*.blur"))


def two_photos(focus: str = "") -> str:
    """Return front matter of a portrait and a wide photo, the latter with a focus."""
    wide = (
        '  - {file: rong.jpg, alt: "Hai người bên máy đo", caption: "Chú thích", credit: "Tác giả", '
        f"role: work{focus}}}\n"
    )
    return PHOTO.replace("file: anh-goc", "file: chan-dung") + wide


def build(project: Project) -> None:
    done = project.run("build", "--as-of", "2024-07-01")
    assert done.returncode == 0, done.stdout + done.stderr


def test_page_offers_avif_then_webp_then_a_jpeg_each_of_them_there(project: Project) -> None:
    project.write("mot", photos=two_photos())
    project.add_photo("mot", "chan-dung.jpg")
    project.add_photo("mot", "rong.jpg", (2400, 1600))
    build(project)
    lead = project.page("ho-so/mot").split('class="gs-profile__lead')[1].split("</figure>")[0]
    assert re.findall(r'<source type="(.*?)"', lead) == ["image/avif", "image/webp"]
    offered = [dict(re.findall(r"(\S+) (\d+)w", found)) for found in re.findall(r'srcset="(.*?)"', lead)]
    assert [list(found.values()) for found in offered] == [["400", "800", "1200", "1600"], ["400", "800", "1200"]]
    for url, width in [pair for found in offered for pair in found.items()]:
        with Image.open(project.root / "site" / "ho-so" / "mot" / url) as image:
            assert image.width == int(width)
    fallback = re.search(r'<img src="(anh/.*?\.jpg)" width="2400" height="1600"', lead)
    assert fallback and (project.root / "site" / "ho-so" / "mot" / fallback[1]).is_file()
    circle = project.page("ho-so/mot").split("gs-author__photo")[1].split("</picture>")[0]
    assert "-200.avif 200w" in circle and "data:" not in circle


def test_placeholder_stands_in_the_page_and_not_in_the_index_of_search(project: Project) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    build(project)
    uri = re.search(
        r'class="gs-photo__placeholder" src="(data:image/webp;base64,[^"]+)" alt=""', project.page("ho-so/mot")
    )
    assert uri and len(uri[1]) < 300
    shown = [path.read_bytes() for path in (project.root / "site" / "tim-kiem" / "chi-muc").glob("*/*.json")]
    assert any(b"-200.webp" in text for text in shown) and not any(
        b"base64" in text or b".blur" in text for text in shown
    )


@pytest.mark.parametrize(
    ("focus", "x", "y"),
    [("", 50, 30), (', focus: "14% 86%"', 10, 90), (', focus: "0% 100%"', 0, 100), (', focus: "15% 5%"', 20, 10)],
)
def test_crop_keeps_the_focus_to_the_nearest_ten_percent(project: Project, focus: str, x: int, y: int) -> None:
    project.write("mot", photos=two_photos(focus))
    project.add_photo("mot", "chan-dung.jpg")
    project.add_photo("mot", "rong.jpg", (2400, 1600))
    build(project)
    page = project.page("ho-so/mot")
    assert f'data-x="{x}" data-y="{y}"' in page.split('class="gs-profile__lead')[1].split("</figure>")[0]
    assert (
        'data-x="50" data-y="40"' in page.split("gs-author__photo")[1].split("</picture>")[0]
    )  # a portrait keeps its head
    style = (project.root / "site" / "assets" / "stylesheets" / "guongsang.css").read_text(encoding="utf-8")
    for axis, value in (("x", x), ("y", y)):
        assert re.search(rf'\[data-{axis}="{value}"\] \{{\s*--{axis}: {value}%;\s*\}}', style)


@pytest.mark.parametrize("focus", ["50", "50 30", "50% 101%", "50%, 30%", "-5% 10%", "trên"])
def test_focus_of_another_form_is_told_with_the_right_one(project: Project, focus: str) -> None:
    project.write("mot", profile_text(photos=two_photos(f', focus: "{focus}"')))
    project.add_photo("mot", "chan-dung.jpg")
    project.add_photo("mot", "rong.jpg", (2400, 1600))
    done = project.run("check", "--as-of", "2024-07-01")
    assert done.returncode == 1
    assert f'DH211: "focus" phải có dạng 50% 30%; đang viết "{focus}"' in done.stdout


opened: list[str] | None = None


@pytest.fixture
def opened_files() -> Iterator[list[str]]:
    """Tell which files are opened, by whatever module."""
    global opened
    opened = []
    yield opened
    opened = None


@sys.addaudithook  # there is no way to take one out again
def note_opened(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and opened is not None:
        opened.append(str(arguments[0]))


def test_publishing_opens_no_file(project: Project, opened_files: list[str]) -> None:
    path = project.write("mot", photos=two_photos()).relative_to(project.root).as_posix()
    project.add_photo("mot", "chan-dung.jpg")
    registry, as_of = load_registry(project.root, REGISTRY)[0], parse_moment("2024-07-01")
    manuscript, _ = load_manuscript(project.root, path)
    assert manuscript
    assessments = assess(manuscript.profile, registry)
    decisions = decide(manuscript.profile, assessments, has_errors=False, as_of=as_of)
    publish_manuscript(manuscript, decisions, assessments, registry, as_of, linkable=())  # imports what it needs
    opened_files.clear()
    profile = publish_manuscript(manuscript, decisions, assessments, registry, as_of, linkable=()).profile
    assert not opened_files
    assert profile and [photo.source.name for photo in profile.photos] == ["chan-dung.jpg"]


def settle(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a photo have been left alone for a while: what has just changed isn't kept."""
    later = time.time_ns() + 10**10
    monkeypatch.setattr(photo_inspection.time, "time_ns", lambda: later)


@pytest.fixture
def read_photos(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tell which photos were read whole."""
    told: list[str] = []
    inspect = photo_inspection._inspect
    monkeypatch.setattr(photo_inspection, "_inspect", lambda path: told.append(path.name) or inspect(path))
    return told


def test_photo_that_nobody_touched_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_photos: list[str]
) -> None:
    source = tmp_path / "a.jpg"
    Image.new("RGB", (1600, 1200), "olive").save(source)
    inspect_photo(source, tmp_path)
    inspect_photo(source, tmp_path)
    assert read_photos == ["a.jpg", "a.jpg"]  # it is so young that it may change without a sign
    settle(source, monkeypatch)
    found = [inspect_photo(source, tmp_path) for _ in range(3)]
    assert len(read_photos) == 3
    assert (
        found[0] == found[1] == found[2] and found[0].facts == measure_photo(source.read_bytes()) and not found[0].fault
    )


def test_photo_changed_behind_the_clocks_back_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_photos: list[str]
) -> None:
    source, other = tmp_path / "a.jpg", tmp_path / "b.jpg"
    for path, colour in ((source, "#808001"), (other, "#808002")):
        Image.new("RGB", (1600, 1200), colour).save(path)
    other.write_bytes(other.read_bytes().ljust(source.stat().st_size, b"\0"))
    content = other.read_bytes()
    source.write_bytes(source.read_bytes().ljust(len(content), b"\0"))
    settle(source, monkeypatch)
    before, status = inspect_photo(source, tmp_path), source.stat()
    with source.open("r+b") as file:  # in place: same size, same place on the disk, and the time of change set back
        file.write(content)
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = inspect_photo(source, tmp_path)
    assert read_photos == ["a.jpg", "a.jpg"] and before.facts != after.facts == measure_photo(content)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-40] + b"x" * 40),
        lambda path: path.write_bytes(b""),
        Path.unlink,
    ],
)
def test_what_is_known_of_a_photo_counts_as_missing_where_it_is_spoilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_photos: list[str], spoil: Callable[[Path], object]
) -> None:
    source = tmp_path / "a.png"
    Image.new("RGB", (90, 60), "olive").save(source)
    with source.open("ab") as file:
        file.write(b"<script>alert(1)</script>")
    settle(source, monkeypatch)
    before = inspect_photo(source, tmp_path)
    (kept,) = (tmp_path / ".cache" / "photos").iterdir()
    spoil(kept)
    assert inspect_photo(source, tmp_path) == before == inspect_photo(source, tmp_path)
    assert before.stowaway and read_photos == ["a.png", "a.png"]
