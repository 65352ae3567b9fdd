"""Atom as RFC 4287 asks: one test for each MUST that concerns a publisher, named by its section, over every feed.

The feeds: those of the repository's own site, and of a channel with archives, a correction, fiction and a withdrawal.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from feed_samples import ATOM, archive, feeds, notice, story

XML = "{http://www.w3.org/XML/1998/namespace}"
# RFC 3339, with the capital T and Z that section 3.3 asks for.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
RELATION = re.compile(r"[a-z][a-z0-9.-]*")
Feed = ElementTree.Element


@pytest.fixture(scope="module")
def texts(repository_site: Path) -> dict[str, str]:
    """Every Atom document, by what tells it from the others."""
    found = {
        path.relative_to(repository_site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(repository_site.glob("*/*.atom"))
    }
    made = {
        **archive(120)[0],
        **{
            f"small-{name}": text for name, text in feeds(story(1), story(2, tells=False), notices=(notice(3),)).items()
        },
        **{f"empty-{name}": text for name, text in feeds().items()},
    }
    return found | {name: text for name, text in made.items() if name.endswith(".atom")}


@pytest.fixture(scope="module")
def documents(texts: dict[str, str]) -> list[Feed]:
    return [ElementTree.fromstring(text) for text in texts.values()]


@pytest.fixture(scope="module")
def entries(documents: list[Feed]) -> list[Feed]:
    found = [entry for feed in documents for entry in feed.findall(f"{ATOM}entry")]
    assert len(found) > 300
    return found


def all_of(documents: list[Feed], *names: str) -> list[Feed]:
    return [element for feed in documents for name in names for element in feed.iter(f"{ATOM}{name}")]


def counts(parents: list[Feed], name: str) -> set[int]:
    return {len(parent.findall(f"{ATOM}{name}")) for parent in parents}


def is_iri(text: str | None) -> bool:
    """Answer whether a text is an absolute IRI (RFC 3987): a scheme, more after it, no forbidden character."""
    return bool(
        text
        and urlsplit(text).scheme
        and len(text) > len(urlsplit(text).scheme) + 1
        and not re.search(r'[\s<>"{}|\\^`\x00-\x1f]', text)
    )


def alternates(parent: Feed) -> list[tuple[str, str]]:
    return [
        (link.get("type", ""), link.get("hreflang", ""))
        for link in parent.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    ]


# 1 and 2: documents


def test_1_2_documents_are_in_the_atom_namespace(documents: list[Feed]) -> None:
    assert {feed.tag for feed in documents} == {f"{ATOM}feed"}


def test_2_documents_are_well_formed_xml_in_utf_8(texts: dict[str, str]) -> None:
    assert all(
        text.startswith('<?xml version="1.0" encoding="utf-8"?>') and ElementTree.fromstring(text.encode()) is not None
        for text in texts.values()
    )


def test_2_language_is_a_tag_of_rfc_3066(documents: list[Feed]) -> None:
    assert {feed.get(f"{XML}lang") for feed in documents} == {"vi"}


def test_2_references_are_absolute_so_that_no_base_is_needed(documents: list[Feed]) -> None:
    assert all(is_iri(link.get("href")) for link in all_of(documents, "link"))


# 3: common constructs


def test_3_1_1_type_of_text_is_text_html_or_xhtml(documents: list[Feed]) -> None:
    assert {text.get("type", "text") for text in all_of(documents, "title", "subtitle", "summary", "rights")} <= {
        "text",
        "html",
        "xhtml",
    }


def test_3_1_1_1_plain_text_has_no_child_elements(documents: list[Feed]) -> None:
    assert not [
        text
        for text in all_of(documents, "title", "subtitle", "summary", "rights")
        if text.get("type", "text") == "text" and len(text)
    ]


def test_3_1_1_2_html_has_no_child_elements(documents: list[Feed]) -> None:
    assert not [
        text
        for text in all_of(documents, "title", "subtitle", "summary", "rights", "content")
        if text.get("type") == "html" and len(text)
    ]


def test_3_2_1_person_has_one_name(documents: list[Feed]) -> None:
    assert counts(all_of(documents, "author", "contributor"), "name") == {1}


def test_3_2_2_person_has_at_most_one_uri(documents: list[Feed]) -> None:
    assert counts(all_of(documents, "author", "contributor"), "uri") <= {0, 1}


def test_3_2_3_person_has_at_most_one_email(documents: list[Feed]) -> None:
    assert counts(all_of(documents, "author", "contributor"), "email") <= {0, 1}


def test_3_3_dates_are_rfc_3339_with_capital_letters(documents: list[Feed]) -> None:
    dates = [element.text or "" for element in all_of(documents, "updated", "published")]
    assert all(MOMENT.fullmatch(text) and datetime.fromisoformat(text) for text in dates)


# 4.1.1: feed


def test_4_1_1_feed_has_an_author_or_all_its_entries_have(documents: list[Feed]) -> None:
    assert all(feed.find(f"{ATOM}author") is not None for feed in documents)


@pytest.mark.parametrize("name", ["id", "title", "updated"])
def test_4_1_1_feed_has_exactly_one(documents: list[Feed], name: str) -> None:
    assert counts(documents, name) == {1}


@pytest.mark.parametrize("name", ["generator", "icon", "logo", "rights", "subtitle"])
def test_4_1_1_feed_has_at_most_one(documents: list[Feed], name: str) -> None:
    assert counts(documents, name) <= {0, 1}


def test_4_1_1_feed_has_no_two_alternates_of_one_type_and_language(documents: list[Feed]) -> None:
    assert all(len(found) == len(set(found)) for found in map(alternates, documents))


def test_4_1_1_feed_names_its_own_address(documents: list[Feed], texts: dict[str, str]) -> None:
    """A SHOULD, which every feed here keeps."""
    for name, feed in zip(texts, documents, strict=True):
        (own,) = (link.get("href") or "" for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
        assert own.rpartition("/")[2] == name.rpartition("/")[2].removeprefix("small-").removeprefix("empty-")


def test_4_1_1_no_document_holds_one_entry_twice(documents: list[Feed]) -> None:
    """Two entries of one id may stand in a feed only as versions of one, which we never give."""
    assert not [
        id
        for feed in documents
        for id, count in Counter(entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")).items()
        if count > 1
    ]


# 4.1.2: entry


@pytest.mark.parametrize("name", ["id", "title", "updated"])
def test_4_1_2_entry_has_exactly_one(entries: list[Feed], name: str) -> None:
    assert counts(entries, name) == {1}


@pytest.mark.parametrize("name", ["content", "published", "rights", "source", "summary"])
def test_4_1_2_entry_has_at_most_one(entries: list[Feed], name: str) -> None:
    assert counts(entries, name) <= {0, 1}


def test_4_1_2_entry_has_an_author_by_itself_or_by_its_feed(documents: list[Feed]) -> None:
    assert all(
        entry.find(f"{ATOM}author") is not None or feed.find(f"{ATOM}author") is not None
        for feed in documents
        for entry in feed.findall(f"{ATOM}entry")
    )


def test_4_1_2_entry_without_content_has_an_alternate(entries: list[Feed]) -> None:
    assert all(alternates(entry) for entry in entries if entry.find(f"{ATOM}content") is None)


def test_4_1_2_entry_has_no_two_alternates_of_one_type_and_language(entries: list[Feed]) -> None:
    assert all(len(found) == len(set(found)) for found in map(alternates, entries))


def test_4_1_2_entry_whose_content_is_elsewhere_or_in_base64_has_a_summary(entries: list[Feed]) -> None:
    needy = [
        entry
        for entry in entries
        for content in entry.findall(f"{ATOM}content")
        if content.get("src") or content.get("type", "text") not in ("text", "html", "xhtml")
    ]
    assert all(entry.find(f"{ATOM}summary") is not None for entry in needy)


def test_4_1_3_1_type_of_content_is_text_html_xhtml_or_a_media_type(documents: list[Feed]) -> None:
    assert {content.get("type", "text") for content in all_of(documents, "content")} == {"text", "html"}


def test_4_1_3_2_content_from_elsewhere_is_empty(documents: list[Feed]) -> None:
    assert not [
        content for content in all_of(documents, "content") if content.get("src") and (content.text or len(content))
    ]


def test_4_1_3_3_text_and_html_content_has_no_child_elements(documents: list[Feed]) -> None:
    assert not [content for content in all_of(documents, "content") if len(content)]


# 4.2: metadata


def test_4_2_2_category_has_a_term(documents: list[Feed]) -> None:
    found = all_of(documents, "category")
    assert found and all(category.get("term") for category in found)


def test_4_2_6_ids_are_absolute_iris(documents: list[Feed]) -> None:
    assert all(is_iri(element.text) for element in all_of(documents, "id"))


def test_4_2_6_id_stays_when_all_else_of_an_entry_changes() -> None:
    first, second = (
        ElementTree.fromstring(feeds(profile)["feed.atom"])
        for profile in (story(1), story(1, "2024-08-01T09:30", tells=False))
    )
    assert first.findtext(f"{ATOM}entry/{ATOM}id") == second.findtext(f"{ATOM}entry/{ATOM}id")


def test_4_2_6_entries_of_different_profiles_have_different_ids(documents: list[Feed]) -> None:
    for feed in documents:
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids))


def test_4_2_6_1_ids_compare_character_by_character_in_every_document(documents: list[Feed]) -> None:
    """An id has one spelling: no upper-case scheme, host or UUID, no default port, no percent-coded letter."""
    assert not [element.text for element in all_of(documents, "id") if re.search(r"[A-Z]|:80/|%", element.text or "")]


def test_4_2_7_1_link_has_an_address(documents: list[Feed]) -> None:
    assert all(link.get("href") for link in all_of(documents, "link"))


def test_4_2_7_2_relation_is_a_registered_name_or_an_iri(documents: list[Feed]) -> None:
    assert {link.get("rel", "alternate") for link in all_of(documents, "link")} == {
        "self",
        "alternate",
        "current",
        "prev-archive",
        "next-archive",
    }
    assert all(RELATION.fullmatch(link.get("rel", "alternate")) for link in all_of(documents, "link"))


def test_4_2_7_3_type_of_link_is_a_media_type(documents: list[Feed]) -> None:
    assert all(MEDIA_TYPE.fullmatch(link.get("type", "text/html")) for link in all_of(documents, "link"))


def test_4_2_14_title_is_not_empty(documents: list[Feed]) -> None:
    assert all((title.text or "").strip() for title in all_of(documents, "title"))


def test_4_2_15_feed_is_as_new_as_its_newest_entry(documents: list[Feed]) -> None:
    for feed in documents:
        moments = [datetime.fromisoformat(element.text or "") for element in feed.iter(f"{ATOM}updated")]
        assert moments[0] == max(moments)


def test_6_extensions_are_in_namespaces_of_their_own(documents: list[Feed]) -> None:
    known = {
        "feed",
        "entry",
        "id",
        "title",
        "subtitle",
        "updated",
        "published",
        "link",
        "author",
        "name",
        "summary",
        "content",
        "category",
    }
    assert {
        element.tag.removeprefix(ATOM) for feed in documents for element in feed.iter() if element.tag.startswith(ATOM)
    } <= known
    assert all(element.tag.startswith("{") for feed in documents for element in feed.iter())


# As readers' apps see them


def test_feedparser_reads_every_feed_without_complaint(texts: dict[str, str], documents: list[Feed]) -> None:
    for text, document in zip(texts.values(), documents, strict=True):
        parsed = feedparser.parse(text.encode())
        assert not parsed.bozo and parsed.version == "atom10"
        assert [entry.id for entry in parsed.entries] == [
            entry.findtext(f"{ATOM}id") for entry in document.findall(f"{ATOM}entry")
        ]
        assert all(entry.updated_parsed and (entry.get("link") or entry.content) for entry in parsed.entries)
