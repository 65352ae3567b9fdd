"""Gzipped twins: of every text that is worth it, true to it, the same bytes each time, and none of what is hidden."""

from __future__ import annotations

import gzip
import random

from guongsang.build.precompression import make_twin, may_have_twin
from projects import PHOTO, Project, snapshot

AS_OF = "2024-07-01"


def test_build_writes_twins_of_texts_alone_and_the_same_each_time(project: Project) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    for name in ("site", "again"):
        assert project.run("build", "--precompress", "--site-dir", name, "--as-of", AS_OF).returncode == 0
    first = snapshot(project.root / "site")
    assert first == snapshot(project.root / "again")
    twins = {name: content for name, content in first.items() if name.endswith(".gz")}
    assert {
        "index.html.gz",
        "ho-so/mot/index.html.gz",
        "du-lieu/profiles.json.gz",
        "assets/stylesheets/guongsang.css.gz",
    } <= set(twins)
    for name, content in twins.items():
        assert gzip.decompress(content) == first[name.removesuffix(".gz")], name
        assert content[4:8] == bytes(4), name  # no time in it
    assert not any(
        name.endswith((".avif.gz", ".woff2.gz", ".png.gz", ".docx.gz", ".zip.gz", ".gz.gz")) for name in twins
    )
    assert all(len(first[name.removesuffix(".gz")]) >= 1024 or name == "sitemap.xml.gz" for name in twins)


def test_build_writes_none_unless_asked(project: Project) -> None:
    project.write("mot")
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    assert [name for name in snapshot(project.root / "site") if name.endswith(".gz")] == ["sitemap.xml.gz"]


def test_hidden_files_and_what_is_small_get_none() -> None:
    assert [name for name in (".an/dai.txt", ".an.txt", "dai.txt", "anh.avif") if may_have_twin(name, 5000)] == [
        "dai.txt"
    ]
    assert not may_have_twin("ngan.txt", 100)


def test_what_does_not_shrink_gets_none() -> None:
    assert make_twin(random.Random(1).randbytes(3000)) is None and make_twin(b"a" * 3000)


def test_twins_of_pages_that_stay_are_taken_and_go_when_nobody_asks(project: Project) -> None:
    project.write("mot")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai")
    assert project.run("build", "--precompress", "--as-of", AS_OF).returncode == 0
    twins = {path: path.stat().st_ino for path in (project.root / "site").rglob("*.gz")}
    path = project.root / "exemplars" / "2024" / "mot" / "index.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    assert project.run("build", "--precompress", "--as-of", AS_OF).returncode == 0
    again = {path: path.stat().st_ino for path in (project.root / "site").rglob("*.gz")}
    assert {path.parent.name for path in twins if again.get(path) != twins[path]} >= {"mot"}
    assert again[project.root / "site/ho-so/hai/index.html.gz"] == twins[project.root / "site/ho-so/hai/index.html.gz"]
    assert b"Th\xc3\xaam m\xe1\xbb\x99t c\xc3\xa2u" in gzip.decompress(
        (project.root / "site/ho-so/mot/index.html.gz").read_bytes()
    )
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    assert [path.name for path in (project.root / "site").rglob("*.gz")] == ["sitemap.xml.gz"]
