"""Renders pages: the theme's templates with what all pages share. Knows Jinja, but not MkDocs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, Template, pass_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from guongsang.outputs import CardArtifact, PageArtifact, render_linked_data
from guongsang.outputs.parts.cards import Card
from guongsang.outputs.parts.initiative_cards import InitiativeCard
from guongsang.publication.imprint import Imprint
from guongsang.publication.site import Site

Address = Callable[[Context, str], str]
_FOLDER_ADDRESS = re.compile(r"(?:[\w-]+/)+")
_MOST_CARDS = 1 << 15  # rendered cards that a process remembers, about 1 KB each
_TO_ROOT, _TO_SECTION = "\0up\0", "\0out\0"  # stand in a remembered card for the relative paths of the page


@dataclass(slots=True)
class ShownPage:
    """The page that a template renders, with the attributes that MkDocs gives its pages.

    Attributes:
        url: from the site's root, with a closing slash; empty for the home page.
        title: its title.
        canonical_url: its absolute address; None if the site's address isn't set.
        meta: its description, and whether it is unlisted.
        is_homepage: whether it is the home page.
        to_root: relative path to the site's root, such as "../../"; empty at the root.
        to_section: relative path to the first segment of its address.
        section: the first segment of its address, without a slash.
        subsection: the first two segments, with a closing slash; empty if it has only one.
        content: empty; Material's templates ask for it.
        toc: empty; Material's templates ask for it.
    """

    url: str
    title: str
    canonical_url: str | None
    meta: Mapping[str, Any]
    is_homepage: bool
    to_root: str
    to_section: str
    section: str
    subsection: str
    content: str = ""
    toc: tuple[Any, ...] = ()

    @contextmanager
    def with_placeholder_paths(self) -> Iterator[None]:
        """Let relative paths begin with placeholders, so that the HTML fits every page."""
        own = self.to_root, self.to_section
        self.to_root, self.to_section = _TO_ROOT, _TO_SECTION
        try:
            yield
        finally:
            self.to_root, self.to_section = own


class PageRenderer:
    """Renders the pages of one site."""

    def __init__(self, environment: Environment, shared: Mapping[str, Any], site: Site, site_name: str) -> None:
        """Store the arguments.

        Args:
            environment: the theme's.
            shared: what all pages find in their context, beside the environment's globals.
            site: the site.
            site_name: the title of a page that has none.
        """
        self._environment = environment
        self._site = site
        self._site_name = site_name
        self._templates: dict[str, Template] = {}
        cards = CardTexts()
        self._shared = {**shared, "once": cards.once, "each": cards.each}

    def render(self, artifact: PageArtifact, card: CardArtifact | None) -> str:
        """Return the HTML of a page. `card` is the picture for those who share it."""
        url = artifact.url
        segments = url.split("/", 2)
        page = ShownPage(
            url,
            artifact.title or self._site_name,
            self._site.imprint.absolute(url) or None,
            {"description": artifact.description, "unlisted": not artifact.listed},
            not url,
            "../" * (depth := url.count("/")),
            "../" * (depth - 1),
            segments[0],
            f"{segments[0]}/{segments[1]}/" if len(segments) > 2 else "",
        )
        template = self._templates.get(artifact.template)
        if template is None:
            template = self._templates[artifact.template] = self._environment.get_template(artifact.template)
        return template.render(
            {
                **self._shared,
                "page": page,
                "base_url": page.to_root.rstrip("/") or ".",
                "artifact": artifact,
                "card": card,
                "view": SimpleNamespace(**artifact.view),  # Jinja finds an attribute sooner than a key
                "linked_data": _LinkedData(artifact, self._site.imprint, card),
            }
        )


@dataclass(frozen=True, slots=True)
class _LinkedData:
    """A page's linked data, made only if its template shows it."""

    artifact: PageArtifact
    imprint: Imprint
    card: CardArtifact | None

    def __html__(self) -> str:
        return render_linked_data(self.artifact, self.imprint, self.card)


def part_function(environment: Environment, sections: Iterable[str]) -> Callable[[Context, str], Markup]:
    """Return the function `part`: it includes a template, rendered once for all pages of a section.

    Such a template may differ between pages only in the path to the root and in the section that it
    marks as current. If only the pages of one list share it, they pass what it shows as `of`: a
    value that belongs to no other list.

    Args:
        environment: the theme's.
        sections: the addresses that such a template may mark as current.
    """
    marked = tuple(sections)
    known: dict[tuple[object, ...], tuple[object, Markup]] = {}

    @pass_context
    def part(context: Context, name: str, of: object = None) -> Markup:
        page = context["page"]
        if type(page) is not ShownPage:
            return Markup(environment.get_template(name).render(context.get_all()))
        key = (
            name,
            id(of),
            page.to_root,
            page.section,
            page.url.startswith(marked) and tuple(map(page.url.startswith, marked)),
        )
        found = known.get(key)
        if found is None:
            rendered = Markup(environment.get_template(name).render(context.get_all()))
            found = known[key] = of, rendered  # holding `of` keeps its id from being reused
        return found[1]

    return part


class CardTexts:
    """Cards rendered once and reused on all pages.

    Only the relative prefix of links differs; it is inserted per page. Links of a card into the
    page's own section are relative to that page, so these pages have a text of their own. The page
    of the card itself, and those below it, render it without remembering.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[object, str]] = {}

    @pass_context
    def once(self, context: Context, macro: Macro, card: Card | InitiativeCard, **options: object) -> Markup:
        """Return the HTML that a macro gives for a card."""
        return self.each(context, macro, (card,), **options)

    @pass_context
    def each(self, context: Context, macro: Macro, cards: Iterable[Card | InitiativeCard], **options: object) -> Markup:
        """Return the HTML that a macro gives for each of the cards, joined."""
        page: ShownPage = context["page"]
        here, call = page.section if page.subsection else page.url, (macro.name, *options.items())
        texts = []
        for card in cards:
            targets = (card.url, card.card.url) if type(card) is InitiativeCard else (card.url,)
            if page.subsection in targets:
                texts.append(macro(context.eval_ctx, card, **options))
                continue
            key = (id(card), page.section and any(url.startswith(page.section) for url in targets) and here, call)
            found = self._known.get(key)
            if found is None:
                if len(self._known) >= _MOST_CARDS:
                    self._known.clear()
                with page.with_placeholder_paths():  # holding the card keeps its id from being reused
                    found = self._known[key] = card, macro(context.eval_ctx, card, **options)
            texts.append(found[1])
        return Markup("".join(texts).replace(_TO_ROOT, page.to_root).replace(_TO_SECTION, page.to_section))


def url_filter(otherwise: Address) -> Address:
    """Return the filter `url`: the relative path from a page to an address of the site.

    Args:
        otherwise: called for the engine's own pages, and if the address is no plain folder address.
    """

    @pass_context
    def url(context: Context, address: str) -> str:
        page = context["page"]
        if type(page) is ShownPage and address:
            section, slash, _ = address.partition("/")
            if slash and section and section != page.section and section[0] not in ".#?" and ":" not in section:
                return page.to_root + address
            if _FOLDER_ADDRESS.fullmatch(address):
                if page.subsection and section == page.section and not address.startswith(page.subsection):
                    return page.to_section + address[len(section) + 1 :]
                return _relative_path(page.url, address)
        return otherwise(context, address)

    return url


def _relative_path(start: str, end: str) -> str:
    """Return the relative path from one folder of the site to another."""
    left, right = start.split("/"), end.split("/")
    common = 0
    while common < len(right) - 1 and left[common] == right[common]:
        common += 1
    return "../" * (len(left) - 1 - common) + "/".join(right[common:]) or "./"
