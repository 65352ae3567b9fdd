"""The Word file of a press kit: styles, tables, properties, links; hostile text stays text; LibreOffice opens it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from guongsang.media.kits.store import make_kit
from guongsang.outputs import press_kit
from guongsang.outputs.parts.press_wording import (
    SAMPLE_NOTE,
)
from press_kits import (
    HOSTILE,
    make_site,
    said,
)
from projects import unpack

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
