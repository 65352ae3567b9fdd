"""Publishing into a folder, as staff do it: what readers get, what is refused, and what stays when something fails."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from guongsang.deploy.current_link import repair, switch
from guongsang.deploy.to_folder import publish_folder, roll_back
from machine import needs_links, needs_posix
from projects import REPOSITORY, run_command, snapshot
from sites import write_site


def run(root: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return run_command(root, *map(str, arguments))


def publish(tmp_path: Path, site: Path, *more: object) -> subprocess.CompletedProcess[str]:
    return run(tmp_path, "publish", tmp_path / "www", "--site-dir", site, *more)


def quick(tmp_path: Path, site: Path, **changes: object):
    """Publish without a process of its own."""
    options = {
        "commit": None,
        "keep": 5,
        "allow_shrink": False,
        "allow_future": False,
        "step": lambda stage: lambda done, total: None,
    } | changes
    return publish_folder(tmp_path / "project", site, tmp_path / "www", **options)


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "www" / "releases").iterdir())


@needs_links
def test_published_site_is_served_through_current_and_is_the_same(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một")
    done = publish(tmp_path, site)
    assert done.returncode == 0, done.stderr
    assert "bản đầu tiên là 000001-" in done.stderr and done.stdout == ""
    assert (tmp_path / "www" / "current").is_symlink()
    assert snapshot(tmp_path / "www" / "current") == snapshot(site)
    assert not os.path.isabs(os.readlink(tmp_path / "www" / "current"))  # the folder may be moved as one
    assert sorted(path.name for path in (tmp_path / "www").iterdir()) == ["current", "releases"]


def test_record_beside_the_site_has_every_file_with_its_sha256(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một")
    release = quick(tmp_path, site).release
    record = json.loads((tmp_path / "www" / "releases" / release.name / "RELEASE.json").read_text(encoding="utf-8"))
    assert {path: entry["sha256"] for path, entry in record["files"].items()} == {
        path: hashlib.sha256(content).hexdigest() for path, content in snapshot(site).items()
    }
    assert record["digest"].startswith(release.name.rsplit("-", 1)[1])
    assert not (tmp_path / "www" / "current" / "RELEASE.json").exists()


def test_record_names_the_commit_where_git_is(tmp_path: Path) -> None:
    head = subprocess.run(
        ["git", "-C", str(REPOSITORY), "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if not head:
        pytest.skip("no git here")
    site = write_site(tmp_path / "site", "một")
    assert run(REPOSITORY, "publish", tmp_path / "www", "--site-dir", site).returncode == 0
    record = json.loads(next((tmp_path / "www" / "releases").glob("*/RELEASE.json")).read_text(encoding="utf-8"))
    assert record["commit"].rstrip("+") == head


@needs_posix("who may read a file is in its mode")
def test_files_are_for_everybody_to_read_whatever_the_umask(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một")
    before = os.umask(0o077)
    try:
        quick(tmp_path, site)
    finally:
        os.umask(before)
    for path in (tmp_path / "www" / "current").resolve().rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_unchanged_site_makes_no_release(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một")
    assert publish(tmp_path, site).returncode == 0
    done = publish(tmp_path, site)
    assert done.returncode == 0 and "Không có gì thay đổi" in done.stderr
    assert len(names(tmp_path)) == 1


def test_files_that_did_not_change_keep_their_time_and_take_no_room(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một", shown=("le-an",))
    quick(tmp_path, site)
    photo = next((tmp_path / "www" / "current").resolve().glob("ho-so/le-an/anh/*"))
    write_site(site, "hai", shown=("le-an",))
    quick(tmp_path, site)
    again = next((tmp_path / "www" / "current").resolve().glob("ho-so/le-an/anh/*"))
    assert again != photo and again.samefile(photo)


def test_spoilt_file_of_the_served_release_is_not_taken_over(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một")
    quick(tmp_path, site)
    (tmp_path / "www" / "current" / "robots.txt").write_text("spoilt", encoding="utf-8")
    assert quick(tmp_path, site).changed
    assert snapshot(tmp_path / "www" / "current") == snapshot(site)


def test_as_many_earlier_releases_stay_as_asked_and_never_the_served_one_goes(tmp_path: Path) -> None:
    for number in range(6):
        done = quick(tmp_path, write_site(tmp_path / "site", f"bản-{number}"), keep=2)
    assert [name[:6] for name in names(tmp_path)] == ["000004", "000005", "000006"] and len(done.deleted) == 1
    roll_back(tmp_path / "www", names(tmp_path)[0], show_again=False)
    served = os.readlink(tmp_path / "www" / "current")
    for number in range(6, 8):
        quick(tmp_path, write_site(tmp_path / "site", f"bản-{number}"), keep=1)
        assert (tmp_path / "www" / "current" / "index.html").is_file()
        if number == 6:
            assert Path(served).parts[1] in names(tmp_path)  # what was served before the newest stays, old as it is
    assert [name[:6] for name in names(tmp_path)] == ["000007", "000008"]


def test_rollback_goes_back_to_what_was_served_and_says_so(tmp_path: Path) -> None:
    for edition in ("một", "hai", "ba"):
        assert publish(tmp_path, write_site(tmp_path / "site", edition)).returncode == 0
    first, second, third = names(tmp_path)
    done = run(tmp_path, "rollback", tmp_path / "www")
    assert done.returncode == 0 and f"từ {third} sang {second}" in done.stderr
    assert "edition hai" in (tmp_path / "www" / "current" / "index.html").read_text(encoding="utf-8")
    assert run(tmp_path, "rollback", tmp_path / "www", "--to", third).returncode == 0
    assert publish(tmp_path, write_site(tmp_path / "site", "bốn")).returncode == 0
    listed = run(tmp_path, "releases", tmp_path / "www").stdout.splitlines()
    assert [line[0] for line in listed] == ["*", " ", " ", " "] and [line[2:8] for line in listed] == [
        "000004",
        "000003",
        "000002",
        "000001",
    ]
    done = run(tmp_path, "rollback", tmp_path / "www", "--to", "khong-co")
    assert done.returncode == 1 and 'không có bản "khong-co"' in done.stderr
    assert first


def test_rollback_after_a_rollback_and_a_publication_skips_the_bad_release(tmp_path: Path) -> None:
    for edition in ("tốt", "hỏng"):
        quick(tmp_path, write_site(tmp_path / "site", edition))
    roll_back(tmp_path / "www", None, show_again=False)
    quick(tmp_path, write_site(tmp_path / "site", "mới"))
    roll_back(tmp_path / "www", None, show_again=False)
    assert "edition tốt" in (tmp_path / "www" / "current" / "index.html").read_text(encoding="utf-8")
    done = run(tmp_path, "rollback", tmp_path / "www")
    assert done.returncode == 1 and "không còn bản nào trước" in done.stderr


def test_rollback_to_a_damaged_release_is_refused(tmp_path: Path) -> None:
    for edition in ("một", "hai"):
        quick(tmp_path, write_site(tmp_path / "site", edition))
    (tmp_path / "www" / "releases" / names(tmp_path)[0] / "site" / "linh-vuc" / "3" / "index.html").write_text(
        "cut", encoding="utf-8"
    )
    done = run(tmp_path, "rollback", tmp_path / "www")
    assert done.returncode == 1 and "không còn nguyên vẹn (linh-vuc/3/index.html)" in done.stderr
    assert "edition hai" in (tmp_path / "www" / "current" / "index.html").read_text(encoding="utf-8")


def test_rollback_never_shows_a_withdrawn_profile_again_unless_told(tmp_path: Path) -> None:
    quick(tmp_path, write_site(tmp_path / "một", "một", shown=("le-an", "vu-binh")))
    quick(tmp_path, write_site(tmp_path / "hai", "hai", shown=("vu-binh",)))
    done = run(tmp_path, "rollback", tmp_path / "www")
    assert done.returncode == 1 and "còn hiện 1 hồ sơ mà bản đang dùng không hiện nữa: le-an" in done.stderr
    assert not (tmp_path / "www" / "current" / "ho-so" / "le-an").exists()
    assert run(tmp_path, "rollback", tmp_path / "www", "--show-again").returncode == 0
    assert (tmp_path / "www" / "current" / "ho-so" / "le-an").exists()


def refusal(tmp_path: Path, site: Path, *more: object) -> str:
    """Publish a site that must be refused over one that is served; return what was said."""
    quick(tmp_path, write_site(tmp_path / "whole", "một"))
    before = snapshot(tmp_path / "www")
    done = publish(tmp_path, site, *more)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert snapshot(tmp_path / "www") == before
    assert "edition một" in (tmp_path / "www" / "current" / "index.html").read_text(encoding="utf-8")
    return done.stderr


def test_missing_empty_and_foreign_sites_are_refused(tmp_path: Path) -> None:
    assert "hãy dựng trang trước" in refusal(tmp_path, tmp_path / "khong-co")
    (tmp_path / "empty").mkdir()
    assert "rỗng" in refusal(tmp_path, tmp_path / "empty")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "index.html").write_text("<p>", encoding="utf-8")
    assert "không phải trang do Gương Sáng dựng" in refusal(tmp_path, tmp_path / "foreign")
    site = write_site(tmp_path / "headless", "hai")
    (site / "index.html").write_text("", encoding="utf-8")
    assert "thiếu trang chủ" in refusal(tmp_path, site)


@needs_links
def test_link_in_a_site_is_refused(tmp_path: Path) -> None:
    site = write_site(tmp_path / "linked", "hai")
    (site / "ho-so").symlink_to(tmp_path)
    assert "không phải là tệp thường" in refusal(tmp_path, site)


def test_shrunken_site_is_refused_unless_told(tmp_path: Path) -> None:
    small = write_site(tmp_path / "small", "hai", pages=17)  # 3 of 22 pages gone
    smaller = write_site(tmp_path / "smaller", "hai", pages=15)  # 5 of 22: 23 %
    said = refusal(tmp_path, smaller)
    assert (
        "mất 5 trong 22 trang" in said
        and "23%" in said
        and "linh-vuc/15/index.html" in said
        and "--allow-shrink" in said
    )
    assert publish(tmp_path, small).returncode == 0
    assert publish(tmp_path, write_site(tmp_path / "tiny", "ba", pages=2), "--allow-shrink").returncode == 0


def test_site_built_for_a_later_day_is_refused_and_an_old_one_is_remarked(tmp_path: Path) -> None:
    assert "dựng như thể đã đến ngày 01/01/2999" in refusal(
        tmp_path, write_site(tmp_path / "later", "hai", as_of="2999-01-01")
    )
    done = publish(tmp_path, write_site(tmp_path / "older", "ba", as_of="2020-01-01"))
    assert done.returncode == 0 and "dựng theo ngày 1/1/2020" in done.stderr


def test_places_that_hold_other_things_are_refused(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một")
    for place in (tmp_path, tmp_path / "content" / "www", site / "www"):
        done = run(tmp_path, "publish", place, "--site-dir", site)
        assert done.returncode == 1 and "Traceback" not in done.stderr, place
    (tmp_path / "www" / "old").mkdir(parents=True)
    assert "chọn một thư mục trống" in publish(tmp_path, site).stderr
    (tmp_path / "www" / "old").rmdir()
    (tmp_path / "www" / "releases").mkdir()
    (tmp_path / "www" / "current").mkdir()
    done = publish(tmp_path, site)
    assert done.returncode == 1 and "không do lệnh publish tạo" in done.stderr
    assert run(tmp_path, "rollback", tmp_path / "nowhere").returncode == 1 and not (tmp_path / "nowhere").exists()


@needs_posix("flock; there msvcrt locks")
def test_second_publication_and_one_during_a_build_are_refused(tmp_path: Path) -> None:
    import fcntl

    site = write_site(tmp_path / "site", "một")
    quick(tmp_path, site)
    for lock, said in (
        (tmp_path / "www" / ".publish.lock", "một lần đưa trang lên khác"),
        (tmp_path / ".site.lock", "một lần dựng trang"),
    ):
        with lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            done = publish(tmp_path, site)
            assert done.returncode == 1 and said in done.stderr
        lock.unlink()
    assert publish(tmp_path, site).returncode == 0


@needs_posix("a limit on the size of files")
def test_full_disk_leaves_the_earlier_release(tmp_path: Path) -> None:
    quick(tmp_path, write_site(tmp_path / "site", "một"))
    large = write_site(tmp_path / "large", "hai")
    (large / "assets" / "tệp lớn.bin").write_bytes(b"0" * 300_000)
    # At most 200 blocks of 1 KiB a file.
    command = f'ulimit -f 200; exec "$0" -m guongsang publish "{tmp_path}/www" --site-dir "{large}"'
    import sys

    done = subprocess.run(
        ["bash", "-c", f"trap '' XFSZ; {command}", sys.executable],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 1 and "bản đang dùng không thay đổi" in done.stderr and "Traceback" not in done.stderr
    assert "edition một" in (tmp_path / "www" / "current" / "index.html").read_text(encoding="utf-8")
    assert len(names(tmp_path)) == 1
    assert quick(tmp_path, large).changed


@needs_links
def test_leftovers_of_a_killed_run_go_with_the_next(tmp_path: Path) -> None:
    quick(tmp_path, write_site(tmp_path / "site", "một"))
    for left in (".new-000002-x", ".old-000001-x"):
        (tmp_path / "www" / "releases" / left / "site").mkdir(parents=True)
    (tmp_path / "www" / ".current.new").symlink_to("nowhere")
    quick(tmp_path, write_site(tmp_path / "site", "hai"))
    assert [name[:6] for name in names(tmp_path)] == ["000001", "000002"]
    assert sorted(path.name for path in (tmp_path / "www").iterdir()) == ["current", "releases"]


def test_without_links_folders_take_each_others_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    monkeypatch.setattr(os, "symlink", refuse)  # a disk that can't: as Windows without the right to make links
    for edition in ("một", "hai"):
        done = quick(tmp_path, write_site(tmp_path / "site", edition))
        assert not done.in_one_step and not (tmp_path / "www" / "current").is_symlink()
        assert snapshot(tmp_path / "www" / "current") == snapshot(tmp_path / "site")
    first, _ = names(tmp_path)
    assert roll_back(tmp_path / "www", None, show_again=False)[1].name == first
    assert "edition một" in (tmp_path / "www" / "current" / "index.html").read_text(encoding="utf-8")
    (tmp_path / "www" / "current").rename(tmp_path / "www" / ".current-old")  # killed between its two renames
    repair(tmp_path / "www")
    assert "edition một" in (tmp_path / "www" / "current" / "index.html").read_text(encoding="utf-8")
    assert not switch(tmp_path / "www", names(tmp_path)[1])


def test_repository_site_can_be_published(tmp_path: Path, repository_site: Path) -> None:
    done = run(tmp_path, "publish", tmp_path / "www", "--site-dir", repository_site, "--allow-future")
    assert done.returncode == 0, done.stderr
    assert snapshot(tmp_path / "www" / "current") == snapshot(repository_site)
