"""What pages say to search engines and to apps in which they are shared: heads, sitemap, robots.txt, 404, redirects."""

from __future__ import annotations

import gzip
import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest

from guongsang.outputs.crawlers.sitemap import SitemapEntry, robots_file, sitemap_files
from guongsang.publication.imprint import Imprint
from projects import PHOTO, REPOSITORY, Project, run_command

AS_OF = "2024-07-01"
ADDRESS = "https://example.org/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def build(project: Project, **settings: str) -> None:
    """Build, with lines of mkdocs.yml changed: `site_url=""` takes the line away."""
    path = project.root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    for key, value in settings.items():
        text = re.sub(rf"^{key}:.*\n", f"{key}: {value}\n" if value else "", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr


def metas(text: str) -> dict[str, str]:
    head = text.split("</head>", maxsplit=1)[0]
    return {
        name: unescape(content)
        for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head)
    }


def test_profile_that_is_shared_shows_its_own_card(repository_site: Path) -> None:
    said = metas((repository_site / "ho-so" / "le-hai-yen" / "index.html").read_text(encoding="utf-8"))
    assert (
        said["og:type"] == "article" and said["og:locale"] == "vi_VN" and said["twitter:card"] == "summary_large_image"
    )
    assert said["og:url"] == f"{ADDRESS}ho-so/le-hai-yen/"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630") and "Lê Hải Yến" in said["og:image:alt"]
    assert said["article:published_time"] == "2023-06-05" and said["article:modified_time"] >= "2023-06-05"
    assert said["og:description"].startswith("Hồ sơ minh họa") and said["og:image:alt"].endswith("Hồ sơ minh họa.")


def test_every_page_has_a_head_whose_picture_and_address_exist(repository_site: Path) -> None:
    for path in repository_site.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        url = path.parent.relative_to(repository_site).as_posix().removeprefix(".")
        if 'http-equiv="refresh"' in text or url.endswith(
            "/nhung"
        ):  # a card in another's article stands for the profile
            continue
        said = metas(text)
        assert (repository_site / said["og:image"].removeprefix(ADDRESS)).is_file(), path
        assert said["og:title"] and said["og:description"] and said["og:site_name"] == "Gương Sáng", path
        [canonical] = re.findall(r'<link rel="canonical" href="([^"]+)"', text)
        assert canonical == said["og:url"] == ADDRESS + (f"{url}/" if url else ""), path
        for link in re.findall(r'<link rel="alternate"[^>]*href="([^"]+)"', text):
            target = urljoin(canonical, link).removeprefix(ADDRESS)
            assert (repository_site / target).is_file() or (repository_site / target / "index.html").is_file(), (
                path,
                link,
            )


def test_site_without_an_address_says_no_broken_one(project: Project) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    build(project, site_url="")
    text = project.page("ho-so/mot")
    said = metas(text)
    assert not {"og:image", "og:url"} & set(said) and 'rel="canonical"' not in text
    assert said["og:title"] == "Đọc ảnh nhanh hơn" and said["twitter:card"] == "summary"
    assert not (project.root / "site" / "sitemap.xml").exists()
    assert "Sitemap" not in (project.root / "site" / "robots.txt").read_text(encoding="utf-8")
    assert "None" not in text.split("</head>")[0]


def test_site_below_a_portal_names_its_whole_address(project: Project) -> None:
    project.write("mot", more="aliases: [ten-cu]\n")
    build(project, site_url="https://vi.example/thi-dua/guong-sang")  # without the closing slash
    root = "https://vi.example/thi-dua/guong-sang/"
    said = metas(project.page("ho-so/mot"))
    assert said["og:image"].startswith(f"{root}ho-so/mot/the-") and said["og:url"] == f"{root}ho-so/mot/"
    assert f'<link rel="canonical" href="{root}ho-so/mot/">' in project.page("ho-so/ten-cu")
    assert 'content="0; url=../mot/"' in project.page("ho-so/ten-cu")
    robots = (project.root / "site" / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {root}sitemap.xml" in robots and "Disallow: /thi-dua/guong-sang/tim-kiem/?q=" in robots
    missing = (project.root / "site" / "404.html").read_text(encoding="utf-8")
    assert 'action="/thi-dua/guong-sang/tim-kiem/"' in missing and 'href="/thi-dua/guong-sang/ca-nhan/"' in missing


def read_sitemap(site: Path) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring((site / "sitemap.xml").read_bytes())
    return {entry.findtext(f"{SITEMAP}loc") or "": entry for entry in root}


def test_sitemap_lists_every_page_that_may_be_found_and_no_other(repository_site: Path) -> None:
    listed = set()
    for path in repository_site.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        if 'content="noindex"' not in text and 'http-equiv="refresh"' not in text:
            listed.add(
                ADDRESS
                + path.parent.relative_to(repository_site).as_posix().removeprefix(".")
                + "/" * (path.parent != repository_site)
            )
    assert set(read_sitemap(repository_site)) == listed
    assert len(listed) > 150
    assert (
        gzip.decompress((repository_site / "sitemap.xml.gz").read_bytes())
        == (repository_site / "sitemap.xml").read_bytes()
    )


def test_sitemap_knows_days_from_content_and_photos(project: Project) -> None:
    project.write(
        "mot", photos=PHOTO, more="corrections: [{date: 2024-06-20, text: Số đúng là 10 xã.}]\naliases: [ten-cu]\n"
    )
    project.add_photo("mot")
    (project.root / "content" / "bai.md").write_text(
        "---\ntitle: Bài\ndescription: Một bài.\nupdated: 2024-03-04\n---\n\nBài.\n", encoding="utf-8"
    )
    project.write(
        "hai", id="DH-2024-002", name="Rút Văn Kín", status="withdrawn", review=', date: 2024-06-20, notice: "Đã rút."'
    )
    build(project)
    entries = read_sitemap(project.root / "site")
    assert entries[f"{ADDRESS}ho-so/mot/"].findtext(f"{SITEMAP}lastmod") == "2024-06-20"
    assert entries[f"{ADDRESS}nam/2024/"].findtext(f"{SITEMAP}lastmod") == "2024-06-20"
    assert entries[f"{ADDRESS}bai/"].findtext(f"{SITEMAP}lastmod") == "2024-03-04"
    assert entries[f"{ADDRESS}gioi-thieu/"].find(f"{SITEMAP}lastmod") is None  # nobody said, so nothing is claimed
    [photo] = entries[f"{ADDRESS}ho-so/mot/"].iter(f"{IMAGE}loc")
    assert (project.root / "site" / (photo.text or "").removeprefix(ADDRESS)).is_file()
    assert not {f"{ADDRESS}ho-so/{slug}/" for slug in ("ten-cu", "hai")} & set(entries)


def test_sitemap_beyond_the_limit_becomes_an_index() -> None:
    imprint = Imprint("x", address=ADDRESS)
    entries = [SitemapEntry(f"trang-{number}/", date(2024, 1, number)) for number in range(1, 8)]
    files = {
        file.path: file.content.decode()
        for file in sitemap_files(entries, imprint, limit=3)
        if file.path.endswith("xml")
    }
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert (
        files["sitemap.xml"].count("<sitemap>") == 3
        and f"<loc>{ADDRESS}sitemap-3.xml</loc><lastmod>2024-01-07</lastmod>" in files["sitemap.xml"]
    )
    assert sum(text.count("<url>") for text in files.values()) == 7


def test_addresses_in_the_sitemap_are_escaped() -> None:
    [file, _] = sitemap_files([SitemapEntry("bài-viết/?a=1&b=<2>")], Imprint("x", address=ADDRESS))
    assert b"b%C3%A0i-vi%E1%BA%BFt/" in file.content and b"&b" not in file.content and b"<2>" not in file.content


def test_robots_txt_of_an_adopter_is_left_alone(project: Project) -> None:
    own = "User-agent: *\nDisallow: /\n"
    (project.root / "content" / "robots.txt").write_text(own, encoding="utf-8")
    done = project.run("build", "--as-of", AS_OF)
    if done.returncode == 0:
        assert (project.root / "site" / "robots.txt").read_text(encoding="utf-8") == own
    else:
        assert "content/robots.txt" in done.stdout


def test_robots_txt_lets_all_be_read() -> None:
    assert robots_file(Imprint("x")).content == b"User-agent: *\nDisallow: /tim-kiem/?q=\n"


def test_missing_page_offers_search_and_ways_on(repository_site: Path) -> None:
    text = (repository_site / "404.html").read_text(encoding="utf-8")
    body = text.split("<body>")[1]
    assert '<html lang="vi"' in text and 'content="noindex"' in text and "ld+json" not in text
    assert 'action="/tim-kiem/"' in body and 'name="q"' in body
    links = set(re.findall(r'href="(/[^"#]*)"', body))
    assert {"/", "/ca-nhan/", "/tap-the/", "/mo-hinh/", "/bao/"} <= links
    for link in links:
        assert (repository_site / link.lstrip("/") / "index.html").is_file() or (
            repository_site / link.lstrip("/")
        ).is_file(), link
    assert "<svg" not in body  # it would fill the window where the style sheet isn't found


def test_former_address_is_a_page_that_leads_on(project: Project) -> None:
    project.write("mot", more="aliases: [ten-cu]\n")
    build(project)
    text = project.page("ho-so/ten-cu")
    assert '<html lang="vi">' in text and 'name="viewport"' in text and "<script" not in text and "noindex" not in text
    assert f'<link rel="canonical" href="{ADDRESS}ho-so/mot/">' in text
    assert re.search(r'<main.*<h1.*<a[^>]* href="\.\./mot/"', text, re.DOTALL)


@pytest.mark.parametrize("setting", ['card: {accent: "đỏ"}', "card: đỏ", "licence: [x]"])
def test_setting_that_cannot_be_one_is_told_in_words(project: Project, setting: str) -> None:
    path = project.root / "mkdocs.yml"
    text = re.sub(r"  licence:.*\n    page:.*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(text.replace("extra:\n", f"extra:\n  {setting}\n"), encoding="utf-8")
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 1 and "mkdocs.yml" in done.stderr and "Traceback" not in done.stderr


def test_sitemap_and_robots_are_the_same_each_time(repository_site: Path, tmp_path: Path) -> None:
    done = run_command(REPOSITORY, "build", "--site-dir", str(tmp_path / "site"), "--as-of", "2026-11-22")
    assert done.returncode == 0, done.stderr
    for name in ("sitemap.xml", "sitemap.xml.gz", "robots.txt", "index.html"):
        assert (tmp_path / "site" / name).read_bytes() == (repository_site / name).read_bytes()
