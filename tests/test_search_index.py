"""The index on disk: one segment a stretch of years, made again only where something changed, the same bytes for the same records."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from projects import snapshot

from guongsang.outputs.search import SearchRecord
from guongsang.search_index import ENDS, LEVELS, NAME, OFTEN, TEXT, TITLE, TOPIC, index_segment
from guongsang.search_store import FOLDER, split_segments, write_search_index

PERSON = SearchRecord("ho-so/mot/", "Đặng Thị Hòa", "Cá nhân", ("Đặng Thị Hòa",), titles=("Giữ đất",), topics=("Đất đai", "1526/QĐ-TTg"),
                      text="Nước về.\nĐất, đất và đất.", facets=(("loai", (("ca-nhan", "Cá nhân"),)), ("nam", (("2024", "2024"),))),
                      day=date(2024, 5, 1), order="b", shelf="2024")
OTHER = replace(PERSON, url="ho-so/hai/", title="An", names=("An",), titles=(), topics=(), text="Hoà bình", order="a")


def files(*records: SearchRecord) -> dict[str, object]:
    return {path: json.loads(text) for path, text in index_segment(records)}


def postings(entry: list, form: str, step: int = LEVELS) -> list[tuple[int, int]]:
    """The records of a form, each with its value: short gaps, a character each."""
    found, record = [], 0
    for char in entry[entry.index(form) + 1]:
        skipped, value = divmod(ord(char) - 35, step)
        found.append((record + skipped, value))
        record += skipped + 1
    return found


def test_word_says_where_it_stands_by_its_highest_place():
    words = files(OTHER, PERSON)["w0.json"]
    assert postings(words["dat"][0], "đât4") == [(1, TITLE)]
    assert postings(words["nuoc"][0], "nươc4") == [(1, TEXT)]
    assert postings(words["dai"][0], "đai") == [(1, TOPIC)]
    assert [bool(places) for places in words["hoa"]] == [True, True] and words["dang"] == [[], words["dang"][1]]  # in names alone


def test_pairs_know_neighbours_and_only_them():
    pairs = files(OTHER, PERSON)["p0.json"]
    assert postings(pairs["dang thi"], "đăng5 thi5") == [(1, NAME)]
    assert postings(pairs["1526 qd"], "1526 qđ") == [(1, TOPIC)]
    assert "ve dat" not in pairs and "thi giu" not in pairs  # lines, and fields, don't run into each other


def test_word_that_a_text_turns_on_ranks_above_one_that_it_mentions():
    found = files(replace(PERSON, titles=(), topics=(), text="Rừng và rừng, vẫn là rừng. Biển một lần."))["w0.json"]
    assert postings(found["rung"][0], "rưng1") == [(0, OFTEN)] and postings(found["bien"][0], "biên2") == [(0, TEXT)]


def test_names_know_which_word_opens_and_which_closes_them():
    found = files(OTHER, PERSON)
    names = found["n0.json"]
    assert found["spellings.json"] == {key: parts[::2] for key, parts in names.items()}
    assert names == {key: parts for key, (_, parts) in found["w0.json"].items() if parts}
    assert postings(names["dang"], "đăng5", ENDS) == [(1, 1)]
    assert postings(names["thi"], "thi5", ENDS) == [(1, 0)]
    assert postings(names["hoa"], "hoa1", ENDS) == [(1, 2)]
    assert postings(names["an"], "an", ENDS) == [(0, 3)]


def test_facet_columns_hold_each_set_of_values_once():
    core = files(OTHER, replace(PERSON, facets=(("loai", (("ca-nhan", "Cá nhân"),)), ("linh-vuc", (("dat", "Đất"), ("nuoc", "Nước"))))))["core.json"]
    assert core["count"] == 2 and core["days"] == {"rows": [date(2024, 5, 1).toordinal()], "of": "##"}
    assert core["facets"]["linh-vuc"] == {"values": [["dat", "Đất"], ["nuoc", "Nước"]], "rows": [[], [0, 1]], "of": "#$"}
    assert core["facets"]["loai"]["of"] == "##"


def test_shards_are_found_by_their_first_word():
    many = [replace(PERSON, url=f"ho-so/{number}/", text=f"chữ{number} " * 3 + f"riêng{number}") for number in range(900)]
    found = files(*many)
    core = found["core.json"]
    assert len(core["words"]) > 1
    for place, first in enumerate(core["words"]):
        assert min(found[f"w{place}.json"]) >= first
        assert place == 0 or max(found[f"w{place - 1}.json"]) < first
    assert core["words"] == sorted(core["words"]) and core["pairs"] == sorted(core["pairs"])


@pytest.mark.parametrize(("least", "names"), [(1, ["chung", "2023", "2024", "2025"]), (3, ["chung", "2023-2024", "2025"]), (99, ["chung", "2023-2025"])])
def test_neighbouring_years_share_a_segment_until_it_is_large_enough(least: int, names: list[str]):
    years = [replace(PERSON, url=f"ho-so/{year}-{number}/", shelf=year) for year in ("2025", "2023", "2024") for number in range(2)]
    assert [name for name, _ in split_segments([*years, replace(PERSON, url="lien-he/", shelf="")], least)] == names


def test_many_years_share_few_segments():
    years = [replace(PERSON, url=f"ho-so/{number}/", shelf=str(2000 + number // 1000)) for number in range(20_000)]
    segments = [(name, len(records)) for name, records in split_segments(years)]
    assert segments == [("2000-2007", 8000), ("2008-2015", 8000), ("2016-2019", 4000)]


def test_changed_profile_makes_its_own_segment_anew_and_no_other(tmp_path: Path):
    old, new = replace(PERSON, shelf="2023"), replace(PERSON, url="ho-so/hai/", shelf="2024")
    cache = tmp_path / "cache"

    def write(*records: SearchRecord) -> tuple[list[str], dict[str, bytes]]:
        target = tmp_path / f"site-{len(list(tmp_path.iterdir()))}"
        write_search_index(records, target, cache, least=1)
        return [entry["path"] for entry in json.loads((target / FOLDER / "index.json").read_text())["segments"]], snapshot(target)

    before, site = write(old, new)
    times = {folder.name: (folder / "core.json").stat().st_mtime_ns for folder in cache.iterdir()}
    after, _ = write(old, replace(new, text="Chữ khác."))
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)
    again, same = write(new, old)
    assert (again, same) == (before, site)
    assert {name: (cache / name / "core.json").stat().st_mtime_ns for name in times} == times
