"""Faces and stories: lists know of a profile what they show and no more.

An edit of a story leaves lists as they are. A story that is lost is read again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from builders import AS_OF, make_entry, make_profile, make_published, make_registry
from guongsang.build.result_cache import ResultCache, pack_result, unpack_result, unpack_story
from guongsang.build.safe_pickle import KeptValues
from guongsang.errors import BuildError
from guongsang.outputs import SITE_PAGES
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.profile_parts import face_of, story_of, with_story
from guongsang.publication.result import PublicationResult
from guongsang.publication.site import Site
from guongsang.registry.model import Channel, Registry, Unit
from projects import PHOTO, Project, snapshot

DAY = "2024-07-01"
KEY = b"k" * 16


@pytest.fixture
def registry() -> Registry:
    return make_registry(channels=[make_entry(Channel, id="portal")], units=[make_entry(Unit, id="cuc")])


def make_whole(registry: Registry, body: str = "Lời mở đầu.", **changes: object) -> PublishedProfile:
    profile = make_profile(
        **{
            "id": "DH-2024-001",
            "kind": "individual",
            "name": "Nguyễn Minh Họa",
            "unit": "cuc",
            "year": 2024,
            "stage": "outstanding",
            "title": "Tít",
            "press": {"quotes": [{"text": "Cứ làm.", "by": "Nguyễn Minh Họa"}]},
            "consent": {"document": "1", "date": "2024-01-01", "covers": ["name", "story"], "channels": ["portal"]},
            "channels": {"portal": {"publish": "2024-02-01"}},
            **changes,
        }
    )
    return make_published(profile, registry, body=body)


def test_face_and_story_make_the_whole_again(registry: Registry) -> None:
    whole = make_whole(registry)
    face = face_of(whole)
    assert face != whole and face_of(face) is face
    assert with_story(face, story_of(whole)) == whole
    assert (face.name, face.title, face.prose.minutes) == (whole.name, whole.title, whole.prose.minutes)


@pytest.mark.parametrize(
    "ask",
    [
        lambda face: list(face.quotes),
        lambda face: bool(face.recognition),
        lambda face: face.contact.name,
        lambda face: len(face.ratings),
        lambda face: face.prose.segments,
        lambda face: face.coverage[0],
    ],
)
def test_face_refuses_to_tell_of_its_story(registry: Registry, ask) -> None:
    with pytest.raises((BuildError, AttributeError)):
        ask(face_of(make_whole(registry)))


def test_no_list_asks_for_a_story(registry: Registry) -> None:
    site = Site(registry, AS_OF, (make_whole(registry),)).of_faces()
    assert [page.url for output in SITE_PAGES for page in output(site)]


def test_kept_outcome_comes_back_and_its_face_tells_of_no_word_of_the_story(registry: Registry) -> None:
    values = KeptValues(registry)
    first, second = (
        pack_result(PublicationResult(make_whole(registry, body=f"Lời {word} đầu.")), values) for word in ("mở", "dẫn")
    )
    kept, other = unpack_result(first, values), unpack_result(second, values)
    assert kept.face == other.face and kept.whole != other.whole
    assert kept.with_story(unpack_story(first, values)).result.profile == make_whole(registry, body="Lời mở đầu.")
    titled = unpack_result(pack_result(PublicationResult(make_whole(registry, title="Tít khác")), values), values)
    assert titled.face != kept.face


@pytest.mark.parametrize("pack", [b"", b"chu", b"\0" * 60])
def test_foreign_pack_is_no_outcome(registry: Registry, pack: bytes) -> None:
    with pytest.raises(ValueError, match="not a"):
        unpack_result(pack, KeptValues(registry))


def test_face_that_is_equal_stays_as_it_was_kept(registry: Registry, tmp_path: Path) -> None:
    values, shelf = KeptValues(registry), ResultCache(tmp_path)
    title = "".join(("T", "ít"))  # equal to the title, and another object, as from another process
    first = pack_result(PublicationResult(make_whole(registry)), values)
    second = pack_result(
        PublicationResult(make_whole(registry, body="Lời khác.", name="".join(("Nguyễn ", "Minh Họa")), title=title)),
        values,
    )
    shelf.write([("a.md", KEY, first)])
    settled = shelf.settle("a.md", second, values)
    assert unpack_result(settled, values).face == unpack_result(first, values).face
    assert unpack_story(settled, values) == unpack_story(second, values)
    assert shelf.settle("b.md", second, values) == second
    other = pack_result(PublicationResult(make_whole(registry, title="Tít khác")), values)
    assert shelf.settle("a.md", other, values) == other
    shelf.close()


def places(site: Path) -> Mapping[str, int]:
    """Return which file on the disk each page of a site is."""
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("index.html")}


def two_profiles(project: Project) -> Path:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    path = project.write("hai", id="DH-2024-002", name="Lê Văn Hai")
    assert project.run("build", "--as-of", DAY).returncode == 0
    return path


def test_edited_story_leaves_all_pages_but_its_own(project: Project) -> None:
    path = two_profiles(project)
    before = places(project.root / "site")
    path.write_text(path.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    assert project.run("build", "--as-of", DAY).returncode == 0
    after = places(project.root / "site")
    assert before.keys() == after.keys()
    changed = {page for page in after if after[page] != before[page]}
    own, measuring = (
        ("ho-so/hai/", "mo-hinh/sang-kien-cua-le-van-hai/"),
        ("du-lieu/", "bao/toa-soan/"),
    )  # the desk tells how many words there are
    assert (
        "ho-so/hai/index.html" in changed
        and [page for page in changed if not page.startswith((*own, *measuring))] == []
    )
    assert "Thêm một câu." in (project.root / "site/ho-so/hai/index.html").read_text(encoding="utf-8")


def test_edited_face_reaches_every_list(project: Project) -> None:
    path = two_profiles(project)
    path.write_text(path.read_text(encoding="utf-8").replace("Lê Văn Hai", "Lê Thị Ba"), encoding="utf-8")
    assert project.run("build", "--as-of", DAY).returncode == 0
    site = project.root / "site"
    assert not [page for page in site.rglob("*.html") if "Lê Văn Hai" in page.read_text(encoding="utf-8")]
    assert sum("Lê Thị Ba" in page.read_text(encoding="utf-8") for page in site.rglob("*.html")) > 3


@pytest.mark.parametrize(
    "spoil",
    ["DELETE FROM stories", "UPDATE stories SET value = x'00'", "UPDATE stories SET key = x'00'", "DROP TABLE stories"],
)
def test_story_that_is_lost_is_read_again(project: Project, spoil: str) -> None:
    path = two_profiles(project)
    first = places(project.root / "site")
    with sqlite3.connect(project.root / ".cache" / "outcomes.sqlite") as base:
        base.execute(spoil)
    base.close()
    page = project.root / "site/ho-so/hai/index.html"
    text = page.read_text(encoding="utf-8")
    page.unlink()  # so that it is made again, of a story that isn't kept any more
    assert project.run("build", "--as-of", DAY).returncode == 0
    assert (
        page.read_text(encoding="utf-8") == text
        and path.is_file()
        and places(project.root / "site").keys() == first.keys()
    )


def lists_of(cache: Path) -> tuple[object, ...]:
    """Return the row that tells of the lists."""
    base = sqlite3.connect(cache / "bundles.sqlite")
    (row,) = base.execute("SELECT * FROM bundles WHERE name = ''")
    base.close()
    return row


def test_build_that_was_killed_between_profiles_and_lists_leaves_nothing_stale(
    project: Project, tmp_path: Path
) -> None:
    path = two_profiles(project)
    site, cache, before = project.root / "site", project.root / ".cache", path.read_text(encoding="utf-8")
    first = snapshot(site)
    shutil.copytree(cache, tmp_path / ".cache")
    shutil.copytree(site, tmp_path / "site", copy_function=os.link)  # the very files
    row = lists_of(cache)
    edited = before.replace("Lê Văn Hai", "Lê Thị Ba")
    path.write_text(edited, encoding="utf-8")
    assert project.run("build", "--as-of", DAY).returncode == 0
    second = snapshot(site)
    base = sqlite3.connect(
        cache / "bundles.sqlite"
    )  # as if it had been killed before its lists were kept, and its site put in place
    with base:
        base.execute("REPLACE INTO bundles VALUES (?, ?, ?, ?)", row)
    base.close()
    for name in ("standstill.json", "built.manifest"):
        shutil.copy2(tmp_path / ".cache" / name, cache / name)
    shutil.rmtree(site)
    (tmp_path / "site").rename(site)
    for text, expected in ((before, first), (edited, second), (before, first)):
        path.write_text(text, encoding="utf-8")
        assert project.run("build", "--as-of", DAY).returncode == 0
        assert snapshot(site) == expected


def test_site_that_was_deleted_comes_back_the_same(project: Project) -> None:
    two_profiles(project)
    first = snapshot(project.root / "site")
    shutil.rmtree(project.root / "site")
    assert project.run("build", "--as-of", DAY).returncode == 0
    assert snapshot(project.root / "site") == first
