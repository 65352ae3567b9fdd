"""Read the registry files in `exemplars/_registry` and check them, with line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from guongsang.manuscripts.authored import Authored
from guongsang.manuscripts.located_yaml import KeyPath, LocatedData, parse_yaml
from guongsang.manuscripts.profile import Initiative, ProfileAward, Rating, Recognition
from guongsang.manuscripts.shape import check_shape
from guongsang.registry.model import (
    DEFAULT_WINDOW_YEARS,
    Award,
    Channel,
    Clause,
    Cluster,
    Duty,
    Entry,
    Movement,
    Register,
    Registry,
    Unit,
    Window,
    WorkField,
)
from guongsang.registry.references import UNKNOWN_ENTRY, iter_references
from guongsang.rules import problem
from guongsang.rules.problem import START, Problem, Span
from guongsang.text.folding import nearest, slugify
from guongsang.text.legacy_encodings import guess_encoding

E = TypeVar("E", bound=Entry)
_FILES: Mapping[str, type[Entry]] = {
    "units": Unit,
    "fields": WorkField,
    "awards": Award,
    "movements": Movement,
    "channels": Channel,
    "clusters": Cluster,
}
_CRITERIA_KEYS = ("window", "duty", "clauses")
_RECORDS: Mapping[str, type[Authored]] = {
    "initiatives": Initiative,
    "awards": ProfileAward,
    "ratings": Rating,
    "recognition": Recognition,
}
# Columns of awards.yml, which `where` may name besides the columns of a profile's awards.
_AWARD_COLUMNS = ("kind", "level")


@dataclass(frozen=True)
class _Loaded:
    """A registry file.

    Attributes:
        path: relative to the project's root.
        located: its data with places.
        entries: the entries without a fault, each with its place in the data.
    """

    path: str
    located: LocatedData
    entries: tuple[tuple[Any, KeyPath], ...] = ()

    @property
    def values(self) -> list[Any]:
        return [entry for entry, _ in self.entries]


def load_registry(root: Path, folder: str) -> tuple[Registry, list[Problem]]:
    """Read the registry files in `folder` (relative to `root`). Never raises for their content.

    Beside `criteria.yml` there may be `criteria/<unit>.yml`, in the same vocabulary: a unit's own
    clauses. They apply to profiles of the unit and of the units below it, on top of the others.
    """
    problems: list[Problem] = []
    loaded = {name: _load(root, f"{folder}/{name}.yml", model, (), problems) for name, model in _FILES.items()}
    main = _load(root, f"{folder}/criteria.yml", Clause, ("clauses",), problems)
    years = _window(main, problems)
    registry = Registry(
        **{name: Register.of(file.values) for name, file in loaded.items()},
        window_years=years,
        duty=_duty(main, problems),
    )
    criteria = [main, *_unit_criteria(root, folder, registry, problems)]
    registry = Registry(
        **{**vars(registry), "clauses": Register.of([clause for file in criteria for clause in file.values])}
    )
    problems += _check_references(loaded.values(), registry)
    problems += _check_spellings(loaded.values())
    problems += _check_clauses(criteria, registry)
    return registry, problems


def _read(root: Path, path: str, problems: list[Problem]) -> LocatedData:
    try:
        raw = (root / path).read_bytes()
        text = raw.decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(problem(path, START, "DH107", found="chưa có tệp này", found_en="the file is missing"))
        return LocatedData(None)
    except UnicodeDecodeError as error:
        problems.append(problem(path, START, "DH101", offset=error.start, encoding=guess_encoding(raw)))
        return LocatedData(None)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problems.append(problem(path, START, "DH107", found=reason, found_en=reason))
        return LocatedData(None)
    located, found = parse_yaml(path, text)
    problems.extend(found)
    return located


def _load(root: Path, path: str, model: type[E], at: KeyPath, problems: list[Problem]) -> _Loaded:
    before = len(problems)
    located = _read(root, path, problems)
    if located.data is None and len(problems) > before:
        return _Loaded(path, located)
    entries = located.data.get(at[0]) if at and isinstance(located.data, dict) else located.data
    if not isinstance(entries, list):
        problems.append(
            problem(
                path,
                located.span(*at),
                "DH208",
                key=path.rsplit("/", 1)[-1],
                expected="một danh sách",
                expected_en="a list",
                found="dạng khác",
                found_en="something else",
                mend="mỗi mục bắt đầu bằng - id: …",
                mend_en="start each with - id: …",
            )
        )
        return _Loaded(path, located)
    if not entries and model is Clause:  # without clauses the gate would let every profile pass
        problems.append(
            problem(path, located.span(*at), "DH107", found="danh mục đang trống", found_en="the register is empty")
        )
    return _Loaded(path, located, tuple(_entries(path, located, model, at, len(entries), problems)))


def _entries(
    path: str, located: LocatedData, model: type[E], at: KeyPath, count: int, problems: list[Problem]
) -> Iterator[tuple[E, KeyPath]]:
    lines: dict[str, int] = {}
    for index in range(count):
        place = (*at, index)
        entry, faults = check_shape(path, located, model, at=place, status="approved")
        problems.extend(faults)
        if faults:
            continue
        span = located.span(*place, "id")
        if entry.id in lines:
            problems.append(problem(path, span, "DH307", registry=path, value=entry.id, first_line=lines[entry.id]))
            continue
        lines[entry.id] = span.line
        yield entry, place


def _window(main: _Loaded, problems: list[Problem]) -> int:
    """Return how many years an "every year" clause covers. Also reports unknown top-level keys."""
    data = main.located.data
    if not isinstance(data, dict):
        return DEFAULT_WINDOW_YEARS
    for key in data:
        if key not in _CRITERIA_KEYS:
            problems.append(
                problem(
                    main.path,
                    main.located.key_span(key),
                    "DH202",
                    key=key,
                    where="tệp tiêu chuẩn",
                    where_en="the criteria file",
                    valid=", ".join(_CRITERIA_KEYS),
                    near=nearest(key, _CRITERIA_KEYS),
                )
            )
    if data.get("window") is None:
        return DEFAULT_WINDOW_YEARS
    window, faults = check_shape(main.path, main.located, Window, at=("window",), status="approved")
    problems.extend(faults)
    return getattr(window, "years", DEFAULT_WINDOW_YEARS)


def _duty(main: _Loaded, problems: list[Problem]) -> Duty | None:
    """Return what the programme asks of each unit in a year; None if missing or unreadable."""
    data = main.located.data
    if not isinstance(data, dict) or data.get("duty") is None:
        return None
    duty, faults = check_shape(main.path, main.located, Duty, at=("duty",), status="approved")
    problems.extend(faults)
    return None if faults else duty


def _unit_criteria(root: Path, folder: str, registry: Registry, problems: list[Problem]) -> Iterator[_Loaded]:
    for file in sorted((root / folder / "criteria").glob("*.yml")):
        path = f"{folder}/criteria/{file.name}"
        unit = registry.units.get(file.stem)
        if unit is None:
            problems.append(_unknown_entry(path, START, "DH302", file.stem, registry.units))
            continue
        loaded = _load(root, path, Clause, ("clauses",), problems)
        own = tuple((clause.model_copy(update={"unit": unit.id}), place) for clause, place in loaded.entries)
        yield _Loaded(path, loaded.located, own)


def _check_references(files: Iterable[_Loaded], registry: Registry) -> Iterator[Problem]:
    """DH301-DH306: ids that entries of the registry name must exist."""
    for file in files:
        for entry, place in file.entries:
            for key_path, id, reference in iter_references(entry, place):
                register: Register[Entry] = getattr(registry, reference.register)
                if not register.get(id):
                    span = file.located.span(*key_path)
                    yield _unknown_entry(file.path, span, UNKNOWN_ENTRY[reference.register], id, register)


def _unknown_entry(path: str, span: Span, code: str, id: str, register: Register[Any]) -> Problem:
    near = register.nearest(id)
    return problem(path, span, code, value=id, near=near.id if near else None, near_name=near.name if near else "")


def _check_spellings(loaded: Iterable[_Loaded]) -> Iterator[Problem]:
    """DH315: a spelling must mean one entry, else the same words could mean two things."""
    for file in loaded:
        owners: dict[str, Entry] = {}
        for entry, place in file.entries:
            for spelling in entry.spellings():
                owner = owners.setdefault(slugify(spelling), entry)
                if owner is not entry and (spelling in entry.aliases or spelling == entry.id):
                    yield problem(
                        file.path,
                        file.located.span(*place, "aliases"),
                        "DH315",
                        value=spelling,
                        first=owner.name,
                        second=entry.name,
                    )


def _check_clauses(files: list[_Loaded], registry: Registry) -> Iterator[Problem]:
    """DH307: an id stands in one file only. DH301, DH405: names in `where` must exist."""
    owners: dict[str, str] = {}
    for file in files:
        for clause, place in file.entries:
            owner = owners.setdefault(clause.id, file.path)
            if owner != file.path:
                span = file.located.span(*place, "id")
                yield problem(file.path, span, "DH307", registry=owner, value=clause.id, first_line="…")
            yield from _check_requirement(file, (*place, "answered_by"), clause.answered_by, registry)


def _check_requirement(file: _Loaded, place: KeyPath, requirement: Any, registry: Registry) -> Iterator[Problem]:
    for name in ("any", "all"):
        for index, part in enumerate(getattr(requirement, name)):
            yield from _check_requirement(file, (*place, name, index), part, registry)
    if not requirement.records:
        return
    columns = [
        *_RECORDS[requirement.records].model_fields,
        *(_AWARD_COLUMNS if requirement.records == "awards" else ()),
    ]
    for key, wanted in requirement.where.items():
        if key not in columns:
            yield problem(
                file.path,
                file.located.key_span(*place, "where", key),
                "DH405",
                records=requirement.records,
                value=key,
                valid=", ".join(columns),
                near=nearest(key, columns),
            )
        if key == "award" and requirement.records == "awards":
            for index, id in enumerate(wanted if isinstance(wanted, list) else [wanted]):
                if not registry.awards.find(id):
                    step: KeyPath = (index,) if isinstance(wanted, list) else ()
                    span = file.located.span(*place, "where", key, *step)
                    yield _unknown_entry(file.path, span, "DH301", id, registry.awards)
