"""Linked data: each page described for machines, as JSON-LD with the terms of schema.org.

A sample is fiction. Each of its nodes says so in plain words, and by Wikidata's terms for fictional
people and organisations. All else is as in real profiles, so that adopters see what theirs will
have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic_core import to_json

from guongsang.outputs.artifacts import HOME, CardArtifact, PageArtifact
from guongsang.outputs.parts.photos import FALLBACK_WIDTH, photo_creator, photo_set
from guongsang.outputs.sharing.social_cards import SIZE
from guongsang.publication.imprint import Imprint
from guongsang.publication.profile import PublishedAward, PublishedInitiative, PublishedPhoto, PublishedProfile
from guongsang.registry.model import Unit
from guongsang.text.addresses import SEARCH_URL, profile_url, unit_url

Node = dict[str, Any]
SAMPLE_STATUS = "Hồ sơ minh họa: nhân vật, sự việc, số liệu và văn bản đều hư cấu"
_FICTIONAL = {
    "individual": "https://www.wikidata.org/entity/Q15632617",
    "collective": "https://www.wikidata.org/entity/Q14623646",
}
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def render_linked_data(page: PageArtifact, imprint: Imprint, card: CardArtifact | None = None) -> str:
    """Return the graph of a page as JSON for `<script type="application/ld+json">`.

    No text in it can end the element.
    """
    graph = {"@context": "https://schema.org", "@graph": describe_page(page, imprint, card)}
    text = to_json(graph).decode()
    # Most texts have none of these: this takes a fortieth of the time of `translate`.
    for character, code in _UNSAFE.items():
        text = text.replace(character, code)
    return text


def describe_page(page: PageArtifact, imprint: Imprint, card: CardArtifact | None = None) -> list[Node]:
    """Return the nodes of a page: the page, its breadcrumbs, its subject, the site, the publisher.

    URLs are absolute if the site's address is set; else relative to the page, as JSON-LD in HTML
    allows.
    """
    return list(_Description(page, imprint, card).nodes())


class _Description:
    """Makes the nodes of one page. They refer to each other by `@id`."""

    def __init__(self, page: PageArtifact, imprint: Imprint, card: CardArtifact | None) -> None:
        self.page, self.imprint, self.card = page, imprint, card
        self.root = imprint.address or "../" * page.url.count("/")
        self.here = self.link(page.url) if imprint.address else ""

    def link(self, url: str) -> str:
        return f"{self.root}{url}" or "./"

    def id(self, name: str) -> Node:
        return {"@id": f"{self.here}#{name}"}

    def nodes(self) -> Iterator[Node]:
        page = self.page
        yield self.web_page()
        if page.url:
            yield self.breadcrumbs()
        if page.initiative and page.profile:
            yield self.initiative(page.initiative, page.profile)
            yield self.subject(page.profile)
        elif page.profile:
            yield self.subject(page.profile)
            yield self.article(page.profile)
        elif page.view.get("cards"):
            yield self.list()
        yield self.site()
        yield self.publisher()

    def web_page(self) -> Node:
        page, profile = self.page, self.page.profile
        kind = (
            "ProfilePage"
            if profile and not page.initiative
            else "CollectionPage"
            if page.view.get("cards")
            else "WebPage"
        )
        about = (
            self.id("mo-hinh")
            if page.initiative
            else self.subject_id(profile)
            if profile
            else self.id("danh-sach")
            if page.view.get("cards")
            else None
        )
        return _pruned(
            {
                "@type": kind,
                **self.id("trang"),
                "url": self.link(page.url),
                "name": page.title or self.imprint.name,
                "description": page.description or self.imprint.description,
                "inLanguage": self.imprint.language,
                "isPartOf": self.site_id(),
                "breadcrumb": self.id("duong-dan") if page.url else None,
                "identifier": profile.id if profile and not page.initiative else None,
                "dateCreated": _day(profile.published) if profile else None,
                "dateModified": _day(page.updated),
                "creativeWorkStatus": SAMPLE_STATUS if profile and profile.sample else None,
                "primaryImageOfPage": self.card_image(),
                "mainEntity": about,
            }
        )

    def card_image(self) -> Node | None:
        if self.card is None:
            return None
        return _pruned(
            {
                "@type": "ImageObject",
                "contentUrl": self.link(self.card.path),
                "url": self.link(self.card.path),
                "width": SIZE[0],
                "height": SIZE[1],
                "caption": self.card.alt,
            }
        )

    def breadcrumbs(self) -> Node:
        steps = [
            *((crumb.title, self.link(crumb.url)) for crumb in self.page.crumbs or (HOME,)),
            (self.page.title, self.link(self.page.url)),
        ]
        return {"@type": "BreadcrumbList", **self.id("duong-dan"), "itemListElement": _listed(steps, "item")}

    def list(self) -> Node:
        cards = self.page.view["cards"]
        return {
            "@type": "ItemList",
            **self.id("danh-sach"),
            "numberOfItems": len(cards),
            "itemListElement": _listed([(card.title, f"{self.root}{card.url}") for card in cards], "url"),
        }

    def subject(self, profile: PublishedProfile) -> Node:
        """Return the node of the person or collective, with all details on the profile's page."""
        in_full = self.page.initiative is None
        person = profile.kind == "individual"
        unit = self.unit(profile.unit) if profile.unit else None
        portrait = profile.portrait if in_full else None
        return _pruned(
            {
                "@type": "Person" if person else "Organization",
                **self.subject_id(profile),
                "name": profile.name,
                "url": self.link(profile_url(profile.slug)),
                "identifier": profile.id,
                "description": profile.summary if in_full else None,
                "jobTitle": profile.role if person else None,
                "worksFor" if person else "parentOrganization": unit,
                "memberOf": {"@id": unit["@id"]} if unit else None,
                "award": [_award(item) for item in profile.awards] if in_full else None,
                "image": self.id(f"anh-{portrait.number}") if portrait else None,
                "disambiguatingDescription": SAMPLE_STATUS if profile.sample else None,
                "additionalType": _FICTIONAL[profile.kind] if profile.sample else None,
            }
        )

    def subject_id(self, profile: PublishedProfile) -> Node:
        return {"@id": f"{self.link(profile_url(profile.slug))}#nhan-vat"}

    def unit(self, unit: Unit) -> Node:
        url = self.link(unit_url(unit.id))
        return _pruned(
            {
                "@type": "Organization",
                "@id": f"{url}#don-vi",
                "name": unit.name,
                "alternateName": [*unit.abbreviations],
                "url": url,
            }
        )

    def article(self, profile: PublishedProfile) -> Node:
        return _pruned(
            {
                "@type": "Article",
                **self.id("bai-viet"),
                "headline": profile.title,
                "description": profile.summary,
                "url": self.link(self.page.url),
                "isPartOf": self.id("trang"),
                "about": self.subject_id(profile),
                "inLanguage": self.imprint.language,
                "isAccessibleForFree": True,
                "datePublished": _day(profile.published),
                "dateModified": _day(profile.updated),
                "publisher": self.publisher_id(),
                "keywords": [entry.name for entry in profile.fields],
                "image": [self.photo(photo, profile) for photo in profile.photos],
                "correction": [item.text for item in profile.corrections],
                "creativeWorkStatus": SAMPLE_STATUS if profile.sample else None,
            }
        )

    def photo(self, photo: PublishedPhoto, profile: PublishedProfile) -> Node:
        shown = photo_set(profile, photo)
        width = min(photo.width, FALLBACK_WIDTH)
        creator = photo_creator(photo)
        usage = self.link(self.imprint.usage) if self.imprint.usage else None
        return _pruned(
            {
                "@type": "ImageObject",
                **self.id(f"anh-{photo.number}"),
                "contentUrl": self.link(shown.src),
                "url": self.link(shown.src),
                "width": width,
                "height": round(photo.height * width / photo.width),
                "caption": photo.caption or photo.alt,
                "description": photo.alt,
                "creditText": photo.credit,
                "creator": self.creator(creator, profile) if creator else None,
                "copyrightNotice": creator,
                "license": self.imprint.licence or usage,
                "acquireLicensePage": usage,
                "dateCreated": _day(photo.taken),
            }
        )

    def creator(self, name: str, profile: PublishedProfile) -> Node:
        """Return the node of a name in a credit.

        The site's own and the unit's names are organisations; any other is assumed to be a person.
        """
        known = {
            self.imprint.name,
            self.imprint.owner,
            *((profile.unit.name, profile.unit.label, *profile.unit.abbreviations) if profile.unit else ()),
        }
        return {"@type": "Organization" if name in known else "Person", "name": name}

    def initiative(self, item: PublishedInitiative, profile: PublishedProfile) -> Node:
        return _pruned(
            {
                "@type": "CreativeWork",
                **self.id("mo-hinh"),
                "name": item.name,
                "description": item.effect,
                "abstract": item.how,
                "url": self.link(self.page.url),
                "creator": self.subject_id(profile),
                "dateCreated": str(item.since) if item.since else None,
                "inLanguage": self.imprint.language,
                "creativeWorkStatus": SAMPLE_STATUS if profile.sample else None,
            }
        )

    def site_id(self) -> Node:
        return {"@id": f"{self.link('')}#trang-web"}

    def site(self) -> Node:
        search = (
            {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{self.link(SEARCH_URL)}?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            }
            if not self.page.url and self.imprint.address
            else None
        )
        return _pruned(
            {
                "@type": "WebSite",
                **self.site_id(),
                "name": self.imprint.name,
                "url": self.link(""),
                "description": self.imprint.description if not self.page.url else None,
                "inLanguage": self.imprint.language,
                "publisher": self.publisher_id(),
                "potentialAction": search,
            }
        )

    def publisher_id(self) -> Node:
        return {"@id": f"{self.link('')}#co-quan"}

    def publisher(self) -> Node:
        return _pruned(
            {"@type": "Organization", **self.publisher_id(), "name": self.imprint.publisher, "url": self.link("")}
        )


def _award(item: PublishedAward) -> str:
    return f"{item.award.name}{f', năm {item.year}' if item.year else ''}{' (truy tặng)' if item.posthumous else ''}"


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _listed(steps: Sequence[tuple[str, str]], key: str) -> list[Node]:
    """Return the items of a list, each with name and address; `key` is the address's property."""
    items: list[Node] = [
        {"@type": "ListItem", "position": number, "name": name, key: url}
        for number, (name, url) in enumerate(steps, start=1)
    ]
    return items if all(name for name, _ in steps) else [_pruned(item) for item in items]


def _pruned(node: Node) -> Node:
    """Return a node without empty properties."""
    return {key: value for key, value in node.items() if value is not None and value not in ("", [])}
