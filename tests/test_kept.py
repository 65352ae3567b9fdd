"""Caches between builds: pickles can run no code, damaged tables count as missing.

Fingerprints are the same on every machine, and the manifest trusts no file.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import AS_OF, make_entry, make_profile, make_published, make_registry
from guongsang.build.fingerprints import Fingerprints
from guongsang.build.output.manifest import Manifest, manifest_entry, save_manifest
from guongsang.build.output.tree import SiteTree
from guongsang.build.safe_pickle import KeptValues
from guongsang.build.text_cache import KeptTexts, dump_texts, record_texts
from guongsang.outputs.dossier import make_dossiers
from guongsang.outputs.parts.cards import make_card
from guongsang.outputs.parts.filters import Choice
from guongsang.outputs.profile_texts import ProfileTexts, profile_texts
from guongsang.publication.imprint import Imprint
from guongsang.publication.site import Site
from guongsang.registry.model import Channel, Registry, Unit, WorkField
from guongsang.storage.cache_table import CacheTable
from guongsang.storage.sealed_files import write_sealed
from machine import needs_links, needs_posix
from projects import Project


def make_site(**changes: object) -> Site:
    """Return a site of one profile."""
    registry = make_registry(
        channels=[make_entry(Channel, id="portal")],
        units=[make_entry(Unit, id="cuc")],
        fields=[make_entry(WorkField, id="dat"), make_entry(WorkField, id="nuoc")],
    )
    profile = make_profile(
        **{
            "id": "DH-2024-001",
            "kind": "individual",
            "name": "Nguyễn Minh Họa",
            "unit": "cuc",
            "year": 2024,
            "stage": "outstanding",
            "title": "Tít",
            "consent": {"document": "1", "date": "2024-01-01", "covers": ["name", "story"], "channels": ["portal"]},
            "channels": {"portal": {"publish": "2024-02-01"}},
            **changes,
        }
    )
    return Site(registry, AS_OF, (make_published(profile, registry, body="Lời mở đầu."),))


class Bomb:
    """What a foreign cache may hold."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self._path),)


def test_profile_comes_back_as_it_was_kept_with_the_registrys_own_entries() -> None:
    site = make_site(title="Giữ nguyên")
    values = KeptValues(site.registry)
    (profile,) = site.profiles
    back = values.load(values.dump(profile))
    assert back == profile
    assert back.unit is site.registry.units.get(profile.unit.id if profile.unit else None)


def test_path_comes_back_and_is_kept_under_no_name_of_a_module_that_another_python_lacks() -> None:
    values = KeptValues(make_site().registry)
    kept = values.dump([Path("ảnh/chân dung.jpg"), Path()])
    assert values.load(kept) == [Path("ảnh/chân dung.jpg"), Path()]
    assert b"pathlib" not in kept  # 3.13 says pathlib._local


def test_kept_bytes_of_somebody_else_run_nothing(tmp_path: Path) -> None:
    values = KeptValues(make_site().registry)
    for kept in (
        pickle.dumps(Bomb(tmp_path / "bum")),
        pickle.dumps(subprocess.Popen),
        b"",
        b"chu",
        values.dump([1, 2])[:-3],
    ):
        with pytest.raises(ValueError, match="not a kept value"):
            values.load(kept)
    assert list(tmp_path.iterdir()) == []


def test_entry_that_the_registry_no_longer_has_is_no_value() -> None:
    site = make_site()
    kept = KeptValues(site.registry).dump(next(iter(site.registry.channels)))
    with pytest.raises(ValueError, match="not a kept value"):
        KeptValues(Registry()).load(kept)


def test_shelf_gives_back_what_is_whole_and_made_of_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a" / "ke.sqlite"
    shelf = CacheTable(path, "texts")
    shelf.write([("mot", b"k1", "một".encode()), ("hai", b"k1", b"hai")])
    shelf.write([("hai", b"k2", b"hai moi")], forget=["mot"])
    shelf.close()
    again = CacheTable(path, "texts")
    assert list(again.read()) == [("hai", b"k2", b"hai moi")]
    assert again.get("hai", b"k2") == b"hai moi" and again.get("hai", b"k1") is None and again.get("mot", b"k1") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"khong phai SQLite" * 300,
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"noi dung", b"noi dunG"),
        lambda data: b"",
    ],
)
def test_spoilt_shelf_is_an_empty_one_that_can_be_written(tmp_path: Path, spoil) -> None:
    path = tmp_path / "ke.sqlite"
    shelf = CacheTable(path, "texts")
    shelf.write([("mot", b"k", b"noi dung")])
    shelf.close()
    path.write_bytes(spoil(path.read_bytes()))
    shelf = CacheTable(path, "texts")
    assert shelf.get("mot", b"k") is None
    shelf.write([("hai", b"k", b"moi")])
    assert dict((name, value) for name, _, value in shelf.read()).get("mot") is None


def test_table_is_closed_with_the_last_reference_to_it(tmp_path: Path) -> None:
    table = CacheTable(tmp_path / "ke.sqlite", "texts")
    base = table._base
    del table
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        base.execute("SELECT 1")


def test_spoilt_file_is_closed_before_it_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []
    connect, unlink = sqlite3.connect, Path.unlink

    def remember(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    def refuse_open(path: Path, missing_ok: bool = False) -> None:
        for base in opened:
            with pytest.raises(sqlite3.ProgrammingError, match="closed"):  # else Windows would refuse it
                base.execute("SELECT 1")
        unlink(path, missing_ok)

    monkeypatch.setattr(sqlite3, "connect", remember)
    monkeypatch.setattr(Path, "unlink", refuse_open)
    (tmp_path / "ke.sqlite").write_bytes(b"khong phai SQLite" * 300)
    CacheTable(tmp_path / "ke.sqlite", "texts").close()
    assert len(opened) == 2


def test_shelf_where_nothing_can_be_written_forgets(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("công sức của ai đó", encoding="utf-8")
    shelf = CacheTable(tmp_path / "a" / "ke.sqlite", "texts")
    shelf.write([("mot", b"k", b"v")])
    shelf.close()
    assert (tmp_path / "a").read_text(encoding="utf-8") == "công sức của ai đó"


FINGERPRINT = """
import sys
sys.path.insert(0, {tests!r})
from test_kept import make_site
from guongsang.build.fingerprints import Fingerprints
site = make_site(title="Như nhau", fields=["dat", "nuoc"])
print(Fingerprints().of((site.profiles, {{"a": 1, "b": ["x", "y"]}})))
"""


def test_equal_values_have_one_fingerprint_in_every_process() -> None:
    script = FINGERPRINT.format(tests=str(Path(__file__).parent))
    found = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_fingerprint_tells_every_difference_that_a_page_would_show() -> None:
    site, other = make_site(title="Một"), make_site(title="Hai")
    seen = {
        Fingerprints().of(value)
        for value in (
            "a",
            "b",
            ("a", "b"),
            ("ab",),
            ["a", ["b"]],
            {"a": 1},
            {"a": 2},
            {"b": 1},
            1,
            1.5,
            None,
            True,
            site.profiles[0],
            other.profiles[0],
            make_card(site.profiles[0]),
            make_card(other.profiles[0]),
            Choice("f", "k", "t", "u/", (1, 2)),
            Choice("f", "k", "t", "u/", (1, 2, 3)),
        )
    }
    assert len(seen) == 18


def test_profile_counts_by_the_fingerprint_that_it_was_kept_under() -> None:
    site = make_site(title="Một")
    (profile,) = site.profiles
    given = Fingerprints({profile.slug: "abc"})
    assert given.of(profile) == Fingerprints({profile.slug: "abc"}).of(make_site(title="Hai").profiles[0])
    assert given.of(profile) != Fingerprints({profile.slug: "abd"}).of(profile)


def test_card_counts_by_the_face_that_it_shows_and_by_what_a_channel_says_otherwise() -> None:
    (one,), (other,) = make_site(title="Một").profiles, make_site(title="Hai").profiles
    address = make_card(one).url
    assert Fingerprints(cards={address: "abc"}).of(make_card(one)) == Fingerprints(cards={address: "abc"}).of(
        replace(make_card(one), role="khác")
    )
    assert (
        len(
            {
                Fingerprints(cards={address: face}).of(make_card(profile))
                for face in ("abc", "abd")
                for profile in (one, other)
            }
        )
        == 4
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "site" / "a").mkdir(parents=True)
    (tmp_path / "site" / "a" / "index.html").write_text("cũ", encoding="utf-8")
    save_manifest(
        tmp_path / "so.manifest",
        tmp_path / "site",
        "s",
        {"a/index.html": manifest_entry(tmp_path / "site/a/index.html", "k")},
    )
    (tmp_path / "moi").mkdir()
    return tmp_path


def begin(place: Path) -> SiteTree:
    tree = SiteTree(place / "moi", Manifest.load(place / "so.manifest", place / "site"))
    tree.allow_reuse(tree.link_earlier_files())
    return tree


def test_file_made_of_the_same_is_taken_as_a_second_name(place: Path) -> None:
    tree = begin(place)
    assert tree.reuse("a/index.html", "k")
    assert (place / "moi/a/index.html").samefile(place / "site/a/index.html")
    assert tree.reuse("a/index.html", "khác") is None
    assert tree.reuse("b/index.html", "k") is None


@needs_links
def test_spare_begins_as_the_site_that_stands_whatever_it_held(place: Path) -> None:
    for name, text in (("a/index.html", "cũ"), ("b/index.html", "đã rút"), ("c.html", "dở dang")):
        (place / "moi" / name).parent.mkdir(exist_ok=True)
        (place / "moi" / name).write_text(text, encoding="utf-8")
    (place / "moi" / "trong" / "khong").mkdir(parents=True)
    (place / "moi" / "la").symlink_to(place / "site")
    tree = begin(place)
    assert tree.reuse("a/index.html", "k")
    assert [path.relative_to(place / "moi").as_posix() for path in sorted((place / "moi").rglob("*"))] == [
        "a",
        "a/index.html",
    ]
    assert (place / "moi/a/index.html").samefile(place / "site/a/index.html")
    assert (place / "site/a/index.html").read_text(encoding="utf-8") == "cũ"


def test_what_is_written_into_a_tree_leaves_the_site_that_stands_as_it_is(place: Path) -> None:
    tree = begin(place)
    state = tree.write("a/index.html", "mới")
    assert ("n", *state) == manifest_entry(place / "moi/a/index.html", "n")
    assert (place / "site/a/index.html").read_text(encoding="utf-8") == "cũ"
    assert (place / "moi/a/index.html").read_text(encoding="utf-8") == "mới"


@needs_posix("who may read a file is in its mode")
def test_what_nobody_noted_is_no_part_of_the_site_and_the_rest_is_for_everybody_to_read(place: Path) -> None:
    tree = begin(place)
    tree.write("b/c/index.html", "mới")
    (place / "moi/b/c/index.html").chmod(0o600)
    (place / "moi/b").chmod(0o700)
    tree.record([("b/c/index.html", manifest_entry(place / "moi/b/c/index.html", "n"))])
    tree.finish()
    assert [path.relative_to(place / "moi").as_posix() for path in sorted((place / "moi").rglob("*"))] == [
        "b",
        "b/c",
        "b/c/index.html",
    ]
    assert [(place / "moi" / name).stat().st_mode & 0o777 for name in ("", "b", "b/c", "b/c/index.html")] == [
        0o755,
        0o755,
        0o755,
        0o644,
    ]
    assert tree.differing() == ["a/index.html"]


def tamper(path: Path) -> None:
    path.write_text("bẩn", encoding="utf-8")


def restore_time(path: Path) -> None:
    status = path.stat()
    other = path.with_name("khac.html")
    other.write_text("dơ"[:1] + "ơ", encoding="utf-8")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("change", [tamper, Path.unlink, restore_time, lambda path: os.utime(path, (1, 1))])
def test_file_that_doesnt_stand_as_it_was_left_isnt_taken(place: Path, change) -> None:
    change(place / "site/a/index.html")
    assert begin(place).reuse("a/index.html", "k") is None


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"chu",
        pickle.dumps([]),
        pickle.dumps((3, "x")),
        pickle.dumps((99, "x", "s", {})),
        pickle.dumps((3, "x", "s", 7)),
    ],
)
@pytest.mark.parametrize("write", [Path.write_bytes, write_sealed], ids=["spoilt", "sealed"])
def test_ledger_that_cant_be_read_tells_of_nothing(place: Path, write, kept: bytes) -> None:
    write(place / "so.manifest", kept)
    assert begin(place).reuse("a/index.html", "k") is None


def test_ledger_of_somebody_else_runs_nothing(place: Path) -> None:
    write_sealed(
        place / "so.manifest", pickle.dumps((3, str(place / "site"), "s", {"a/index.html": Bomb(place / "bum")}))
    )
    assert not Manifest.load(place / "so.manifest", place / "site").entries
    assert not (place / "bum").exists()


def test_ledger_of_another_site_tells_of_nothing(place: Path) -> None:
    assert not Manifest.load(place / "so.manifest", place / "trang-khac").entries


def test_build_in_which_nothing_has_changed_says_so_and_touches_nothing(project: Project) -> None:
    project.write("mot")
    first = project.run("build")
    assert first.returncode == 0 and "Không có gì thay đổi" not in first.stderr
    page = project.root / "site" / "ho-so" / "mot" / "index.html"
    before = page.stat()
    second = project.run("build")
    assert (
        second.returncode == 0
        and "Xong: 1 hồ sơ" in second.stderr
        and "Không có gì thay đổi, trang giữ nguyên" in second.stderr
    )
    assert page.stat() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "site" / "ho-so" / "mot" / "index.html").write_text("bẩn", encoding="utf-8"),
        lambda root: (root / "site" / "robots.txt").unlink(),
        lambda root: (root / "site" / "la.txt").write_text("lạ", encoding="utf-8"),
        lambda root: (root / "content" / "lien-he.md").write_text("# Liên hệ\n\nMới.\n", encoding="utf-8"),
        lambda root: (root / "theme" / "notice.html").write_text(
            (root / "theme" / "notice.html").read_text(encoding="utf-8") + "\n", encoding="utf-8"
        ),
    ],
)
def test_build_after_any_change_builds(project: Project, change) -> None:
    project.write("mot")
    assert project.run("build").returncode == 0
    change(project.root)
    again = project.run("build")
    assert again.returncode == 0 and "Không có gì thay đổi" not in again.stderr
    assert "bẩn" not in (project.root / "site/ho-so/mot/index.html").read_text(encoding="utf-8")
    assert (project.root / "site/robots.txt").is_file() and not (project.root / "site/la.txt").exists()


def test_build_a_minute_later_stands_still_and_after_the_hour_of_publication_does_not(project: Project) -> None:
    project.write("mot", newspaper="2024-07-01T09:00")
    for moment, still in (
        ("2024-07-01T08:00", False),
        ("2024-07-01T08:59", True),
        ("2024-07-01T09:00", False),
        ("2024-07-01T10:00", True),
        ("2024-07-02T10:00", False),
    ):
        done = project.run("build", "--as-of", moment)
        assert done.returncode == 0, done.stderr
        assert ("Không có gì thay đổi" in done.stderr) is still, moment


def kept_texts(folder: Path) -> tuple[str, ProfileTexts, KeptTexts]:
    """Keep the texts of one profile below a folder; return its slug, the texts, and what gives them back."""
    (dossier,) = make_dossiers(
        replace(make_site(title="“Tít” & <lời>"), imprint=Imprint(name="Trang", address="https://example.org/"))
    )
    (texts,) = profile_texts([dossier])
    record_texts(folder / "texts.sqlite", [(dossier.profile.slug, b"khoa", dump_texts(texts))])
    return dossier.profile.slug, texts, KeptTexts(folder / "texts.sqlite", {dossier.profile.slug: b"khoa"})


def test_texts_of_a_profile_come_back_as_they_were_kept(tmp_path: Path) -> None:
    slug, texts, kept = kept_texts(tmp_path)
    assert list(kept.feeds((slug,))) == [texts.feeds]
    (data,) = kept.data((slug,))
    assert data is not None
    assert {key: tuple(lines) for key, lines in data.records.items()} == texts.data.records
    assert data.row == texts.data.row


def test_texts_that_were_made_of_something_else_count_as_missing(tmp_path: Path) -> None:
    slug, _, _ = kept_texts(tmp_path)
    other = KeptTexts(tmp_path / "texts.sqlite", {slug: b"khac"})
    assert [list(other.feeds((slug,))), list(other.data((slug,))), list(other.data_digests((slug,)))] == [
        [None],
        [None],
        [None],
    ]


def test_texts_that_are_spoilt_count_as_missing(tmp_path: Path) -> None:
    slug, _, kept = kept_texts(tmp_path)
    for table in ("feeds", "data"):
        shelf = CacheTable(tmp_path / "texts.sqlite", table)
        shelf.write([(slug, b"khoa", b'["chu"]\nrac')])
        shelf.close()
    assert [list(kept.feeds((slug,))), list(kept.data((slug,)))] == [[None], [None]]
