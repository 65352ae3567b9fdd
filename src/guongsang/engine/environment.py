"""Set up MkDocs' Jinja environment for our templates: escaping, filters, global values."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jinja2 import Environment

from guongsang.build.templates.escaping import EscapingGenerator
from guongsang.build.templates.filters import template_filters
from guongsang.build.templates.renderer import part_function, url_filter
from guongsang.engine.preview.problems_page import PROBLEMS_URL
from guongsang.engine.settings import cache_folder, typography
from guongsang.publication.site import Site
from guongsang.text.addresses import section_url


def set_up_templates(env: Environment, config: Any, engine_url: Any) -> None:
    """Give templates their filters, and turn on escaping for ours, which MkDocs doesn't do.

    Args:
        env: MkDocs' environment.
        config: MkDocs' settings.
        engine_url: MkDocs' filter `url`, for pages of its own.
    """
    theme = Path(config.theme.custom_dir or os.devnull)
    ours = frozenset(
        path.relative_to(theme).as_posix() for path in theme.rglob("*") if path.suffix in (".html", ".xml")
    )
    env.autoescape = lambda name: name in ours
    env.code_generator_class = EscapingGenerator
    env.filters["url"] = url_filter(engine_url)
    env.filters.update(template_filters(cache_folder(config)))
    env.globals["typography"] = typography(config)
    env.globals["problems_url"] = PROBLEMS_URL


def set_site(env: Environment, site: Site, config: Any) -> None:
    """Let templates see a site, until the next call."""
    env.globals["site"] = site
    env.globals["imprint"] = site.imprint
    menu = [str(item.get("url") or "") for item in config.extra.get("menu") or ()]
    sections = [*menu, *(section_url(channel.path) for channel in site.registry.channels)]
    env.globals["part"] = part_function(env, sections)
