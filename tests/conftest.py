"""Fixtures: a small real project to write profiles into, and the repository's own site built once."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partialmethod
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from guongsang.build.precompression import TWIN, make_twin, may_have_twin
from guongsang.errors import GuongSangError
from guongsang.storage.lock import only_one
from machine import WINDOWS, require
from programs import CHROMIUM, EXIFTOOL, FAKETIME, NGINX
from projects import REPOSITORY, Project, run_command, snapshot
from serving import place_below, serving
from survival import Model, build_well, write_edition
from web_server import nginx_serving

AS_OF = "2026-11-22"
PHONE: ViewportSize = {"width": 390, "height": 844}
# Tests that take minutes each. They begin first, so that the other processes share out all other tests meanwhile.
LONG_TESTS = ("test_incremental.py", "test_build_kills.py", "test_publish_kills.py", "test_reproducible.py")
_SUMMARY = "summary"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first."""
    items.sort(key=lambda item: LONG_TESTS.index(item.path.name) if item.path.name in LONG_TESTS else len(LONG_TESTS))


@pytest.fixture
def add_to_summary(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Add a line to the end of pytest's output, where CI shows it even if the test passes."""
    return lambda text: record_property(_SUMMARY, text)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests added to the summary, in whichever process they ran."""
    reports = [report for group in terminalreporter.stats.values() for report in group]
    calls = [report for report in reports if getattr(report, "when", "") == "call"]
    lines = [text for report in calls for name, text in report.user_properties if name == _SUMMARY]
    if lines:
        terminalreporter.section("measured and tried", sep="-")
    for line in lines:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session", autouse=True)
def line_ends() -> Iterator[None]:
    """On Windows too, tests write files with the line ends that .gitattributes gives the repository's."""
    with pytest.MonkeyPatch.context() as patch:
        if WINDOWS:
            patch.setattr(Path, "write_text", partialmethod(Path.write_text, newline="\n"))
        yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the repository's registry, theme and settings, and no profile yet."""
    return Project.create(tmp_path / "project")


@pytest.fixture(scope="session")
def repository_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built by the command that staff use, as of a fixed day.

    The processes of one run share it: the first builds, the others wait.
    """
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    target, log = folder / "repository-site", folder / "repository-site.log"
    with _waiting_for(folder / "repository-site.lock"):
        if not log.exists():
            done = run_command(REPOSITORY, "build", "--site-dir", str(target), "--as-of", AS_OF)
            log.write_text(f"{done.returncode}\n{done.stdout}{done.stderr}", encoding="utf-8")
    said = log.read_text(encoding="utf-8")
    assert said.startswith("0\n"), said
    return target


@contextmanager
def _waiting_for(path: Path) -> Iterator[None]:
    """Hold the lock at `path` during the block, waiting while another process holds it."""
    while True:
        with suppress(_HeldError), only_one(path, _HeldError()):
            yield
            return
        time.sleep(0.1)


class _HeldError(GuongSangError):
    """Another process holds the lock."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium."""
    return require(CHROMIUM)


@pytest.fixture(scope="session")
def exiftool() -> str:
    """The program that photo desks read photos with."""
    return require(EXIFTOOL)


@pytest.fixture(scope="session")
def nginx() -> str:
    """The web server that the shipped settings are for."""
    return require(NGINX)


@pytest.fixture(scope="session")
def faketime() -> str:
    """The program that runs another one at a time of its own."""
    return require(FAKETIME)


@pytest.fixture(scope="session")
def address(repository_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site's address, under a path of a larger portal, as many ministries will have it."""
    with serving(place_below(tmp_path_factory.mktemp("portal"), repository_site, "thi-dua/guong-sang")) as root:
        yield f"{root}thi-dua/guong-sang/"


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A phone's page. A script error, a failed request or one to another host fails the test."""
    page, faults = _open_watched_page(browser, address)
    yield page
    page.close()
    assert faults == []


@pytest.fixture(scope="module")
def _module_page(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    page, faults = _open_watched_page(browser, address)
    yield page, faults
    page.close()


@pytest.fixture
def shared_page(_module_page: tuple[Page, list[str]]) -> Iterator[Page]:
    """Like `page`, but one for all tests of the module: for tests that look at pages and leave nothing in storage.

    A new page costs as much as opening an address.
    """
    page, faults = _module_page
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    faults.clear()
    yield page
    page.goto("about:blank")  # so that no late fault counts for the next test
    assert faults == []


def _open_watched_page(browser: Browser, address: str) -> tuple[Page, list[str]]:
    """Return a new page and the list to which its faults are added as they happen."""
    page = browser.new_page(viewport=PHONE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: (
            faults.append(request.url)
            if not request.url.startswith((address, "data:", "blob:", "about:blank"))
            else None
        ),
    )
    page.on(
        "response",
        lambda response: (
            faults.append(f"{response.status} {response.url}")
            if response.status >= 400 and "favicon.ico" not in response.url
            else None
        ),
    )
    return page, faults


@pytest.fixture(scope="session")
def hosted(repository_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's site with gzipped twins."""
    folder = tmp_path_factory.mktemp("hosted") / "site"
    shutil.copytree(repository_site, folder, copy_function=os.link)
    for path in [
        path
        for path in folder.rglob("*")
        if path.is_file() and may_have_twin(path.relative_to(folder).as_posix(), path.stat().st_size)
    ]:
        if packed := make_twin(path.read_bytes()):
            path.with_name(path.name + TWIN).write_bytes(packed)
    return folder


@pytest.fixture(scope="session")
def host(nginx: str, hosted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site on a host of its own."""
    with nginx_serving(nginx, tmp_path_factory.mktemp("nginx"), hosted) as address:
        yield address


@pytest.fixture(scope="session")
def portal(nginx: str, hosted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site below a path of a portal."""
    with nginx_serving(nginx, tmp_path_factory.mktemp("portal"), hosted, portal=True) as address:
        yield f"{address}thi-dua/guong-sang/"


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A project with its first edition built, cache and all, and what a clean build makes of its second."""
    project = Project.create(tmp_path_factory.mktemp("model") / "project")
    project.add_photo("mot")
    (project.root / "content" / "lời-ngỏ.md").write_text("# Lời ngỏ\n\nTệp mang tên có dấu.\n", encoding="utf-8")
    write_edition(project, 2)
    build_well(project)
    clean = snapshot(project.root / "site")
    assert any(name.startswith("lời-ngỏ") for name in clean)
    for name in (".cache", "site"):
        shutil.rmtree(project.root / name)
    write_edition(project, 1)
    build_well(project)
    return Model(project.root, snapshot(project.root / "site"), clean)


@pytest.fixture(scope="session")
def kits(repository_site: Path) -> list[Path]:
    """The folders of press files on the repository's own site."""
    return sorted((repository_site / "ho-so").glob("*/bao-chi"))
