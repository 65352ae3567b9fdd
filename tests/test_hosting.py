"""The site behind real nginx with the shipped settings: the headers of each answer, and Chromium blocks nothing."""

from __future__ import annotations

import gzip
import re
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from guongsang.deploy.web_headers import LONG, MIDDLE, SHORT, headers_for
from projects import REPOSITORY, Project
from templates import ALIAS, CARD, MOVED_TO, WITHDRAWN
from web_server import DEPLOY, ask, nginx_serving

YEAR = "public, max-age=31536000"


@pytest.fixture(params=["host", "portal"])
def place(request: pytest.FixtureRequest) -> str:
    """The site's address, in either way of hosting it."""
    return str(request.getfixturevalue(request.param))


def one(site: Path, pattern: str) -> str:
    """Return the address of the first file that matches."""
    return "/" + next(iter(sorted(site.glob(pattern)))).relative_to(site).as_posix()


ANSWERS = [
    ("/", 200),
    ("/ho-so/le-hai-yen/", 200),
    (f"/{CARD}", 200),
    ("/tap-chi/feed.json", 200),
    ("/tap-chi/feed.atom", 200),
    ("/du-lieu/profiles.csv", 200),
    ("/assets/stylesheets/guongsang.css", 200),
    ("/assets/images/favicon.svg", 200),
    ("/bao", 301),
    (f"/{ALIAS}/", 301),
    ("/index.html", 301),
    ("/khong/co", 404),
    ("/.git/config", 404),
    ("/ho-so/", 404),
    (f"/{WITHDRAWN}/", 410),
    (f"/{WITHDRAWN}/oembed.json", 410),
    (f"/{WITHDRAWN}/nhung/", 302),
]


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_every_answer_carries_every_protection(place: str, path: str, status: int) -> None:
    answer = ask(place, path)
    assert answer.status == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] in ("same-origin", "cross-origin")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= set(
        answer.headers["permissions-policy"].split(", ")
    )
    assert answer.headers["server"] == "nginx"  # no version
    assert "strict-transport-security" not in answer.headers  # prepared, for whoever has HTTPS
    policy = answer.headers["content-security-policy"]
    assert (
        policy.startswith("default-src 'none'; ")
        and "unsafe" not in policy
        and "http" not in policy
        and "base-uri 'none'" in policy
    )


def test_refused_and_broken_requests_are_protected_too(host: str) -> None:
    assert ask(host, "/", "POST").headers["x-content-type-options"] == "nosniff"
    with socket.create_connection((urlsplit(host).hostname, urlsplit(host).port), timeout=10) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\n\r\n")  # no host
        answer = raw.recv(4096)
    assert answer.startswith(b"HTTP/1.1 400") and b"nosniff" in answer and b"Content-Security-Policy" in answer


def test_cards_alone_may_be_framed_by_others(place: str) -> None:
    card = ask(place, f"/{CARD}")
    assert "frame-ancestors *" in card.headers["content-security-policy"] and "x-frame-options" not in card.headers
    assert "script-src" not in card.headers["content-security-policy"]
    notice = ask(place, f"/{WITHDRAWN}/")  # whoever still has the card in an article has the notice instead
    assert "frame-ancestors *" in notice.headers["content-security-policy"] and "x-frame-options" not in notice.headers
    for path in (
        "/",
        "/ho-so/le-hai-yen/",
        f"/?/{CARD}",
        f"/bao/?x=/{CARD}",
        f"/{CARD}../",
        f"/{CARD}%2e%2e/",
        "/khong/nhung/",
    ):
        answer = ask(place, path)
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"], path
        assert answer.headers["x-frame-options"] == "SAMEORIGIN", path


def test_others_may_use_data_feeds_photos_and_press_files_and_nothing_else(place: str, hosted: Path) -> None:
    shared = [
        "/du-lieu/profiles.json",
        "/du-lieu/profiles.csv",
        "/tap-chi/feed.json",
        "/tap-chi/feed-toan-van.atom",
        "/tap-chi/ninjs.json",
        "/ho-so/le-hai-yen/oembed.json",
        "/ho-so/le-hai-yen/bao-chi/le-hai-yen.docx",
        "/assets/fonts/be-vietnam-pro-latin-400-normal.woff2",
    ]
    for path in shared:
        answer = ask(place, path)
        assert (
            answer.status,
            answer.headers.get("access-control-allow-origin"),
            answer.headers["cross-origin-resource-policy"],
        ) == (200, "*", "cross-origin"), path
    for path in (one(hosted, "ho-so/le-hai-yen/anh/*.avif"), one(hosted, "ho-so/le-hai-yen/the-*"), f"/{CARD}"):
        answer = ask(place, path)
        assert (
            answer.headers["cross-origin-resource-policy"] == "cross-origin"
            and "access-control-allow-origin" not in answer.headers
        ), path
    for path in ("/", "/ho-so/le-hai-yen/", one(hosted, "tim-kiem/chi-muc/index.json")):
        answer = ask(place, path)
        assert (
            answer.headers["cross-origin-resource-policy"] == "same-origin"
            and "access-control-allow-origin" not in answer.headers
        ), path


TYPES = {
    "index.html": "text/html; charset=utf-8",
    "assets/stylesheets/guongsang.css": "text/css; charset=utf-8",
    "assets/javascripts/guongsang.js": "text/javascript; charset=utf-8",
    "assets/images/favicon.svg": "image/svg+xml",
    "assets/fonts/*.woff2": "font/woff2",
    "ho-so/*/anh/*.avif": "image/avif",
    "ho-so/*/anh/*.webp": "image/webp",
    "ho-so/*/anh/*.jpg": "image/jpeg",
    "the-*.png": "image/png",
    "tap-chi/feed.atom": "application/atom+xml",
    "tap-chi/feed.json": "application/feed+json",
    "tap-chi/ninjs.json": "application/json",
    "du-lieu/profiles.json": "application/json",
    "du-lieu/profiles.csv": "text/csv; charset=utf-8",
    "sitemap.xml": "application/xml",
    "sitemap.xml.gz": "application/gzip",
    "robots.txt": "text/plain; charset=utf-8",
    "ho-so/*/bao-chi/*.md": "text/markdown; charset=utf-8",
    "ho-so/*/bao-chi/*.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ho-so/*/bao-chi/*.zip": "application/zip",
    "ho-so/*/bao-chi/SHA256SUMS": "text/plain; charset=utf-8",
}


def test_every_kind_of_file_has_its_type(host: str, hosted: Path) -> None:
    for pattern, kind in TYPES.items():
        path = one(hosted, pattern).removesuffix("index.html")
        assert ask(host, path).headers["content-type"] == kind, path
    known = {Path(pattern).suffix for pattern in TYPES} | {".map"}
    assert {
        path.suffix for path in hosted.rglob("*") if path.is_file() and not path.name.startswith(".")
    } <= known  # a new kind needs a type in site.conf


def test_texts_come_compressed_from_their_twins(place: str, hosted: Path) -> None:
    for path in (
        "/",
        "/assets/stylesheets/guongsang.css",
        "/tap-chi/feed.atom",
        "/tap-chi/feed.json",
        "/du-lieu/profiles.csv",
        "/sitemap.xml",
    ):
        file = hosted / (path.lstrip("/") or "index.html")
        answer = ask(place, path, Accept_Encoding="gzip")
        assert answer.headers["content-encoding"] == "gzip" and "Accept-Encoding" in answer.headers["vary"], path
        assert (
            answer.body == file.with_name(f"{file.name}.gz").read_bytes()
            and gzip.decompress(answer.body) == file.read_bytes()
        ), path
        assert ask(place, path).body == file.read_bytes()
    assert (
        "content-encoding" not in ask(place, one(hosted, "ho-so/le-hai-yen/anh/*.avif"), Accept_Encoding="gzip").headers
    )


def test_site_without_twins_is_compressed_on_the_way(nginx: str, repository_site: Path, tmp_path: Path) -> None:
    with nginx_serving(nginx, tmp_path, repository_site) as address:
        answer = ask(address, "/du-lieu/profiles.json", Accept_Encoding="gzip")
    assert (
        answer.headers["content-encoding"] == "gzip"
        and gzip.decompress(answer.body) == (repository_site / "du-lieu/profiles.json").read_bytes()
    )


def test_named_by_content_is_kept_for_a_year_and_all_else_is_asked_again(place: str, hosted: Path) -> None:
    for pattern in (
        "ho-so/*/anh/*.avif",
        "ho-so/*/anh/*.jpg",
        "ho-so/*/the-*",
        "tim-kiem/chi-muc/core-*.json",
        "tim-kiem/chi-muc/chung-*/0.json",
        "assets/stylesheets/main.*.min.css",
    ):
        kept = ask(place, one(hosted, pattern)).headers["cache-control"]
        assert kept.startswith(YEAR) and kept.endswith("immutable"), pattern
    for path in (
        "/",
        "/ho-so/le-hai-yen/",
        "/assets/stylesheets/guongsang.css",
        "/tim-kiem/chi-muc/index.json",
        "/tap-chi/feed.atom",
        "/du-lieu/profiles.json",
        "/ho-so/le-hai-yen/bao-chi/le-hai-yen.zip",
    ):
        answer = ask(place, path)
        assert answer.headers["cache-control"] == "no-cache", path
        again = ask(place, path, If_None_Match=answer.headers["etag"])
        assert (again.status, again.body) == (304, b"") and "content-security-policy" in again.headers, path
    for path in (
        "/ho-so/le-hai-yen/anh/1-0123456789abcdef-800.avif",
        f"/{WITHDRAWN}/anh/1-0123456789abcdef-800.avif",
        f"/{ALIAS}/anh/1-0123456789abcdef-800.avif",
    ):
        assert ask(place, path).headers["cache-control"] == "no-cache", path  # what is missing isn't missing for a year


def test_server_and_object_storage_keep_every_file_as_long(place: str, hosted: Path) -> None:
    told: dict[str, int] = {}
    wrong = []
    for file in sorted(path for path in hosted.rglob("*") if path.is_file()):
        path = file.relative_to(hosted).as_posix()
        if any(part.startswith(".") for part in path.split("/")):
            continue  # never served
        answer = ask(place, "/" + path.removesuffix("index.html"), "HEAD")
        headers = headers_for(path)
        told[headers.cache_control] = told.get(headers.cache_control, 0) + 1
        if answer.headers["cache-control"] != headers.cache_control or (
            answer.status == 200 and answer.headers["content-type"] != headers.content_type
        ):
            wrong.append(
                (path, answer.status, answer.headers["cache-control"], answer.headers.get("content-type"), headers)
            )
    assert wrong == []
    assert set(told) == {LONG, MIDDLE, SHORT} and min(told.values()) >= 5


def test_withdrawn_profile_is_gone_with_all_below_it(place: str) -> None:
    for path in ("/", "/anh/1-0123456789abcdef-800.avif", "/oembed.json", "/bao-chi/ninjs.json", "/bao-chi/SHA256SUMS"):
        answer = ask(place, f"/{WITHDRAWN}{path}")
        assert answer.status == 410 and "Hồ sơ đã được rút" in answer.body.decode(), path
    for path in (
        "/nhung/",
        "/bao-chi/",
        "/bao-chi/ta-dinh-loc.zip",
        "/bao-chi/ta-dinh-loc.docx",
        "/ta-dinh-loc.txt",
    ):  # what people open: the notice, at its own address
        answer = ask(place, f"/{WITHDRAWN}{path}")
        assert (answer.status, answer.headers["location"]) == (302, f"{urlsplit(place).path}{WITHDRAWN}/"), path
    assert ask(place, f"/{WITHDRAWN}/", "HEAD").status == 410
    assert ask(place, "/ho-so/le-hai-yen/").status == 200


def test_former_address_leads_on_with_all_below_it(place: str) -> None:
    base = urlsplit(place).path
    for below in ("", "/", "/nhung/", "/bao-chi/", "/oembed.json"):
        answer = ask(place, f"/{ALIAS}{below}")
        assert (answer.status, answer.headers["location"]) == (301, f"{base}{MOVED_TO}{below or '/'}"), below
    for path, target in (
        ("/bao", "bao/"),
        ("/bao/index.html", "bao/"),
        ("/bao/index.html?q=1", "bao/"),
        ("/index.html", ""),
    ):
        assert ask(place, path).headers["location"] == base + target, path


def test_no_address_leads_to_another_host(host: str) -> None:
    for path in (
        "//example.com/index.html",
        "/\\example.com/index.html",
        f"//example.com/{ALIAS}",
        f"/%0d%0aX-Evil:1/{ALIAS}/",
        f"/%5cexample.com/{ALIAS}/",
        "//example.com/../bao",
        "/%2f%2fexample.com/index.html",
    ):
        answer = ask(host, path)
        location = answer.headers.get("location", "/")
        assert re.match(r"/(?![/\\])", location) and "x-evil" not in answer.headers, path


def test_reader_of_an_address_that_is_not_there_gets_the_sites_own_page(place: str) -> None:
    for path in (
        "/khong/co/",
        "/khong-co.html",
        "/ho-so/",
        "/assets/",
        "/404.html",
        "/.410",
        f"/{WITHDRAWN}/.410",
        "/.may-chu/",
        "/.may-chu/chuyen-huong.map",
        "/.git/HEAD",
        "/ho-so/le-hai-yen/.htaccess",
        "/%2egit/HEAD",
        "/.well-known/security.txt",
    ):
        answer = ask(place, path)
        assert answer.status == 404 and 'class="gs-' in answer.body.decode(), path
    assert ask(place, "/../../../../etc/passwd").status in (400, 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "MKCOL"])
def test_site_is_only_read(place: str, method: str) -> None:
    for path in ("/", "/tap-chi/feed.json", "/ho-so/le-hai-yen/index.html"):
        answer = ask(place, path, method)
        assert answer.status == (301 if path.endswith("index.html") and method != "TRACE" else 405), path
        if (
            method != "TRACE" and answer.status == 405
        ):  # nginx refuses that one by itself, before it looks where it goes
            assert answer.headers["allow"] == "GET, HEAD"
    assert ask(place, "/", "HEAD").status == 200


def test_https_only_is_ready_to_be_switched_on(
    nginx: str, repository_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "deploy"
    shutil.copytree(DEPLOY, changed)
    headers = changed / "nginx" / "headers.conf"
    text = headers.read_text(encoding="utf-8")
    assert text.count("# add_header Strict-Transport-Security") == 2
    headers.write_text(
        text.replace("# add_header Strict-Transport-Security", "add_header Strict-Transport-Security", 1),
        encoding="utf-8",
    )
    monkeypatch.setattr("web_server.DEPLOY", changed)
    with nginx_serving(nginx, tmp_path / "nginx", repository_site) as address:
        for path in ("/", "/khong-co"):
            assert ask(address, path).headers["strict-transport-security"] == "max-age=300"


def test_container_serves_what_the_settings_name() -> None:
    """Docker doesn't run here: the file is read as far as a text can be judged."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    sources = [
        word
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for word in line.split()[:-1]
        if not word.startswith("--")
    ]
    assert sources and all((REPOSITORY / source).exists() for source in sources)
    assert "/srv/guongsang/current" in text and "EXPOSE 8080" in text and "--precompress" in text
    assert re.findall(r"^FROM (\S+)", text, re.MULTILINE) and all(
        ":" in image and not image.endswith(":latest") for image in re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    )
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE)[-1] not in ("root", "0")


def test_build_writes_markers_and_former_addresses_for_what_is_published_alone(project: Project) -> None:
    project.write("mot", more="aliases: [mot-cu, mot-dau]\n")
    project.write(
        "hai",
        id="DH-2024-002",
        name="Trần Ví Dụ",
        title="Hai",
        status="withdrawn",
        review=', date: 2024-06-28, notice: "Đã rút."',
        more="aliases: [hai-cu]\n",
    )
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
    site = project.root / "site"
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob(".*")) == [".may-chu", "ho-so/hai/.410"]
    assert (site / "ho-so/hai/.410").read_bytes() == b""
    assert (site / ".may-chu/chuyen-huong.map").read_text(
        encoding="utf-8"
    ) == "ho-so/mot-cu ho-so/mot;\nho-so/mot-dau ho-so/mot;\n"
