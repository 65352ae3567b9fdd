"""The live preview: drafts show and are marked, an edit shows, a fault is told and doesn't end it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from projects import Project, profile_text


class Preview:
    """A running `guongsang serve`, and what it prints."""

    def __init__(self, project: Project) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        self.log = project.root / "serve.log"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-X", "utf8", "-m", "guongsang", "--root", str(project.root), "serve", "--address", f"127.0.0.1:{port}", "--as-of", "2024-07-01"],
                cwd=project.root, stdout=output, stderr=subprocess.STDOUT, env=os.environ)

    def page(self, url: str) -> str:
        try:
            with urlopen(self.address + url, timeout=20) as answer:
                return answer.read().decode("utf-8")
        except (URLError, ConnectionError, TimeoutError):
            return ""

    def wait(self, url: str, holds: Callable[[str], bool]) -> str:
        """Return the page once it holds what it should; fail after a while with the log."""
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            text = self.page(url)
            if holds(text):
                return text
            time.sleep(0.25)
        pytest.fail(f"{url} never came to hold it\n{self.log.read_text(encoding='utf-8')[-3000:]}")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return -9


@pytest.fixture
def preview(project: Project) -> Iterator[Preview]:
    project.write("mot")
    project.write("nhap", id="DH-2024-002", name="Trần Thị Nháp", status="draft")
    preview = Preview(project)
    yield preview
    preview.stop()


def test_preview_shows_drafts_marked_and_edits_as_they_come(project: Project, preview: Preview) -> None:
    page = preview.wait("ho-so/nhap/", lambda text: "Trần Thị Nháp" in text)
    assert "Chưa đăng:" in page and "chưa được duyệt" in page
    assert "Bản xem thử" in preview.page("ho-so/mot/")
    assert "Chưa đăng:" not in preview.page("ho-so/mot/")

    project.write("mot", title="Tít vừa sửa")
    preview.wait("ho-so/mot/", lambda text: "Tít vừa sửa" in text)

    template = project.root / "theme" / "partials" / "gs-footer.html"
    template.write_text(template.read_text(encoding="utf-8") + "<!-- mẫu vừa sửa -->", encoding="utf-8")
    preview.wait("", lambda text: "mẫu vừa sửa" in text)

    fields = project.root / "exemplars" / "_registry" / "fields.yml"
    fields.write_text(fields.read_text(encoding="utf-8").replace("name: Viễn thám", "name: Viễn thám vừa sửa"), encoding="utf-8")
    preview.wait("linh-vuc/vien-tham/", lambda text: "Viễn thám vừa sửa" in text)

    page = project.root / "content" / "gioi-thieu.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n\nĐoạn vừa thêm.\n", encoding="utf-8")
    preview.wait("gioi-thieu/", lambda text: "Đoạn vừa thêm." in text)


def test_preview_tells_a_fault_and_goes_on(project: Project, preview: Preview) -> None:
    preview.wait("ho-so/mot/", lambda text: "Nguyễn Minh Họa" in text)
    project.write("nhap", profile_text(id="DH-2024-002", name="Trần Thị Nháp", status="draft").replace("kind: individual", "kind: person"))
    page = preview.wait("_loi/", lambda text: "DH203" in text)
    assert "exemplars/2024/nhap/index.md:3:7" in page
    assert "1 lỗi cần sửa" in preview.page("")
    project.write("nhap", "---\nkind: [\n---\n")
    preview.wait("_loi/", lambda text: "DH103" in text)
    assert "Nguyễn Minh Họa" in preview.page("ho-so/mot/")
    project.write("nhap", id="DH-2024-002", name="Trần Thị Nháp", status="draft")
    preview.wait("", lambda text: "lỗi cần sửa" not in text and "Trần Thị Nháp" in text)
    assert "Traceback" not in preview.log.read_text(encoding="utf-8")


def test_preview_ends_quietly(preview: Preview) -> None:
    preview.wait("", lambda text: "Gương Sáng" in text)
    assert preview.stop() in (0, 130)
    assert "Traceback" not in preview.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("port", ["taken", "99999"])
def test_address_that_cannot_be_had_is_explained(project: Project, port: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        wanted = str(other.getsockname()[1]) if port == "taken" else port
        done = project.run("serve", "--address", f"127.0.0.1:{wanted}")
    assert done.returncode == 1
    assert "cổng" in done.stderr and "Traceback" not in done.stderr
