"""Keep a preview of one project up to date, and answer for every address with a page or file.

A saved profile is read again, and nothing is built: the browser reloads, and the page that it
requests is rendered. MkDocs builds its own pages (content, events, theme) into a folder: at once if
they have changed, else when one of them is requested next, since they show profiles too.
"""

from __future__ import annotations

import gc
import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guongsang.engine.adapter import BLOG, SESSION, Report  # first: it silences the theme's notice

from mkdocs.commands import build as mkdocs_build  # isort: skip
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from guongsang.build.compile_site import Edition, Verdict, make_site
from guongsang.build.handbook_pages import guide_pages
from guongsang.build.templates.renderer import PageRenderer
from guongsang.engine.build_site import require_hook
from guongsang.engine.preview.changes import Changes, PreviewReader, sort_changes
from guongsang.engine.preview.pages import PreviewMemo, PreviewSite
from guongsang.engine.preview.problems_page import problems_page
from guongsang.engine.preview.search import PreviewSearch
from guongsang.engine.settings import read_imprint, shows_samples
from guongsang.errors import BuildError, GuongSangError
from guongsang.outputs import sitemap_files
from guongsang.progress import Progress
from guongsang.publication.site import Site
from guongsang.rules.problem import has_errors
from guongsang.rules.report import render_text
from guongsang.search.index import FOLDER as SEARCH
from guongsang.storage.sealed_files import CACHE

log = logging.getLogger("mkdocs.guongsang")


class Preview:
    """The preview of one project.

    Args:
        root: the project's folder.
        folder: where to write everything that is made.
        as_of: the moment to show; None for now.
        address: `host:port`; None for the one that mkdocs.yml sets.
        report: called about the progress of each stage.

    Raises:
        BuildError: mkdocs.yml doesn't name our hook.

    Attributes:
        folder: MkDocs' own pages.
        config: MkDocs' settings.
        host: where to serve.
        port: where to serve.
        mount_path: path of the site's root in its address.
    """

    def __init__(
        self, root: Path, folder: Path, *, as_of: datetime | None, address: str | None, report: Report | None
    ) -> None:
        self._root = root
        self._work = folder
        self._address = address
        self._report = report
        self._reader = PreviewReader(root, as_of)
        self._search = PreviewSearch(folder / "search", folder / "segments")
        self._lock = threading.RLock()
        self._site: PreviewSite | None = None
        self._renderer: PageRenderer | None = None
        self._stale = False  # whether MkDocs' pages show outdated profiles
        self.folder = folder
        self.config = self._load_config()
        require_hook(self.config)
        self.host, self.port = self.config.dev_addr
        self.mount_path = urlsplit(self.config.site_url or "/").path
        self.config.plugins.on_startup(command="serve", dirty=False)

    def start(self) -> None:
        """Read everything, and build MkDocs' pages.

        Raises:
            BuildError: a page can't be made.
            MkDocsException: MkDocs failed.
            Abort: MkDocs failed.
        """
        self._set_address(self.config)
        verdict = self._reader.read(
            samples=shows_samples(self.config), checked=self._step("check"), published=self._step("profiles")
        )
        self._report_errors(verdict)
        self._build(self.config, self._make_site(verdict, self.config))
        self._show(verdict)
        if self._site:
            self._site.explore()
        gc.collect()
        gc.freeze()  # these objects live for hours: scanning them would slow down every save

    def update(self, paths: Iterable[Path]) -> None:
        """Read again what has changed. If reading or building fails, the state before stays."""
        started = time.perf_counter()
        changes = sort_changes(
            path.relative_to(self._root).as_posix() for path in paths if path.is_relative_to(self._root)
        )
        with self._lock:
            try:
                self._update(changes)
            except (MkDocsException, Abort, GuongSangError, OSError) as error:
                log.error("%s", str(error).removeprefix("lỗi: "))
            except Exception:  # an error in a template, say: its author corrects it while the preview goes on
                log.exception("không dựng lại được trang")
        log.info("Đã đọc lại trong %.2f giây", time.perf_counter() - started)

    def answer(self, path: str) -> bytes | None:
        """Return the page or file at a path; None if it is MkDocs', or if there is none.

        Args:
            path: relative to the site's root.

        Raises:
            BuildError: it can't be made.
        """
        self._ours.prepare(path)
        with self._lock:
            site = self._ours
            directory = path.removesuffix("index.html")
            if directory == "" or directory.endswith("/"):
                return self._page(site, directory, known=True) or (
                    None if self._is_engines(f"{directory}index.html") else self._page(site, directory)
                )
            if not path.startswith(f"{SEARCH}/"):
                if self._is_engines(path):
                    return None
                found = site.find_file(path)
                return self._sitemap(site, path) if found is None and path.startswith("sitemap") else found
        return self._search.find_file(path, site.site, SESSION.pages.texts)

    def has_page(self, url: str) -> bool:
        """Answer whether a page of ours, not of MkDocs', is at an address."""
        with self._lock:
            return self._ours.find_page(url) is not None

    def refresh(self) -> None:
        """Build MkDocs' pages again if they show outdated profiles."""
        with self._lock:
            if self._stale and self._site:
                self._stale = False
                try:
                    self._build(self._fresh_config(), self._site.site)
                    self._set_renderer(self._site.site)
                except (MkDocsException, Abort, GuongSangError, OSError) as error:
                    log.error("%s", str(error).removeprefix("lỗi: "))

    @property
    def _ours(self) -> PreviewSite:
        if self._site is None:
            raise BuildError("chưa có gì để xem")
        return self._site

    def _update(self, changes: Changes) -> None:
        config = self.config
        if changes.engine:
            config = self._fresh_config()
        verdict = self._reader.read_again(changes, samples=shows_samples(config))
        self._report_errors(verdict)
        site = self._make_site(verdict, config)
        if changes.engine or changes.whole:
            self._build(config if changes.engine else self._fresh_config(), site)
            self._show(verdict)
        else:
            self._stale = True
            self._show(verdict, site, self._ours.memo)

    def _fresh_config(self) -> MkDocsConfig:
        config = self._load_config()
        self._set_address(config)
        return config

    def _page(self, site: PreviewSite, url: str, *, known: bool = False) -> bytes | None:
        found = site.find_page(url, known=known)
        return self._renderer.render(*found).encode() if found and self._renderer else None

    def _is_engines(self, path: str) -> bool:
        """Answer whether MkDocs has made a file; builds outdated pages again first."""
        if self._stale and path.endswith(".html"):
            self.refresh()
        return (self.folder / path).is_file()

    def _sitemap(self, site: PreviewSite, path: str) -> bytes | None:
        self.refresh()
        files = sitemap_files([*SESSION.pages.sitemap, *site.sitemap()], site.site.imprint)
        content = next((file.content for file in files if file.path == path), None)
        return content.encode() if isinstance(content, str) else content

    def _make_site(self, verdict: Verdict, config: MkDocsConfig) -> Site:
        site = replace(make_site(verdict, preview=True), imprint=read_imprint(config))
        return site if config.plugins.get(BLOG) else replace(site, events=())

    def _build(self, config: MkDocsConfig, site: Site) -> None:
        """Let MkDocs build its own pages into a new folder, which then replaces the old one."""
        folder = Path(tempfile.mkdtemp(prefix="engine-", dir=self._work))
        config.site_dir = str(folder)
        before, SESSION.shown = SESSION.shown, site
        try:
            mkdocs_build.build(config, serve_url=config.site_url)
        except BaseException:
            SESSION.shown = before
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.config, last, self.folder = config, self.folder, folder
        self._stale = False
        for old in self._work.glob("engine-*"):
            if old not in (folder, last):  # a file of the last may just be sent
                shutil.rmtree(old, ignore_errors=True)

    def _show(self, verdict: Verdict, site: Site | None = None, memo: PreviewMemo | None = None) -> None:
        extra = [*guide_pages(verdict.project_check.registry)]
        if verdict.project_check.problems:
            extra.append(problems_page(Edition(self._root, verdict.project_check)))
        shown = PreviewSite(
            site or SESSION.shown or Site(verdict.project_check.registry, verdict.project_check.as_of),
            self._root / CACHE,
            self._work / "files",
            extra=extra,
            memo=memo,
        )
        self._set_renderer(shown.site)
        self._site = shown

    def _set_renderer(self, site: Site) -> None:
        environment = SESSION.show(site, self.config)
        environment.filters["placeholder"] = self._placeholder
        self._renderer = PageRenderer(environment, {"config": self.config}, site, self.config.site_name)

    def _placeholder(self, path: str) -> str:
        return self._ours.placeholder(path)  # of the state that is current when a template asks

    def _load_config(self) -> MkDocsConfig:
        options: dict[str, Any] = {"dev_addr": self._address} if self._address else {}
        return load_config(str(self._root / "mkdocs.yml"), site_dir=str(self._work / "engine"), **options)

    def _set_address(self, config: MkDocsConfig) -> None:
        config.site_url = f"http://{self.host}:{self.port}/{self.mount_path.strip('/')}/".replace("//", "/").replace(
            ":/", "://", 1
        )

    def _report_errors(self, verdict: Verdict) -> None:
        if has_errors(verdict.project_check.problems):
            log.warning("%s", render_text(verdict.project_check.problems, self._root))

    def _step(self, stage: str) -> Progress | None:
        return partial(self._report, stage) if self._report else None
