"""Artifacts become HTML: the theme's templates with what all pages share. Knows templates, and no engine."""

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
_PLAIN = re.compile(r"(?:[\w-]+/)+")  # an address of a folder
_MOST = 1 << 15  # rendered cards that a process remembers, of about 1 KB
_UP, _OUT = "\0up\0", "\0out\0"  # stand in cards for `up` and `out` of the page that they come to stand on


@dataclass(slots=True)
class ShownPage:
    """What templates know of the page that they render, in the engine's own words.

    `up` is the way from it to the site's root, with a closing slash, or empty at the root; `out` that to the first step of its address. `shelf` is this step,
    `place` the first two with a closing slash, or empty where it has one.
    """

    url: str
    title: str
    canonical_url: str | None
    meta: Mapping[str, Any]
    is_homepage: bool
    up: str
    out: str
    shelf: str
    place: str
    content: str = ""
    toc: tuple[Any, ...] = ()

    @contextmanager
    def standing_anywhere(self) -> Iterator[None]:
        """Let ways begin with what stands for the page's own."""
        own = self.up, self.out
        self.up, self.out = _UP, _OUT
        try:
            yield
        finally:
            self.up, self.out = own


class PageRenderer:
    """Renders the pages of one site."""

    def __init__(self, environment: Environment, shared: Mapping[str, Any], site: Site, site_name: str) -> None:
        """Take the theme's `environment`, and `shared`: what all pages find in their context beside the globals."""
        self._environment = environment
        self._site = site
        self._site_name = site_name
        self._templates: dict[str, Template] = {}
        cards = CardTexts()
        self._shared = {**shared, "once": cards.once, "each": cards.each}

    def render(self, artifact: PageArtifact, card: CardArtifact | None) -> str:
        """Return the HTML of a page. `card` is what people see who share it."""
        url = artifact.url
        steps = url.split("/", 2)
        page = ShownPage(
            url,
            artifact.title or self._site_name,
            self._site.imprint.absolute(url) or None,
            {"description": artifact.description, "unlisted": not artifact.listed},
            not url,
            "../" * (depth := url.count("/")),
            "../" * (depth - 1),
            steps[0],
            f"{steps[0]}/{steps[1]}/" if len(steps) > 2 else "",
        )
        template = self._templates.get(artifact.template)
        if template is None:
            template = self._templates[artifact.template] = self._environment.get_template(artifact.template)
        return template.render(
            {
                **self._shared,
                "page": page,
                "base_url": page.up.rstrip("/") or ".",
                "artifact": artifact,
                "card": card,
                "view": SimpleNamespace(**artifact.view),  # templates ask attributes of it, and a mapping answers late
                "linked_data": _LinkedData(artifact, self._site.imprint, card),
            }
        )


@dataclass(frozen=True, slots=True)
class _LinkedData:
    """A page's linked data, made when its template shows it: some don't."""

    artifact: PageArtifact
    imprint: Imprint
    card: CardArtifact | None

    def __html__(self) -> str:
        return render_linked_data(self.artifact, self.imprint, self.card)


def part_function(environment: Environment, sections: Iterable[str]) -> Callable[[Context, str], Markup]:
    """Return the function `part`: it includes a template that says the same on all pages of a section, and renders it once for those.

    `sections` are the addresses that such a part marks as the reader's place; what else differs between pages is the way to the root. A part that
    the pages of one list share is told what it shows, as `of`: a value that no other list has.
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
            page.up,
            page.shelf,
            page.url.startswith(marked) and tuple(map(page.url.startswith, marked)),
        )
        found = known.get(key)
        if found is None:
            rendered = Markup(environment.get_template(name).render(context.get_all()))
            found = known[key] = of, rendered  # `of` too, so that its place in memory isn't given to another
        return found[1]

    return part


class CardTexts:
    """What macros say of cards: rendered once for all pages, since these link to the same addresses of folders, but for the beginnings of the ways, which are put in later.

    Pages of a section that the card leads into link otherwise than all others; the page that the card leads to, and those below it, are rendered by themselves.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[object, str]] = {}

    @pass_context
    def once(self, context: Context, macro: Macro, card: Card | InitiativeCard, **options: object) -> Markup:
        """Return what a macro says of a card."""
        return self.each(context, macro, (card,), **options)

    @pass_context
    def each(self, context: Context, macro: Macro, cards: Iterable[Card | InitiativeCard], **options: object) -> Markup:
        """Return what a macro says of each of some cards."""
        page: ShownPage = context["page"]
        inside, told = page.shelf if page.place else page.url, (macro.name, *options.items())
        texts = []
        for card in cards:
            leads = (card.url, card.card.url) if type(card) is InitiativeCard else (card.url,)
            if page.place in leads:
                texts.append(macro(context.eval_ctx, card, **options))
                continue
            key = (id(card), page.shelf and any(url.startswith(page.shelf) for url in leads) and inside, told)
            found = self._known.get(key)
            if found is None:
                if len(self._known) >= _MOST:
                    self._known.clear()
                with page.standing_anywhere():  # the card too, so that its place in memory isn't given to another
                    found = self._known[key] = card, macro(context.eval_ctx, card, **options)
            texts.append(found[1])
        return Markup("".join(texts).replace(_UP, page.up).replace(_OUT, page.out))


def url_filter(otherwise: Address) -> Address:
    """Return the filter `url`: the way from a page to an address of the site. `otherwise` answers for whatever isn't plainly one, and for the engine's pages."""

    @pass_context
    def url(context: Context, address: str) -> str:
        page = context["page"]
        if type(page) is ShownPage and address:
            shelf, slash, _ = address.partition("/")
            if slash and shelf and shelf != page.shelf and shelf[0] not in ".#?" and ":" not in shelf:
                return page.up + address
            if _PLAIN.fullmatch(address):
                if page.place and shelf == page.shelf and not address.startswith(page.place):
                    return page.out + address[len(shelf) + 1 :]
                return _way(page.url, address)
        return otherwise(context, address)

    return url


def _way(start: str, end: str) -> str:
    """Return the way from one folder of the site to another."""
    left, right = start.split("/"), end.split("/")
    common = 0
    while common < len(right) - 1 and left[common] == right[common]:
        common += 1
    return "../" * (len(left) - 1 - common) + "/".join(right[common:]) or "./"
