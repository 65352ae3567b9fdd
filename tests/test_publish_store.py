"""Publishing to object storage: what is stored and how, what stays untouched, what a kill leaves. A real S3 server."""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

import campaigns
from builders import write_tree
from guongsang.deploy.lease import LOCK
from guongsang.deploy.object_store import ObjectStore, open_store
from guongsang.deploy.to_object_store import MANIFEST, UPLOADING, Uploaded, publish_to_store
from guongsang.deploy.web_headers import LONG, SHORT
from guongsang.errors import PublishError
from machine import needs_posix
from projects import run_command, snapshot
from sites import editions_in, write_site

BUCKET = "kho-trang"
SECRET = "mat-khau-khong-duoc-lo"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def client(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "tai-khoan",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket=BUCKET)
    yield client
    for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=item["Key"])
    client.delete_bucket(Bucket=BUCKET)
    client.close()


@pytest.fixture
def store(client: Any, endpoint: str) -> ObjectStore:
    return open_store(BUCKET, "trang/", endpoint)


def publish(store: ObjectStore, site: Path, **changes: Any) -> Uploaded:
    options: dict[str, Any] = {
        "commit": None,
        "allow_shrink": False,
        "allow_future": False,
        "step": lambda stage: lambda done, total: None,
    } | changes
    return publish_to_store(store, site, **options)


def stored(client: Any, prefix: str = "trang/") -> dict[str, bytes]:
    keys = [
        item["Key"]
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        for item in page.get("Contents", ())
    ]
    return {key.removeprefix(prefix): client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}


def served(client: Any) -> dict[str, bytes]:
    return {path: content for path, content in stored(client).items() if not path.startswith(".guongsang/")}


def test_command_stores_the_site_with_types_and_cache_times(client: Any, endpoint: str, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một", shown=("le-an",))
    done = run_command(tmp_path, "publish", f"s3://{BUCKET}/trang", "--endpoint", endpoint, "--site-dir", str(site))
    assert done.returncode == 0, done.stderr
    assert f"{len(snapshot(site))} tệp mới hoặc đổi, 0 tệp giữ nguyên, 0 tệp đã xóa" in done.stderr
    assert served(client) == snapshot(site)
    assert sorted(path for path in stored(client) if path.startswith(".guongsang/")) == [MANIFEST]
    for path, (content_type, cache) in {
        "index.html": ("text/html; charset=utf-8", SHORT),
        "bao/feed.atom": ("application/atom+xml", SHORT),
        "bao/feed.json": ("application/feed+json", SHORT),
        "tim-kiem/chi-muc/index.json": ("application/json", SHORT),
        next(path for path in snapshot(site) if path.endswith(".avif")): ("image/avif", LONG),
    }.items():
        head = client.head_object(Bucket=BUCKET, Key=f"trang/{path}")
        assert (head["ContentType"], head["CacheControl"]) == (content_type, cache), path
    again = run_command(tmp_path, "publish", f"s3://{BUCKET}/trang/", "--endpoint", endpoint, "--site-dir", str(site))
    assert again.returncode == 0 and "Không có gì thay đổi" in again.stderr
    assert SECRET not in done.stderr + done.stdout + again.stderr + again.stdout


def test_only_what_changed_is_uploaded_and_what_is_gone_is_deleted_and_other_files_stay(
    client: Any, store: ObjectStore, tmp_path: Path
) -> None:
    site = write_site(tmp_path / "site", "một", pages=30, shown=("le-an",))
    publish(store, site)
    client.put_object(Bucket=BUCKET, Key="trang/google-xac-minh.html", Body=b"of somebody else")
    client.put_object(Bucket=BUCKET, Key="khac/index.html", Body=b"of another site")
    (site / "linh-vuc" / "3" / "index.html").unlink()
    (site / "robots.txt").write_text("khác", encoding="utf-8")
    (site / "moi.txt").write_text("mới", encoding="utf-8")
    assert publish(store, site) == Uploaded(uploaded=2, kept=len(snapshot(site)) - 2, deleted=1)
    assert served(client) == snapshot(site) | {"google-xac-minh.html": b"of somebody else"}
    assert stored(client, "khac/") == {"index.html": b"of another site"}


def test_what_is_for_a_web_server_alone_is_not_uploaded(client: Any, store: ObjectStore, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một", shown=("le-an",))
    public = snapshot(site)
    write_tree(
        site,
        {
            ".may-chu/chuyen-huong.map": "cũ mới;",
            "ho-so/da-rut/.410": "",
            "index.html.gz": b"\x1f\x8b",
            "goi.zip": b"PK",
            "rieng.gz": b"\x1f\x8b",
        },
    )
    publish(store, site)
    assert served(client).keys() == {*public, "goi.zip", "rieng.gz"}


def test_what_was_changed_or_lost_in_the_storage_is_put_right(client: Any, store: ObjectStore, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một")
    publish(store, site)
    whole = (site / "404.html").read_bytes()
    client.put_object(Bucket=BUCKET, Key="trang/404.html", Body=whole[::-1])
    client.delete_object(Bucket=BUCKET, Key="trang/robots.txt")
    assert publish(store, site).uploaded == 2
    assert served(client) == snapshot(site)
    client.put_object(Bucket=BUCKET, Key=f"trang/{MANIFEST}", Body=b"{damaged")
    assert publish(store, site).uploaded == 0  # what each object says of itself is enough
    assert publish(store, site) == Uploaded(0, len(snapshot(site)), 0)


def test_files_come_before_pages_that_point_to_them_and_the_home_page_last_and_deletes_after(
    client: Any, store: ObjectStore, tmp_path: Path
) -> None:
    site = write_site(tmp_path / "site", "một", shown=("le-an",))
    publish(store, site)
    (site / "linh-vuc" / "0" / "index.html").unlink()
    write_site(tmp_path / "mới", "hai", shown=("le-an", "vu-binh"))
    (tmp_path / "mới" / "linh-vuc" / "0" / "index.html").unlink()
    calls: list[tuple[str, str]] = []
    store._client.meta.events.register(
        "before-call.s3",
        lambda model, params, **_: calls.append((model.name, params["url_path"].partition("trang/")[2])),
    )
    publish(store, tmp_path / "mới")
    written = [path for name, path in calls if name == "PutObject" and not path.startswith(".guongsang/")]
    position = {path: number for number, path in enumerate(written)}
    new_page, photo = "ho-so/vu-binh/index.html", next(path for path in written if "vu-binh/anh/" in path)
    assert (
        position[photo] < position[new_page] < min(position[path] for path in written if path.startswith("linh-vuc/"))
    )
    assert (
        max(position[path] for path in written if path.startswith("linh-vuc/"))
        < position["bao/feed.atom"]
        < position["index.html"]
        == len(written) - 1
    )
    deleted = [number for number, call in enumerate(calls) if call == ("DeleteObject", "linh-vuc/0/index.html")]
    assert (
        deleted
        and deleted[0] > calls.index(("PutObject", "index.html"))
        and calls.index(("PutObject", MANIFEST)) > deleted[0]
    )


def test_shrunken_future_and_foreign_sites_are_refused(client: Any, store: ObjectStore, tmp_path: Path) -> None:
    publish(store, write_site(tmp_path / "site", "một"))
    before = served(client)
    for site, said in (
        (write_site(tmp_path / "small", "hai", pages=5), "mất 15 trong 22 trang"),
        (write_site(tmp_path / "later", "hai", as_of="2999-01-01"), "như thể"),
        (tmp_path / "khong-co", "chưa có trang"),
    ):
        with pytest.raises(PublishError, match=said):
            publish(store, site)
    assert served(client) == before and LOCK not in stored(client)
    assert publish(store, tmp_path / "small", allow_shrink=True).deleted == 15
    client.put_object(Bucket=BUCKET, Key="khac/index.html", Body=b"of another site")
    with pytest.raises(PublishError, match="đã có trang khác"):
        publish(ObjectStore(client, BUCKET, "khac/"), tmp_path / "site")
    assert stored(client, "khac/") == {"index.html": b"of another site"}


def test_file_that_changes_while_it_is_uploaded_is_noticed(client: Any, store: ObjectStore, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một")

    def change(stage: str) -> Any:
        if stage == "upload":
            (site / "robots.txt").write_bytes(b"x" * (site / "robots.txt").stat().st_size)
        return lambda done, total: None

    with pytest.raises(PublishError, match="robots.txt"):
        publish(store, site, step=change)
    assert "index.html" not in served(client)  # nothing leads to what was uploaded


def test_second_run_is_refused_while_one_holds_the_lock_and_takes_over_when_it_has_lapsed(
    client: Any, store: ObjectStore, tmp_path: Path
) -> None:
    site = write_site(tmp_path / "site", "một")
    client.put_object(Bucket=BUCKET, Key=f"trang/{LOCK}", Body=json.dumps({"holder": "khác", "seconds": 3}).encode())
    with pytest.raises(PublishError, match=r"chạy lại sau \d giây"):
        publish(store, site)
    assert list(stored(client)) == [LOCK]
    time.sleep(5)
    assert publish(store, site).uploaded == len(snapshot(site))
    assert LOCK not in stored(client)


def test_of_runs_that_begin_together_one_publishes(client: Any, endpoint: str, tmp_path: Path) -> None:
    results: list[str] = []

    def attempt(number: int) -> None:
        try:
            publish(open_store(BUCKET, "trang/", endpoint), sites[number])
            results.append("published")
        except PublishError as error:
            results.append(str(error))

    sites = [write_site(tmp_path / f"site-{number}", f"bản-{number}", pages=60) for number in range(4)]
    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "published" in results and all(
        outcome == "published" or "đưa trang lên khác" in outcome for outcome in results
    ), results
    assert served(client) in [snapshot(site) for site in sites]


def test_failures_are_one_sentence_without_secrets(client: Any, endpoint: str, tmp_path: Path) -> None:
    site = str(write_site(tmp_path / "site", "một"))
    for target, more, said in (
        (f"s3://{BUCKET}-khong-co/x", ("--endpoint", endpoint), "không có kho này"),
        ("s3://", (), "không phải địa chỉ kho"),
        (f"s3://{BUCKET}/a/../b", (), "không phải địa chỉ kho"),
        (f"s3://{BUCKET}", ("--endpoint", f"http://ten:{SECRET}@127.0.0.1:1"), "không kèm tên và mật khẩu"),
        (f"s3://{BUCKET}", ("--endpoint", "http://127.0.0.1:1"), "không kết nối được"),
    ):
        done = run_command(tmp_path, "publish", target, *more, "--site-dir", site, AWS_MAX_ATTEMPTS="1")
        assert done.returncode == 1 and said in done.stderr, done.stderr
        assert "Traceback" not in done.stderr and SECRET not in done.stderr
    done = run_command(
        tmp_path,
        "publish",
        f"s3://{BUCKET}",
        "--endpoint",
        endpoint,
        "--site-dir",
        site,
        AWS_ACCESS_KEY_ID="",
        AWS_SECRET_ACCESS_KEY="",
        AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "none"),
        AWS_CONFIG_FILE=str(tmp_path / "none"),
    )
    assert done.returncode == 1 and "chưa có khóa truy cập" in done.stderr
    assert "kho đối tượng không giữ bản trước" in run_command(tmp_path, "rollback", "s3://kho/x").stderr


def test_missing_library_is_explained(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "một")
    code = "import sys; sys.modules['boto3'] = None; import guongsang.cli; guongsang.cli.main()"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, "publish", "s3://kho-trang/x", "--site-dir", str(site)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
    )
    assert (
        done.returncode == 1
        and "boto3" in done.stderr
        and "scripts/publish.py" in done.stderr
        and "Traceback" not in done.stderr
    )


KILLS = campaigns.KILLS // 3 + 1
# Publishes as told on its input, each time in a process of its own that can be killed.
SERVER = """
import json, os, sys
from pathlib import Path
import boto3, guongsang.deploy.to_object_store as uploading
from guongsang.deploy.object_store import open_store
for line in sys.stdin:
    child = os.fork()
    if not child:
        endpoint, bucket, site = json.loads(line)
        uploading.publish_to_store(open_store(bucket, "trang/", endpoint), Path(site),
                                   commit=None, allow_shrink=False, allow_future=False,
                                   step=lambda stage: lambda done, total: None, lease=30.0)
        os._exit(0)
    print(child, flush=True)
    sys.stdin.readline()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@needs_posix("runs are forked from a process that has all imported")
def test_killed_run_leaves_whole_pages_that_lead_somewhere_and_the_next_goes_on(
    client: Any, endpoint: str, tmp_path: Path, add_to_summary: Callable[[str], None]
) -> None:
    sites = [
        write_site(tmp_path / f"site-{number}", f"bản-{number}", pages=60, shown=(f"ho-so-{number}", "chung"))
        for number in (0, 1)
    ]
    publish(open_store(BUCKET, "trang/", endpoint), sites[0])
    seed = campaigns.seed("GUONGSANG_KILL_SEED")
    chance, ended, whole = random.Random(seed), [], len(snapshot(sites[0]))
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin and server.stdout
        usual = 0.0
        while ended.count(-signal.SIGKILL) < KILLS:
            kill = len(ended)
            begun = time.monotonic()
            server.stdin.write(json.dumps([endpoint, BUCKET, str(sites[(kill + 1) % 2])]) + "\n")
            server.stdin.flush()
            process = int(server.stdout.readline())
            if kill:  # the first shows how long one takes
                time.sleep(chance.uniform(0, 0.8 * usual))
                os.kill(process, signal.SIGKILL)
            server.stdin.write("\n")
            server.stdin.flush()
            ended.append(int(server.stdout.readline()))
            usual = min(usual or 9.0, time.monotonic() - begun) if not ended[-1] else usual
            client.delete_object(Bucket=BUCKET, Key=f"trang/{LOCK}")  # as if the time had passed in which it lapses
            now = {path: content.decode() for path, content in served(client).items()}
            assert len(now) >= whole
            editions_in({path: text for path, text in now.items() if path.endswith(".html")})
            for path in now:
                if path.startswith("ho-so/") and path.endswith("/index.html"):
                    assert any(other.startswith(path.removesuffix("index.html") + "anh/") for other in now), path
        server.stdin.close()
    assert ended[0] == 0 and set(ended) <= {0, -signal.SIGKILL}
    done = publish(open_store(BUCKET, "trang/", endpoint), sites[1])
    assert served(client) == snapshot(sites[1]) and UPLOADING not in stored(client)
    add_to_summary(
        f"publish to storage: {KILLS} kills (seed {seed}) in {len(ended)} runs, faults seen 0; "
        f"the last run wrote {done.uploaded} of {whole}"
    )
