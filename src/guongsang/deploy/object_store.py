"""Object storage that speaks S3, as few verbs as publishing needs; every failure is one sentence, and none holds a key.

Credentials come from where boto3 looks for them (environment, ~/.aws, the machine's role), never through us.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guongsang.deploy.inventory import InventoryEntry
from guongsang.deploy.web_headers import Headers
from guongsang.errors import PublishError

_MISSING = (
    "phải cài thêm thư viện boto3 để đưa trang lên kho đối tượng. Chạy: python3 scripts/publish.py s3://… (tự cài), "
    'hoặc pip install "guongsang[s3]"'
)
_REASONS = {
    "NoSuchBucket": "không có kho này",
    "AccessDenied": "tài khoản không có quyền",
    "InvalidAccessKeyId": "khóa truy cập không đúng",
    "SignatureDoesNotMatch": "khóa bí mật không đúng",
    "ExpiredToken": "phiên đăng nhập đã hết hạn",
    "NoCredentialsError": "chưa có khóa truy cập (AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY, "
    "hoặc tệp ~/.aws/credentials)",
    "PartialCredentialsError": "khóa truy cập chưa đủ hai phần",
    "EndpointConnectionError": "không kết nối được tới kho; kiểm tra mạng và --endpoint",
    "ConnectTimeoutError": "kho không trả lời",
    "ReadTimeoutError": "kho không trả lời",
    "BadDigest": "kho nhận được nội dung khác với tệp gửi đi",
    "NoRegionError": "chưa đặt vùng (AWS_DEFAULT_REGION)",
}
_NOT_AS_ASKED = ("PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey", "NotImplemented", "404", "409", "412")
_MD5 = re.compile(r"[0-9a-f]{32}")
_TIMEOUT, _ATTEMPTS = 60, 5  # seconds; tries of a call that fails for a passing reason
AT_ONCE = 8  # calls at the same time
_ENDPOINT_PARTS = ("http", "https")


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as the storage lists it: its size in bytes and its ETag."""

    size: int
    etag: str


class Refused(Exception):
    """The storage did not take a conditional write: the object is not, or no longer, as was asked."""


def parse_address(address: str) -> tuple[str, str]:
    """Return bucket and prefix of `s3://bucket/prefix`, the prefix with its slash at the end or empty. Raises PublishError."""
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}", bucket) or any(
        part in ("", ".", "..") for part in prefix.strip("/").split("/") if prefix.strip("/")
    ):
        raise PublishError(f'"{address}" không phải địa chỉ kho; viết dạng s3://tên-kho hoặc s3://tên-kho/thư-mục')
    return bucket, f"{prefix.strip('/')}/" if prefix.strip("/") else ""


class ObjectStore:
    """One prefix of one bucket; paths are below it."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self._client, self.bucket, self.prefix = client, bucket, prefix

    def list(self) -> dict[str, Stored]:
        """Return everything below the prefix, by path."""
        with saying("không đọc được danh sách tệp"):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
            return {
                item["Key"].removeprefix(self.prefix): Stored(item["Size"], item["ETag"])
                for page in pages
                for item in page.get("Contents", ())
            }

    def put_file(self, path: str, file: Path, entry: InventoryEntry, headers: Headers) -> str:
        """Upload a file and return its ETag. The storage is told the MD5, and what it says it received is compared. Raises PublishError."""
        with saying(f"không đưa lên được {path}"), file.open("rb") as body:
            done = self._client.put_object(
                Bucket=self.bucket,
                Key=self.prefix + path,
                Body=body,
                ContentLength=entry.size,
                ContentType=headers.content_type,
                CacheControl=headers.cache_control,
                ContentMD5=base64.b64encode(bytes.fromhex(entry.md5)).decode(),
                Metadata={"sha256": entry.sha256, "headers": headers.fingerprint},
            )
        received = done["ETag"].strip('"')
        plain = not done.get("SSEKMSKeyId") and not done.get("SSECustomerAlgorithm")  # else an ETag is no MD5
        if plain and _MD5.fullmatch(received) and received != entry.md5:
            raise PublishError(
                f"kho nhận được nội dung khác với tệp {path}; tệp đổi trong lúc đưa lên hoặc đường truyền có lỗi. Chạy lại lệnh"
            )
        return done["ETag"]

    def is_there(self, path: str, entry: InventoryEntry, headers: Headers) -> bool:
        """Answer whether an object is this file, uploaded by us, whole and sent as it should be."""
        with saying(f"không đọc được {path}"):
            found = self._client.head_object(Bucket=self.bucket, Key=self.prefix + path)
        return found["ContentLength"] == entry.size and found.get("Metadata", {}) == {
            "sha256": entry.sha256,
            "headers": headers.fingerprint,
        }

    def is_ours(self, path: str) -> bool:
        """Answer whether an object was uploaded by us."""
        with saying(f"không đọc được {path}"):
            return "sha256" in self._client.head_object(Bucket=self.bucket, Key=self.prefix + path).get("Metadata", {})

    def get_json(self, path: str) -> tuple[Any, str, float] | None:
        """Return an object's JSON, its ETag, and its age in seconds by the storage's own clock; None where there is none, or where it is no JSON."""
        missing: list[str] = []
        with saying(f"không đọc được {path}", ignored=("NoSuchKey", "404"), into=missing):
            found = self._client.get_object(Bucket=self.bucket, Key=self.prefix + path)
        if missing:
            return None
        told = found["ResponseMetadata"]["HTTPHeaders"].get("date")
        now = parsedate_to_datetime(told) if told else datetime.now(UTC)
        try:
            return json.loads(found["Body"].read()), found["ETag"], (now - found["LastModified"]).total_seconds()
        except ValueError:
            return None, found["ETag"], (now - found["LastModified"]).total_seconds()

    def put_json(self, path: str, data: Any, *, if_match: str | None = None, if_absent: bool = False) -> str:
        """Write an object of our own and return its ETag. Raises Refused where the condition doesn't hold, and PublishError."""
        content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        condition = {"IfMatch": if_match} if if_match else {"IfNoneMatch": "*"} if if_absent else {}
        refused: list[str] = []
        with saying(f"không ghi được {path}", ignored=_NOT_AS_ASKED if condition else (), into=refused):
            return self._client.put_object(
                Bucket=self.bucket,
                Key=self.prefix + path,
                Body=content,
                ContentType="application/json",
                CacheControl="no-store",
                **condition,
            )["ETag"]
        if refused == ["NotImplemented"]:  # storage that knows no conditions: without one, then
            return self.put_json(path, data)
        raise Refused(path)

    def delete(self, paths: list[str], progress: Callable[[int, int], None] | None = None) -> None:
        """Delete objects, one a call: the call for many asks for checksums that not every storage knows. Raises PublishError."""

        def remove(path: str) -> None:
            with saying(f"không xóa được {path}"):
                self._client.delete_object(Bucket=self.bucket, Key=self.prefix + path)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for number, _ in enumerate(pool.map(remove, paths), 1):
                if progress:
                    progress(number, len(paths))


def open_store(bucket: str, prefix: str, endpoint: str | None) -> ObjectStore:
    """Return the storage. Makes no connection yet. Raises PublishError where boto3 is missing or an address is none."""
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        raise PublishError(_MISSING) from None
    if endpoint is not None:
        parts = urlsplit(endpoint)
        if parts.scheme not in _ENDPOINT_PARTS or not parts.hostname or parts.username or parts.password:
            raise PublishError("--endpoint phải có dạng https://địa-chỉ, không kèm tên và mật khẩu")
    # Checksums of newer kinds are refused by many a storage that speaks S3; Content-MD5, which all know, is sent instead.
    config = Config(
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        connect_timeout=_TIMEOUT,
        read_timeout=_TIMEOUT,
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        max_pool_connections=AT_ONCE + 2,
    )
    with saying("không mở được kho"):
        return ObjectStore(boto3.client("s3", endpoint_url=endpoint, config=config), bucket, prefix)


@contextmanager
def saying(what: str, ignored: tuple[str, ...] = (), into: list[str] | None = None) -> Iterator[None]:
    """Turn a failure of the storage into one sentence: its kind, never its details, which may hold keys. Those `ignored` are noted `into` a list."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in ignored and into is not None:
            into.append(code)
            return
        raise PublishError(
            f"{what}: {_reason(code, str(error.response.get('ResponseMetadata', {}).get('HTTPStatusCode', '')))}"
        ) from None
    except BotoCoreError as error:
        raise PublishError(f"{what}: {_reason(type(error).__name__, '')}") from None
    except OSError as error:
        raise PublishError(f"{what}: {error.strerror or type(error).__name__}") from None


def _reason(code: str, status: str) -> str:
    return _REASONS.get(code) or f"kho trả lời {' '.join(part for part in (code, status) if part) or 'không rõ'}"
