"""Every field that people write says what it is for and who may see it."""

import inspect
from typing import Annotated

import pytest
from pydantic import Field, ValidationError

from guongsang import profile as profile_module
from guongsang.authored import Authored, Day, Moment, Text, authored, is_needed, iter_fields, submodel_of, visibility_of
from guongsang.profile import Profile

FIELDS = [(".".join(path), info) for path, info in iter_fields(Profile)]
MODELS = [model for _, model in inspect.getmembers(profile_module, inspect.isclass)
          if issubclass(model, Authored) and model is not Authored]


class Inner(Authored):
    text: Text | None = authored(help="Chữ", visibility="public", needed=True)


class Outer(Authored):
    one: Inner | None = authored(help="Một", visibility="public")
    many: list[Inner] = authored(help="Nhiều", visibility="press", default=[])
    by_id: dict[str, Inner] = authored(help="Theo mã", visibility="internal", default={})
    deep: Annotated[list[Inner] | None, Field(max_length=2)] = authored(help="Sâu", visibility="public")
    plain: list[Text] = authored(help="Chữ", visibility="public", default=[])
    day: Day | None = authored(help="Ngày", visibility="public")
    moment: Moment | None = authored(help="Lúc", visibility="public")


@pytest.mark.parametrize(("path", "info"), FIELDS, ids=[path for path, _ in FIELDS])
def test_profile_field_has_help_and_a_visibility(path, info):
    assert info.description and info.description.strip()
    assert visibility_of(info) in {"public", "press", "internal"}


@pytest.mark.parametrize("model", MODELS, ids=[model.__name__ for model in MODELS])
def test_every_model_of_a_profile_is_reached_from_the_profile(model):
    reached = {Profile, *(submodel_of(info) for _, info in iter_fields(Profile))}
    assert model in reached


@pytest.mark.parametrize("path", ["internal", "consent", "consent.document", "review.by", "follow_up.difficulties", "photos.file"])
def test_what_the_office_keeps_to_itself_is_internal(path):
    assert visibility_of(dict(FIELDS)[path]) == "internal"


def test_contact_for_the_press_is_for_the_press_alone():
    assert {visibility_of(info) for path, info in FIELDS if path.startswith("press.contact")} == {"press"}


@pytest.mark.parametrize("path", [
    "id", "kind", "name", "unit", "fields", "year", "stage", "title", "summary", "recognition", "consent", "channels", "review"])
def test_publication_needs_what_the_design_marks(path):
    assert is_needed(dict(FIELDS)[path])


def test_field_cannot_be_declared_without_help_or_visibility():
    with pytest.raises(TypeError):
        authored(help="Chữ")
    with pytest.raises(TypeError):
        authored(visibility="public")


def test_visibility_of_a_field_declared_otherwise_fails():
    class Loose(Authored):
        bare: str | None = None
        described: str | None = Field(None, description="Chữ")

    for info in Loose.model_fields.values():
        with pytest.raises(KeyError):
            visibility_of(info)


@pytest.mark.parametrize(("name", "inner"), [
    ("one", Inner), ("many", Inner), ("by_id", Inner), ("deep", Inner), ("plain", None), ("day", None)])
def test_model_inside_a_type_is_found(name, inner):
    assert submodel_of(Outer.model_fields[name]) is inner


def test_fields_are_listed_with_their_paths_outermost_first():
    assert [path for path, _ in iter_fields(Outer)][:4] == [("one",), ("one", "text"), ("many",), ("many", "text")]


def test_unknown_key_is_refused():
    with pytest.raises(ValidationError):
        Inner(khac="x")


def test_object_is_frozen():
    with pytest.raises(ValidationError):
        Inner(text="a").text = "b"


def test_text_is_composed_and_trimmed():
    assert Inner(text=" Ho\u0300a  Bình\n").text == "Hòa  Bình"


@pytest.mark.parametrize("value", ["5/9/2024", "hôm qua", "2024-02-30", 20240905])
@pytest.mark.parametrize("field", ["day", "moment"])
def test_day_written_otherwise_is_refused_as_a_date(field, value):
    with pytest.raises(ValidationError) as caught:
        Outer(**{field: value})
    assert [fault["type"] for fault in caught.value.errors()] == ["iso_date"]
