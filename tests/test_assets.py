"""Style sheets and scripts as readers get them: parts in one file, no comment, and nothing else changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guongsang.engine.assets import read_assets
from projects import REPOSITORY, Project

SHEET = "assets/stylesheets/guongsang.css"
THEME = REPOSITORY / "theme"


def shipped(folder: Path, **texts: str) -> dict[str, str | None]:
    """Return what readers get of a theme with these files; `__` in a name stands for a slash, `_` for the dot."""
    paths = []
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path.relative_to(folder).as_posix())
    return read_assets(folder, paths)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/* one */\na { b: c }\n", "a { b: c }\n"),
        ("a {\n  /* two\n     lines */\n  b: c;\n}\n", "a {\n  b: c;\n}\n"),
        ("a { b: c }\n/* the end */", "a { b: c }\n"),
        ("/*! licence */\na { b: c }\n", "/*! licence */\na { b: c }\n"),
        ("a { b: c; /* beside\n/* not another */\n}\n", "a { b: c; /* beside\n/* not another */\n}\n"),
        ("a::before {\n  content: '/* no */';\n}\n", "a::before {\n  content: '/* no */';\n}\n"),
        ('a::before {\n  content: "\\"\\\n/* no */";\n}\n', 'a::before {\n  content: "\\"\\\n/* no */";\n}\n'),
        ("a {\n  b: url(x/*.svg);\n}\nc { d: url(*/y) }\n", "a {\n  b: url(x/*.svg);\n}\nc { d: url(*/y) }\n"),
        ("/* it's */\na::before { content: '\"'; }\n/* c */\n", "a::before { content: '\"'; }\n"),
        ("@layer a, b;\n:is(a, b) > c { --d: {e: f}; }\n", "@layer a, b;\n:is(a, b) > c { --d: {e: f}; }\n"),
    ],
)
def test_style_sheet_loses_its_comments_and_nothing_else(tmp_path: Path, text: str, expected: str) -> None:
    assert shipped(tmp_path, a_css=text) == {"a.css": expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("// one\nconst a = 1;\n  // two\nexport { a };\n", "const a = 1;\nexport { a };\n"),
        ("const a = `x ${b ? `// ${c}` : ''}`;\n// one\n", "const a = `x ${b ? `// ${c}` : ''}`;\n"),
        ("const a = 'https://b';\nconst c = /[/]/.test(a) // beside\n", None),
        ("const a = `\n// no\n`;\n", None),
        ("/* block\n// no */\nconst a = 1;\n", None),
        ("const a = 'b\\\n// no';\n", None),
    ],
)
def test_script_loses_lines_that_are_comments_and_nothing_else(tmp_path: Path, text: str, expected: str | None) -> None:
    assert shipped(tmp_path, a_js=text) == {"a.js": text if expected is None else expected}


def test_parts_stand_in_the_place_of_their_imports(tmp_path: Path) -> None:
    found = shipped(
        tmp_path,
        css__all_css="/* parts */\n@import \"all/one.css\";\n@import 'all/two.css';\n\nd { e: f }\n",
        css__all__one_css="/* one */\n@font-face { src: url(../../fonts/a.woff2), url('../b.woff2'); }\n",
        css__all__two_css='c { d: url(#e), url(data:f), url(https://g/h), url(/i), url( "j.svg" ); }\n',
        css__other_css="a { b: c }\n",
    )
    assert found == {
        "css/all.css": "@font-face { src: url(../fonts/a.woff2), url('b.woff2'); }\n"
        'c { d: url(#e), url(data:f), url(https://g/h), url(/i), url("all/j.svg"); }\n'
        "d { e: f }\n",
        "css/all/one.css": None,
        "css/all/two.css": None,
        "css/other.css": "a { b: c }\n",
    }


@pytest.mark.parametrize(
    "text",
    [
        '@import "part.css" print;\n',
        '@import "part.css";\n@import "https://example.org/a.css";\n',
        '@layer a, b;\n@import "part.css";\n',
        '@import "part.css";\na { b: c }\n@import "part.css";\n',
        '@import "part.css";\n@import "missing.css";\n',
        '@import "bound.css";\n',
    ],
)
def test_imports_that_joining_could_change_stay(tmp_path: Path, text: str) -> None:
    part, bound = "c { d: e }\n", 'c { d: image-set("e.png" 1x) }\n'
    found = shipped(tmp_path, all_css=text, part_css=part, bound_css=bound)
    assert found == {"all.css": text, "part.css": part, "bound.css": bound}


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "latin.css").write_bytes(b"/* \xe9 */\n")
    assert read_assets(tmp_path, ["latin.css"]) == {}
    assert shipped(tmp_path, a_txt="// a\n") == {}


def test_every_part_of_the_theme_is_imported_once() -> None:
    sheet = (THEME / SHEET).read_text(encoding="utf-8")
    imported = re.findall(r'@import "guongsang/(.+)\.css";', sheet)
    assert sorted(imported) == sorted(path.stem for path in (THEME / SHEET).with_suffix("").glob("*.css"))


def test_readers_get_one_style_sheet_and_no_comment(repository_site: Path) -> None:
    sources = {path.relative_to(THEME).as_posix() for path in THEME.rglob("*") if path.suffix in (".css", ".js")}
    parts = {path for path in sources if path.startswith("assets/stylesheets/guongsang/")}
    assert parts and not (repository_site / "assets/stylesheets/guongsang").exists()
    for path in sources - parts:
        text = (repository_site / path).read_text(encoding="utf-8")
        assert "/*" not in text and "//" not in text and "@import" not in text, path
    for url in re.findall(r"url\(([^)]+)\)", (repository_site / SHEET).read_text(encoding="utf-8")):
        assert (repository_site / SHEET).parent.joinpath(url).is_file(), url


def test_pages_link_as_many_style_sheets_as_they_need(repository_site: Path) -> None:
    expected = {
        "": ["guongsang", "events"],
        "ho-so/le-hai-yen": ["guongsang", "profile", "press"],
        "bao": ["guongsang", "sections"],
        "tim-kiem": ["guongsang", "search"],
        "ho-so/le-hai-yen/nhung": ["embed"],
    }
    for url, names in expected.items():
        page = (repository_site / url / "index.html").read_text(encoding="utf-8")
        assert re.findall(r'<link rel="stylesheet" href="[./]*assets/stylesheets/(\w+)\.css">', page) == names, url
        assert page.count('rel="stylesheet"') == len(names), url


def test_theme_and_styles_of_others_work(project: Project) -> None:
    """A theme with a style sheet in one piece, a part that is loaded by itself, a sheet beside the pages."""
    project.write("mot")
    settings = project.root / "mkdocs.yml"
    named = "[assets/stylesheets/guongsang.css, assets/stylesheets/x/part.css, beside.css]"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[assets/stylesheets/guongsang.css]", named), encoding="utf-8")
    styles = project.root / "theme/assets/stylesheets"
    (styles / "x").mkdir()
    (styles / "x/part.css").write_text("/* part */\na { b: url(c.svg) }\n", encoding="utf-8")
    (styles / "guongsang.css").write_text('@import "x/part.css";\np { margin: 0 }\n', encoding="utf-8")
    (project.root / "content/beside.css").write_text("/* beside */\n", encoding="utf-8")
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
    site = project.root / "site"
    assert (site / SHEET).read_text(encoding="utf-8") == "a { b: url(x/c.svg) }\np { margin: 0 }\n"
    assert (site / "assets/stylesheets/x/part.css").read_text(encoding="utf-8").endswith("a { b: url(c.svg) }\n")
    assert (site / "beside.css").read_text(encoding="utf-8") == "/* beside */\n"
    assert project.page("").count('rel="stylesheet"') >= 3
