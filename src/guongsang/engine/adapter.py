"""Turn MkDocs' events into a build: it renders editorial pages, `build` makes everything else.

MkDocs 1.x is frozen and its successors differ. What must change for another engine is in this
package. Events stand in the order in which MkDocs fires them.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice about its engine is not for staff

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import url_filter as engine_url

from guongsang.build.assembly import Assembly
from guongsang.build.compile_site import Edition, compile_site, load_edition
from guongsang.build.handbook_pages import guide_pages
from guongsang.build.output.manifest import Manifest
from guongsang.build.output.tree import SiteTree
from guongsang.build.output.workplace import Workplace, workplace_for
from guongsang.build.templates.renderer import PageRenderer
from guongsang.engine.assets import read_assets
from guongsang.engine.blog_posts import INDEX_URI, POSTS_URI, SETTINGS, write_posts
from guongsang.engine.editorial_pages import EditorialPages, linked_pages
from guongsang.engine.environment import set_site, set_up_templates
from guongsang.engine.event_pages import EventPages
from guongsang.engine.preview.problems_page import problems_page
from guongsang.engine.settings import cache_folder, fingerprint_settings, read_imprint, shows_samples
from guongsang.errors import BuildError, GuongSangError
from guongsang.outputs import robots_file, shared_records, sitemap_files
from guongsang.progress import Progress
from guongsang.publication.site import Site
from guongsang.registry.json_schema import render_schema
from guongsang.rules.problem import has_errors
from guongsang.rules.report import render_text
from guongsang.storage.error_messages import explain_fault
from guongsang.text.addresses import PROFILE_SCHEMA_URL, SITEMAP_URL
from guongsang.text.dates import resolve_as_of

log = logging.getLogger("mkdocs.guongsang")
Report = Callable[..., None]  # called with a stage's name, then the arguments of `Progress`
BLOG = "material/blog"


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What a command asks MkDocs to build. The default is for whoever runs `mkdocs` itself.

    Attributes:
        edition: the checked project; None to load it from the folder of mkdocs.yml.
        report: called about the progress of each stage.
        compress: whether text files get gzipped twins.
        workplace: a work tree that the command has begun already.
    """

    edition: Edition | None = None
    report: Report | None = None
    compress: bool = False
    workplace: Workplace | None = None


@dataclass
class Session:
    """The state of one MkDocs run, whose events are its methods.

    Attributes:
        request: what to build.
        serving: whether MkDocs' own preview runs.
        site: the site being built.
        shown: the site of our preview, which makes our pages itself: MkDocs makes only its own.
        pages: what was collected of MkDocs' pages.
    """

    request: BuildRequest = field(default_factory=BuildRequest)
    serving: bool = False
    site: Site | None = None
    shown: Site | None = None
    pages: EditorialPages = field(default_factory=EditorialPages, repr=False)
    _edition: Edition | None = field(default=None, repr=False)
    _last_good: Edition | None = field(default=None, repr=False)  # with a registry that could be read
    _linked: list[File] = field(default_factory=list, repr=False)
    _environment: Environment | None = field(default=None, repr=False)
    _event_pages: EventPages | None = field(default=None, repr=False)
    _workplace: Workplace | None = None
    _shared: str = ""  # fingerprint of all that pages share
    _warnings: CountHandler | None = None
    _open: ExitStack = field(default_factory=ExitStack, repr=False)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether MkDocs builds or serves."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check and compile everything before MkDocs deletes or writes anything."""
        # Ours lists photos, and takes dates from content alone.
        config.theme.static_templates.discard(SITEMAP_URL)
        try:
            self.site = self.shown or self._compile(config)
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
        """Add files that MkDocs must know: pages linked to, posts, the schema, robots.txt."""
        linked = linked_pages(files.documentation_pages())
        self._linked = [File.generated(config, path, content="") for path in linked if path not in files.src_uris]
        for file in self._linked:
            files.append(file)
        self._add_posts(files, config)
        _ready_assets(files, config)
        # Beside the open data, for developers of forms: what a profile's front matter may hold.
        files.append(File.generated(config, PROFILE_SCHEMA_URL, content=render_schema(self.current_site.registry)))
        if theirs := files.get_file_from_path(SITEMAP_URL):
            files.remove(theirs)  # MkDocs' template, which on_config made an ordinary file of the theme
        robots = robots_file(self.current_site.imprint)
        if not files.get_file_from_path(robots.path):
            files.append(File.generated(config, robots.path, content=robots.content))
        self.pages = EditorialPages(self.current_site)
        return files

    def on_nav(self, nav: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Sort lists of events: the blog plugin sorts by day, we put coming events first."""
        if self._event_pages:
            blog: Any = config.plugins[BLOG]
            self._event_pages.sort(blog.blog)
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give pages of events their title, description and date, from their events."""
        if self._event_pages:
            self._event_pages.describe(page)
        return markdown

    @event_priority(-100)  # after the blog plugin, which has filters of the same names for Material's templates
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Set up templates, and remove the stand-ins for our own pages."""
        set_up_templates(env, config, engine_url)
        self._environment = env
        self.show(self.current_site, config)
        for file in self._linked:  # links to them are resolved by now
            files.remove(file)
        return env

    def show(self, site: Site, config: MkDocsConfig) -> Environment:
        """Let templates see a site; return the environment that renders them.

        Raises:
            BuildError: MkDocs hasn't made the environment yet.
        """
        self.site = site
        set_site(self.environment, site, config)
        return self.environment

    @event_priority(-110)  # after the blog plugin has split its lists into pages
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> Any:
        """Add what our templates need of a page of MkDocs'; record it for sitemap and search."""
        view = self._event_pages.view(page, context.get("posts")) if self._event_pages else {}
        context.update(self.pages.context(page, view, self.current_site.imprint))
        return context

    @event_priority(-120)  # after other plugins: what they add to MkDocs' files is part of the site too
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Make all other files; then the new site replaces the earlier one."""
        if self.shown:
            return self.close()
        try:
            self._make_files(config)
        except (BuildError, OSError) as error:
            raise Abort(f"lỗi: {explain_fault(error)}") from None
        finally:
            self.close()

    def on_build_error(self, *, error: Exception) -> None:
        """Release what the failed build holds."""
        self.close()

    def close(self) -> None:
        """Release what a build holds: its work tree, its lock, its count of warnings."""
        if self._warnings:
            logging.getLogger("mkdocs").removeHandler(self._warnings)
        self._open.close()
        self.request = replace(self.request, workplace=None)
        self._workplace = self._warnings = None
        self._shared = ""

    @property
    def current_site(self) -> Site:
        """The site being built.

        Raises:
            BuildError: `on_config` hasn't run.
        """
        if self.site is None:
            raise BuildError("MkDocs đã bỏ qua bước on_config")
        return self.site

    @property
    def environment(self) -> Environment:
        """The environment that renders templates.

        Raises:
            BuildError: `on_env` hasn't run.
        """
        if self._environment is None:
            raise BuildError("MkDocs đã bỏ qua bước on_env")
        return self._environment

    def _compile(self, config: MkDocsConfig) -> Site:
        """Load and compile the site, and begin its work tree. Raises BuildError or Abort."""
        root = Path(config.config_file_path).parent
        edition = self._load(root)
        if not self.serving:
            self._open_workplace(root, config, edition)
        imprint = read_imprint(config)
        samples, progress = shows_samples(config), self._step("profiles")
        site = compile_site(edition, preview=self.serving, samples=samples, whole=self.serving, progress=progress)
        return replace(site, imprint=imprint)

    def _load(self, root: Path) -> Edition:
        """Return the edition to build. A build stops at errors, MkDocs' preview goes on."""
        edition = self.request.edition
        try:
            if edition is None or self.serving:
                edition = load_edition(root, resolve_as_of())
        except GuongSangError as error:
            raise Abort(f"lỗi: {error}") from None
        if not self.serving:
            if has_errors(edition.stopping):
                raise Abort(render_text(edition.stopping, root))
            return edition
        if has_errors(edition.problems):
            log.warning("%s", render_text(edition.problems, root))
        if len(edition.registry.clauses) and len(edition.registry.units):
            self._last_good = edition
        elif self._last_good:
            last_check = self._last_good.project_check
            edition = replace(self._last_good, project_check=replace(last_check, problems=edition.problems))
        self._edition = edition
        return edition

    def _open_workplace(self, root: Path, config: MkDocsConfig, edition: Edition) -> None:
        """Begin the work tree, and let MkDocs write into its own folder. Raises BuildError."""
        day, faulty = edition.as_of.date().isoformat(), has_errors(edition.problems)
        self._shared = fingerprint_settings(root, config, (day, faulty))
        site_dir = Path(config.site_dir).resolve()
        begun = self.request.workplace
        if begun is None or begun.site_dir != site_dir:
            begun = self._open.enter_context(workplace_for(root, site_dir))
        self._workplace = begun
        config.site_dir = str(begun.engine)

    def _configure_blog(self, config: MkDocsConfig) -> None:
        """Set the options that addresses of events depend on. No plugin, no events."""
        blog = config.plugins.get(BLOG)
        if blog is None:
            self.site, self._event_pages = replace(self.current_site, events=()), None
            return
        if not (Path(config.docs_dir) / INDEX_URI).is_file():  # the plugin would write one among the sources
            raise Abort(f"lỗi: thiếu trang {config.docs_dir}/{INDEX_URI}; thêm tệp ấy, hoặc bỏ {BLOG} khỏi mkdocs.yml")
        blog.config.update(SETTINGS)
        self._event_pages = EventPages(self.current_site)

    def _add_posts(self, files: Files, config: MkDocsConfig) -> None:
        """Replace staff's files of events by generated posts; none is published as it is."""
        for file in [file for file in files if file.src_uri.startswith(POSTS_URI)]:
            files.remove(file)
        cache = cache_folder(config)  # on the sources' drive: Windows has no relative path between drives
        folder = self._open.enter_context(
            tempfile.TemporaryDirectory(prefix="posts-", dir=cache if os.access(cache, os.W_OK) else None)
        )
        for path in write_posts(self.current_site.events, Path(folder)):
            files.append(File(path, folder, config.site_dir, config.use_directory_urls))

    def _make_files(self, config: MkDocsConfig) -> None:
        engine_dir, workplace = Path(config.site_dir), self._workplace
        # MkDocs' own preview has everything in one folder.
        tree = workplace.wait(self._shared) if workplace else SiteTree(engine_dir, Manifest(engine_dir, {}))
        assembly = self._assembly(config, tree)
        assembly.make(shared_records(self.current_site, self.pages.texts))
        assembly.add(sitemap_files([*self.pages.sitemap, *assembly.sitemap], self.current_site.imprint))
        if workplace:
            assembly.add_engine(engine_dir)
            if self.request.compress:
                assembly.add_twins()
            if not (self._warnings and self._warnings.get_counts()):  # for a warning, MkDocs is about to fail
                config.site_dir = str(workplace.hand_over())

    def _assembly(self, config: MkDocsConfig, tree: SiteTree) -> Assembly:
        """Return what makes the files of the site in `tree`."""
        site = self.current_site
        extra = [*guide_pages(site.registry)]
        if self.serving and self._edition and self._edition.problems:
            extra.append(problems_page(self._edition))
        render = PageRenderer(self.environment, {"config": config}, site, config.site_name).render
        cache = cache_folder(config)
        return Assembly(site, tree, render=render, shared=self._shared, cache=cache, step=self._step, extra=extra)

    def _step(self, stage: str) -> Progress | None:
        return partial(self.request.report, stage) if self.request.report else None


def _ready_assets(files: Files, config: MkDocsConfig) -> None:
    """Join the theme's style sheets, drop comments. A part named in extra_css stays a file."""
    theme = config.theme.custom_dir
    own = {file.src_uri: file for file in files if theme and file.src_dir == theme}
    for path, text in read_assets(Path(theme or ""), own).items():
        if text is not None:
            own[path].content_string = text
        elif path not in config.extra_css:
            files.remove(own[path])


SESSION = Session()
