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
    base = table._database
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
