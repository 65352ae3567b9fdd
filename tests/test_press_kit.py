"""Press kits as an editor gets them: whole, credited, the same each time, only if the press may use the profile."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from PIL import Image

from guongsang.errors import BuildError
from guongsang.media.kits.store import make_kit
from guongsang.media.photos.xmp import render_xmp
from guongsang.outputs import press_kit, press_kits
from guongsang.outputs.parts.press_wording import (
    SAMPLE_NOTE,
    SHORT,
    available_from,
    credit_line,
    how_to_cite,
    press_lengths,
    usage_terms,
)
from guongsang.outputs.press.article import NO_PHOTOS
from guongsang.publication.imprint import PressWords, parse_imprint
from press_kits import (
    CONTACT,
    FIELDS,
    HOSTILE,
    LANGUAGES,
    SAPO,
    SECRET,
    SEEN_AS,
    build,
    make_photo,
    make_site,
    read_photos,
    said,
)
from projects import PHOTO, Project, snapshot, unpack

# What a kit holds.


def test_every_kit_of_the_site_has_its_parts_and_the_zip_holds_the_same(kits: list[Path]) -> None:
    assert len(kits) >= 25
    for folder in kits:
        slug = folder.parent.name
        parts = snapshot(folder)
        packed = unpack(parts.pop(f"{slug}.zip"))
        assert packed == parts
        assert {
            f"{slug}.docx",
            f"{slug}.txt",
            f"{slug}.md",
            "ninjs.json",
            "chu-thich-anh.txt",
            "SHA256SUMS",
        } <= parts.keys()
        sums = dict(line.split("  ")[::-1] for line in parts["SHA256SUMS"].decode().splitlines())
        assert sums == {
            name: hashlib.sha256(content).hexdigest() for name, content in parts.items() if name != "SHA256SUMS"
        }
        assert sorted(name for name in parts if name.startswith("anh/")) == [
            f"anh/{slug}-{number + 1}.jpg" for number in range(len(list((folder / "anh").iterdir())))
        ]


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum on this machine")
def test_sums_can_be_checked_in_the_unpacked_folder(kits: list[Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(next(kits[0].glob("*.zip"))) as packed:
        packed.extractall(tmp_path)
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "OK" in done.stdout, done.stdout + done.stderr


def test_kits_are_those_of_profiles_open_to_the_press(kits: list[Path], repository_site: Path) -> None:
    names = {folder.parent.name for folder in kits}
    assert "le-hai-yen" in names
    assert (
        not {"bui-quang-huy", "do-thi-on", "nguyen-thi-y", "ta-dinh-loc", "quach-tuan-kiet"} & names
    )  # on the portal alone, withdrawn, embargoed
    for url in ("bui-quang-huy", "ta-dinh-loc"):
        assert (repository_site / "ho-so" / url / "index.html").is_file()


# Photos.


def test_every_photo_of_every_kit_has_the_ten_fields_and_nothing_of_who_took_it_where(
    kits: list[Path], exiftool: str
) -> None:
    found = read_photos(exiftool, [path for folder in kits for path in sorted((folder / "anh").iterdir())])
    assert len(found) >= 40
    for file in found:
        told = {
            name
            for name in file
            if name.partition(":")[0] not in ("SourceFile", "ExifTool", "System", "File", "JFIF", "Composite")
        }
        assert told == FIELDS | LANGUAGES, (file["SourceFile"], told ^ (FIELDS | LANGUAGES))
        assert not [name for name in file if re.search(r"GPS|Serial|Orientation|Make|Model|Software|ICC", name)], file
        assert all(str(file[name]).strip() for name in FIELDS)
        assert SAMPLE_NOTE.rstrip(".") in str(file["XMP-dc:Description"])
        assert str(file["XMP-xmpRights:WebStatement"]).startswith("https://example.org/")


def test_photo_stands_upright_at_full_size_and_says_what_the_profile_says(tmp_path: Path, exiftool: str) -> None:
    profile, site = make_site(tmp_path / "ho-so", photos=[make_photo(tmp_path / "ho-so")])
    parts = unpack(make_kit(press_kit(profile, site)))
    path = tmp_path / "mot-ho-so-1.jpg"
    path.write_bytes(parts["anh/mot-ho-so-1.jpg"])
    assert (
        b"May Anh Kin" not in path.read_bytes()
        and b"SERIAL" not in path.read_bytes()
        and b"Exif" not in path.read_bytes()
    )
    with Image.open(path) as image:
        assert image.size == (1600, 2000) and image.mode == "RGB" and "icc_profile" not in image.info
        assert image.getpixel((800, 100))[0] > 200 and image.getpixel((800, 1900))[2] > 200
    (file,) = read_photos(exiftool, [path])
    assert {name: file[name] for name in FIELDS - {"XMP-xmpRights:UsageTerms"}} == {
        "XMP-dc:Description": "Anh Thử ở trạm.",
        "XMP-photoshop:Headline": "Một tít",
        "XMP-dc:Creator": "Đỗ Thị Ạ",
        "XMP-photoshop:Credit": "Ảnh: Đỗ Thị Ạ",
        "XMP-dc:Rights": "© Đỗ Thị Ạ",
        "XMP-photoshop:DateCreated": "2024:02:03",
        "XMP-iptcCore:AltTextAccessibility": "Người đứng bên máy đo gió",
        "XMP-iptcExt:PersonInImage": ["Lê Văn Thử", "Trần Ẩn Danh"],
        "XMP-xmpRights:WebStatement": "https://vi.example/guong/lien-he/#su-dung",
    }
    assert file["XMP-xmpRights:UsageTerms-vi"] == usage_terms(site)


def test_larger_photo_is_made_as_large_as_a_page_needs(tmp_path: Path) -> None:
    Image.new("RGB", (6000, 1500), "olive").save(tmp_path / "goc.jpg")
    profile, site = make_site(tmp_path, photos=[{"file": "goc.jpg", "alt": "Cánh đồng lúa chín nhìn từ trên cao"}])
    with Image.open(io.BytesIO(unpack(make_kit(press_kit(profile, site)))["anh/mot-ho-so-1.jpg"])) as image:
        assert image.size == (4096, 1024)


def test_unknown_values_of_a_photo_are_left_out_and_unnamed_people_said_in_words(tmp_path: Path) -> None:
    profile, site = make_site(tmp_path, photos=[make_photo(tmp_path, taken=None, credit=None, people=[])])
    (photo,) = press_kit(profile, site).photos
    packet = ElementTree.fromstring(render_xmp(photo.rights).decode())
    text = ElementTree.tostring(packet, encoding="unicode")
    assert not [
        name for name in ("DateCreated", "creator", "Credit", "photoshop:Credit", "dc:rights") if f"{name}>" in text
    ]
    assert "Không có người được nêu tên" in text


def test_texts_of_any_length_and_with_any_sign_make_a_packet_that_fits(tmp_path: Path) -> None:
    long = make_photo(tmp_path, alt=HOSTILE * 3, caption=HOSTILE + "&<>" * 40_000, people=["Ẩ" * 500] * 200)
    profile, site = make_site(tmp_path, photos=[long], title=HOSTILE)
    (photo,) = press_kit(profile, site).photos
    packet = render_xmp(photo.rights)
    assert len(packet) < 65_500
    headline = ElementTree.fromstring(packet.decode()).find(".//{http://ns.adobe.com/photoshop/1.0/}Headline")
    assert headline is not None and headline.text == " ".join(re.sub("[\u0001\u000b\ufffe]", "", HOSTILE).split())
    assert unpack(make_kit(press_kit(profile, site)))["anh/mot-ho-so-1.jpg"][:2] == b"\xff\xd8"


def test_kit_without_consent_to_images_says_in_words_that_it_has_none(project: Project) -> None:
    project.write("mot", photos=PHOTO, covers="[name, story]")
    project.add_photo("mot")
    folder = build(project)
    assert not (folder / "anh").exists()
    for name in ("mot.txt", "mot.md", "chu-thich-anh.txt"):
        assert NO_PHOTOS in (folder / name).read_text(encoding="utf-8")
    assert NO_PHOTOS in [paragraph.text for paragraph in docx.Document(str(folder / "mot.docx")).paragraphs]


# Text and Markdown.


def test_text_pastes_as_whole_paragraphs(kits: list[Path]) -> None:
    for folder in kits:
        text = (folder / f"{folder.parent.name}.txt").read_text(encoding="utf-8-sig")
        assert SAMPLE_NOTE in text and "\r" not in text and not re.search(r"[<>]|\*\*|[ \t]$", text, re.MULTILINE)
        assert max(map(len, text.splitlines())) > 200  # a paragraph is one line
        assert f"https://example.org/ho-so/{folder.parent.name}/" in text


def test_markdown_is_headed_linked_and_escaped() -> None:
    profile, site = make_site(body="1. một *hai*\n2. ba\n\n# Không\n\nA \\# B\n\n- mục", title="2. Tít _nghiêng_")
    text = unpack(make_kit(press_kit(profile, site)))["mot-ho-so.md"].decode()
    assert (
        text.startswith("# 2\\. Tít \\_nghiêng\\_\n") and "\n\n1. một hai\n\n2. ba\n" in text and "\n\n- mục\n" in text
    )
    assert (
        "<https://vi.example/guong/ho-so/mot-ho-so/>" in text
        and "| Chỉ số | Trước | Sau |\n|---|---|---|\n| Thời gian | 9 ngày | 2 ngày |" in text
    )


def test_corrections_stand_above_the_headline_newest_first() -> None:
    corrections = [{"date": "2024-06-02", "text": "Lỗi cũ."}, {"date": "2024-07-02", "text": "Lỗi mới."}]
    profile, site = make_site(corrections=corrections)
    text = unpack(make_kit(press_kit(profile, site)))["mot-ho-so.txt"].decode("utf-8-sig")
    assert text.startswith("Đính chính ngày 2/7/2024: Lỗi mới.\n\nĐính chính ngày 2/6/2024: Lỗi cũ.\n\nMột tít\n")


def test_middle_length_is_whole_sentences_of_at_most_150_words(repository_site: Path) -> None:
    body = "Câu một dài bốn chữ. " * 60 + "\n\n## Mục\n\nHết."
    assert press_lengths(make_site(body=body)[0]).short == ("Câu một dài bốn chữ. " * 30).strip()
    speech = (
        "Ông kể:\n\n“Năm ấy hạn. TS. Lê Văn A. Bình về TP. Vinh lúc 3.500 nhà thiếu nước. " + "Chữ " * 130 + "hết.”"
    )
    assert press_lengths(make_site(body=f"Một câu ngắn. {speech}")[0]).short == "Một câu ngắn."
    assert press_lengths(make_site(body="Chữ " * 200 + "hết.")[0]).short == SAPO
    assert press_lengths(make_site(body="TS. Bình về TP. Vinh. Hết.")[0]).short == "TS. Bình về TP. Vinh. Hết."
    lengths = press_lengths(
        make_site(consent={"document": "P", "date": "2024-01-01", "covers": ["name"], "channels": ["bao"]})[0]
    )
    assert lengths.short == lengths.sapo == SAPO and "Lời mở đầu" not in lengths.full
    assert SHORT == 150


def test_lengths_of_a_channel_have_its_own_headline_and_sapo() -> None:
    profile, _ = make_site(
        channels={"bao": {"publish": "2024-06-01", "title": "Tít của báo", "summary": "Sapo của báo."}}
    )
    lengths = press_lengths(profile, profile.press_appearances[0])
    assert lengths.sapo == "Sapo của báo." and lengths.full.startswith("Tít của báo\n\nSapo của báo.\n\nLời mở đầu.")


def test_credit_terms_and_citation_are_the_sites_own() -> None:
    profile, site = make_site()
    assert str(available_from(profile)) == "2024-06-01"
    assert credit_line(profile, site) == "Nguồn: Tấm Gương, Tỉnh Hư Cấu (hồ sơ DH-2024-001)"
    assert "báo cho Tỉnh Hư Cấu biết" in usage_terms(site) and usage_terms(site).endswith(
        "Xem https://vi.example/guong/lien-he/#su-dung"
    )
    assert how_to_cite(profile, site) == (
        "“Một tít”, Tấm Gương, Tỉnh Hư Cấu, hồ sơ DH-2024-001, đăng ngày 1/5/2024. "
        "https://vi.example/guong/ho-so/mot-ho-so/"
    )
    assert parse_imprint(
        {"extra": {"press": {"usage": "Hỏi trước\nkhi dùng.", "credit": "Theo Tấm Gương"}}}
    ).press == PressWords("Hỏi trước khi dùng.", "Theo Tấm Gương")
    with pytest.raises(BuildError, match=r"extra\.press không có khóa usages"):
        parse_imprint({"extra": {"press": {"usages": "x"}}})


# Who may have it, and when.


def test_profile_under_embargo_for_the_press_has_no_files_until_that_day(project: Project) -> None:
    project.write("mot", newspaper="2024-07-02")
    folder = build(project, "2024-07-01")
    assert project.has_page("ho-so/mot") and not folder.exists()
    refused = project.run("kit", "mot", "--as-of", "2024-07-01")
    assert refused.returncode == 1 and "chưa đến ngày đăng (2/7/2024)" in refused.stderr

    def pages() -> dict[
        str, bytes
    ]:  # but for search, whose files are named by what they hold: the newspaper is one of its filters
        return {
            name: content
            for name, content in snapshot(project.root / "site").items()
            if not name.startswith("tim-kiem/chi-muc/")
        }

    before = pages()
    build(project, "2024-07-02")
    assert (folder / "mot.zip").is_file()
    after = pages()
    assert not before.keys() - after.keys()
    assert all(name.startswith(("bao/", "ho-so/mot/bao-chi/")) for name in after.keys() - before.keys())
    assert after["ca-nhan/index.html"].decode() == before["ca-nhan/index.html"].decode().replace(
        "1/7/2024", "2/7/2024"
    )  # the foot tells the day


def test_preview_of_a_draft_has_no_kit_to_take_away() -> None:
    profile, site = make_site()
    assert [kit.path for kit in press_kits(site)] == ["ho-so/mot-ho-so/bao-chi/mot-ho-so.zip"]
    assert not list(press_kits(replace(site, profiles=(replace(profile, preview=("chưa được duyệt",)),))))


def test_withdrawn_profile_leaves_none_of_its_files(project: Project) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    folder = build(project)
    assert (folder / "mot.zip").is_file()
    project.write("mot", photos=PHOTO, status="withdrawn", review=", date: 2024-06-20")
    build(project)
    assert project.has_page("ho-so/mot") and not folder.exists()
    assert project.run("kit", "mot", "--as-of", SEEN_AS).stderr.strip().endswith("chưa có bộ tư liệu báo chí: đã rút")


def test_no_part_tells_what_is_internal(project: Project) -> None:
    project.write(
        "mot",
        photos=PHOTO.replace("anh-goc", "ten-tep-kin"),
        review=", by: Người duyệt kín",
        more=SECRET["more"] + CONTACT,
    )
    project.add_photo("mot", "ten-tep-kin.jpg")
    told = said(build(project))
    assert "Tốt hơn." in told and "Quyết định số 6/QĐ-MH" in told
    for secret in ("giữ kín", "Phiếu kín", "Người duyệt kín", "ten-tep-kin", "Bà Đầu Mối", "baochi@"):
        assert secret not in told, secret


def test_contact_is_given_where_consent_covers_it(project: Project) -> None:
    project.write("mot", covers="[name, story, contact]", more=CONTACT)
    folder = build(project)
    assert "Đầu mối cho báo chí: Bà Đầu Mối, điện thoại 024 0000 0000, baochi@vi.example" in (
        folder / "mot.txt"
    ).read_text(encoding="utf-8")
    assert "Bà Đầu Mối" not in project.page("ho-so/mot").partition('id="bao-chi"')[0]  # in the press panel alone
