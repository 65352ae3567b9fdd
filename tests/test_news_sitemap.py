"""The news sitemap: the last two days of the press sections, by the rules of Google News."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree

from builders import AS_OF, make_entry, make_profile, make_published, make_registry
from feed_samples import IMPRINT, SAPO, read
from guongsang.outputs.crawlers.news_sitemap import LIMIT, news_sitemap_files
from guongsang.publication.imprint import Imprint
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Channel
from projects import Project

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
REGISTRY = make_registry(
    channels=[
        make_entry(Channel, id="bao", name="Báo Thử", press=True),
        make_entry(Channel, id="cong", name="Cổng Thử"),
    ]
)


def article(slug: str, *, sample: bool = False, **hours: int) -> PublishedProfile:
    """Return a profile that came to each channel so many hours before the build."""
    plans = {channel: {"publish": (AS_OF - timedelta(hours=ago)).isoformat()} for channel, ago in hours.items()}
    profile = make_profile(
        id="DH-2024-001",
        kind="individual",
        name="Người",
        title="Tít <của> trang",
        summary=SAPO,
        year=2024,
        stage="outstanding",
        channels=plans,
        sample=sample,
    )
    return make_published(profile, REGISTRY, slug=slug)


def sitemap(*profiles: PublishedProfile, imprint: Imprint = IMPRINT) -> ElementTree.Element | None:
    files = list(news_sitemap_files(Site(REGISTRY, AS_OF, profiles, imprint=imprint)))
    return ElementTree.fromstring(str(files[0].content)) if files else None


def addresses(*profiles: PublishedProfile) -> list[str]:
    found = sitemap(*profiles)
    return (
        [(loc.text or "").removeprefix("https://example.org/thu/ho-so/") for loc in found.iter(f"{SITEMAP}loc")]
        if found is not None
        else []
    )


def test_it_holds_what_the_press_may_use_and_is_at_most_two_days_old() -> None:
    assert addresses(
        article("moi", bao=1), article("vua-kip", bao=48), article("cu", bao=49), article("chi-tren-cong", cong=1)
    ) == ["moi/", "vua-kip/"]


def test_age_counts_from_the_first_day_of_the_page() -> None:
    assert addresses(article("dang-truoc-tren-cong", cong=200, bao=1)) == []


def test_fiction_is_no_news() -> None:
    assert addresses(article("minh-hoa", sample=True, bao=1)) == []


def test_entry_names_publication_language_day_and_title() -> None:
    found = sitemap(article("moi", bao=1))
    assert found is not None
    texts = {element.tag: element.text for element in found.iter() if element.text and element.text.strip()}
    assert texts == {
        f"{SITEMAP}loc": "https://example.org/thu/ho-so/moi/",
        f"{NEWS}name": "Trang Thử",
        f"{NEWS}language": "vi",
        f"{NEWS}publication_date": (AS_OF - timedelta(hours=1)).isoformat(),
        f"{NEWS}title": "Tít <của> trang",
    }
    assert datetime.fromisoformat(texts[f"{NEWS}publication_date"] or "").tzinfo


def test_it_holds_at_most_a_thousand() -> None:
    one = article("moi", bao=1)
    assert len(addresses(*(replace(one, slug=f"moi-{number}") for number in range(LIMIT + 1)))) == LIMIT == 1000


def test_it_stands_beside_the_sitemap_and_is_whole_when_empty(project: Project) -> None:
    project.write("nguyen-minh-hoa")
    for as_of, count in (("2024-06-02", 1), ("2024-06-20", 0)):
        assert project.run("build", "--as-of", as_of).returncode == 0
        assert len(ElementTree.fromstring(read(project, "sitemap-tin.xml"))) == count
    assert read(project, "robots.txt").splitlines()[-2:] == [
        "Sitemap: https://example.org/sitemap.xml",
        "Sitemap: https://example.org/sitemap-tin.xml",
    ]


def test_site_without_an_address_has_none() -> None:
    assert sitemap(article("moi", bao=1), imprint=Imprint()) is None
