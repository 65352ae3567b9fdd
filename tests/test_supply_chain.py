"""The bill of materials is whole, valid and always the same; a build uses no network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from projects import PHOTO, REPOSITORY, Project, snapshot

AS_OF = "2026-11-22"
STANDARDS = Path(__file__).parent / "standards"
# Loaded by every Python that a build starts, worker processes too: a connection to another machine ends the build and
# leaves a note.
GUARD = """
import os, sys
def _refuse(event, arguments):
    named = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
    if named or event in ("socket.connect", "socket.bind") and isinstance(arguments[1], tuple):
        with open(os.environ["GUONGSANG_TEST_NOTE"], "a") as note:
            note.write(f"{event} {arguments[1:]}\\n")
        os._exit(97)
sys.addaudithook(_refuse)
"""


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that can't reach a network; what tried is noted in its GUONGSANG_TEST_NOTE."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(guard), "GUONGSANG_TEST_NOTE": str(tmp_path / "note")}


def isolated(*command: str) -> list[str]:
    """Return a command that runs in a network of its own, which leads nowhere, where this system lets us make one."""
    for unshare in (["unshare", "-n"], ["unshare", "-rn"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0
        ):
            return [*unshare, *command]
    return list(command)


def build_offline(root: Path, target: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        isolated(
            sys.executable, "-m", "guongsang", "--root", str(root), "build", "--site-dir", str(target), "--as-of", AS_OF
        ),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=root,
        check=False,
        timeout=600,
    )
    assert not Path(environment["GUONGSANG_TEST_NOTE"]).exists(), Path(environment["GUONGSANG_TEST_NOTE"]).read_text(
        encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_guard_notices_whoever_would_use_a_network(offline: dict[str, str]) -> None:
    for code in (
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
        "import multiprocessing as m, socket; "
        "p = m.get_context('spawn').Process(target=socket.gethostbyname, args=('example.org',)); "
        "p.start(); p.join(); raise SystemExit(p.exitcode)",
    ):
        assert (
            subprocess.run([sys.executable, "-c", code], env=offline, capture_output=True, check=False).returncode == 97
        ), code
    assert len(Path(offline["GUONGSANG_TEST_NOTE"]).read_text(encoding="utf-8").splitlines()) == 3


def test_site_of_the_repository_is_the_same_without_a_network(
    repository_site: Path, offline: dict[str, str], tmp_path: Path
) -> None:
    build_offline(REPOSITORY, tmp_path / "site", offline)
    assert snapshot(tmp_path / "site") == snapshot(repository_site)


def test_photos_cards_and_kits_are_made_without_a_network(
    project: Project, offline: dict[str, str], tmp_path: Path
) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    project.write_event("gap-mat")
    build_offline(project.root, tmp_path / "offline", offline)
    shutil.rmtree(project.root / ".cache")
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    assert snapshot(tmp_path / "offline") == snapshot(project.root / "site")
    assert any(name.endswith(".docx") for name in snapshot(project.root / "site"))


def bill(*options: str) -> str:
    """Return what the script prints on a bare Python."""
    done = subprocess.run(
        [sys.executable, "-E", "-S", str(REPOSITORY / "scripts" / "sbom.py"), *options],
        capture_output=True,
        check=False,
        cwd="/",
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize(("options", "lock"), [((), "requirements.lock"), (("--tests",), "requirements-test.lock")])
def test_bill_of_materials_is_valid_and_names_every_locked_package_with_its_digests(
    options: tuple[str, ...], lock: str
) -> None:
    found = json.loads(bill(*options))
    schemas = [
        Resource.from_contents(json.loads(path.read_text(encoding="utf-8")), DRAFT7)
        for path in STANDARDS.glob("*.schema.json")
    ]
    registry = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{name}", schema)
        for schema in schemas
        for name in (
            schema.id().rsplit("/", 1)[1],
            schema.id().rsplit("/", 1)[1].replace(".schema", ".SNAPSHOT.schema"),
        )
    )
    validator = Draft7Validator(
        registry.contents("http://cyclonedx.org/schema/bom-1.6.schema.json"),
        registry=registry,
        format_checker=FormatChecker(),
    )
    assert [error.message for error in validator.iter_errors(found)] == []
    assert [
        error for error in validator.iter_errors({**found, "specVersion": 1, "components": [{"type": "x"}]})
    ]  # it can fail
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    packages = [part for part in found["components"] if part.get("purl")]
    assert sorted((part["name"], part["version"]) for part in packages) == sorted(
        re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    )
    assert sorted(digest["content"] for part in packages for digest in part["hashes"]) == sorted(
        re.findall(r"sha256:([0-9a-f]{64})", text)
    )
    assert all(part["hashes"] for part in packages)


def test_bill_of_materials_is_always_the_same_and_names_no_machine() -> None:
    text = bill()
    assert text == bill()
    assert "timestamp" not in text and str(REPOSITORY) not in text


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    """The script that asks what is known against the locks, in a place of its own where nothing is set up yet."""
    shutil.copytree(
        REPOSITORY / "scripts", tmp_path / "project" / "scripts", ignore=shutil.ignore_patterns("__pycache__")
    )
    for lock in REPOSITORY.glob("requirements*.lock"):
        shutil.copy2(lock, tmp_path / "project")
    return tmp_path / "project" / "scripts" / "audit.py"


def test_audit_that_can_ask_nobody_says_so_and_never_that_all_is_well(audit: Path, offline: dict[str, str]) -> None:
    done = subprocess.run(
        isolated(sys.executable, str(audit)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**offline, "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 2 and "Traceback" not in done.stdout + done.stderr
    assert "cần mạng" in done.stderr and "đừng coi là an toàn" in done.stderr and "0 lỗ hổng" not in done.stdout


def test_audit_names_the_package_the_hole_and_what_mends_it(audit: Path) -> None:
    answer = [
        {
            "name": "a",
            "version": "1.0",
            "vulns": [{"id": "GHSA-1", "aliases": ["CVE-2099-1"], "fix_versions": ["1.1", "2.0"]}],
        },
        {"name": "b", "version": "2.0", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]},
        {"name": "c", "version": "3.0", "vulns": []},
    ]
    code = f"import audit; print('\\n'.join(audit.render_holes({answer!r})))"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=audit.parent,
    )
    assert done.stdout.splitlines() == [
        "a 1.0: GHSA-1, CVE-2099-1; đã sửa ở 1.1, 2.0",
        "b 2.0: PYSEC-2; chưa có bản sửa",
    ]
    assert (
        subprocess.run([sys.executable, str(audit), "khong-co.lock"], capture_output=True, check=False).returncode == 2
    )
