"""What the tests of press kits share: profiles with kits, photos, builds."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import datetime
from pathlib import Path

from PIL import Image

from builders import make_entry, make_profile, make_published, make_registry
from guongsang.publication.imprint import Imprint
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Award, Channel, Unit
from projects import Project, snapshot, unpack_all

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
