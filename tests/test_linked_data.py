"""Linked data: right by schema.org, safe in a page, true to the published view, and frank about fiction."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders import all_pages, make_entry, make_profile, make_published, make_registry
from guongsang.outputs import render_linked_data
from guongsang.outputs.sharing.linked_data import SAMPLE_STATUS, describe_page
from guongsang.publication.imprint import Imprint
from guongsang.publication.site import Site
from guongsang.registry.model import Award, Channel, Unit
from guongsang.text.dates import parse_moment

ADDRESS = "https://vi.example/thi-dua/"
IMPRINT = Imprint("Tấm Gương", ADDRESS, "Những người làm tốt việc của mình.", "Tỉnh Hư Cấu", usage="lien-he/#su-dung")

# The properties that schema.org (30.0) allows for each type that we use, and the kind of each value: a text, a URL,
# a date, a number, or nodes of given types.
THING = {
    "name": "text",
    "url": "url",
    "description": "text",
    "identifier": "text",
    "image": "ImageObject",
    "alternateName": "text",
    "disambiguatingDescription": "text",
    "additionalType": "url",
    "potentialAction": "SearchAction",
}
WORK = {
    **THING,
    "inLanguage": "text",
    "isPartOf": "WebSite WebPage",
    "dateCreated": "date",
    "dateModified": "date",
    "datePublished": "date",
    "creativeWorkStatus": "text",
    "mainEntity": "Thing",
    "about": "Thing",
    "headline": "text",
    "abstract": "text",
    "publisher": "Organization",
    "creator": "Person Organization",
    "keywords": "text",
    "correction": "text",
    "isAccessibleForFree": "flag",
    "license": "url",
    "acquireLicensePage": "url",
    "creditText": "text",
    "copyrightNotice": "text",
}
PAGE = {**WORK, "breadcrumb": "BreadcrumbList", "primaryImageOfPage": "ImageObject"}
LIST = {**THING, "itemListElement": "ListItem", "numberOfItems": "number"}
TYPES: dict[str, dict[str, str]] = {
    "WebPage": PAGE,
    "ProfilePage": PAGE,
    "CollectionPage": PAGE,
    "WebSite": WORK,
    "Article": WORK,
    "CreativeWork": WORK,
    "ImageObject": {**WORK, "contentUrl": "url", "caption": "text", "width": "number", "height": "number"},
    "Person": {**THING, "jobTitle": "text", "worksFor": "Organization", "memberOf": "Organization", "award": "text"},
    "Organization": {**THING, "parentOrganization": "Organization", "memberOf": "Organization", "award": "text"},
    "BreadcrumbList": LIST,
    "ItemList": LIST,
    "ListItem": {**THING, "position": "number", "item": "url"},
    "SearchAction": {**THING, "target": "EntryPoint", "query-input": "text"},
    "EntryPoint": {**THING, "urlTemplate": "text"},
}
PAGES = {"ProfilePage", "CollectionPage"}


def faults_of(graph: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what schema.org would not have."""
    known = {node["@id"]: node["@type"] for node in nodes_of(graph) if "@type" in node and "@id" in node}
    for node in nodes_of(graph):
        if "@type" not in node:
            if set(node) != {"@id"} or node["@id"] not in known:
                yield f"leads nowhere: {node}"
            continue
        for key, value in node.items():
            if key in ("@type", "@id"):
                continue
            kind = TYPES[node["@type"]].get(key)
            for item in value if isinstance(value, list) else [value]:
                if kind is None or not is_a(kind, item, known):
                    yield f"{node['@type']}.{key}: {item!r} is no {kind}"


def is_a(kind: str, value: Any, known: dict[str, str]) -> bool:
    match kind:
        case "text":
            return isinstance(value, str) and value.strip() == value != ""
        case "url":
            return isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"]+", value) is not None
        case "date":
            return isinstance(value, str) and (
                re.fullmatch(r"\d{4}", value) is not None or bool(date.fromisoformat(value))
            )
        case "number":
            return type(value) is int and value >= 0
        case "flag":
            return type(value) is bool
    type_ = value.get("@type") or known.get(value.get("@id"), "") if isinstance(value, dict) else ""
    return bool(type_) and (kind == "Thing" or type_ in kind.split() or (type_ in PAGES and "WebPage" in kind))


def nodes_of(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes_of(item)


def read_graph(text: str) -> list[dict[str, Any]]:
    """Return the graph of a page's HTML, read as a crawler does."""
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def make_site(**changes: Any) -> Site:
    registry = make_registry(
        units=[make_entry(Unit, id="don-vi", name="Đơn vị Hư Cấu", abbreviations=["ĐVHC"])],
        channels=[make_entry(Channel, id="bao", name="Báo Hư Cấu", path="bao")],
        awards=[make_entry(Award, id="bang-khen", name="Bằng khen")],
    )
    fields = {
        "id": "DH-2024-001",
        "kind": "individual",
        "name": "Lê Văn Thử",
        "role": "Kỹ sư",
        "unit": "don-vi",
        "title": "Một tít",
        "year": 2024,
        "stage": "recognised",
        "awards": [{"award": "bang-khen", "year": 2023, "document": "Số 1"}],
        "consent": {"covers": ["name", "image", "story"]},
        "initiatives": [{"name": "Sổ tay nước", "kind": "model", "effect": "Đỡ tốn nước."}],
        "channels": {"bao": {"publish": "2024-06-01"}},
        "corrections": [{"date": "2024-07-01", "text": "Số đúng là 10 xã."}],
    }
    profile = make_published(make_profile(**(fields | changes)), registry)
    return Site(registry, parse_moment("2025-01-01"), (profile,))


def graph_of(url: str, imprint: Imprint = IMPRINT, **changes: Any) -> dict[str, dict[str, Any]]:
    """Return the nodes of one page by type."""
    page = next(page for page in all_pages(make_site(**changes)) if page.url == url)
    return {node["@type"]: node for node in describe_page(page, imprint)}


def test_profile_page_is_about_its_person() -> None:
    graph = graph_of("ho-so/mot-ho-so/")
    page, person, article = graph["ProfilePage"], graph["Person"], graph["Article"]
    assert page["mainEntity"]["@id"] == person["@id"] == article["about"]["@id"]
    assert (page["identifier"], page["dateCreated"], page["dateModified"]) == (
        "DH-2024-001",
        "2024-06-01",
        "2024-07-01",
    )
    assert (person["name"], person["jobTitle"], person["worksFor"]["name"]) == ("Lê Văn Thử", "Kỹ sư", "Đơn vị Hư Cấu")
    assert person["award"] == ["Bằng khen, năm 2023"] and person["memberOf"]["@id"] == person["worksFor"]["@id"]
    assert (article["headline"], article["datePublished"], article["correction"]) == (
        "Một tít",
        "2024-06-01",
        ["Số đúng là 10 xã."],
    )
    assert graph["Organization"]["name"] == "Tỉnh Hư Cấu"


def test_collective_is_an_organisation_of_its_unit() -> None:
    page = next(page for page in all_pages(make_site(kind="collective")) if page.url == "ho-so/mot-ho-so/")
    collective = describe_page(page, IMPRINT)[2]
    assert (
        collective["@type"] == "Organization"
        and collective["parentOrganization"]["name"] == "Đơn vị Hư Cấu"
        and "jobTitle" not in collective
    )


def test_sample_says_in_each_node_that_it_is_fiction() -> None:
    for kind, type_ in (("individual", "Person"), ("collective", "Organization")):
        page = next(page for page in all_pages(make_site(kind=kind, sample=True)) if page.url == "ho-so/mot-ho-so/")
        nodes = describe_page(page, IMPRINT)
        subject = nodes[2]
        assert (
            subject["@type"] == type_
            and subject["disambiguatingDescription"] == SAMPLE_STATUS
            and "wikidata.org" in subject["additionalType"]
        )
        assert [node["creativeWorkStatus"] for node in nodes if node["@type"] in ("ProfilePage", "Article")] == [
            SAMPLE_STATUS
        ] * 2
    assert "hư cấu" not in json.dumps(graph_of("ho-so/mot-ho-so/"), ensure_ascii=False).replace("Đơn vị Hư Cấu", "")


def test_initiative_names_its_maker_and_leaves_the_rest_to_the_makers_page() -> None:
    graph = graph_of("mo-hinh/so-tay-nuoc/")
    assert graph["CreativeWork"]["creator"]["@id"] == graph["Person"]["@id"] == f"{ADDRESS}ho-so/mot-ho-so/#nhan-vat"
    assert "award" not in graph["Person"] and "Article" not in graph


def test_breadcrumbs_end_with_the_page_itself() -> None:
    for url, names in (
        ("ho-so/mot-ho-so/", ["Trang chủ", "Cá nhân", "Một tít"]),
        ("don-vi/don-vi/", ["Trang chủ", "Đơn vị", "Đơn vị Hư Cấu"]),
    ):
        steps = graph_of(url)["BreadcrumbList"]["itemListElement"]
        assert [step["name"] for step in steps] == names
        assert steps[-1]["item"] == ADDRESS + url and [step["position"] for step in steps] == [1, 2, 3]


def test_home_tells_how_to_search() -> None:
    action = graph_of("")["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{ADDRESS}tim-kiem/?q={{search_term_string}}"
    assert "BreadcrumbList" not in graph_of("")


def test_text_cannot_end_the_script_element() -> None:
    for evil in ("</script><script>alert(1)</script>", "<!-- <script>", "]]> & \u2028 \"'\\"):
        page = next(page for page in all_pages(make_site(title=evil, name=evil)) if page.url == "ho-so/mot-ho-so/")
        text = render_linked_data(page, IMPRINT)
        assert not set("<>&\u2028\u2029") & set(text)
        [person] = [node for node in json.loads(text)["@graph"] if node["@type"] == "Person"]
        assert person["name"] == evil.replace("\u2028", " ").strip() or person["name"] == evil


def test_site_without_an_address_links_relative_to_the_page() -> None:
    graph = graph_of("ho-so/mot-ho-so/", Imprint("Tấm Gương"))
    assert graph["BreadcrumbList"]["itemListElement"][1]["item"] == "../../ca-nhan/"
    assert graph["WebSite"]["url"] == "../../" and "://" not in json.dumps([node for node in graph.values()]).replace(
        "https://schema.org", ""
    )
    assert graph_of("", Imprint("Tấm Gương"))["WebSite"]["url"] == "./"
    assert "potentialAction" not in graph_of("", Imprint("Tấm Gương"))["WebSite"]


def test_every_page_of_the_site_is_right_by_schema_org(repository_site: Path) -> None:
    seen = set()
    for path in sorted(repository_site.rglob("index.html")):
        text = path.read_text(encoding="utf-8")
        if (
            'http-equiv="refresh"' in text or path.parent.name == "nhung"
        ):  # a card in another's article leaves that to the profile
            continue
        graph = read_graph(text)
        seen |= {node["@type"] for node in graph}
        assert list(faults_of(graph)) == [], path
    assert {
        "ProfilePage",
        "Person",
        "Organization",
        "Article",
        "BreadcrumbList",
        "WebSite",
        "CollectionPage",
        "ItemList",
        "CreativeWork",
    } <= seen


def test_photos_name_their_maker_and_the_terms_of_their_use(repository_site: Path) -> None:
    graph = read_graph((repository_site / "ho-so" / "le-hai-yen" / "index.html").read_text(encoding="utf-8"))
    images = next(node for node in graph if node["@type"] == "Article")["image"]
    assert len(images) >= 2
    for image in images:
        assert image["creditText"] == "Minh họa: Gương Sáng" and image["creator"] == {
            "@type": "Organization",
            "name": "Gương Sáng",
        }
        assert image["width"] > 300 and image["height"] > 300 and image["caption"]
        file = repository_site / image["contentUrl"].removeprefix("https://example.org/")
        assert file.is_file()
        page, _, anchor = image["license"].removeprefix("https://example.org/").partition("#")
        assert f'id="{anchor}"' in (repository_site / page / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "wrong",
    [
        [{"@type": "Person", "name": 5}],
        [{"@type": "Person", "headline": "x"}],
        [{"@type": "Article", "about": {"@id": "#nowhere"}}],
        [{"@type": "Article", "publisher": {"@type": "Person", "name": "x"}}],
        [{"@type": "Person", "url": "../x/"}],
    ],
)
def test_validator_sees_faults(wrong: list[dict[str, Any]]) -> None:
    assert list(faults_of(wrong))
