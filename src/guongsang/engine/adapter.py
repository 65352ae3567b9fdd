"""What knows MkDocs (with `mkdocs_preview` and `mkdocs_settings`): artifacts become its pages and files, its events become a build.

MkDocs 1.x is frozen and its successors differ; whatever must change for another engine is here.
Events stand in the order in which MkDocs fires them.
"""

from __future__ import annotations

import logging
import os
import posixpath
import re
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice about its engine is not for staff

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import url_filter as engine_url

from guongsang.build.assembly import Assembly
from guongsang.build.check_profile import CheckedProfile
from guongsang.build.check_project import ProjectCheck
from guongsang.build.compile_profile import compile_profile
from guongsang.build.compile_site import Edition, compile_site, load_edition
from guongsang.build.handbook_pages import guide_pages
from guongsang.build.output.manifest import Manifest
from guongsang.build.output.tree import SiteTree
from guongsang.build.output.workplace import Workplace, workplace_for
from guongsang.build.templates.escaping import EscapingGenerator
from guongsang.build.templates.filters import template_filters
from guongsang.build.templates.renderer import PageRenderer, part_function, url_filter
from guongsang.engine.assets import read_assets
from guongsang.engine.blog_posts import INDEX_URI, POSTS_URI, SETTINGS, write_posts
from guongsang.engine.event_pages import EventPages
from guongsang.engine.preview.problems_page import PROBLEMS_URL, problems_page
from guongsang.engine.settings import fingerprint_settings, read_imprint, shows_samples, typography
from guongsang.errors import BuildError, GuongSangError
from guongsang.outputs import (
    CardArtifact,
    PageArtifact,
    SitemapEntry,
    card_for,
    render_linked_data,
    robots_file,
    shared_records,
    site_cards,
    sitemap_entry,
    sitemap_files,
)
from guongsang.outputs.artifacts import HOME, Crumb
from guongsang.outputs.search.records import ContentPage
from guongsang.progress import Progress
from guongsang.publication.site import Site
from guongsang.registry.json_schema import render_schema
from guongsang.rules.problem import has_errors
from guongsang.rules.report import render_text
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.sealed_files import CACHE
from guongsang.text.addresses import EVENTS_URL, PROFILE_SCHEMA_URL, SITEMAP_URL, section_url
from guongsang.text.dates import resolve_as_of

log = logging.getLogger("mkdocs.guongsang")
Report = Callable[..., None]  # of a stage, then what `steps.Progress` takes
BLOG = "material/blog"
_LINK = re.compile(r"\]\(\s*<?([\w./-]+/index\.md)")


@dataclass(frozen=True, slots=True)
class Built:
    """A site that stands: how many profiles it shows, and where."""

    shown: int
    folder: Path


@dataclass
class Session:
    """The state of one MkDocs run. Staff's command may hand in an edition that is already read."""

    edition: Edition | None = None
    as_of: datetime | None = None
    report: Report | None = None
    compress: bool = False
    serving: bool = False
    site: Site | None = None
    shown: Site | None = None  # by a preview that makes our pages itself: then MkDocs makes its own alone
    _cards: dict[str, CardArtifact] = field(
        default_factory=dict, repr=False
    )  # of the engine's pages, by the page that each stands for
    _linked: list[File] = field(default_factory=list, repr=False)
    _environment: Any = field(default=None, repr=False)
    sitemap: list[SitemapEntry] = field(default_factory=list, repr=False)  # of the engine's pages
    texts: list[ContentPage] = field(default_factory=list, repr=False)  # of the engine's pages, for search
    _workplace: Workplace | None = None
    _begun: Workplace | None = None  # by the command, before the engine was asked for
    _shared: str = ""  # the fingerprint of all that pages share
    _warnings: CountHandler | None = None
    _open: ExitStack = field(default_factory=ExitStack, repr=False)
    _last_good: Edition | None = field(default=None, repr=False)
    _event_pages: EventPages | None = field(default=None, repr=False)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before MkDocs cleans or writes anything."""
        root = Path(config.config_file_path).parent
        config.theme.static_templates.discard(SITEMAP_URL)  # ours names photos, and days that come from content alone
        try:
            edition = None if self.shown else self._load(root)
            if edition and not self.serving:
                self._make_room(config, edition)
            self.site = self.shown or _compile(
                config,
                edition or self._load(root),
                preview=self.serving,
                whole=self.serving,
                progress=self._step("profiles"),
            )
        except BuildError as error:
            self.close()
            raise Abort(f"lỗi: {error}") from None
        self._configure_blog(config)
        if config.strict:
            self._warnings = CountHandler()
            self._warnings.setLevel(logging.WARNING)
            logging.getLogger("mkdocs").addHandler(self._warnings)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what the engine needs to know of: the pages that editorial ones link to, posts, the schema, robots.txt."""
        self._linked = [
            File.generated(config, path, content="") for path in _linked_pages(files) if path not in files.src_uris
        ]
        for file in self._linked:
            files.append(file)
        self._add_events(files, config)
        _ready_assets(files, config)
        # Beside the open data: what a profile's front matter may hold, for whoever builds a form.
        files.append(File.generated(config, PROFILE_SCHEMA_URL, content=render_schema(self._site.registry)))
        if theirs := files.get_file_from_path(SITEMAP_URL):
            files.remove(theirs)  # the engine's template, which is now a file like any other of the theme
        robots = robots_file(self._site.imprint)
        if not files.get_file_from_path(robots.path):
            files.append(File.generated(config, robots.path, content=robots.content))
        self._cards = {card.page: card for card in site_cards(self._site)}
        self.sitemap, self.texts = [], []
        return files

    def on_nav(self, nav: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """The blog plugin lists by day alone; here what is to come stands before what is over."""
        if self._event_pages:
            self._event_pages.sort(config.plugins[BLOG].blog)
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Pages of events get their title, description and day from the events that stand on them."""
        if self._event_pages:
            self._event_pages.describe(page)
        return markdown

    @event_priority(-100)  # after the blog plugin, which has filters of the same names for Material's templates
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Give templates their filters, and make ours escape: MkDocs' environment by itself does not."""
        theme = Path(config.theme.custom_dir or os.devnull)
        ours = frozenset(
            path.relative_to(theme).as_posix() for path in theme.rglob("*") if path.suffix in (".html", ".xml")
        )
        env.autoescape = lambda name: name in ours
        env.code_generator_class = EscapingGenerator
        env.filters["url"] = url_filter(engine_url)
        env.filters.update(template_filters(_cache(config)))
        env.globals["typography"] = typography(config)
        env.globals["problems_url"] = PROBLEMS_URL
        self._environment = env
        self.introduce(self._site, config)
        for file in self._linked:  # links to them are resolved; the pages themselves are ours
            files.remove(file)
        return env

    def introduce(self, site: Site, config: MkDocsConfig) -> Environment:
        """Let templates know of a site; return the environment that renders them."""
        self.site, env = site, self._environment
        env.globals["site"] = site
        env.globals["imprint"] = site.imprint
        menu = [str(item.get("url") or "") for item in config.extra.get("menu") or ()]
        env.globals["part"] = part_function(
            env, [*menu, *(section_url(channel.path) for channel in site.registry.channels)]
        )
        return env

    @event_priority(-110)  # after the blog plugin has cut its lists into pages
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> Any:
        view = self._event_pages.view(page, context.get("posts")) if self._event_pages else {}
        described = _describe(page, view.get("crumbs", (HOME,)))
        card = card_for(described.url, self._cards)
        context["artifact"], context["view"] = None, view
        context["card"] = card
        context["linked_data"] = render_linked_data(described, self._site.imprint, card)
        if described.listed:
            self.sitemap.append(sitemap_entry(described))
            if not described.url.startswith(EVENTS_URL):
                self.texts.append(
                    ContentPage(
                        described.url,
                        described.title or self._site.imprint.name,
                        Markup(page.content or "").striptags(),
                    )
                )
        return context

    @event_priority(-120)  # what other plugins add to the engine's files is part of the site too
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """All that is made of profiles, sitemap and search index, then the new site takes the place of the earlier one."""
        if self.shown:
            return self.close()
        try:
            self._put_together(config)
        except (BuildError, OSError) as error:
            raise Abort(f"lỗi: {explain_fault(error)}") from None
        finally:
            self.close()

    def _put_together(self, config: MkDocsConfig) -> None:
        engine, place = Path(config.site_dir), self._workplace
        assembly = self._assembly(
            config, place.wait(self._shared) if place else SiteTree(engine, Manifest(engine, {}))
        )  # a preview has all in one folder
        assembly.make(shared_records(self._site, self.texts))
        assembly.add(sitemap_files([*self.sitemap, *assembly.sitemap], self._site.imprint))
        if place:
            assembly.add_engine(engine)
            if self.compress:
                assembly.add_twins()
            if not (self._warnings and self._warnings.get_counts()):  # MkDocs is about to fail for them
                config.site_dir = str(place.hand_over())

    def on_build_error(self, *, error: Exception) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what a build holds: its staging folder, its lock, its count of warnings."""
        if self._warnings:
            logging.getLogger("mkdocs").removeHandler(self._warnings)
        self._open.close()
        self._workplace = self._begun = self._warnings = None
        self._shared = ""

    def _make_room(self, config: MkDocsConfig, edition: Edition) -> None:
        """Lay out where to build, and begin to bring there what stands already. Raises BuildError."""
        root = Path(config.config_file_path).parent
        self._shared = fingerprint_settings(
            root, config, (edition.as_of.date().isoformat(), has_errors(edition.problems))
        )
        site_dir = Path(config.site_dir).resolve()
        fits = self._begun and self._begun.site_dir == site_dir
        self._workplace = self._begun if fits else self._open.enter_context(workplace_for(root, site_dir))
        config.site_dir = str(self._workplace.engine)

    def _assembly(self, config: MkDocsConfig, tree: SiteTree) -> Assembly:
        """Return what makes the files of the site in `tree`."""
        extra = [*guide_pages(self._site.registry)]
        if self.serving and self.edition and self.edition.problems:
            extra.append(problems_page(self.edition))

        render = PageRenderer(self._environment, {"config": config}, self._site, config.site_name).render
        return Assembly(
            self._site, tree, render=render, shared=self._shared, cache=_cache(config), step=self._step, extra=extra
        )

    def _configure_blog(self, config: MkDocsConfig) -> None:
        """Set what the addresses of events rest on. Without the plugin a site has no events."""
        blog = config.plugins.get(BLOG)
        if blog is None:
            self.site, self._event_pages = replace(self._site, events=()), None
            return
        if not (Path(config.docs_dir) / INDEX_URI).is_file():  # the plugin would write one of its own among the sources
            raise Abort(f"lỗi: thiếu trang {config.docs_dir}/{INDEX_URI}; thêm tệp ấy, hoặc bỏ {BLOG} khỏi mkdocs.yml")
        blog.config.update(SETTINGS)
        self._event_pages = EventPages(self._site)

    def _add_events(self, files: Files, config: MkDocsConfig) -> None:
        """Put compiled posts in the place of staff's files, of which none is published as it is."""
        for file in [file for file in files if file.src_uri.startswith(POSTS_URI)]:
            files.remove(file)
        cache = _cache(config)  # on the sources' drive: Windows knows no way from one to another
        folder = self._open.enter_context(
            tempfile.TemporaryDirectory(prefix="posts-", dir=cache if os.access(cache, os.W_OK) else None)
        )
        for path in write_posts(self._site.events, Path(folder)):
            files.append(File(path, folder, config.site_dir, config.use_directory_urls))

    @property
    def _site(self) -> Site:
        if self.site is None:
            raise BuildError("MkDocs đã bỏ qua bước on_config")
        return self.site

    def _step(self, stage: str) -> Progress | None:
        return partial(self.report, stage) if self.report else None

    def _load(self, root: Path) -> Edition:
        """Return the edition to build. A build stops at an error; a preview goes on with what is right."""
        try:
            if self.edition is None or self.serving:
                self.edition = load_edition(root, self.as_of or resolve_as_of())
        except GuongSangError as error:
            raise Abort(f"lỗi: {error}") from None
        if self.serving:
            if has_errors(self.edition.problems):
                log.warning("%s", render_text(self.edition.problems, root))
            if len(self.edition.registry.clauses) and len(self.edition.registry.units):
                self._last_good = self.edition
            elif self._last_good:
                self.edition = replace(
                    self._last_good,
                    project_check=replace(self._last_good.project_check, problems=self.edition.problems),
                )
            return self.edition
        if has_errors(self.edition.stopping):
            raise Abort(render_text(self.edition.stopping, root))
        return self.edition


def _compile(
    config: MkDocsConfig,
    edition: Edition,
    *,
    preview: bool = False,
    whole: bool = True,
    progress: Progress | None = None,
) -> Site:
    """Return the site that an edition and the settings make. Raises BuildError where a setting can't be what it says."""
    imprint = read_imprint(config)
    return replace(
        compile_site(edition, preview=preview, samples=shows_samples(config), whole=whole, progress=progress),
        imprint=imprint,
    )


def _describe(page: Page, crumbs: tuple[Crumb, ...]) -> PageArtifact:
    """Return what an editorial page is, in the terms of our own pages. Its day is what its front matter says, or unknown."""
    updated = page.meta.get("updated")
    return PageArtifact(
        page.url.removeprefix("./"),
        "",
        "" if page.is_homepage else Markup(page.title or "").striptags(),
        str(page.meta.get("description") or ""),
        crumbs=crumbs,
        updated=updated if isinstance(updated, date) else None,
        listed=not page.meta.get("unlisted"),
    )


def _ready_assets(files: Files, config: MkDocsConfig) -> None:
    """Join the theme's style sheets, drop comments. A part named in extra_css stays a file."""
    theme = config.theme.custom_dir
    own = {file.src_uri: file for file in files if theme and file.src_dir == theme}
    for path, text in read_assets(Path(theme or ""), own).items():
        if text is not None:
            own[path].content_string = text
        elif path not in config.extra_css:
            files.remove(own[path])


def _linked_pages(files: Files) -> list[str]:
    """Return the pages of ours that Markdown of the engine's pages links to, as it would call their sources."""
    found: dict[str, None] = {}
    for file in files.documentation_pages():
        for link in _LINK.findall(file.content_string):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), link))
            if not path.startswith(".."):
                found[path] = None
    return list(found)


def _cache(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent / CACHE


SESSION = Session()


def build_site(
    root: Path,
    edition: Edition,
    *,
    site_dir: Path | None = None,
    report: Report | None = None,
    compress: bool = False,
    workplace: Workplace | None = None,
) -> Built:
    """Build the site of an edition.

    Args:
        root: the project's folder, with mkdocs.yml.
        edition: what to build; with errors only where it withholds what has them.
        site_dir: where to; None takes mkdocs.yml's.
        report: called with a stage's name, how much is done, how much there is, and how much of the done was taken from earlier.
        compress: whether texts get gzipped twins too.
        workplace: where to, if that was begun already, and is for the same place.

    Raises BuildError; the earlier site is then as it was.
    """
    SESSION.edition, SESSION.as_of, SESSION.report, SESSION.compress, SESSION._begun = (
        edition,
        edition.as_of,
        report,
        compress,
        workplace,
    )
    options = {"site_dir": str(site_dir)} if site_dir else {}
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        config = load_config(str(root / "mkdocs.yml"), **options)
        require_hook(config)
        SESSION.on_startup(command="build", dirty=False)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build.build(config)
        finally:
            config.plugins.on_shutdown()
        return Built(len(SESSION._site.profiles), Path(config.site_dir))
    except (MkDocsException, Abort, OSError) as error:
        raise BuildError(explain_fault(error).removeprefix("lỗi: ")) from error
    finally:
        SESSION.close()
        SESSION.edition = SESSION.as_of = SESSION.report = SESSION.site = None
        SESSION.compress = False


def require_hook(config: MkDocsConfig) -> None:
    """Raise BuildError where the settings don't name our hook: what MkDocs built then would be no site of ours."""
    if not any(getattr(hook, "on_config", None) == SESSION.on_config for hook in config.hooks.values()):
        raise BuildError("mkdocs.yml thiếu mục hooks: [hooks/exemplars.py]")


def load_profile_site(root: Path, found: ProjectCheck, checked: CheckedProfile) -> Site:
    """Return a site that holds one profile alone, with the settings of mkdocs.yml.

    Raises:
        BuildError: The settings can't be read, or the profile has changed since it was checked.
    """
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        config = load_config(str(root / "mkdocs.yml"))
        imprint = read_imprint(config)
        return replace(compile_profile(root, found, checked, samples=shows_samples(config)), imprint=imprint)
    except (MkDocsException, Abort, OSError) as error:
        raise BuildError(str(error).removeprefix("lỗi: ")) from error
