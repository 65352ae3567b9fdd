"""Press kits as an editor gets them: whole, credited, the same each time, only if the press may use the profile."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from builders import make_entry, make_profile, make_published, make_registry
from guongsang.errors import BuildError
from guongsang.media.kits.store import CachedKit, kit_sizes, make_kit, prepare_kits, write_kits
from guongsang.media.photos.xmp import render_xmp
from guongsang.outputs import press_kit, press_kits
from guongsang.outputs.artifacts import KitArtifact
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
from guongsang.publication.imprint import Imprint, PressWords, parse_imprint
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Award, Channel, Unit
from projects import PHOTO, Project, profile_text, snapshot, unpack, unpack_all

FIELDS = {  # as exiftool names them, in the order of the issue
    "XMP-dc:Description",
    "XMP-photoshop:Headline",
    "XMP-dc:Creator",
    "XMP-photoshop:Credit",
    "XMP-dc:Rights",
    "XMP-photoshop:DateCreated",
    "XMP-iptcCore:AltTextAccessibility",
    "XMP-iptcExt:PersonInImage",
    "XMP-xmpRights:UsageTerms",
    "XMP-xmpRights:WebStatement",
}
LANGUAGES = {
    f"{name}-vi" for name in FIELDS if name.endswith(("Description", "Rights", "AltTextAccessibility", "UsageTerms"))
}
SEEN_AS = "2024-07-01"
IMPRINT = Imprint("Tấm Gương", "https://vi.example/guong/", "", "Tỉnh Hư Cấu", usage="lien-he/#su-dung")
# What no editor may get: the consent's paper, reviewers, difficulties, notes.
SECRET = {
    "more": (
        "internal: Điều giữ kín số một\nfollow_up:\n"
        "  - {date: 2024-06-10, by: Vụ Thử, effect: Tốt hơn., difficulties: Điều giữ kín số hai, decision: keep}\n"
    )
}
CONTACT = "press:\n  contact: {name: Bà Đầu Mối, phone: 024 0000 0000, email: baochi@vi.example}\n"
SAPO = "Một sapo vừa đủ dài để được duyệt, kể ai đã làm việc gì, ở đâu, và vì sao người khác nên đọc tiếp."
HOSTILE = '=1+1 <script>alert("x")</script> & ]]> {{ site }} {PAGE} \u0001\u000b\ufffe *sao* _gạch_ [a](http://b) | cột'


@pytest.fixture(scope="module")
def kits(repository_site: Path) -> list[Path]:
    """The folders of press files on the repository's own site."""
    return sorted((repository_site / "ho-so").glob("*/bao-chi"))


def read_photos(exiftool: str, paths: list[Path]) -> list[dict[str, object]]:
    answer = subprocess.run(
        [exiftool, "-json", "-G1", "-a", "-u", "-charset", "utf8", *map(str, paths)], capture_output=True, check=True
    ).stdout
    return json.loads(answer)


def make_site(
    folder: Path = Path("/khong-co"), *, body: str = "Lời mở đầu.\n\n## Cách làm\n\nLàm từng bước.", **changes: object
) -> tuple[PublishedProfile, Site]:
    registry = make_registry(
        units=[make_entry(Unit, id="don-vi", name="Đơn vị Hư Cấu")],
        awards=[make_entry(Award, id="bang-khen", name="Bằng khen")],
        channels=[
            make_entry(Channel, id="cong", name="Cổng", path="cong"),
            make_entry(Channel, id="bao", name="Báo Hư Cấu", path="bao", press=True),
        ],
    )
    fields = {
        "id": "DH-2024-001",
        "kind": "individual",
        "name": "Lê Văn Thử",
        "unit": "don-vi",
        "title": "Một tít",
        "summary": SAPO,
        "stage": "recognised",
        "year": 2024,
        "consent": {
            "document": "Phiếu 1",
            "date": "2024-01-01",
            "covers": ["name", "image", "story"],
            "channels": ["cong", "bao"],
        },
        "awards": [{"award": "bang-khen", "year": 2023, "document": "Quyết định 1"}],
        "initiatives": [
            {
                "name": "Sổ tay nước",
                "kind": "model",
                "figures": [{"label": "Thời gian", "before": "9 ngày", "after": "2 ngày"}],
            }
        ],
        "channels": {"cong": {"publish": "2024-05-01"}, "bao": {"publish": "2024-06-01"}},
    } | changes
    profile = make_published(make_profile(**fields), registry, body=body, folder=folder)
    return profile, Site(registry, datetime.fromisoformat("2025-01-01T00:00+07:00"), (profile,), imprint=IMPRINT)


def make_photo(folder: Path, **changes: object) -> dict[str, object]:
    """Write a photo held sideways that tells where and with what it was taken; return its front matter."""
    folder.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "May Anh Kin"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (10.0, 20.0, 30.0)
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-12345"
    photo = Image.new("RGB", (2000, 1600), "blue")
    photo.paste("red", (0, 0, 1000, 1600))
    photo.save(folder / "goc.jpg", exif=exif)
    return {
        "file": "goc.jpg",
        "alt": "Người đứng bên máy đo gió",
        "caption": "Anh Thử ở trạm.",
        "credit": "Ảnh: Đỗ Thị Ạ",
        "taken": "2024-02-03",
        "people": ["Lê Văn Thử", "Trần Ẩn Danh"],
        **changes,
    }


def build(project: Project, as_of: str = SEEN_AS, slug: str = "mot") -> Path:
    done = project.run("build", "--as-of", as_of)
    assert done.returncode == 0, done.stdout + done.stderr
    return project.root / "site" / "ho-so" / slug / "bao-chi"


def said(folder: Path) -> str:
    """Return all that the parts of a kit say, what is packed in them too."""
    texts = [content.decode("utf-8", "ignore") for content in unpack_all(snapshot(folder)).values()]
    return "\n".join([*texts, *(re.sub(r"<[^>]+>", "", text) for text in texts)])


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


# The Word file.


def test_word_file_has_styles_tables_and_properties_of_its_content(kits: list[Path]) -> None:
    folder = next(folder for folder in kits if folder.parent.name == "le-hai-yen")
    document = docx.Document(str(folder / "le-hai-yen.docx"))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Đọc vết nứt từ vệ tinh, đưa bản đồ sạt lở tới tận đầu bản"]
    assert by_style["Note"][0] == SAMPLE_NOTE and len(by_style["Sapo"]) == 1
    assert [text for text in by_style["Heading 1"] if text in ("Thành tích", "Cách làm", "Hiệu quả", "Bài học")] == [
        "Thành tích",
        "Cách làm",
        "Hiệu quả",
        "Bài học",
    ]
    assert "Khi đăng lại" in by_style["Heading 1"]
    assert [text.split("\n")[0] for text in by_style["Caption"]] == ["anh/le-hai-yen-1.jpg", "anh/le-hai-yen-2.jpg"]
    assert len(document.inline_shapes) == 2 and all(
        shape._inline.docPr.get("descr") for shape in document.inline_shapes
    )
    headers = [tuple(cell.text for cell in table.rows[0].cells) for table in document.tables]
    assert ("Danh hiệu, hình thức", "Năm", "Nơi quyết định", "Văn bản") in headers and (
        "Chỉ số",
        "Trước",
        "Sau",
    ) in headers
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    about = document.core_properties
    assert (about.title, about.author, about.language) == (by_style["Title"][0], "Bộ Tài nguyên và Môi trường", "vi-VN")
    assert "Lê Hải Yến" in about.subject and "Lê Hải Yến" in about.keywords
    assert (about.created, about.comments) == (datetime(2023, 6, 8, tzinfo=UTC), "")
    assert about.modified >= about.created and about.modified.year < 2026
    for name in ("Normal", "Title", "Heading 1", "Quote", "Table Text"):
        fonts = document.styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    names = unpack((folder / "le-hai-yen.docx").read_bytes())
    assert not [name for name in names if "thumbnail" in name or name.endswith("app.xml")]
    assert "python-docx" not in said(folder)


def test_word_files_link_to_the_site_alone(kits: list[Path]) -> None:
    for folder in kits:
        parts = unpack((folder / f"{folder.parent.name}.docx").read_bytes())
        targets = re.findall(
            r'Target="([^"]+)" TargetMode="External"',
            "".join(data.decode() for name, data in parts.items() if name.endswith(".rels")),
        )
        assert targets == [f"https://example.org/ho-so/{folder.parent.name}/"]


def test_hostile_text_stays_text_in_every_part() -> None:
    body = f"## {HOSTILE}\n\n{HOSTILE}\n\n- {HOSTILE}\n\n| a | b |\n|---|---|\n| {HOSTILE.replace('|', '')} | 2 |"
    profile, site = make_site(
        title=HOSTILE, summary=HOSTILE, name=HOSTILE, body=body, press={"quotes": [{"text": HOSTILE, "by": HOSTILE}]}
    )
    parts = unpack(make_kit(press_kit(profile, site)))
    document = docx.Document(io.BytesIO(parts["mot-ho-so.docx"]))
    clean = re.sub("[\u0001\u000b\ufffe]", "", HOSTILE)
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name in ("Title", "Sapo")] == [
        clean,
        clean,
    ]
    xml = unpack(parts["mot-ho-so.docx"])["word/document.xml"].decode()
    assert "<script" not in xml and "fldChar" not in xml and "instrText" not in xml
    assert "\\<script\\>" in parts["mot-ho-so.md"].decode() and not re.search(
        r"(?<!\\)<script|[\u0001\u000b\ufffe]", parts["mot-ho-so.md"].decode()
    )


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine")
def test_libreoffice_opens_the_word_file_and_prints_every_page(kits: list[Path], tmp_path: Path) -> None:
    sources = [
        next(folder.glob("*.docx"))
        for folder in kits
        if folder.parent.name in ("le-hai-yen", "trung-tam-du-bao-lu-dau-nguon")
    ]
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'user').as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        *map(str, sources),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    for source in sources:
        content = (tmp_path / f"{source.stem}.pdf").read_bytes()
        assert content.startswith(b"%PDF") and 4 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 12


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
