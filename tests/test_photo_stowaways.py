"""A photo that is another kind of file too is found, wherever that lies; random pixels raise no alarm."""

from __future__ import annotations

import random

import pytest

from guongsang.manuscripts.photos.stowaways import find_stowaway
from hostile.photos import JOINED
from projects import REPOSITORY, Project, profile_text

NOISE = random.Random(1).randbytes(8_000_000)


@pytest.mark.parametrize("name", JOINED)
def test_stowaway_is_found_wherever_it_lies(name: str) -> None:
    joined = JOINED[name]
    assert find_stowaway(b"\xff\xd8\xff\xe0" + NOISE[:50_000] + joined)
    if "ZIP" not in name:
        assert find_stowaway(b"\xff\xd8\xff\xe0" + joined + NOISE[:50_000])
        assert find_stowaway(b"\xff\xd8\xff\xe0" + NOISE[:500_000] + joined + NOISE[:500_000])


def test_chance_and_real_photos_give_no_alarm() -> None:
    assert find_stowaway(NOISE) is None
    photos = sorted((REPOSITORY / "exemplars").glob("*/*/*.jpg"))
    assert len(photos) > 40
    assert [path for path in photos if find_stowaway(path.read_bytes())] == []


@pytest.mark.parametrize(
    "near",
    [
        b"PK\x05\x06" + b"\x01\0" * 9,
        b"PK\x05\x06",
        b"PK\x03\x04",
        b"%PDF",
        b"MZ\x90\0",
        b"PE\0\0",
        b"\x7fELF",
        b"<scripture>",
        b"<bodyx>",
        b"<?xml version='1.0'?>",
        b"<?xpacket end='w'?>",
        b"#!",
        b"\xca\xfe\xba\xbe",
        b"<svg",
        b"<img",
        b"<?=",
        b"<meta\x80>",
        b"ISO <100>",
    ],
)
def test_what_only_looks_like_the_start_of_one_is_left_alone(near: bytes) -> None:
    assert find_stowaway(b"\xff\xd8\xff\xe0" + NOISE[:2_000] + near + NOISE[:2_000]) is None


def test_message_says_what_else_it_is_and_how_to_mend_it(project: Project) -> None:
    text = profile_text(
        photos="photos:\n  - {file: a.jpg, alt: Một kỹ sư bên máy đo, caption: Chú thích, credit: Tác giả}\n"
    )
    project.write("nguyen-minh-hoa", text)
    photo = project.add_photo("nguyen-minh-hoa", "a.jpg", (1600, 900))
    photo.write_bytes(photo.read_bytes() + JOINED["ZIP"])
    done = project.run("build", "--as-of", "2024-07-01")
    assert done.returncode == 1 and not (project.root / "site").exists()
    assert 'lỗi DH607: ảnh "a.jpg" chỉ được là ảnh; trong tệp còn có một tệp nén (ZIP, RAR, 7z)' in done.stdout
    assert "Lưu thành (hoặc Xuất) một tệp JPEG mới" in done.stdout
    project.add_photo("nguyen-minh-hoa", "a.jpg", (1600, 900))  # saved anew
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
