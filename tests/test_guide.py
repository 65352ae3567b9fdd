"""The handbook's derived pages say what the program does: every code, every key, every clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import make_entry, make_registry
from guongsang.build.handbook_pages import VISIBILITIES, guide_pages
from guongsang.manuscripts.authored import iter_fields
from guongsang.manuscripts.field_descriptions import choice_labels, choices_of, describe_shape
from guongsang.manuscripts.profile import ChannelPlan, Consent, Photo, Profile, ProfileAward, Rating
from guongsang.outputs.artifacts import PageArtifact
from guongsang.publication.criteria_descriptions import Words, describe_requirement
from guongsang.registry.loading import load_registry
from guongsang.registry.model import Award, Clause, Registry, Requirement, Unit
from guongsang.rules import FAMILIES, RULES
from projects import REPOSITORY

CLAUSE = make_entry(Clause, id="chung-9")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(REPOSITORY, "exemplars/_registry")[0]


@pytest.fixture(scope="module")
def pages(registry: Registry) -> dict[str, PageArtifact]:
    return {page.url: page for page in guide_pages(registry)}


def test_pages_stand_in_the_handbook(pages: dict[str, PageArtifact]) -> None:
    assert list(pages) == ["huong-dan/ma-loi/", "huong-dan/truong/", "huong-dan/tieu-chuan/"]
    assert {page.crumbs[-1].url for page in pages.values()} == {"huong-dan/"}


def test_page_of_codes_has_every_code_in_its_family(pages: dict[str, PageArtifact]) -> None:
    families = pages["huong-dan/ma-loi/"].view["families"]
    assert [family["code"] for family in families] == list(FAMILIES)
    assert [(item["code"], item["anchor"]) for family in families for item in family["codes"]] == [
        (code, code.lower()) for code in RULES
    ]


def test_page_of_keys_has_every_key_of_the_model(pages: dict[str, PageArtifact]) -> None:
    groups = pages["huong-dan/truong/"].view["groups"]
    fields = [field for group in groups for field in (group, *group["inner"])]
    assert [field["anchor"] for field in fields] == ["-".join(("khoa", *path)) for path, _ in iter_fields(Profile)]
    assert len({field["anchor"] for field in fields}) == len(fields)
    assert all(field["help"] and field["shape"] != "tùy ý" for field in fields if field["key"] != "internal")
    by_key = {field["key"]: field for field in fields}
    assert (by_key["consent.document"]["visibility"], by_key["press.contact.phone"]["visibility"]) == (
        "nội bộ",
        "báo chí",
    )
    assert (by_key["title"]["needed"], by_key["ratings.year"]["needed"], by_key["role"]["needed"]) == (
        "cần để được đăng",
        "cần khi có mục này",
        "không bắt buộc",
    )
    assert by_key["channels.<mã>.publish"]["shape"] == "ngày, có thể kèm giờ"
    assert {field["visibility"] for field in fields} == set(VISIBILITIES.values())


@pytest.mark.parametrize(
    ("model", "key", "shape"),
    [
        (Profile, "name", "chữ"),
        (Profile, "year", "số nguyên"),
        (Profile, "sample", "true hoặc false"),
        (Consent, "date", "ngày"),
        (ChannelPlan, "publish", "ngày, có thể kèm giờ"),
        (Profile, "fields", "danh sách, mỗi mục là chữ"),
        (Consent, "covers", "danh sách, mỗi mục là một trong các giá trị"),
        (Photo, "role", "một trong các giá trị"),
        (Profile, "review", "nhóm khóa"),
        (Profile, "photos", "danh sách, mỗi mục một nhóm khóa"),
        (Profile, "channels", "mỗi mã một nhóm khóa"),
        (Profile, "internal", "tùy ý"),
    ],
)
def test_shape_of_a_field_is_told_in_words(model: type, key: str, shape: str) -> None:
    assert describe_shape(model.model_fields[key]) == shape


def test_choices_carry_their_meaning_from_the_help() -> None:
    rating = Rating.model_fields["rating"]
    assert choices_of(rating) == ["excellent", "good", "completed", "not_completed"]
    assert choice_labels(rating)["completed"] == "hoàn thành"
    assert choices_of(ProfileAward.model_fields["year"]) == []


def test_page_of_criteria_has_every_clause_and_what_answers_it(
    pages: dict[str, PageArtifact], registry: Registry
) -> None:
    groups = pages["huong-dan/tieu-chuan/"].view["groups"]
    assert {item["clause"].id for _, items in groups for item in items} == set(registry.clauses.entries)
    assert all(item["answer"].text for _, items in groups for item in items)


def test_units_own_criteria_stand_apart() -> None:
    own = make_entry(Clause, id="rieng-1", unit="phong-a", applies_to=["collective"])
    page = list(
        guide_pages(make_registry(units=[make_entry(Unit, id="phong-a", name="Phòng A")], clauses=[CLAUSE, own]))
    )[-1]
    assert [title for title, _ in page.view["groups"]] == [
        "Tiêu chuẩn chung",
        "Đối với tập thể, riêng Phòng A và đơn vị trực thuộc",
    ]


STATEMENT = "Một mục evidence với clause: chung-9, nêu việc làm cụ thể, kèm số văn bản"
RECOGNITION = "Mục recognition (tập thể công nhận, suy tôn), kèm số văn bản"


@pytest.mark.parametrize(
    ("requirement", "words"),
    [
        ({"statement": True}, Words(STATEMENT)),
        ({"records": "recognition"}, Words(RECOGNITION)),
        (
            {"records": "ratings", "where": {"rating": "excellent"}, "each_year": True},
            Words(
                "Ít nhất một dòng ở mục ratings (xếp loại hằng năm) có rating excellent (hoàn thành xuất sắc), "
                "kèm số văn bản, "
                "cho từng năm trong 3 năm liền trước năm giới thiệu"
            ),
        ),
        (
            {"records": "awards", "where": {"award": ["giai-a", "giai-b"]}},
            Words(
                "Ít nhất một dòng ở mục awards (danh hiệu, hình thức khen thưởng) là Giải A hoặc giai-b, kèm số văn bản"
            ),
        ),
        (
            {"records": "awards", "where": {"level": "state"}},
            Words(
                "Ít nhất một dòng ở mục awards (danh hiệu, hình thức khen thưởng) thuộc cấp Nhà nước, kèm số văn bản"
            ),
        ),
        (
            {"any": [{"statement": True}, {"all": [{"records": "recognition"}, {"statement": True}]}]},
            Words(
                "Một trong các điều sau:",
                (Words(STATEMENT), Words("Đủ các điều sau:", (Words(RECOGNITION), Words(STATEMENT)))),
            ),
        ),
    ],
)
def test_requirement_is_told_in_words(requirement: dict, words: Words) -> None:
    registry = make_registry(window_years=3, awards=[make_entry(Award, id="giai-a", name="Giải A")])
    assert describe_requirement(Requirement.model_validate(requirement), CLAUSE, registry) == words


def test_built_site_shows_the_pages(repository_site: Path) -> None:
    codes = (repository_site / "huong-dan" / "ma-loi" / "index.html").read_text(encoding="utf-8")
    assert all(f'id="{code.lower()}"' in codes for code in RULES)
    keys = (repository_site / "huong-dan" / "truong" / "index.html").read_text(encoding="utf-8")
    assert 'id="khoa-consent-covers"' in keys
    criteria = (repository_site / "huong-dan" / "tieu-chuan" / "index.html").read_text(encoding="utf-8")
    assert "Điều gì trả lời" in criteria and 'id="ca-nhan-3"' in criteria
