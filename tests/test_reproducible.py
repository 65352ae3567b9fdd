"""Two clones of the repository give one and the same site.

They stand at two paths, are checked out in two orders, and are built on two days by machines set up differently.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from machine import needs_posix
from projects import REPOSITORY, snapshot

AS_OF = "2026-11-22"
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "x",
    "GIT_AUTHOR_EMAIL": "x@example.org",
    "GIT_COMMITTER_NAME": "x",
    "GIT_COMMITTER_EMAIL": "x@example.org",
    "LC_ALL": "C",
}
# Loaded by every Python of the second build: folders list their files in reverse, and the clock is 400 days ahead.
_ELSEWHERE = """
import copyreg, datetime, os, time
_list, _scan, _time, _local, _gm, _strf = os.listdir, os.scandir, time.time, time.localtime, time.gmtime, time.strftime
_LATER = 400 * 86400
class _Scan:
    def __init__(self, *arguments):
        with _scan(*arguments) as found:
            self._entries = iter(sorted(found, key=lambda entry: entry.name, reverse=True))
    def __iter__(self):
        return self
    def __next__(self):
        return next(self._entries)
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
    def close(self):
        pass
_Date, _Datetime = datetime.date, datetime.datetime
class _Kind(type):
    def __instancecheck__(cls, value):
        return isinstance(value, _Datetime if cls is _LaterDatetime else _Date)
class _LaterDatetime(_Datetime, metaclass=_Kind):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.now(datetime.UTC).replace(tzinfo=None)
class _LaterDate(_Date, metaclass=_Kind):
    @classmethod
    def today(cls):
        return _LaterDatetime.now().date()
copyreg.pickle(_Date, lambda day: (_LaterDate, (day.year, day.month, day.day)))
copyreg.pickle(_Datetime, lambda moment: (_LaterDatetime.fromisoformat, (moment.isoformat(),)))
os.listdir = lambda *path: sorted(_list(*path), reverse=True)
os.scandir = _Scan
time.time = lambda: _time() + _LATER
time.time_ns = lambda: int(time.time() * 1e9)
time.localtime = lambda seconds=None: _local(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: _gm(time.time() if seconds is None else seconds)
time.strftime = lambda form, moment=None: _strf(form, time.localtime() if moment is None else moment)
datetime.datetime, datetime.date = _LaterDatetime, _LaterDate
with open(os.environ["GUONGSANG_TEST_NOTE"], "a") as note:
    note.write("loaded\\n")
"""


def git(*arguments: str, cwd: Path, text: str | None = None) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=cwd,
        env={**os.environ, **_GIT},
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which all our files are committed as they are now: what is tested need not be committed."""
    folder = tmp_path_factory.mktemp("origin")
    git("init", "-q", "--bare", "origin.git", cwd=folder)
    for command in (("add", "--all"), ("commit", "-q", "-m", "x")):
        git(
            "--git-dir",
            str(folder / "origin.git"),
            "--work-tree",
            str(REPOSITORY),
            "-c",
            "core.bare=false",
            *command,
            cwd=REPOSITORY,
        )
    return folder / "origin.git"


def start_build(clone: Path, target: Path, *, utf8: bool, umask: int, **environment: str) -> subprocess.Popen[str]:
    """Start a cold build of a clone by its own code."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SOURCE_DATE_EPOCH", "GUONGSANG_AS_OF", "LANG", "LC_ALL", "TZ", "PYTHONUTF8")
    }
    extra = environment.pop("extra_path", "")
    path = os.pathsep.join(filter(None, (extra, str(clone / "src"))))
    code = (
        "import pathlib, runpy, sys, guongsang\n"
        "assert pathlib.Path(guongsang.__file__).is_relative_to(sys.argv.pop(1))\n"
        "runpy.run_module('guongsang', run_name='__main__', alter_sys=True)"
    )
    command = [
        sys.executable,
        *(["-X", "utf8"] if utf8 else []),
        "-c",
        code,
        str(clone),
        "--root",
        str(clone),
        "build",
        "--precompress",
        "--site-dir",
        str(target),
        "--as-of",
        AS_OF,
    ]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        cwd=clone,
        umask=umask,
        env={**inherited, "PYTHONPATH": path, **environment},
    )


def modes(site: Path) -> dict[str, str]:
    """Return what everybody may do with each file and folder of a site, and with the site itself."""
    return {path.relative_to(site).as_posix(): stat.filemode(path.lstat().st_mode) for path in (site, *site.rglob("*"))}


@needs_posix("builds begin with another umask")
def test_two_clones_at_two_places_and_times_give_one_site(origin: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "Vụ Tổ chức" / "bản sao thứ hai"
    second.parent.mkdir()
    git("clone", "-q", str(origin), str(first), cwd=tmp_path)
    git("clone", "-q", "--no-checkout", str(origin), str(second), cwd=tmp_path)
    git("read-tree", "HEAD", cwd=second)
    names = git("ls-files", "-z", cwd=second).split("\0")[:-1]
    git("checkout-index", "-z", "--stdin", cwd=second, text="\0".join(reversed(names)))
    assert git("status", "--porcelain", cwd=second) == ""
    for name in names:
        os.utime(second / name, (1_000_000_000, 1_000_000_000), follow_symlinks=False)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "sitecustomize.py").write_text(_ELSEWHERE, encoding="utf-8")
    builds = [
        start_build(
            first, tmp_path / "out" / "site", utf8=True, umask=0o022, TZ="VNM-7", LANG="vi_VN.UTF-8", PYTHONHASHSEED="1"
        ),
        start_build(
            second,
            tmp_path / "nơi khác" / "trang web",
            utf8=False,
            umask=0o077,
            TZ="XXX+11",
            LC_ALL="C",
            PYTHONHASHSEED="2",
            PYTHON_CPU_COUNT="1",
            HOME=str(tmp_path),
            extra_path=str(elsewhere),
            GUONGSANG_TEST_NOTE=str(tmp_path / "note"),
        ),
    ]
    for build in builds:
        said = build.communicate(timeout=1200)[0]
        assert build.returncode == 0, said
    assert (tmp_path / "note").is_file()
    one, other = tmp_path / "out" / "site", tmp_path / "nơi khác" / "trang web"
    files = snapshot(one)
    assert len([name for name in files if name.endswith(".gz")]) > 100 and any(name.endswith(".zip") for name in files)
    theirs = snapshot(other)
    assert sorted(files) == sorted(theirs)
    assert [name for name in files if files[name] != theirs[name]] == []
    assert modes(one) == modes(other)
    assert set(modes(one).values()) == {
        "drwxr-xr-x",
        "-rw-r--r--",
    }  # a web server, which is somebody else, reads all of it
    assert (first / ".cache").is_dir() and (second / ".cache").is_dir()  # each built from nothing
    assert (
        git("status", "--porcelain", cwd=first) == git("status", "--porcelain", cwd=second) == ""
    )  # and nothing was left among the sources
    print(f"\nreproducible: {len(files)} files and {len(modes(one)) - len(files)} folders of two clones, differences 0")
