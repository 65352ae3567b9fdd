"""What search holds of each page: found without marks and without đ, and nothing internal."""

import json
from dataclasses import asdict

import pytest
from builders import AS_OF, make_entry, make_profile, make_published, make_registry
from PIL import Image

from guongsang.authored import iter_fields, visibility_of
from guongsang.outputs.search import folded_words, search_records
from guongsang.profile import Profile
from guongsang.registry import Award, Channel, Movement, Unit, WorkField
from guongsang.site import Site

REGISTRY = make_registry(
    units=[make_entry(Unit, id="cuc-do-dac", name="Cục Đo đạc", short="Cục ĐĐ", abbreviations=["CĐĐ"])],
    fields=[make_entry(WorkField, id="dat-dai", name="Đất đai")],
    awards=[make_entry(Award, id="bang-khen", name="Bằng khen Thủ tướng")],
    movements=[make_entry(Movement, id="nong-thon", name="Nông thôn mới")],
    channels=[make_entry(Channel, id="portal", name="Cổng")])
PUBLIC = {
    "id": "DH-2024-001", "kind": "individual", "name": "Đặng Minh", "role": "Trắc địa viên", "unit": "cuc-do-dac", "fields": ["dat-dai"],
    "year": 2024,
    "stage": "outstanding", "title": "Đo nhanh hơn", "summary": "Một cách đo mới " * 8, "movements": ["nong-thon"],
    "awards": [{"award": "bang-khen", "year": 2023, "document": "QĐ 77"}],
    "initiatives": [{"name": "Máy đo lưng đồi", "kind": "solution", "effect": "Rút ba ngày", "how": "Từng bước", "document": "QĐ 1",
                     "replicated_at": ["cuc-do-dac"]}],
    "channels": {"portal": {"publish": "2024-06-01"}},
}
# Every key of a profile that is not public, with a value that must not get out.
SECRET = {
    "photos": [{"file": "kin-tep.jpg", "alt": "Chân dung", "caption": "Chú thích", "credit": "Tác giả"}],
    "consent": {"document": "kin-phieu", "date": "2001-02-03", "covers": ["name", "image", "story"], "channels": ["portal", "kin-kenh"],
                "expires": "2099-02-03"},
    "press": {"contact": {"name": "kin-nguoi", "phone": "kin-so", "email": "kin-thu"}},
    "review": {"status": "approved", "by": "kin-duyet", "date": "2002-02-03"},
    "follow_up": [{"date": "2024-07-01", "effect": "Tốt", "difficulties": "kin-kho-khan", "decision": "support"}],
    "internal": {"ghi chú": "kin-noi-bo"},
}
MARKS = ("kin-", "kín", "2001-02-03", "2099-02-03", "2002-02-03", "approved", "support")


def records(profile, **options):
    return list(search_records(Site(REGISTRY, AS_OF, (make_published(profile, REGISTRY, slug="dang-minh", **options),))))


@pytest.mark.parametrize(("text", "words"), [
    ("điển hình tiên tiến", "dien"),
    ("Đất đai và ĐẤT ĐAI", "dat dai"),
    ("Cục Đo đạc, bản đồ", "do dac"),
    ("đo đỏ đó", "do"),
    ("không có chữ ấy", ""),
    ("", ""),
])
def test_folded_words_are_just_those_with_d_bar_each_once(text, words):
    assert folded_words(text) == words


def test_profile_is_found_by_what_readers_look_for():
    person = records(make_profile(**PUBLIC, consent=SECRET["consent"]), body="Ông leo **đồi** mỗi sáng.\n")[0]
    assert person.url == "ho-so/dang-minh/"
    for fact in ("Đặng Minh", "Trắc địa viên", "Cục Đo đạc", "CĐĐ", "Đo nhanh hơn", "Một cách đo mới", "Đất đai", "Nông thôn mới",
                 "Bằng khen Thủ tướng", "QĐ 77", "Máy đo lưng đồi", "Ông leo đồi mỗi sáng."):
        assert fact in person.content
    assert {"dang", "do", "dac", "dat", "dai"} <= set(person.meta["folded"].split())


def test_initiative_is_found_on_its_own_with_its_maker():
    _, initiative = records(make_profile(**PUBLIC))
    assert (initiative.url, initiative.meta["title"], initiative.meta["by"]) == ("mo-hinh/may-do-lung-doi/", "Máy đo lưng đồi", "Đặng Minh")
    for fact in ("Rút ba ngày", "Từng bước", "Cục Đo đạc"):
        assert fact in initiative.content


def test_filters_tell_people_from_models():
    person, initiative = records(make_profile(**PUBLIC))
    assert (person.filters["Loại"], initiative.filters["Loại"]) == (["Cá nhân"], ["Mô hình, sáng kiến"])
    assert (person.filters["Lĩnh vực"], person.filters["Đơn vị"], person.filters["Năm"]) == (["Đất đai"], ["Cục Đo đạc"], ["2024"])
    assert person.sort["newest"] == "2024-06-01"


def test_profile_with_little_in_it_has_a_record_without_gaps():
    (record,) = records(make_profile(kind="collective", name="Tổ Một"))
    assert record.content == "Tổ Một. Tổ Một"  # the name, and the name again for a headline
    assert "None" not in json.dumps(asdict(record), ensure_ascii=False)


def test_marks_below_cover_every_field_that_is_not_public():
    hidden = {path for path, info in iter_fields(Profile) if visibility_of(info) != "public"}
    assert {path for path in hidden if not _has(SECRET, path)} == set()


def _has(data, path):
    for step in path:
        data = data[0] if isinstance(data, list) else data
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return bool(data)


def test_nothing_internal_is_in_the_index(tmp_path):
    Image.new("RGB", (640, 480)).save(tmp_path / "kin-tep.jpg")
    body = "Trước.\n\n![Ảnh](kin-tep.jpg)\n\n<!-- kín -->\n\n[x]: kin-dich\n\nSau.\n"
    found = records(make_profile(**PUBLIC, **SECRET), folder=tmp_path, body=body)
    text = json.dumps([asdict(record) for record in found], ensure_ascii=False)
    assert "Trước." in text and "Sau." in text and '"image": "ho-so/dang-minh/anh/' in text
    assert [mark for mark in MARKS if mark in text] == []


@pytest.mark.parametrize(("covers", "shown"), [(["name", "story"], True), (["name"], False)])
def test_story_is_in_the_index_only_with_consent(covers, shown):
    profile = make_profile(**PUBLIC, consent={"document": "P 1", "date": "2024-01-01", "covers": covers, "channels": ["portal"]})
    assert ("Chuyện riêng" in records(profile, body="Chuyện riêng.\n")[0].content) is shown
