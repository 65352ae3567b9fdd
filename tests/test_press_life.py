"""The life of a profile for the press, over the whole output: it waits, appears, is corrected, is gone."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping

import pytest

from feed_samples import NAMES, items, read
from projects import Project, profile_text, snapshot, unpack_all

AS_OF, NEXT_DAY = "2024-07-14", "2024-07-15"
SLUG, OTHER, THIRD = "lo-thi-cho-ngay", "tran-thi-hai", "ban-do-so"
GONE = f"ho-so/{SLUG}/.410"  # an empty file that tells a web server what to answer
# Words that nothing else on the site has.
PERSON = {
    "id": "DH-2024-777",
    "name": "Lò Thị Chờ Ngày",
    "title": "Chuyện khuơng lạ của vùng tửu",
    "newspaper": NEXT_DAY,
    "photos": "photos:\n"
    '  - {file: anh-goc.jpg, alt: "Người phụ nữ bên xuồng nhuộng", caption: "Chiều ở bến rỗm.", '
    'credit: "Ảnh: Đèo Văn Chụp", taken: 2024-03-03, '
    "role: portrait, people: [Lò Thị Chờ Ngày]}\n",
    "body": (
        "## Thành tích\n\nChị đo nước bằng ống gỡn.\n\n## Cách làm\n\nTừng bước quẽo.\n\n## Hiệu quả\n\n"
        "Nhanh hơn.\n\n## Bài học\n\nKiên trì."
    ),
    "more": "press:\n  contact: {name: Bà Kín Cổng, email: kincong@vi.example}\n"
    '  quotes: [{text: "Nước không biết nói dối thửm.", by: Lò Thị Chờ Ngày}]\naliases: [ten-cu-cho-ngay]\n',
    "covers": "[name, image, story, contact]",
}
WORDS = (
    "Lò Thị Chờ Ngày",
    "khuơng lạ",
    "nhuộng",
    "bến rỗm",
    "Đèo Văn Chụp",
    "ống gỡn",
    "quẽo",
    "thửm",
    "Bà Kín Cổng",
    "kincong@vi.example",
    "Phiếu kín số 10/MH",
)
ADDRESSES = (SLUG, "ten-cu-cho-ngay", "sang-kien-cua-lo-thi-cho-ngay")
CORRECTION = "Bản đăng trước ghi ba ống; số đúng là năm ống."


@pytest.fixture
def life(project: Project) -> Project:
    """A project of three people, one of whom the newspaper waits for; an event and another's story speak of her."""
    write_person(project)
    project.add_photo(SLUG, size=(1700, 2100))
    # The others have all of theirs in words that they share with nobody, and photos of their own.
    for number, (slug, name) in enumerate(((OTHER, "Trần Thị Hai"), (THIRD, "Bàn Đỗ Sơ")), 2):
        body = (
            f"## Thành tích\n\nMột [chuyện của bạn](/ho-so/{SLUG}/) đồng nghiệp.\n\n## Cách làm\n\nLàm.\n\n"
            "## Hiệu quả\n\nTốt.\n\n## Bài học\n\nHọc."
        )
        photo = (
            "photos:\n"
            '  - {file: anh-goc.jpg, alt: "Chân dung", caption: "Chú thích", credit: "Tác giả", role: portrait}\n'
        )
        project.write(slug, id=f"DH-2024-00{number}", name=name, title=f"Bài số {number}", body=body, photos=photo)
        project.add_photo(slug, size=(1600 + number, 2000))
    project.write_event("giao-luu", more=f"profiles: [{SLUG}, {OTHER}]\n")
    return project


def write_person(project: Project, **changes: str) -> None:
    """Write the person of whom this is the life. Her consent's paper has a number of its own."""
    project.write(SLUG, profile_text(**(PERSON | changes)))


def build(project: Project, as_of: str) -> dict[str, bytes]:
    """Build, and return every file of the site, what is packed in others too, and what is compressed as it reads."""
    done = project.run("build", "--as-of", as_of)
    assert done.returncode == 0, done.stdout + done.stderr
    files = unpack_all(snapshot(project.root / "site"))
    return {
        name: gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        for name, content in files.items()
    }


def holders(files: Mapping[str, bytes], *words: str) -> set[str]:
    """Return the names of files that hold one of the words in their name or content.

    A word counts as people write it, and as JSON, XML or a web address writes it.
    """
    forms = {
        form.encode()
        for word in words
        for form in (word, json.dumps(word)[1:-1], re.sub(r"[^\x00-\x7f]", lambda sign: f"&#{ord(sign[0])};", word))
    }
    return {name for name, content in files.items() if any(form in content or form in name.encode() for form in forms)}


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    """Return the names of files that are in one site alone, or not the same in both."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def without_day(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files without the day of the build, which stands at the foot of pages and the head of open data."""
    days = re.compile(b"14/7/2024|15/7/2024|2024-07-1[45]")
    return {name: days.sub(b"DAY", content) for name, content in files.items()}


def outside(names: set[str], *folders: str) -> set[str]:
    return {name for name in names if not name.startswith(folders)}


def test_embargo_of_the_newspaper_ends_on_its_day_and_nothing_else_changes(life: Project) -> None:
    before = build(life, AS_OF)
    page = life.page(f"ho-so/{SLUG}")
    assert "Lò Thị Chờ Ngày" in page and 'id="bao-chi"' not in page  # the portal has her
    assert not [name for name in before if name.startswith(f"ho-so/{SLUG}/bao-chi")]
    # Her address may stand there: another's story links to her page, which is open.
    assert holders(before, *WORDS) & {name for name in before if name.startswith(("bao/", "sitemap-tin"))} == set()
    assert holders(before, "Bà Kín Cổng", "kincong@vi.example") == set()
    known = {name: read(life, f"bao/{name}") for name in NAMES}
    after = build(life, NEXT_DAY)
    page = life.page(f"ho-so/{SLUG}")
    assert 'id="bao-chi"' in page and "Bà Kín Cổng" in page
    parts = (f"{SLUG}.zip", f"{SLUG}.docx", f"{SLUG}.txt", f"anh/{SLUG}-1.jpg", "ninjs.json", "SHA256SUMS")
    assert {f"ho-so/{SLUG}/bao-chi/{name}" for name in parts} <= after.keys()
    for name in NAMES:
        old, new = items(known[name]), items(read(life, f"bao/{name}"))
        assert len(new) == len(old) + 1 and all(new[id] == item for id, item in old.items())
    # Beside her files, and the index, which can be searched by channel:
    differing = outside(changed(without_day(before), without_day(after)), f"ho-so/{SLUG}/bao-chi/", "tim-kiem/chi-muc/")
    assert differing == {
        f"ho-so/{SLUG}/index.html",
        *(f"bao/{name}" for name in NAMES),
        "bao/index.html",
        "bao/2024/06/index.html",
        "bao/2024/07/index.html",  # each month leads to the others
        "bao/toa-soan/index.html",
        "bao/toa-soan/linh-vuc/vien-tham/index.html",
        "bao/toa-soan/nam/2024/index.html",
        "index.html",
        "thong-ke/index.html",  # the newspaper's newest, and how many it has
        "du-lieu/changes.json",
        "du-lieu/index.html",
        "du-lieu/profiles.csv",
        "du-lieu/profiles.json",  # on which channels she is, and the files' sizes
        "sitemap.xml",
        "sitemap.xml.gz",
    }
    # There, of what results show none: channels are facets.
    assert {
        name.split("/")[2].split("-")[0] for name in changed(before, after) if name.startswith("tim-kiem/chi-muc/")
    } == {"core", "index.json"}


def test_correction_is_told_wherever_the_profile_is_and_touches_no_other(life: Project) -> None:
    write_person(life, newspaper="2024-06-02")
    before = build(life, AS_OF)
    write_person(
        life,
        newspaper="2024-06-02",
        more=f'{PERSON["more"]}corrections:\n  - {{date: 2024-07-10, text: "{CORRECTION}"}}\n',
    )
    after = build(life, AS_OF)
    assert holders(before, CORRECTION) == set()
    told = holders(after, CORRECTION)
    kit = f"ho-so/{SLUG}/bao-chi"
    assert {
        f"ho-so/{SLUG}/index.html",
        f"ho-so/{SLUG}/{SLUG}.txt",
        "dinh-chinh/index.html",
        "bao/toa-soan/index.html",
        "du-lieu/changes.json",
        *(f"{path}/{name}" for path in ("bao", "cong-thong-tin") for name in NAMES),
        *(f"{kit}/{name}" for name in (f"{SLUG}.txt", f"{SLUG}.md", "ninjs.json", f"{SLUG}.docx/word/document.xml")),
        *(
            f"{kit}/{SLUG}.zip/{name}"
            for name in (f"{SLUG}.txt", f"{SLUG}.md", "ninjs.json", f"{SLUG}.docx/word/document.xml")
        ),
    } <= told
    change = next(
        item for item in json.loads(read(life, "du-lieu/changes.json"))["changes"] if item["change"] == "corrected"
    )
    assert (change["id"], change["day"], change["text"]) == ("DH-2024-777", "2024-07-10", CORRECTION)
    for path in ("bao", "cong-thong-tin"):
        found = json.loads(read(life, f"{path}/ninjs.json"))["items"]
        assert [(item["altIds"][0]["value"], item.get("version")) for item in found][0] == (
            "DH-2024-777",
            "2",
        )  # it comes up again
    panel = life.page(f"ho-so/{SLUG}").partition('id="bao-chi"')[2]
    assert CORRECTION in panel and "cập nhật ngày 10/7/2024" in panel
    differing = changed(before, after)
    assert not [
        name
        for name in differing
        if name.startswith((f"ho-so/{OTHER}/", f"ho-so/{THIRD}/", "anh/", "tap-chi/", "truyen-thong/"))
    ]
    assert not [
        name for name in differing if "/anh/" in name or name.endswith("chu-thich-anh.txt")
    ]  # her photos are as they were


def test_withdrawn_profile_is_gone_from_every_file_and_is_announced(life: Project) -> None:
    write_person(life, newspaper="2024-06-02")
    before = build(life, AS_OF)
    kit = f"ho-so/{SLUG}/bao-chi"
    held = holders(before, *WORDS)
    # The search finds what it should: packed, in photos, in the index, in data.
    assert {
        f"{kit}/{SLUG}.zip/{SLUG}.docx/word/document.xml",
        f"{kit}/anh/{SLUG}-1.jpg",
        f"{kit}/{SLUG}.zip/anh/{SLUG}-1.jpg",
        "du-lieu/profiles.json",
        "bao/feed-toan-van.atom",
        "bao/ninjs.json",
        "ca-nhan/index.html",
    } <= held
    assert [name for name in held if name.startswith("tim-kiem/chi-muc/")]
    [fingerprint] = {found[1] for name in before if (found := re.match(rf"ho-so/{SLUG}/anh/1-([0-9a-f]+)-", name))}
    pictures = {
        content
        for name, content in before.items()
        if name.startswith(f"ho-so/{SLUG}/") and name.endswith((".jpg", ".webp", ".avif"))
    }
    assert pictures and holders(before, fingerprint)
    write_person(
        life,
        newspaper="2024-06-02",
        status="withdrawn",
        review=', by: Vụ Thử, date: 2024-07-12, notice: "Hồ sơ này đã được rút."',
    )
    after = build(life, AS_OF)
    notice = f"ho-so/{SLUG}/index.html"
    assert holders(after, *WORDS, fingerprint) == set()
    assert holders(after, *ADDRESSES) <= {notice, GONE, "ho-so/ten-cu-cho-ngay/index.html"}
    assert [name for name in after if name.startswith(f"ho-so/{SLUG}/")] == [GONE, notice] and not after[GONE]
    assert not pictures & set(after.values())
    folded = re.compile(rb"lo thi cho ngay|chi thi ngay lo|khuong la|ong gon", re.IGNORECASE)
    assert not [name for name, content in after.items() if folded.search(content)]
    page = life.page(f"ho-so/{SLUG}")
    assert "Hồ sơ này đã được rút." in page and 'content="noindex"' in page
    for path in ("bao", "cong-thong-tin"):
        for name in NAMES:
            old, new = items(read_before(before, f"{path}/{name}")), items(read(life, f"{path}/{name}"))
            assert old.keys() == new.keys()  # under its name of old, as the last that changed
            assert "Hồ sơ này đã được rút." in json.dumps(new[next(iter(new))], ensure_ascii=False)
        canceled = json.loads(read(life, f"{path}/ninjs.json"))["items"][0]
        assert (canceled["pubStatus"], canceled["altIds"][0]["value"]) == ("canceled", "DH-2024-777")
    change = json.loads(read(life, "du-lieu/changes.json"))["changes"][0]
    assert (change["change"], change["id"], change["day"], change["name"], change["address"]) == (
        "withdrawn",
        "DH-2024-777",
        "2024-07-12",
        None,
        None,
    )
    assert "Hồ sơ DH-2024-777" in life.page("bao/toa-soan") and "DH-2024-777" not in life.page("tap-chi/toa-soan")


def read_before(files: Mapping[str, bytes], name: str) -> str:
    return files[name].decode()
