"""Plain builders of small real objects, shared by the tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from guongsang.build.compile_site import Edition
from guongsang.manuscripts.document import Document
from guongsang.manuscripts.located_yaml import LocatedData
from guongsang.manuscripts.manuscript import Manuscript, load_manuscript
from guongsang.manuscripts.photos.beside_profile import load_photos
from guongsang.manuscripts.profile import Profile
from guongsang.outputs import (
    CardArtifact,
    PageArtifact,
    make_dossiers,
    measuring_pages,
    profile_cards,
    profile_pages_of,
    profile_records,
    shared_records,
    site_cards,
    site_pages,
)
from guongsang.outputs.search.records import ContentPage, SearchRecord
from guongsang.publication.gate import Decision
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.profile_view import publish_profile
from guongsang.publication.site import Site
from guongsang.registry.model import Award, Channel, Clause, Duty, Entry, Register, Registry, Unit
from guongsang.text.dates import LOCAL

AS_OF = datetime(2025, 1, 1, tzinfo=LOCAL)
REGISTRY_FILES = ("units", "fields", "awards", "movements", "channels", "clusters", "criteria")


def make_profile(**fields: Any) -> Profile:
    """Return a profile with these fields; all others are absent."""
    return Profile.model_validate(fields)


def make_entry(model: type[Entry], **fields: Any) -> Any:
    """Return a registry entry; what the model asks for and isn't given gets a plain value."""
    plain: dict[type[Entry], dict[str, Any]] = {
        Award: {"kind": "title", "applies_to": ["individual"], "level": "unit"},
        Channel: {"path": fields["id"]},
        Clause: {
            "applies_to": ["individual", "collective"],
            "citation": f"Tiêu chuẩn {fields['id']}",
            "text": "Một ý",
            "answered_by": {"statement": True},
        },
        Unit: {},
    }
    return model.model_validate({"name": fields["id"], **plain.get(model, {}), **fields})


def make_registry(*, window_years: int = 2, duty: Duty | None = None, **registers: Iterable[Entry]) -> Registry:
    """Return a registry of the entries given by register: `make_registry(awards=[…], units=[…])`."""
    return Registry(
        **{name: Register.of(list(entries)) for name, entries in registers.items()},
        window_years=window_years,
        duty=duty,
    )


CRITERIA = """\
clauses:
  - id: chung-1
    name: Thành tích
    applies_to: [individual, collective]
    citation: Mục 1
    text: Có thành tích.
    answered_by: {statement: true}
"""


def write_registry(root: Path, **texts: str) -> str:
    """Write the registry files below `root`; a file without a text is empty. Return the folder relative to `root`."""
    folder = root / "registry"
    folder.mkdir()
    for name in REGISTRY_FILES:
        text = texts.get(name, CRITERIA if name == "criteria" else "[]\n")
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder.name


def make_published(
    profile: Profile,
    registry: Registry,
    *,
    slug: str = "mot-ho-so",
    body: str = "",
    folder: Path = Path("/khong-co"),
    as_of: datetime = AS_OF,
) -> PublishedProfile:
    """Return the published view of a profile that is open on every channel it names."""
    document = Document(f"exemplars/2024/{slug}/index.md", LocatedData({}), body)
    manuscript = Manuscript(document, profile, folder, slug, load_photos(profile.photos, folder, folder))
    return publish_profile(
        manuscript, (), tuple(Decision(channel, ()) for channel in profile.channels), registry, as_of
    )


def write_tree(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files, given by relative path, below `root`."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def all_manuscripts(edition: Edition) -> list[Manuscript]:
    """Return every profile of a project that can be parsed."""
    loaded = (load_manuscript(edition.root, checked.path)[0] for checked in edition.project_check.profiles)
    return [manuscript for manuscript in loaded if manuscript]


def all_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield every page of the site."""
    for dossier in make_dossiers(site):
        yield from profile_pages_of(dossier)
    yield from site_pages(site)
    yield from measuring_pages(site)


def all_cards(site: Site) -> Iterator[CardArtifact]:
    """Yield every social card of the site."""
    yield from site_cards(site)
    yield from profile_cards(site)


def all_records(site: Site, pages: Iterable[ContentPage] = ()) -> Iterator[SearchRecord]:
    """Yield the search record of everything on the site that can be found."""
    for profile in site.profiles:
        yield from profile_records(profile, site)
    yield from shared_records(site, pages)
