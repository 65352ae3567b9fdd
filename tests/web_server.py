"""Real nginx on loopback with the shipped configuration, and a client that sends exactly what a test says."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from projects import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
SERVED = "/srv/guongsang/current"  # what the shipped files name; tests put their own place there
BELOW = "/srv/guongsang/www"
# The portal's example is a part of a larger configuration: this is the rest.
_AROUND = (
    "pid {temporary}/nginx.pid;\nevents {{ }}\nhttp {{\n access_log off;\n{paths} include nginx-portal.conf;\n}}\n"
)
_PATHS = "".join(
    f" {kind}_temp_path {{temporary}}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case; of repeated ones all, with commas
    body: bytes


@contextmanager
def nginx_serving(program: str, folder: Path, site: Path, *, portal: bool = False) -> Iterator[str]:
    """Serve a site by nginx, with its settings in `folder`. Yield the address of the server's root.

    The server ends with the block.
    """
    config = folder / "etc"
    shutil.copytree(DEPLOY, config)
    port = _free_port()
    www = folder / "www"
    (www / "thi-dua").mkdir(parents=True)
    (www / "thi-dua" / "guong-sang").symlink_to(site)
    main = config / "nginx.conf"
    if portal:
        main.write_text(_AROUND.format(temporary=folder, paths=_PATHS.format(temporary=folder)), encoding="utf-8")
    for path in config.rglob("*.conf"):
        text = path.read_text(encoding="utf-8")
        for shipped, ours in (
            (SERVED, str(site)),
            (BELOW, str(www)),
            ("listen 8080;", f"listen 127.0.0.1:{port};"),
            ("/tmp/guongsang-nginx", f"{folder}/nginx"),
        ):
            text = text.replace(shipped, ours)
        path.write_text(text, encoding="utf-8")
    log = folder / "error.log"
    # Started by root it would read as nobody, who may not enter the tests' folders.
    options = "daemon off; error_log stderr warn;" if portal else "daemon off;"
    options += " user root;" if os.geteuid() == 0 else ""
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [program, "-e", "stderr", "-c", str(main), "-g", options], stdout=written, stderr=written
        ) as server,
    ):
        try:
            _await(port, server, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(timeout=20)


def ask(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for a path as it is written, following nothing. `headers` with `_` for `-`."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
    try:
        connection.request(
            method,
            place.path.rstrip("/") + path,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        response = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in response.getheaders():
            found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
        return Answer(response.status, found, response.read())
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nginx did not open its port: {log.read_text(encoding='utf-8', errors='replace')}")
