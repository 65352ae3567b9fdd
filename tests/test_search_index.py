"""The index on disk: segments in shared files, rebuilt only if something changed, same bytes for same records."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guongsang.outputs.search.records import SearchEntry, SearchRecord, entry_of
from guongsang.search.files import bind_segments
from guongsang.search.index import FOLDER, split_entries, write_search_index
from guongsang.search.segment import (
    ENDS,
    LEVELS,
    NAME,
    OFTEN,
    TEXT,
    TITLE,
    TOPIC,
    Layout,
    Vocabulary,
    bucket_of,
    index_segment,
    spread_bucket,
)
from projects import snapshot

PERSON = SearchRecord(
    "ho-so/mot/",
    "Đặng Thị Hòa",
    "Cá nhân",
    ("Đặng Thị Hòa",),
    titles=("Giữ đất",),
    topics=("Đất đai", "1526/QĐ-TTg"),
    text="Nước về.\nĐất, đất và đất.",
    facets=(("loai", (("ca-nhan", "Cá nhân"),)), ("nam", (("2024", "2024"),))),
    day=date(2024, 5, 1),
    order="b",
)
OTHER = replace(PERSON, url="ho-so/hai/", title="An", names=("An",), titles=(), topics=(), text="Hoà bình", order="a")
LAYOUT = Layout(segments=1, words=4, pairs=8, names=4)


def bucketed(kind: str, *records: SearchRecord) -> dict[str, list]:
    """All entries of a kind, of whichever bucket."""
    return {
        key: value
        for bucket in index_segment(records, LAYOUT).buckets[kind]
        if bucket
        for key, value in json.loads(bucket).items()
    }


def postings(entry: list, form: str, step: int = LEVELS) -> list[tuple[int, int]]:
    """The records of a form, each with its value: short gaps, a character each."""
    found, record = [], 0
    for char in entry[entry.index(form) + 1]:
        skipped, value = divmod(ord(char) - 35, step)
        found.append((record + skipped, value))
        record += skipped + 1
    return found


def test_word_says_where_it_stands_by_its_highest_place():
    words = bucketed("words", OTHER, PERSON)
    assert postings(words["dat"][0], "đât4") == [(1, TITLE)]
    assert postings(words["nuoc"][0], "nươc4") == [(1, TEXT)]
    assert postings(words["dai"][0], "đai") == [(1, TOPIC)]
    assert [bool(places) for places in words["hoa"]] == [True, True] and words["dang"] == [
        [],
        words["dang"][1],
    ]  # in names alone


def test_pairs_know_neighbours_and_only_them():
    pairs = bucketed("pairs", OTHER, PERSON)
    assert postings(pairs["dang thi"], "đăng5 thi5") == [(1, NAME)]
    assert postings(pairs["1526 qd"], "1526 qđ") == [(1, TOPIC)]
    assert "ve dat" not in pairs and "thi giu" not in pairs  # lines, and fields, don't run into each other
    assert not {"hoa nuoc", "binh nuoc"} & set(pairs)  # nor do records


def test_word_that_a_text_turns_on_ranks_above_one_that_it_mentions():
    found = bucketed("words", replace(PERSON, titles=(), topics=(), text="Rừng và rừng, vẫn là rừng. Biển một lần."))
    assert postings(found["rung"][0], "rưng1") == [(0, OFTEN)] and postings(found["bien"][0], "biên2") == [(0, TEXT)]


def test_names_know_which_word_opens_and_which_closes_them():
    names = bucketed("names", OTHER, PERSON)
    assert index_segment([OTHER, PERSON], LAYOUT).spellings == {key: parts[::2] for key, parts in names.items()}
    assert names == {key: parts for key, (_, parts) in bucketed("words", OTHER, PERSON).items() if parts}
    assert postings(names["dang"], "đăng5", ENDS) == [(1, 1)]
    assert postings(names["thi"], "thi5", ENDS) == [(1, 0)]
    assert postings(names["hoa"], "hoa1", ENDS) == [(1, 2)]
    assert postings(names["an"], "an", ENDS) == [(0, 3)]


def test_keys_stand_in_the_bucket_in_which_they_are_looked_for():
    indexed = index_segment([OTHER, PERSON], LAYOUT).buckets
    for kind, place_of in (
        ("words", lambda key: bucket_of(key, 4)),
        ("names", lambda key: spread_bucket(key, 0, 4)),
        ("pairs", lambda key: spread_bucket(key, key.index(" ") + 1, 8)),
    ):
        assert {key: place for place, bucket in enumerate(indexed[kind]) if bucket for key in json.loads(bucket)} == {
            key: place_of(key) for key in bucketed(kind, OTHER, PERSON)
        }


def test_pairs_of_any_script_stand_where_they_are_looked_for_in_the_order_of_their_texts():
    letters = "abđeêghikôơuưz019éßяжλω中文"
    random_words = random.Random(3)
    text = " ".join("".join(random_words.choices(letters, k=random_words.randint(1, 3))) for _ in range(4000))
    found = index_segment([replace(OTHER, text=text)], LAYOUT).buckets["pairs"]
    for place, bucket in enumerate(found):
        entries = json.loads(bucket)
        assert len(entries) > 100
        assert {spread_bucket(key, key.index(" ") + 1, 8) for key in entries} == {place}
        assert list(entries) == sorted(entries, key=lambda key: f'"{key}":')
        for forms in entries.values():
            assert forms[::2] == sorted(forms[::2], key=lambda form: f'"{form}"')


def test_record_without_words_and_segment_without_records_have_an_index():
    assert bucketed("pairs", SearchRecord("trang/", "…", "Trang", ("…",))) == {}
    assert index_segment([], LAYOUT).shown == []


def test_vocabulary_is_a_whole_dictionary():
    known = Vocabulary()
    known.read_line("Đất đai")
    assert {"Đất", "đai"} <= set(known.keys()) and dict(known).keys() == known.keys()


def bound(*segments: Iterable[SearchRecord]) -> dict[str, object]:
    """The files of an index of these segments, by name without fingerprint."""
    files = bind_segments([(f"{place:02}-x", index_segment(records, LAYOUT)) for place, records in enumerate(segments)])
    return {re.sub(r"-[0-9a-f]{8}(?=\.json$)", "", path): json.loads(content) for path, content in files}


def test_facet_columns_hold_each_set_of_values_once_for_all_segments():
    fields = (("dat", "Đất"), ("nuoc", "Nước"))
    core = bound([OTHER], [replace(PERSON, facets=(("loai", (("ca-nhan", "Cá nhân"),)), ("linh-vuc", fields)))])[
        "core.json"
    ]
    assert core["days"] == {"rows": [date(2024, 5, 1).toordinal()], "of": "##"}
    assert core["facets"]["linh-vuc"] == {
        "values": [["dat", "Đất"], ["nuoc", "Nước"]],
        "rows": [[], [0, 1]],
        "of": "#$",
    }
    assert core["facets"]["loai"]["of"] == "##"


def test_bucket_has_a_part_for_each_segment():
    found = bound([OTHER], [PERSON])
    (parts,) = [
        content
        for name, content in found.items()
        if name.startswith("words-") and any(part and "dai" in part for part in content)
    ]
    assert len(parts) == 2 and (not parts[0] or "dai" not in parts[0])
    assert found["index.json"]["segments"] == [
        {"path": "00-x", "count": 1, "held": "$"},
        {"path": "01-x", "count": 1, "held": "$"},
    ]


def test_order_of_names_runs_across_segments():
    assert bound([PERSON], [OTHER])["order.json"] == "$#"  # An before Hòa


def test_layout_grows_by_doubling():
    assert Layout.fitting(37).segments == Layout.fitting(500).segments == 1
    assert (Layout.fitting(10_000), Layout.fitting(10_001)) == (Layout(32, 1024, 4096, 128),) * 2


# --- On disk ---


def entries(*records: SearchRecord) -> list[SearchEntry]:
    return [entry_of(record.url if record.url.startswith("ho-so/") else "", [record]) for record in records]


def many(count: int) -> list[SearchRecord]:
    return [
        replace(
            PERSON,
            url=f"ho-so/{number}/",
            title=f"Người {number}",
            names=(f"Người {number}",),
            order=str(number),
            text=f"Chữ riêng {number}, chữ chung.",
        )
        for number in range(count)
    ]


def write(folder: Path, written: list[SearchEntry]) -> dict[str, bytes]:
    write_search_index(written, folder / "site", folder / "cache")
    return snapshot(folder / "site" / FOLDER)


def test_entries_are_dealt_out_by_key_alone():
    records = [*many(1500), replace(PERSON, url="lien-he/")]
    layout = Layout.fitting(1500)
    segments = {
        segment.name: {entry.key for entry in segment.entries} for segment in split_entries(entries(*records), layout)
    }
    assert set(segments) == {"00", "01", "02", "03", "chung"} and segments["chung"] == {""}
    fewer = {
        segment.name: {entry.key for entry in segment.entries}
        for segment in split_entries(entries(*records[5:]), layout)
    }
    gone = {record.url for record in records[:5]}
    assert fewer == {name: keys - gone for name, keys in segments.items()}


def test_only_segments_with_something_changed_are_asked_for_their_records(tmp_path: Path):
    asked: list[str] = []

    def told(record: SearchRecord, digest: str = "1") -> SearchEntry:
        return SearchEntry(record.url, digest, lambda: asked.append(record.url) or [record])

    people = many(600)
    write(tmp_path, [told(record) for record in people])
    assert len(asked) == 600
    asked.clear()
    write(tmp_path, [told(record) for record in people])
    assert asked == []
    write(tmp_path, [told(people[0], "2"), *map(told, people[1:])])
    assert people[0].url in asked and 200 < len(asked) < 400


def test_edited_added_and_removed_records_give_the_index_of_a_clean_build(tmp_path: Path):
    chance = random.Random(8)
    records = many(700)
    for _ in range(6):
        edited = chance.randrange(len(records))
        records[edited] = replace(records[edited], text=f"Chữ mới {chance.random()}.", order=str(chance.random()))
        records.append(replace(PERSON, url=f"ho-so/moi-{chance.random()}/"))
        del records[chance.randrange(len(records))]
        incremental = write(tmp_path / "again", entries(*records))
        assert incremental == write(tmp_path / f"clean-{chance.random()}", entries(*records))


def test_layout_that_no_longer_fits_leaves_nothing_behind(tmp_path: Path):
    write(tmp_path, entries(*many(600)))
    assert write(tmp_path, entries(*many(40))) == write(tmp_path / "clean", entries(*many(40)))
    assert len(list((tmp_path / "cache").glob("*.segment"))) == 1


def test_file_that_another_site_has_too_is_never_written_into(tmp_path: Path):
    people = many(30)
    before = write(tmp_path, entries(*people))
    earlier = tmp_path / "earlier"
    for path in before:
        (earlier / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(tmp_path / "site" / FOLDER / path, earlier / path)
    write(tmp_path, entries(replace(people[0], text="Chữ khác."), *people[1:]))
    assert snapshot(earlier) == before


def test_file_that_is_right_is_left_alone(tmp_path: Path):
    people = many(40)
    write(tmp_path, entries(*people))
    folder = tmp_path / "site" / FOLDER
    inodes = {path: path.stat().st_ino for path in folder.rglob("*.json")}
    after = write(tmp_path, entries(replace(people[0], text=people[0].text + " Thêm."), *people[1:]))
    changed = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*.json") if inodes.get(path) != path.stat().st_ino
    }
    assert "index.json" in changed and len(changed) < len(after) / 2


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1]), lambda path: path.write_text("x")]
)
def test_site_that_was_spoilt_is_made_whole(tmp_path: Path, spoil):
    whole = write(tmp_path, entries(*many(20)))
    for path in sorted((tmp_path / "site" / FOLDER).rglob("*.json"))[::5]:
        spoil(path)
    (tmp_path / "site" / FOLDER / "la.json").write_text("{}")
    assert write(tmp_path, entries(*many(20))) == whole


@pytest.mark.parametrize("place", [0, 40, 400, -5])
def test_spoilt_cache_never_reaches_the_site(tmp_path: Path, place: int):
    whole = write(tmp_path, entries(*many(20)))
    for path in (tmp_path / "cache").iterdir():
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        path.write_bytes(content)
    (tmp_path / "site").rename(tmp_path / "old")
    assert write(tmp_path, entries(*many(20))) == whole


def test_compressed_twins_stay_beside_files_that_stay(tmp_path: Path):
    people = many(40)
    write(tmp_path, entries(*people))
    folder = tmp_path / "site" / FOLDER
    for path in list(folder.rglob("*.json")):
        path.with_name(f"{path.name}.gz").write_bytes(b"twin")
    kept = write(tmp_path, entries(*people))
    assert len(kept) == 2 * sum(not path.endswith(".gz") for path in kept)
    after = write(tmp_path, entries(replace(people[0], text="Chữ khác hẳn."), *people[1:]))
    assert "index.json.gz" not in after
    assert all(
        path.removesuffix(".gz") in kept and kept[path.removesuffix(".gz")] == after[path.removesuffix(".gz")]
        for path in after
        if path.endswith(".gz")
    )


def test_file_of_what_results_show_holds_few_records_and_fewer_long_ones():
    indexed = index_segment(
        [replace(record, text=record.text * (1 if number < 100 else 400)) for number, record in enumerate(many(120))],
        LAYOUT,
    )
    files = [json.loads(file) for file in indexed.shown]
    assert (
        [len(rows) for rows in files] == indexed.held
        and sum(indexed.held) == 120
        and max(indexed.held) == 6
        and min(indexed.held) < 4
    )
    assert all(len(file) < 19_000 for file in indexed.shown) and len(files) > 5
