"""The live preview: drafts show and are marked, an edit shows, a fault is told and doesn't end it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from guongsang.engine.preview.changes import Changes, sort_changes
from machine import WINDOWS, needs_posix
from projects import PHOTO, Project, profile_text

NOON = "1719810000"  # of 1 July 2024, in Việt Nam


class Preview:
    """A running `guongsang serve`, or another that is to show the same, and what it prints."""

    def __init__(
        self, project: Project, port: int = 0, command: Sequence[str] = ("guongsang", "serve", "--address")
    ) -> None:
        if not port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
        self.port = port
        self.address = f"http://127.0.0.1:{port}/"
        self.log = project.root / "serve.log"
        self.work = Path(tempfile.mkdtemp(prefix="work-", dir=project.root.parent))
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-X", "utf8", "-m", *command, f"127.0.0.1:{port}"],
                cwd=project.root,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "SOURCE_DATE_EPOCH": NOON, "TMPDIR": str(self.work), "NO_MKDOCS_2_WARNING": "1"},
            )

    def page(self, url: str) -> str:
        try:
            with urlopen(self.address + url, timeout=20) as answer:
                return answer.read().decode("utf-8")
        except (URLError, ConnectionError, TimeoutError) as error:
            if isinstance(error, HTTPError):
                error.close()  # an answer that holds a file open
            return ""

    def answer(self, url: str) -> tuple[int, str, bytes]:
        """Return the status, the type and the body at an address.

        The script that reloads pages holds the time of the request, which is left out.
        """
        try:
            with urlopen(self.address + quote(url), timeout=60) as answer:
                status, kind, body = answer.status, answer.headers["Content-Type"], answer.read()
        except HTTPError as error:
            with error:
                status, kind, body = error.code, error.headers["Content-Type"], error.read()
        return status, kind, re.sub(rb"livereload\(\d+, \d+\)", b"", body)

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
        if WINDOWS:  # no process can press Ctrl-C for another one there
            self.process.kill()
        else:
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

    part = project.root / "theme" / "assets" / "stylesheets" / "guongsang" / "cards.css"
    part.write_text(part.read_text(encoding="utf-8") + ".gs-x { order: 1; }\n", encoding="utf-8")
    preview.wait("assets/stylesheets/guongsang.css", lambda text: ".gs-x { order: 1; }" in text)
    assert "@import" not in preview.page("assets/stylesheets/guongsang.css")

    fields = project.root / "exemplars" / "_registry" / "fields.yml"
    fields.write_text(
        fields.read_text(encoding="utf-8").replace("name: Viễn thám", "name: Viễn thám vừa sửa"), encoding="utf-8"
    )
    preview.wait("linh-vuc/vien-tham/", lambda text: "Viễn thám vừa sửa" in text)

    page = project.root / "content" / "gioi-thieu.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n\nĐoạn vừa thêm.\n", encoding="utf-8")
    preview.wait("gioi-thieu/", lambda text: "Đoạn vừa thêm." in text)


def test_preview_tells_a_fault_and_goes_on(project: Project, preview: Preview) -> None:
    preview.wait("ho-so/mot/", lambda text: "Nguyễn Minh Họa" in text)
    project.write(
        "nhap",
        profile_text(id="DH-2024-002", name="Trần Thị Nháp", status="draft").replace(
            "kind: individual", "kind: person"
        ),
    )
    page = preview.wait("_loi/", lambda text: "DH203" in text)
    assert "exemplars/2024/nhap/index.md:3:7" in page
    assert "1 lỗi cần sửa" in preview.page("")
    project.write("nhap", "---\nkind: [\n---\n")
    preview.wait("_loi/", lambda text: "DH103" in text)
    assert "Nguyễn Minh Họa" in preview.page("ho-so/mot/")
    project.write("nhap", id="DH-2024-002", name="Trần Thị Nháp", status="draft")
    preview.wait("", lambda text: "lỗi cần sửa" not in text and "Trần Thị Nháp" in text)
    assert "Traceback" not in preview.log.read_text(encoding="utf-8")


def test_profile_shows_once_it_is_there_and_no_longer_than_that(project: Project, preview: Preview) -> None:
    preview.wait("", lambda text: "Nguyễn Minh Họa" in text)
    assert preview.answer("ho-so/ba/")[0] == 404
    project.write("ba", id="DH-2024-003", name="Lê Thị Mới", photos=PHOTO)
    project.add_photo("ba")
    page = preview.wait("ho-so/ba/", lambda text: "Lê Thị Mới" in text and "anh/1-" in text)
    assert "Lê Thị Mới" in preview.page("ca-nhan/")
    photo = re.search(r"anh/1-[0-9a-f]+-400\.webp", page)
    assert photo
    status, kind, body = preview.answer(f"ho-so/ba/{photo[0]}")
    assert (status, kind, body[8:12]) == (200, "image/webp", b"WEBP")
    assert preview.answer("ho-so/ba/bao-chi/ba.zip")[2].startswith(b"PK")

    (project.root / "exemplars" / "2024" / "ba").rename(project.root / "exemplars" / "2024" / "bon")
    preview.wait("ho-so/bon/", lambda text: "Lê Thị Mới" in text)
    assert preview.answer("ho-so/ba/")[0] == 404

    shutil.rmtree(project.root / "exemplars" / "2024" / "bon")
    preview.wait("ca-nhan/", lambda text: bool(text) and "Lê Thị Mới" not in text)
    status, _, body = preview.answer("ho-so/bon/")
    assert status == 404 and "Không có trang này" in body.decode()
    assert preview.answer(f"ho-so/bon/{photo[0]}")[0] == 404


def test_edits_come_out_as_a_whole_build_of_them(project: Project, preview: Preview) -> None:
    project.write(
        "hai",
        id="DH-2024-004",
        name="Phạm Văn Hai",
        photos=PHOTO,
        more="aliases: [ten-cu]\n",
        body="## Thành tích\n\nCùng [đồng nghiệp](../mot/).",
    )
    project.add_photo("hai")
    project.write_event("gap-mat", title="Gặp mặt", more="profiles: [mot, hai]\n")
    preview.wait("su-kien/2024/gap-mat/", lambda text: "Phạm Văn Hai" in text)
    project.write(
        "hai",
        id="DH-2024-004",
        name="Phạm Văn Ba",
        photos=PHOTO,
        body="## Thành tích\n\nCùng [đồng nghiệp](../mot/) và [người nữa](../nhap/).",
    )
    project.write(
        "nhap",
        id="DH-2024-002",
        name="Trần Thị Nháp",
        status="approved",
        more="corrections: [{date: 2024-06-20, text: Sửa một chữ.}]\n",
    )
    preview.wait("ho-so/hai/", lambda text: "Phạm Văn Ba" in text)
    preview.wait("dinh-chinh/", lambda text: "Sửa một chữ." in text)
    project.write("mot", profile_text(status="withdrawn", review=", date: 2024-06-15"))
    project.write("loi", id="DH-2024-002", name="Người Trùng Mã")
    preview.wait("_loi/", lambda text: "DH701" in text)
    preview.wait("ho-so/mot/", lambda text: "Hồ sơ đã được rút" in text)
    text = (project.root / "content" / "gioi-thieu.md").read_text(encoding="utf-8")
    (project.root / "content" / "gioi-thieu.md").write_text(f"{text}\n\nĐoạn vừa thêm.\n", encoding="utf-8")
    preview.wait("gioi-thieu/", lambda text: "Đoạn vừa thêm." in text)
    # MkDocs builds the site with the addresses of the preview, and it is served at the preview's address: pages hold
    # their full address.
    command = ("mkdocs", "serve", "-q", "-a")
    whole = Preview(project, command=command)
    whole.wait("ho-so/hai/", lambda text: "Phạm Văn Ba" in text)
    (folder,) = whole.work.glob("mkdocs_*")
    paths = [
        path.relative_to(folder).as_posix().removesuffix("index.html")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    whole.stop()
    addresses = [*paths, "khong-co/", "ho-so/mot", "ho-so/ten-cu/", "assets"]
    shown = {address: preview.answer(address) for address in addresses}
    preview.stop()
    whole = Preview(project, preview.port, command)
    try:
        whole.wait("ho-so/hai/", lambda text: "Phạm Văn Ba" in text)
        built = {address: whole.answer(address) for address in addresses}
    finally:
        whole.stop()
    assert len(paths) > 150
    assert [address for address in addresses if shown[address] != built[address]] == []


@pytest.mark.parametrize(
    ("paths", "changes"),
    [
        (
            ["exemplars/2024/mot/index.md", "exemplars/2024/mot/anh/a.jpg", "exemplars/2023/hai"],
            Changes(frozenset({"exemplars/2024/mot", "exemplars/2023/hai"})),
        ),
        (["exemplars/_registry/units.yml"], Changes(whole=True)),
        (["exemplars/2024"], Changes(whole=True)),
        (["exemplars/2024/_nhap/index.md"], Changes()),
        (["content/su-kien/posts/a.md"], Changes(content=True, engine=True)),
        (["theme/main.html", "mkdocs.yml"], Changes(engine=True)),
    ],
)
def test_what_follows_from_a_change_depends_on_where_it_is(paths: list[str], changes: Changes) -> None:
    assert sort_changes(paths) == changes


@needs_posix("Ctrl-C is a signal that one process sends another")
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
