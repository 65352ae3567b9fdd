"""Serve a preview over HTTP: MkDocs' server, with our pages first, and a watcher for changes."""

from __future__ import annotations

import errno
import logging
import os
import posixpath
import socket
import tempfile
import urllib.parse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from guongsang.engine.adapter import SESSION, Report  # first: it silences the theme's notice

from mkdocs.exceptions import Abort, MkDocsException  # isort: skip
from mkdocs.livereload import LiveReloadServer

from guongsang.engine.preview.preview import Preview
from guongsang.errors import BuildError
from guongsang.storage.watcher import Watcher

log = logging.getLogger("mkdocs.guongsang")
_DEBOUNCE = 0.05  # seconds without a change before changes are read


class PreviewServer(LiveReloadServer):
    """MkDocs' server, which asks `preview` first, and rebuilds only what has changed.

    Attributes:
        observer: the watcher; MkDocs expects the interface of a thread.
    """

    observer: Any

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
        self._watched: list[Path] = []
        self.build_delay = _DEBOUNCE
        self.error_handler = self._error_page

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Add a file or folder to watch. Plugins of MkDocs call this too."""
        self._watched.append(Path(path))
        self._watched_paths[path] = 1  # if it has any, MkDocs adds the script that reloads pages

    def start_watching(self) -> None:
        """Create the watcher, after all paths were added. MkDocs' `serve` starts it."""
        self.observer = Watcher(self._watched, self._record_change)

    def _record_change(self, path: Path) -> None:
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
        livereload: Any = self  # MkDocs declares no types for these methods
        name = "index.html" if not url or url.endswith("/") else url
        if name.endswith(".html"):
            content = livereload._inject_js_into_html(content, epoch)
        start_response(
            "200 OK", [("Content-Type", livereload._guess_type(name)), ("Content-Length", str(len(content)))]
        )
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
    """Serve a live preview until interrupted. Drafts are shown, marked as such.

    Args:
        root: the project's folder.
        as_of: the moment to show; None for now.
        address: where to serve, `host:port`; None for the one that mkdocs.yml sets.
        open_browser: whether to open a browser.
        report: called with a stage's name, items done and total, before anything is served.
        ready: called when everything is read.

    Raises:
        BuildError: the preview can't start.
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
                    f"không mở được {address}: cổng này đang có chương trình khác dùng, hoặc không được phép dùng; "
                    "thử --address 127.0.0.1:8010"
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
    server: Any = PreviewServer(preview)  # a plugin may replace it; MkDocs declares no types for `serve`
    # Try the address first: if it is in use, say so before everything is read.
    with socket.socket(server.address_family) as probe:
        if os.name == "posix":  # elsewhere it would let two processes use one address
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
