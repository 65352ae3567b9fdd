"""Every field that people write says what it is for and who may see it."""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Iterator
from typing import Annotated

import pytest
from pydantic import Field, ValidationError, create_model

import guongsang
from guongsang.errors import DeclarationError
from guongsang.manuscripts import profile as profile_module
from guongsang.manuscripts.authored import (
    Authored,
    Day,
    Moment,
    Text,
    authored,
    is_needed,
    iter_fields,
    submodel_of,
    visibility_of,
)
from guongsang.manuscripts.event import Event
from guongsang.manuscripts.profile import Profile
from guongsang.registry.model import Channel, Clause, Cluster, Entry, Unit
from guongsang.registry.references import iter_references, reference_fields
from projects import REPOSITORY, run_command, snapshot

FIELDS = [(".".join(path), info) for path, info in iter_fields(Profile)]
MODELS = [
    model
    for _, model in inspect.getmembers(profile_module, inspect.isclass)
    if issubclass(model, Authored) and model is not Authored
]


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


@pytest.mark.parametrize(
    "path", ["internal", "consent", "consent.document", "review.by", "follow_up.difficulties", "photos.file"]
)
def test_what_the_office_keeps_to_itself_is_internal(path):
    assert visibility_of(dict(FIELDS)[path]) == "internal"


def test_contact_for_the_press_is_for_the_press_alone():
    assert {visibility_of(info) for path, info in FIELDS if path.startswith("press.contact")} == {"press"}


@pytest.mark.parametrize(
    "path",
    [
        "id",
        "kind",
        "name",
        "unit",
        "fields",
        "year",
        "stage",
        "title",
        "summary",
        "recognition",
        "consent",
        "channels",
        "review",
    ],
)
def test_publication_needs_what_the_design_marks(path):
    assert is_needed(dict(FIELDS)[path])


def test_field_cannot_be_declared_without_help_or_visibility():
    with pytest.raises(TypeError):
        authored(help="Chữ")
    with pytest.raises(TypeError):
        authored(visibility="public")


def all_models(model: type[Authored] = Authored) -> Iterator[type[Authored]]:
    """Yield every model of what people write, in whatever module."""
    for inner in model.__subclasses__():
        yield inner
        yield from all_models(inner)


def test_every_field_of_every_model_in_the_package_says_who_may_see_it():
    for module in pkgutil.walk_packages(guongsang.__path__, "guongsang."):
        if module.name != "guongsang.__main__":
            importlib.import_module(module.name)
    models = {model for model in all_models() if model.__module__.startswith("guongsang.")}
    assert {"Profile", "Event", "PressTake", "Consent"} <= {model.__name__ for model in models}
    assert {model.__module__ for model in models if model.is_reference} == {"guongsang.registry.model"}
    for model in models:
        if not model.is_reference:
            assert {
                name
                for name, info in model.model_fields.items()
                if visibility_of(info) not in {"public", "press", "internal"} or not info.description
            } == set(), model


def test_every_register_that_a_field_names_exists():
    for model in {*all_models(), Profile}:
        if model.__module__.startswith("guongsang."):
            reference_fields(model)  # raises where one does not


def test_field_that_names_a_register_which_does_not_exist_is_refused():
    class Wrong(Authored):
        unit: Text | None = authored(help="Mã đơn vị", visibility="public", register="unit")

    with pytest.raises(DeclarationError, match="Wrong.unit: không có danh mục unit; các danh mục: units, fields, "):
        reference_fields(Wrong)


def test_profile_declares_each_reference_of_the_design():
    assert {(".".join(item.keys), item.register, item.is_mapping) for item in reference_fields(Profile)} == {
        ("unit", "units", False),
        ("fields", "fields", False),
        ("movements", "movements", False),
        ("awards.award", "awards", False),
        ("initiatives.replicated_at", "units", False),
        ("evidence.clause", "clauses", False),
        ("consent.channels", "channels", False),
        ("channels", "channels", True),
        ("press.coverage.channel", "channels", False),
    }


def test_entries_of_the_registry_and_events_declare_the_units_they_name():
    declared = {
        (model, ".".join(item.keys)): item.register
        for model in (Event, *all_models(Entry))
        for item in reference_fields(model)
    }
    assert declared == dict.fromkeys(
        [
            (Event, "organiser"),
            (Unit, "parent"),
            (Unit, "successors"),
            (Channel, "publisher"),
            (Cluster, "head"),
            (Cluster, "members"),
            (Clause, "unit"),
        ],
        "units",
    )


def test_ids_that_a_profile_names_are_found_with_their_places():
    profile = Profile.model_validate(
        {
            "unit": "a",
            "fields": ["b", "c"],
            "channels": {"d": {}},
            "initiatives": [{"name": "x"}, {"replicated_at": ["e"]}],
            "press": {"coverage": [{"channel": "f"}]},
        }
    )
    assert [(place, id, item.register) for place, id, item in iter_references(profile)] == [
        (("unit",), "a", "units"),
        (("fields", 0), "b", "fields"),
        (("fields", 1), "c", "fields"),
        (("initiatives", 1, "replicated_at", 0), "e", "units"),
        (("channels", "d"), "d", "channels"),
        (("press", "coverage", 0, "channel"), "f", "channels"),
    ]


UNDECLARED = {
    "no declaration": ("bi_mat: str | None = None", "bi_mat: chưa khai ai được xem"),
    "pydantic's own": ('bi_mat: str | None = Field(None, description="Chữ")', "bi_mat: chưa khai ai được xem"),
    "no such visibility": (
        'bi_mat: str | None = authored(help="Chữ", visibility="secret")',
        "bi_mat: chưa khai ai được xem",
    ),
    "empty help": ('bi_mat: str | None = authored(help=" ", visibility="public")', "bi_mat: chưa có lời giải thích"),
    "model that declares nothing": (
        'bi_mat: list[Loose] = authored(help="Chữ", visibility="public", default=[])',
        "bi_mat: chứa một kiểu",
    ),
    "model of the registry": (
        'bi_mat: Unit | None = authored(help="Chữ", visibility="public")',
        "bi_mat: chứa một kiểu",
    ),
}


@pytest.mark.parametrize(("line", "said"), UNDECLARED.values(), ids=list(UNDECLARED))
def test_model_with_a_field_that_does_not_say_who_may_see_it_cannot_be_made(line, said):
    names = {
        "Authored": Authored,
        "Field": Field,
        "authored": authored,
        "Unit": Unit,
        "Loose": create_model("Loose", x=(str, "")),
        "__name__": __name__,
    }
    with pytest.raises(DeclarationError) as caught:
        exec(
            f"class Them(Authored):\n    cu: str | None = authored(help='Chữ', visibility='public')\n    {line}\n",
            names,
        )  # as a developer would write it
    assert (
        said in str(caught.value)
        and "Them có khóa" in str(caught.value)
        and "test_authored.py" in str(caught.value)
        and "cu:" not in str(caught.value)
    )
    assert 'visibility="internal"' in str(caught.value)


def test_build_with_a_new_field_that_nobody_declared_stops_before_it_starts(project, tmp_path):
    source = tmp_path / "src"
    shutil.copytree(REPOSITORY / "src", source)
    model = source / "guongsang" / "manuscripts" / "profile.py"
    text = model.read_text(encoding="utf-8")
    line = "    sample: Flag = authored("
    assert text.count(line) == 1
    project.write("mot", more="dia_chi_nha: 12 Phố Kín\n")
    model.write_text(text.replace(line, f"    dia_chi_nha: Text | None = None\n{line}"), encoding="utf-8")
    done = run_command(project.root, "build", "--as-of", "2024-07-01", PYTHONPATH=str(source))
    assert done.returncode == 1 and not (project.root / "site").exists()
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    for said in (
        str(model),
        "Profile",
        "dia_chi_nha: chưa khai ai được xem (visibility)",
        'authored(help="ghi gì ở đây", visibility="internal")',
    ):
        assert said in done.stderr
    model.write_text(
        text.replace(line, f'    dia_chi_nha: Text | None = authored(help="Địa chỉ", visibility="internal")\n{line}'),
        encoding="utf-8",
    )
    done = run_command(project.root, "build", "--as-of", "2024-07-01", PYTHONPATH=str(source))
    assert done.returncode == 0, done.stderr
    assert not any(b"12 Ph\xe1\xbb\x91 K" in content for content in snapshot(project.root / "site").values())


@pytest.mark.parametrize(
    ("name", "inner"),
    [("one", Inner), ("many", Inner), ("by_id", Inner), ("deep", Inner), ("plain", None), ("day", None)],
)
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
