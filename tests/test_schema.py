"""The JSON Schema of the front matter: valid itself, true to the model and the registry, in step with its copy."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from builders import make_entry, make_registry
from guongsang.cli.schema import schema as command
from guongsang.errors import ProjectError
from guongsang.manuscripts.authored import is_needed, iter_fields, visibility_of
from guongsang.manuscripts.document import parse_document
from guongsang.manuscripts.profile import Profile
from guongsang.manuscripts.project_layout import REGISTRY
from guongsang.manuscripts.shape import check_shape
from guongsang.registry.json_schema import profile_schema, render_schema
from guongsang.registry.loading import load_registry
from guongsang.registry.model import Award, Channel, Clause, Movement, Registry, Unit, WorkField
from guongsang.rules.problem import Problem, Span
from guongsang.rules.report import render_text
from projects import REPOSITORY, Project

COPY = f"{REGISTRY}/profile.schema.json"
SAMPLES = sorted((REPOSITORY / "exemplars").glob("[0-9]*/*/index.md"))


class PlainLoader(yaml.SafeLoader):
    """YAML as editors read it (the core schema): numbers and booleans have types, dates are text."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(REPOSITORY, REGISTRY)[0]


@pytest.fixture(scope="module")
def schema(registry: Registry) -> dict[str, Any]:
    return profile_schema(registry)


@pytest.fixture(scope="module")
def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema)


def read(front_matter: str) -> Any:
    return yaml.load(front_matter, PlainLoader)


def faulty_places(validator: Draft202012Validator, front_matter: str) -> list[str]:
    return sorted(".".join(map(str, error.absolute_path)) for error in validator.iter_errors(read(front_matter)))


def described(schema: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """Return what the schema says of the key at `path` of the model."""
    found = schema
    for step in path:
        reference = re.search(r"#/\$defs/(\w+)", json.dumps(found)) if "properties" not in found else None
        found = (schema["$defs"][reference[1]] if reference else found)["properties"][step]
    return found


def test_schema_is_valid_json_schema_2020_12(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_every_sample_profile_fits(validator: Draft202012Validator, path: Path) -> None:
    front_matter = path.read_text(encoding="utf-8").split("---\n")[1]
    assert [error.message for error in validator.iter_errors(read(front_matter))] == []


@pytest.mark.parametrize(
    ("front_matter", "place"),
    [
        ("kind: person", "kind"),
        ("stage: best", "stage"),
        ("khac: 1", ""),
        ("unit: cuc-khong-co", "unit"),
        ("fields: [dat-dai, linh-vuc-la]", "fields.1"),
        ("fields: [dat-dai, vien-tham, moi-truong, truyen-thong]", "fields"),
        ("movements: [phong-trao-la]", "movements.0"),
        ("year: hai nghìn", "year"),
        ("year: 1800", "year"),
        ("id: DH-24-1", "id"),
        ("recognition: {date: 05/09/2023}", "recognition.date"),
        ("recognition: {date: 2023-13-05}", "recognition.date"),
        ("recognition: {ngay: 2023-09-05}", "recognition"),
        ("channels: {portal: {publish: 5/9/2023}}", "channels.portal.publish"),
        ("channels: {portal: {publish: 2023-09-05T25:00}}", "channels.portal.publish"),
        ("channels: {kenh-la: {publish: 2023-09-05}}", "channels"),
        ("consent: {channels: [kenh-la]}", "consent.channels.0"),
        ("consent: {covers: [ten]}", "consent.covers.0"),
        ("evidence: [{clause: chung-99}]", "evidence.0.clause"),
        ("initiatives: [{replicated_at: [cuc-khong-co]}]", "initiatives.0.replicated_at.0"),
        ("press: {coverage: [{channel: kenh-la}]}", "press.coverage.0.channel"),
        ("press: {coverage: [{url: example.org}]}", "press.coverage.0.url"),
        ("awards: [{award: [a]}]", "awards.0.award"),
        ("aliases: [Có Dấu]", "aliases.0"),
        ("sample: có", "sample"),
        ("title: [a]", "title"),
        (f"title: {'a' * 121}", "title"),
        ("photos: {file: a.jpg}", "photos"),
    ],
)
def test_fault_is_refused_at_its_place(validator: Draft202012Validator, front_matter: str, place: str) -> None:
    assert faulty_places(validator, front_matter) == [place]


@pytest.mark.parametrize(
    "front_matter",
    [
        "channels: {portal: {publish: 2023-09-05}}",
        "channels: {portal: {publish: 2023-09-05T09:00}}",
        'channels: {portal: {publish: "2023-09-05 09:00:30+07:00"}}',
        "awards: [{award: Chiến sỹ thi đua cơ sở}]",
        "title:\nmovements:\nrecognition:\nkind:\nchannels:",
        "initiatives: [{figures: [{label: Số cảnh, before: 9, after: 2.5}]}]",
        "internal: {bất kỳ: [1, true, 2024-01-01]}",
        "sample: true",
    ],
)
def test_what_the_checks_take_fits(validator: Draft202012Validator, front_matter: str) -> None:
    assert faulty_places(validator, front_matter) == []
    document, problems = parse_document("a.md", f"---\n{front_matter}\n---\n")
    assert [*problems, *check_shape("a.md", document.fields, Profile)[1]] == []


@pytest.mark.parametrize(
    ("path", "info"), list(iter_fields(Profile)), ids=lambda part: ".".join(part) if isinstance(part, tuple) else ""
)
def test_field_carries_its_help_visibility_and_need(schema: dict[str, Any], path: tuple[str, ...], info: Any) -> None:
    found = described(schema, path)
    assert found["description"] == info.description
    assert found["title"] and info.description.startswith(found["title"])
    assert (found["x-visibility"], found["x-needed"]) == (visibility_of(info), is_needed(info))


def test_keys_stand_in_the_order_of_the_model(schema: dict[str, Any]) -> None:
    assert list(schema["properties"]) == list(Profile.model_fields)


def test_ids_are_those_of_the_registry_with_their_names() -> None:
    registry = make_registry(
        units=[make_entry(Unit, id="phong-a", name="Phòng A")],
        fields=[make_entry(WorkField, id="f1")],
        movements=[make_entry(Movement, id="m1")],
        awards=[make_entry(Award, id="a1")],
        channels=[make_entry(Channel, id="c1")],
        clauses=[make_entry(Clause, id="x-1")],
    )
    schema = profile_schema(registry)
    unit = schema["properties"]["unit"]["anyOf"][0]
    assert (unit["enum"], unit["enumDescriptions"]) == (["phong-a"], ["Phòng A"])
    good = {
        "unit": "phong-a",
        "fields": ["f1"],
        "movements": ["m1"],
        "awards": [{"award": "a1"}],
        "channels": {"c1": {}},
        "consent": {"channels": ["c1"]},
        "evidence": [{"clause": "x-1"}],
        "initiatives": [{"replicated_at": ["phong-a"]}],
    }
    Draft202012Validator(schema).validate(good)
    assert not Draft202012Validator(schema).is_valid({"unit": "phong-b"})


def test_committed_copy_is_in_step(registry: Registry) -> None:
    committed = (REPOSITORY / COPY).read_text(encoding="utf-8")
    assert committed == render_schema(registry), f"run: guongsang schema --output {COPY}"


def test_command_prints_what_it_writes(project: Project, tmp_path: Path) -> None:
    printed = CliRunner().invoke(command, [], obj=project.root)
    written = CliRunner().invoke(command, ["--output", str(tmp_path / "a.json")], obj=project.root)
    assert (printed.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert (tmp_path / "a.json").read_bytes() == printed.stdout.encode()
    assert json.loads(printed.stdout)["$id"] == "urn:guongsang:profile"


def test_command_refuses_a_registry_with_errors(project: Project) -> None:
    (project.root / REGISTRY / "fields.yml").write_text("- id: a\n  ten: b\n", encoding="utf-8")
    error = CliRunner().invoke(command, [], obj=project.root).exception
    assert isinstance(error, ProjectError) and f"{REGISTRY}/fields.yml:" in str(error)


def test_editor_settings_name_the_committed_copy() -> None:
    settings = json.loads((REPOSITORY / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    extensions = json.loads((REPOSITORY / ".vscode" / "extensions.json").read_text(encoding="utf-8"))
    assert [name.removeprefix("./") for name in settings["yaml.schemas"]] == [COPY]
    assert "redhat.vscode-yaml" in extensions["recommendations"]


@pytest.mark.parametrize(("severity", "owner"), [("error", "guongsang-error"), ("warning", "guongsang-warning")])
def test_editor_task_reads_what_check_prints(tmp_path: Path, severity: Any, owner: str) -> None:
    task = json.loads((REPOSITORY / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"][0]
    first, *_ = render_text(
        [Problem("exemplars/2024/mot/index.md", Span(3, 7), "DH214", severity)], tmp_path
    ).splitlines()
    read_by = {matcher["owner"]: re.match(matcher["pattern"]["regexp"], first) for matcher in task["problemMatcher"]}
    assert [name for name, match in read_by.items() if match] == [owner]
    assert read_by[owner].groups()[:4] == ("exemplars/2024/mot/index.md", "3", "7", "DH214")
