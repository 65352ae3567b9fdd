"""`guongsang serve`: MkDocs' own preview server, of which our pages are made when they are asked for.

A save of a profile reads that profile again, and nothing is built: the browser reloads, and the page that it asks for is rendered. MkDocs builds its own pages
(content, events, theme) into a folder, at once where they have changed, else when one of them is asked for next, since they show profiles too.
"""

from __future__ import annotations

import errno
import gc
import logging
import os
import posixpath
import shutil
import socket
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guongsang.engine.adapter import SESSION, Report, require_hook  # first: it keeps the theme's notice from staff

from mkdocs.commands import build as mkdocs_build  # isort: skip
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer

from guongsang.build.compile_site import Edition, Verdict, make_site
from guongsang.build.handbook_pages import guide_pages
from guongsang.build.templates.renderer import PageRenderer
from guongsang.engine.preview.changes import Changes, PreviewReader, sort_changes
from guongsang.engine.preview.pages import Kept, PreviewSite
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
from guongsang.storage.watcher import Watcher

log = logging.getLogger("mkdocs.guongsang")
_BLOG = "material/blog"
_DEBOUNCE = 0.05  # seconds without a change before what has changed is read


class Preview:
    """The preview of one project."""

    def __init__(
        self, root: Path, folder: Path, *, as_of: datetime | None, address: str | None, report: Report | None
    ) -> None:
        """Take the project's folder, and one for whatever is made. Raises BuildError where the settings can't be read."""
        self._root = root
        self._work = folder
        self._address = address
        self._report = report
        self._reader = PreviewReader(root, as_of)
        self._search = PreviewSearch(folder / "search", folder / "segments")
        self._lock = threading.RLock()
        self._site: PreviewSite | None = None
        self._renderer: PageRenderer | None = None
        self._stale = False  # whether the engine's pages show profiles as they were
        self.folder = folder  # of the engine's pages
        self.config = self._load_config()
        require_hook(self.config)
        self.host, self.port = self.config.dev_addr
        self.mount_path = urlsplit(self.config.site_url or "/").path
        self.config.plugins.on_startup(command="serve", dirty=False)

    def start(self) -> None:
        """Read everything, and build the engine's pages. Raises BuildError and what MkDocs raises."""
        self._introduce_address(self.config)
        verdict = self._reader.read(
            samples=shows_samples(self.config), checked=self._step("check"), published=self._step("profiles")
        )
        self._tell_faults(verdict)
        self._build(self.config, self._make_site(verdict, self.config))
        self._show(verdict)
        if self._site:
            self._site.explore()
        gc.collect()
        gc.freeze()  # what is read now stays for hours: looking through it for waste would make every save wait

    def update(self, paths: Iterable[Path]) -> None:
        """Read again what has changed. What can't be read, or built, leaves what was shown before."""
        started = time.perf_counter()
        changes = sort_changes(
            path.relative_to(self._root).as_posix() for path in paths if path.is_relative_to(self._root)
        )
        with self._lock:
            try:
                self._update(changes)
            except (MkDocsException, Abort, GuongSangError, OSError) as error:
                log.error("%s", str(error).removeprefix("lỗi: "))
            except Exception:  # a fault in a template, say: whoever writes it mends it while the preview goes on
                log.exception("không dựng lại được trang")
        log.info("Đã đọc lại trong %.2f giây", time.perf_counter() - started)

    def answer(self, path: str) -> bytes | None:
        """Return the page or file at a path, from the site's root; None where it is the engine's, or there is none. Raises BuildError."""
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
        return self._search.find_file(path, site.site, SESSION.texts)

    def has_page(self, url: str) -> bool:
        """Answer whether there is a page of ours at an address."""
        with self._lock:
            return self._ours.find_page(url) is not None

    def refresh(self) -> None:
        """Build the engine's pages anew where they show profiles as they were."""
        with self._lock:
            if self._stale and self._site:
                self._stale = False
                try:
                    config = self._load_config()
                    self._introduce_address(config)
                    self._build(config, self._site.site)
                    self._introduce(self._site.site)
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
            config = self._load_config()
            self._introduce_address(config)
        verdict = self._reader.read_again(changes, samples=shows_samples(config))
        self._tell_faults(verdict)
        site = self._make_site(verdict, config)
        if changes.engine or changes.whole:
            self._build(config if changes.engine else self._fresh_config(), site)
            self._show(verdict)
        else:
            self._stale = True
            self._show(verdict, site, self._ours.kept)

    def _fresh_config(self) -> MkDocsConfig:
        config = self._load_config()
        self._introduce_address(config)
        return config

    def _page(self, site: PreviewSite, url: str, *, known: bool = False) -> bytes | None:
        found = site.find_page(url, known=known)
        return self._renderer.render(*found).encode() if found and self._renderer else None

    def _is_engines(self, path: str) -> bool:
        """Answer whether the engine has made a file; a page that shows profiles as they were is made anew first."""
        if self._stale and path.endswith(".html"):
            self.refresh()
        return (self.folder / path).is_file()

    def _sitemap(self, site: PreviewSite, path: str) -> bytes | None:
        self.refresh()
        files = sitemap_files([*SESSION.sitemap, *site.sitemap()], site.site.imprint)
        return next(
            (
                file.content if isinstance(file.content, bytes) else file.content.encode()
                for file in files
                if file.path == path
            ),
            None,
        )

    def _make_site(self, verdict: Verdict, config: MkDocsConfig) -> Site:
        site = replace(make_site(verdict, preview=True), imprint=read_imprint(config))
        return site if config.plugins.get(_BLOG) else replace(site, events=())

    def _build(self, config: MkDocsConfig, site: Site) -> None:
        """Let MkDocs build its own pages into a folder of their own, which then takes the place of the last."""
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
            if old not in (folder, last):  # a file of the last may be on its way
                shutil.rmtree(old, ignore_errors=True)

    def _show(self, verdict: Verdict, site: Site | None = None, kept: Kept | None = None) -> None:
        extra = [*guide_pages(verdict.project_check.registry)]
        if verdict.project_check.problems:
            extra.append(problems_page(Edition(self._root, verdict.project_check)))
        shown = PreviewSite(
            site or SESSION.shown or Site(verdict.project_check.registry, verdict.project_check.as_of),
            self._root / CACHE,
            self._work / "files",
            extra=extra,
            kept=kept,
        )
        self._introduce(shown.site)
        self._site = shown

    def _introduce(self, site: Site) -> None:
        environment = SESSION.introduce(site, self.config)
        environment.filters["placeholder"] = lambda path: self._ours.placeholder(path)
        self._renderer = PageRenderer(environment, {"config": self.config}, site, self.config.site_name)

    def _load_config(self) -> MkDocsConfig:
        options: dict[str, Any] = {"dev_addr": self._address} if self._address else {}
        return load_config(str(self._root / "mkdocs.yml"), site_dir=str(self._work / "engine"), **options)

    def _introduce_address(self, config: MkDocsConfig) -> None:
        config.site_url = f"http://{self.host}:{self.port}/{self.mount_path.strip('/')}/".replace("//", "/").replace(
            ":/", "://", 1
        )

    def _tell_faults(self, verdict: Verdict) -> None:
        if has_errors(verdict.project_check.problems):
            log.warning("%s", render_text(verdict.project_check.problems, self._root))

    def _step(self, stage: str) -> Progress | None:
        return partial(self._report, stage) if self._report else None


class PreviewServer(LiveReloadServer):
    """MkDocs' server, with our pages in front of the engine's, and a watcher that tells which files have changed."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(
            builder=self._update,
            host=preview.host,
            port=preview.port,
            root=str(preview.folder),
            mount_path=preview.mount_path,
        )
        self._preview = preview
        self._changed: set[Path] = set()
        self._places: list[Path] = []
        self.build_delay = _DEBOUNCE
        self.error_handler = self._error_page

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        self._places.append(Path(path))
        self._watched_paths[path] = 1  # pages get the script that reloads them

    def start_watching(self) -> None:
        self.observer = Watcher(self._places, self._note)  # type: ignore[assignment]

    def _note(self, path: Path) -> None:
        with self._rebuild_cond:
            self._changed.add(path)
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _update(self) -> None:
        with self._rebuild_cond:
            changed, self._changed = self._changed, set()
        self._preview.update(changed)

    def _serve_request(self, environ: Any, start_response: Any) -> Any:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith("/livereload/") or not path.startswith(self.mount_path):
            return super()._serve_request(environ, start_response)
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
            epoch = self._visible_epoch
        url = posixpath.normpath("/" + path[len(self.mount_path) :]).lstrip("/")
        url += "/" if url and path.endswith("/") else ""
        try:
            content = self._preview.answer(url)
            if content is None and url and not path.endswith("/") and self._preview.has_page(f"{url}/"):
                start_response("302 Found", [("Location", urllib.parse.quote(path) + "/")])
                return []
        except BuildError as error:
            log.error("%s", error)
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [str(error).encode()]
        if content is None:
            self.root = str(self._preview.folder)
            return super()._serve_request(environ, start_response)
        name = "index.html" if not url or url.endswith("/") else url
        if name.endswith(".html"):
            content = self._inject_js_into_html(content, epoch)
        start_response("200 OK", [("Content-Type", self._guess_type(name)), ("Content-Length", str(len(content)))])
        return [content]

    def _error_page(self, code: int) -> bytes | None:
        self._preview.refresh()
        page = self._preview.folder / f"{code}.html"
        return page.read_bytes() if page.is_file() else None


def serve_site(
    root: Path,
    *,
    as_of: datetime | None = None,
    address: str | None = None,
    open_browser: bool = False,
    report: Report | None = None,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve a live preview until interrupted. Drafts show, marked as such.

    Args:
        root: the project's folder.
        as_of: the moment to show; None is now.
        address: where to serve, `host:port`; None takes mkdocs.yml's.
        open_browser: whether to open a browser.
        report: called with a stage's name, how much is done and how much there is, before anything is served.
        ready: called when everything is read.

    Raises BuildError where the preview can't start.
    """
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    with tempfile.TemporaryDirectory(prefix="guongsang-", ignore_cleanup_errors=True) as folder:
        try:
            _serve(
                Preview(root.resolve(), Path(folder).resolve(), as_of=as_of, address=address, report=report),
                open_browser,
                ready,
            )
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                raise BuildError(
                    f"không mở được {address}: cổng này đang có chương trình khác dùng, hoặc không được phép dùng; thử --address 127.0.0.1:8010"
                ) from None
            raise BuildError(str(error)) from error
        except OverflowError:
            raise BuildError(f"{address} không phải là địa chỉ; cổng là số từ 1024 đến 65535") from None
        except (MkDocsException, Abort) as error:
            raise BuildError(str(error).removeprefix("lỗi: ")) from error
        finally:
            SESSION.close()
            SESSION.shown = SESSION.site = None


def _serve(preview: Preview, open_browser: bool, ready: Callable[[], None] | None) -> None:
    server: LiveReloadServer = PreviewServer(preview)
    with socket.socket(
        server.address_family
    ) as probe:  # whoever can't have the address should hear of it before everything is read
        if os.name == "posix":  # elsewhere it would let two have one address
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((preview.host, preview.port))
    try:
        preview.start()
        config = preview.config
        for path in (config.docs_dir, config.config_file_path, *config.watch):
            server.watch(path)
        server = config.plugins.on_serve(server, config=config, builder=server.builder)
        if isinstance(server, PreviewServer):
            server.start_watching()
        if ready:
            ready()
        server.serve(open_in_browser=open_browser)
    except KeyboardInterrupt:
        log.info("Đã dừng.")
    finally:
        server.shutdown()
        preview.config.plugins.on_shutdown()
