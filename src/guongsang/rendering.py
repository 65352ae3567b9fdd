"""Artifacts become HTML: the theme's templates with what all pages share. Knows templates, and no engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from guongsang.outputs import CardArtifact, PageArtifact, render_linked_data
from guongsang.site import Site

Address = Callable[[Context, str], str]


@dataclass(slots=True)
class ShownPage:
    """What templates know of the page that they render, in the engine's own words.

    `up` is the way from it to the site's root, with a closing slash, or empty at the root; `shelf` the first step of its address.
    """

    url: str
    title: str
    canonical_url: str | None
    meta: Mapping[str, Any]
    is_homepage: bool
    up: str
    shelf: str
    content: str = ""
    toc: tuple[Any, ...] = ()


class PageRenderer:
    """Renders the pages of one site."""

    def __init__(self, environment: Environment, shared: Mapping[str, Any], site: Site, site_name: str) -> None:
        """Take the theme's `environment`, and `shared`: what all pages find in their context beside the globals."""
        self._environment = environment
        self._shared = shared
        self._site = site
        self._site_name = site_name
        self._templates: dict[str, Template] = {}

    def render(self, artifact: PageArtifact, card: CardArtifact | None) -> str:
        """Return the HTML of a page. `card` is what people see who share it."""
        url = artifact.url
        imprint = self._site.imprint
        page = ShownPage(
            url, artifact.title or self._site_name, imprint.absolute(url) or None, {"description": artifact.description, "unlisted": not artifact.listed}, not url,
            "../" * url.count("/"), url.partition("/")[0])
        template = self._templates.get(artifact.template)
        if template is None:
            template = self._templates[artifact.template] = self._environment.get_template(artifact.template)
        return template.render({
            **self._shared, "page": page, "base_url": page.up.rstrip("/") or ".", "artifact": artifact, "view": artifact.view, "card": card,
            "linked_data": render_linked_data(artifact, imprint, card)})


def part_function(environment: Environment, sections: Iterable[str]) -> Callable[[Context, str], Markup]:
    """Return the function `part`: it includes a template that says the same on all pages of a section, and renders it once for those.

    `sections` are the addresses that such a part marks as the reader's place; what else differs between pages is the way to the root.
    """
    marked = tuple(sections)
    known: dict[tuple[object, ...], Markup] = {}

    @pass_context
    def part(context: Context, name: str) -> Markup:
        page = context["page"]
        key = (name, page.up, page.shelf, *(page.url.startswith(url) for url in marked)) if type(page) is ShownPage else None
        if key in known:
            return known[key]
        rendered = Markup(environment.get_template(name).render(context.get_all()))
        if key:
            known[key] = rendered
        return rendered

    return part


def url_filter(otherwise: Address) -> Address:
    """Return the filter `url`: the way from a page to an address of the site. `otherwise` answers for whatever isn't plainly one, and for the engine's pages."""

    @pass_context
    def url(context: Context, address: str) -> str:
        page = context["page"]
        if type(page) is ShownPage and address:
            shelf, slash, _ = address.partition("/")
            if slash and shelf and shelf != page.shelf and shelf[0] not in ".#?" and ":" not in shelf:
                return page.up + address
        return otherwise(context, address)

    return url
