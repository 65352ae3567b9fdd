"""What search holds of each page, and how it is filed: found by what readers look for, and nothing internal."""

import json
from dataclasses import asdict

import pytest
from PIL import Image

from builders import AS_OF, all_records, make_entry, make_profile, make_published, make_registry
from guongsang.manuscripts.authored import iter_fields, visibility_of
from guongsang.manuscripts.profile import Profile
from guongsang.outputs.parts.search_address import FACETS
from guongsang.outputs.search.records import ContentPage
from guongsang.publication.site import Site
from guongsang.registry.model import Award, Channel, Movement, Unit, WorkField

REGISTRY = make_registry(
    units=[
        make_entry(
            Unit,
            id="cuc-do-dac",
            name="Cục Đo đạc",
            short="Cục ĐĐ",
            abbreviations=["CĐĐ"],
            former_names=[{"name": "Cục Địa chính cũ"}],
            successors=["cuc-hom-nay"],
        ),
        make_entry(Unit, id="cuc-hom-nay", name="Cục Hôm nay"),
    ],
    fields=[make_entry(WorkField, id="dat-dai", name="Đất đai")],
    awards=[make_entry(Award, id="bang-khen", name="Bằng khen Thủ tướng")],
    movements=[make_entry(Movement, id="nong-thon", name="Nông thôn mới")],
    channels=[make_entry(Channel, id="portal", name="Cổng")],
)
PUBLIC = {
    "id": "DH-2024-001",
    "kind": "individual",
    "name": "Đặng Minh",
    "role": "Trắc địa viên",
    "unit": "cuc-do-dac",
    "fields": ["dat-dai"],
    "year": 2024,
    "stage": "outstanding",
    "title": "Đo nhanh hơn",
    "summary": "Một cách đo mới " * 8,
    "movements": ["nong-thon"],
    "awards": [{"award": "bang-khen", "year": 2023, "document": "QĐ 77"}],
    "initiatives": [
        {
            "name": "Máy đo lưng đồi",
            "kind": "solution",
            "effect": "Rút ba ngày",
            "how": "Từng bước",
            "document": "QĐ 1",
            "replicated_at": ["cuc-do-dac"],
        }
    ],
    "channels": {"portal": {"publish": "2024-06-01"}},
}
# Every key of a profile that is not public, with a value that must not get out.
SECRET = {
    "photos": [{"file": "kin-tep.jpg", "alt": "Chân dung", "caption": "Chú thích", "credit": "Tác giả"}],
    "consent": {
        "document": "kin-phieu",
        "date": "2001-02-03",
        "covers": ["name", "image", "story"],
        "channels": ["portal", "kin-kenh"],
        "expires": "2099-02-03",
    },
    "press": {"contact": {"name": "kin-nguoi", "phone": "kin-so", "email": "kin-thu"}},
    "review": {"status": "approved", "by": "kin-duyet", "date": "2002-02-03"},
    "follow_up": [{"date": "2024-07-01", "effect": "Tốt", "difficulties": "kin-kho-khan", "decision": "support"}],
    "internal": {"ghi chú": "kin-noi-bo"},
}
MARKS = ("kin-", "kín", "2001-02-03", "2099-02-03", "2002-02-03", "approved", "support")


def records_of(profile, pages=(), **options):
    return list(
        all_records(Site(REGISTRY, AS_OF, (make_published(profile, REGISTRY, slug="dang-minh", **options),)), pages)
    )


def records(profile, **options):
    """The records of the profile itself and of what it made."""
    return [
        record
        for record in records_of(profile, **options)
        if record.url.startswith(("ho-so/", "mo-hinh/")) and record.url != "mo-hinh/"
    ]


def test_profile_is_found_by_what_readers_look_for():
    person = records(make_profile(**PUBLIC, consent=SECRET["consent"]), body="Ông leo **đồi** mỗi sáng.\n")[0]
    assert (person.url, person.names) == ("ho-so/dang-minh/", ("Đặng Minh",))
    assert person.titles == ("Đo nhanh hơn", "Máy đo lưng đồi")
    assert {
        "Trắc địa viên",
        "Cục Đo đạc",
        "CĐĐ",
        "Cục Địa chính cũ",
        "Cục Hôm nay",
        "Đất đai",
        "Nông thôn mới",
        "Bằng khen Thủ tướng",
        "QĐ 77",
        "QĐ 1",
        "DH-2024-001",
    } <= set(person.topics)
    for text in ("Một cách đo mới", "Ông leo đồi mỗi sáng.", "Rút ba ngày", "Từng bước"):
        assert text in person.text


def test_initiative_is_found_on_its_own_with_its_maker():
    _, initiative = records(make_profile(**PUBLIC))
    assert (initiative.url, initiative.names, initiative.titles) == (
        "mo-hinh/may-do-lung-doi/",
        ("Máy đo lưng đồi",),
        ("Đặng Minh",),
    )
    assert initiative.text == "Rút ba ngày\nTừng bước" and "Cục Đo đạc" in initiative.topics


def test_facets_tell_people_from_models_and_file_both_alike():
    person, initiative = (dict(record.facets) for record in records(make_profile(**PUBLIC)))
    assert (person.pop("loai"), initiative.pop("loai")) == (
        (("ca-nhan", "Cá nhân"),),
        (("mo-hinh", "Mô hình, sáng kiến"),),
    )
    assert (
        person
        == initiative
        == {
            "linh-vuc": (("dat-dai", "Đất đai"),),
            "nam": (("2024", "2024"),),
            "muc": (("tieu-bieu", "Tiêu biểu"),),
            "khen-thuong": (("bang-khen", "Bằng khen Thủ tướng"),),
            "don-vi": (("cuc-do-dac", "Cục Đo đạc"),),
            "kenh": (("portal", "Cổng"),),
        }
    )
    assert set(person) | {"loai"} == set(FACETS)


def test_unit_is_found_by_every_name_it_has_had():
    unit = next(record for record in records_of(make_profile(**PUBLIC)) if record.url == "don-vi/cuc-do-dac/")
    assert unit.names == ("Cục Đo đạc", "Cục ĐĐ", "CĐĐ", "Cục Địa chính cũ")
    assert unit.facts == ("1 hồ sơ",)


def test_lists_and_content_pages_are_found_too():
    found = {
        record.url: record
        for record in records_of(make_profile(**PUBLIC), pages=[ContentPage("lien-he/", "Liên hệ", "Gọi số 1.")])
    }
    assert found["lien-he/"].text == "Gọi số 1."
    assert {
        "linh-vuc/dat-dai/",
        "khen-thuong/bang-khen/",
        "phong-trao/nong-thon/",
        "nam/2024/",
        "ca-nhan/",
        "tieu-chuan/",
        "portal/",
    } <= set(found)


def test_profile_with_little_in_it_has_a_record_without_gaps():
    (record,) = records(make_profile(kind="collective", name="Tổ Một"))
    assert (record.names, record.titles, record.text) == (("Tổ Một",), ("Tổ Một",), "")
    assert "None" not in json.dumps(
        {key: value for key, value in asdict(record).items() if value is not None}, ensure_ascii=False
    )


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
    text = json.dumps([asdict(record) for record in found], ensure_ascii=False, default=str)
    assert "Trước." in text and "Sau." in text and '"image": "ho-so/dang-minh/anh/' in text
    assert [mark for mark in MARKS if mark in text] == []


@pytest.mark.parametrize(("covers", "shown"), [(["name", "story"], True), (["name"], False)])
def test_story_is_in_the_index_only_with_consent(covers, shown):
    profile = make_profile(
        **PUBLIC, consent={"document": "P 1", "date": "2024-01-01", "covers": covers, "channels": ["portal"]}
    )
    assert ("Chuyện riêng" in records(profile, body="Chuyện riêng.\n")[0].text) is shown
