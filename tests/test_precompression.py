"""Gzipped twins: of every text that is worth it, true to it, the same bytes each time, and none of what is hidden."""

from __future__ import annotations

import gzip
from pathlib import Path

from projects import PHOTO, Project, snapshot

from guongsang.precompression import write_twins

AS_OF = "2024-07-01"


def test_build_writes_twins_of_texts_alone_and_the_same_each_time(project: Project) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    for name in ("site", "again"):
        assert project.run("build", "--precompress", "--site-dir", name, "--as-of", AS_OF).returncode == 0
    first = snapshot(project.root / "site")
    assert first == snapshot(project.root / "again")
    twins = {name: content for name, content in first.items() if name.endswith(".gz")}
    assert {"index.html.gz", "ho-so/mot/index.html.gz", "du-lieu/profiles.json.gz", "assets/stylesheets/guongsang.css.gz"} <= set(twins)
    for name, content in twins.items():
        assert gzip.decompress(content) == first[name.removesuffix(".gz")], name
        assert content[4:8] == bytes(4), name  # no time in it
    assert not any(name.endswith((".avif.gz", ".woff2.gz", ".png.gz", ".docx.gz", ".zip.gz", ".gz.gz")) for name in twins)
    assert all(len(first[name.removesuffix(".gz")]) >= 1024 or name == "sitemap.xml.gz" for name in twins)


def test_build_writes_none_unless_asked(project: Project) -> None:
    project.write("mot")
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    assert [name for name in snapshot(project.root / "site") if name.endswith(".gz")] == ["sitemap.xml.gz"]


def test_hidden_files_and_what_does_not_shrink_get_none(tmp_path: Path) -> None:
    (tmp_path / ".an").mkdir()
    for name in (".an/dai.txt", ".an.txt", "ngan.txt", "dai.txt"):
        (tmp_path / name).write_text("a" * (100 if name == "ngan.txt" else 5000), encoding="utf-8")
    assert write_twins(tmp_path) == 1
    assert (tmp_path / "dai.txt.gz").is_file()
