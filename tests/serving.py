"""The built site over HTTP on loopback, compressed as a real server does it."""

from __future__ import annotations

import functools
import gzip
import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".atom")


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open, as with a real server
    disable_nagle_algorithm = True
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".avif": "image/avif",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
        ".html": "text/html; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".atom": "application/atom+xml",
    }

    def log_message(self, *arguments: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for what is missing, where it has one."""
        own = Path(self.directory) / "404.html"
        if code != 404 or not own.is_file():
            super().send_error(code, message, explain)
            return
        content = own.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if (
            path.suffix not in COMPRESSED
            or not path.is_file()
            or "gzip" not in self.headers.get("Accept-Encoding", "")
            or not self.path.split("?")[0].endswith(("/", path.name))
        ):
            super().do_GET()
            return
        content = _compressed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@functools.lru_cache(maxsize=2000)
def _compressed(path: Path, changed: int) -> bytes:
    """Return a file compressed, once for each time that it changed: a real server keeps what it compressed."""
    return gzip.compress(path.read_bytes())


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder and yield its address; the server ends with the block."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def place_below(folder: Path, site: Path, path: str) -> Path:
    """Put a site below `path` of a larger server's root, as a portal does. Returns that root."""
    place = folder / path.strip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        if sys.platform == "win32":  # there a link is a right that few have, a junction is not
            import _winapi

            _winapi.CreateJunction(str(site), str(place))
        else:
            place.symlink_to(site)
    return folder
