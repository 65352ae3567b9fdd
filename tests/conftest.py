"""Fixtures: a small real project to write profiles into, and the repository's own site built once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from machine import WINDOWS, require
from programs import CHROMIUM, EXIFTOOL, FAKETIME, NGINX
from projects import REPOSITORY, Project, run_command
from serving import place_below, serving

AS_OF = "2026-11-22"


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
    """The repository's own site, built by the command that staff use, as of a fixed day."""
    target = tmp_path_factory.mktemp("site") / "site"
    done = run_command(REPOSITORY, "build", "--site-dir", str(target), "--as-of", AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


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
    page = browser.new_page(viewport={"width": 390, "height": 844})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: faults.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None,
    )
    page.on(
        "response",
        lambda response: (
            faults.append(f"{response.status} {response.url}")
            if response.status >= 400 and "favicon.ico" not in response.url
            else None
        ),
    )
    yield page
    page.close()
    assert faults == []
