"""Edits around a build: its moment, faults that stop it, damage to site and cache, other versions of the program."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from edits.garden import (
    MOMENTS,
    Garden,
    choose,
    edit_of,
)
from projects import REPOSITORY

# Time.


@edit_of("moment")
def moment(garden: Garden) -> str:
    garden.moment = garden.chance.choice([item for item in MOMENTS if item != garden.moment])
    return garden.moment


@edit_of("moment")
def next_moment(garden: Garden) -> str:
    later = sorted(item for item in MOMENTS if item > garden.moment)
    garden.moment = later[0] if later else MOMENTS[0]
    return garden.moment


@edit_of("moment")
def embargo_hour_passed(garden: Garden) -> str:
    garden.moment = "2026-11-22T17:59:59" if garden.moment == "2026-11-22T18:00:00" else "2026-11-22T18:00:00"
    return garden.moment


# Files touched, and edited behind the clock's back.


@edit_of("touch")
def touched(garden: Garden) -> str:
    for path in garden.chance.sample(garden.sources, 5):
        path.touch()
    return "five files"


@edit_of("touch")
def edited_with_size_and_time_as_before(garden: Garden) -> str:
    path = garden.any_profile()
    status, text = path.stat(), path.read_text(encoding="utf-8")
    place = text.index("\n## ") + 4
    path.write_text(f"{text[:place]}{chr(97 + garden.chance.randrange(26))}{text[place + 1 :]}", encoding="utf-8")
    if path.stat().st_size != status.st_size:
        path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return path.parent.name


@edit_of("touch")
def nothing(garden: Garden) -> str:
    return "nothing"


# What stops a build.


@edit_of("error")
def front_matter_broken(garden: Garden) -> str:
    path = garden.any_profile()
    path.write_text(path.read_text(encoding="utf-8").replace("---\n", "---\n{{{\n", 1), encoding="utf-8")
    return path.parent.name


@edit_of("error")
def award_unknown(garden: Garden) -> str:
    path = garden.any_profile()
    fields = garden.load(path)
    fields["awards"] = [
        *(fields.get("awards") or ()),
        {"award": "khong-co", "year": 2022, "document": "Quyết định số 1/QĐ-MH"},
    ]
    garden.save(path, fields)
    return path.parent.name


@edit_of("error")
def link_to_nothing(garden: Garden) -> str:
    path = garden.any_profile()
    garden.append(path, "Xem [đây](/ho-so/khong-co-ai/).")
    return path.parent.name


@edit_of("error")
def template_broken(garden: Garden) -> str:
    """What a build notices late, when much of the new site is made."""
    path = garden.root / "theme/statistics.html"
    path.write_text(path.read_text(encoding="utf-8") + "{{ 1 / 0 }}\n", encoding="utf-8")
    garden.append(garden.any_profile(), garden.word())
    return path.name


@edit_of("error")
def left_out(garden: Garden) -> str:
    path = garden.any_profile()
    garden.append(path, "Xem [đây](/ho-so/khong-co-ai/).")
    garden.options.append("--withhold-faulty")
    return path.parent.name


@edit_of("error")
def settings_broken(garden: Garden) -> str:
    path = garden.root / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8") + "khong_hop_le: [\n", encoding="utf-8")
    return "mkdocs.yml"


# What happens to the built site and to the cache.


def _built(garden: Garden, pattern: str) -> Path:
    path: Path = choose(garden, sorted(path for path in (garden.root / "site").rglob(pattern) if path.is_file()))
    return path


@edit_of("site")
def page_tampered(garden: Garden) -> str:
    path = _built(garden, "index.html")
    path.write_text(path.read_text(encoding="utf-8").replace("</main>", "<p>sửa tay</p></main>"), encoding="utf-8")
    return str(path.relative_to(garden.root))


@edit_of("site")
def file_deleted(garden: Garden) -> str:
    path = _built(garden, garden.chance.choice(["*.html", "*.webp", "*.zip", "*.json", "*.jpg"]))
    path.unlink()
    return str(path.relative_to(garden.root))


@edit_of("site")
def file_added(garden: Garden) -> str:
    path = _built(garden, "index.html").with_name(f"la-{garden.word().split()[-1]}.html")
    path.write_text("x", encoding="utf-8")
    return path.name


@edit_of("site")
def folder_in_place_of_a_file(garden: Garden) -> str:
    path = _built(garden, "*.atom")
    path.unlink()
    path.mkdir()
    return str(path.relative_to(garden.root))


@edit_of("site")
def site_deleted(garden: Garden) -> str:
    shutil.rmtree(garden.root / "site", ignore_errors=True)
    return "all"


@edit_of("site")
def other_place(garden: Garden) -> str:
    garden.second = True
    return "second"


@edit_of("site")
def precompressed(garden: Garden) -> str:
    garden.options.append("--precompress")
    return "--precompress"


def _kept(garden: Garden) -> Path:
    found: Path = choose(garden, sorted(path for path in (garden.root / ".cache").rglob("*") if path.is_file()))
    return found


@edit_of("cache")
def cache_file_deleted(garden: Garden) -> str:
    path = _kept(garden)
    path.unlink()
    garden.append(garden.any_profile(), garden.word())
    return str(path.relative_to(garden.root))


@edit_of("cache")
def state_file_deleted(garden: Garden) -> str:
    path = choose(garden, sorted(path for path in (garden.root / ".cache").glob("*") if path.is_file()))
    path.unlink()
    return path.name


@edit_of("cache")
def state_file_damaged(garden: Garden) -> str:
    path = choose(garden, sorted(path for path in (garden.root / ".cache").glob("*") if path.is_file()))
    content = path.read_bytes()
    middle = garden.chance.randrange(max(1, len(content)))
    path.write_bytes(
        garden.chance.choice([b"", b"{}", content[:middle], content[:middle] + b"\0" * 99 + content[middle + 99 :]])
    )
    return path.name


@edit_of("cache")
def store_file_damaged(garden: Garden) -> str:
    store = choose(
        garden,
        [
            folder
            for name in ("photos", "cards", "kits", "search")
            if (folder := garden.root / ".cache" / name).is_dir()
        ],
    )
    path = choose(garden, sorted(path for path in store.rglob("*") if path.is_file()))
    content = path.read_bytes()
    path.write_bytes(garden.chance.choice([b"", content[: len(content) // 2], content[:-4] + b"\1\2\3\4"]))
    if garden.chance.random() < 0.7 and (garden.root / "site").exists():
        shutil.rmtree(garden.root / "site")  # so that it is asked for
    return str(path.relative_to(garden.root))


@edit_of("cache")
def cache_emptied(garden: Garden) -> str:
    shutil.rmtree(garden.root / ".cache", ignore_errors=True)
    return "all"


# The program itself.

# By package: what another version of it would do otherwise, as Python that is run when an interpreter starts.
_LATER_VERSIONS = {
    "nh3": (
        "import nh3\nclean = nh3.clean\n"
        "nh3.clean = lambda text, **options: clean(text, **options).replace('ng ', 'ng  ')"
    ),
    "markdown": (
        "import markdown\nconvert = markdown.Markdown.convert\n"
        "markdown.Markdown.convert = lambda self, text: convert(self, text).replace('<p>', '<p> ')"
    ),
    "pillow": "import PIL\nfrom PIL import Image\nPIL.__version__ = '99'\nsave = Image.Image.save\n"
    "Image.Image.save = lambda self, file, format=None, **options: save(self, file, format, "
    "**options | ({'quality': options['quality'] - 9} if 'quality' in options else {}))",
    "python_docx": "import docx.document\nadd = docx.document.Document.add_paragraph\n"
    "docx.document.Document.add_paragraph = lambda self, text='', style=None: add(self, text + ' ' if text else '', "
    "style)",
}


@edit_of("program")
def dependency(garden: Garden) -> str:
    """Another version of a package, which does its work in another way."""
    name = garden.chance.choice(sorted(_LATER_VERSIONS))
    folder = garden.root.parent / f"libraries-{garden.word().split()[-1]}"
    information = folder / f"{name}-99.{garden.word().split()[-1]}.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {information.stem.split('-')[1]}\n",
        encoding="utf-8",
    )
    (folder / "sitecustomize.py").write_text(_LATER_VERSIONS[name] + "\n", encoding="utf-8")
    garden.libraries = folder
    return name


@edit_of("program")
def code(garden: Garden) -> str:
    """Another version of our own code: with other words on pages."""
    folder = garden.root.parent / f"code-{garden.word().split()[-1]}"
    shutil.copytree(
        REPOSITORY / "src" / "guongsang", folder / "guongsang", ignore=shutil.ignore_patterns("__pycache__")
    )
    files = [
        path
        for path in sorted((folder / "guongsang").rglob("*.py"))
        if "outputs" in path.parts
        and path.name != "__init__.py"
        or path.name == "prose.py"
        or path.match("publication/profile.py")
    ]
    file = garden.chance.choice(files)
    file.write_text(
        re.sub(r'"((?:[A-ZĐ][^\W\d_]+ )[^"{}<>%\\/]*)"', r'"\1 X"', file.read_text(encoding="utf-8")), encoding="utf-8"
    )
    garden.libraries = folder
    return file.name
