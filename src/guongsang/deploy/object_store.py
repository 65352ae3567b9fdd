"""The S3 operations that publishing needs. Every failure becomes one sentence without secrets.

boto3 finds the credentials itself (environment, ~/.aws, the machine's role); we never see them.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Sequence
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
from guongsang.progress import Progress

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
_NOT_FOUND = ("NoSuchKey", "404")
_CONDITION_FAILED = (
    "PreconditionFailed",
    "ConditionalRequestConflict",
    "NoSuchKey",
    "NotImplemented",
    "404",
    "409",
    "412",
)
_MD5 = re.compile(r"[0-9a-f]{32}")
_TIMEOUT = 60  # seconds
_ATTEMPTS = 5  # tries of a call that fails for a transient reason
PARALLEL_CALLS = 8
_ENDPOINT_PARTS = ("http", "https")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object as the storage lists it.

    Attributes:
        size: in bytes.
        etag: a quoted string that changes with the content; mostly, but not always, an MD5.
    """

    size: int
    etag: str


class Refused(Exception):
    """The storage answered with an error code that the call expected: missing, or condition failed.

    Attributes:
        code: the S3 error code or HTTP status.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_address(address: str) -> tuple[str, str]:
    """Return bucket and prefix of `s3://bucket/prefix`.

    The prefix is empty or ends with a slash.

    Raises:
        PublishError: the address is malformed.
    """
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}", bucket) or any(
        part in ("", ".", "..") for part in prefix.strip("/").split("/") if prefix.strip("/")
    ):
        raise PublishError(f'"{address}" không phải địa chỉ kho; viết dạng s3://tên-kho hoặc s3://tên-kho/thư-mục')
    return bucket, f"{prefix.strip('/')}/" if prefix.strip("/") else ""


class ObjectStore:
    """One prefix of one bucket. All paths are relative to the prefix.

    Every method raises PublishError if the storage fails.
    """

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self._client, self.bucket, self.prefix = client, bucket, prefix

    def list(self) -> dict[str, StoredObject]:
        """Return everything below the prefix, by path."""
        with storage_errors("không đọc được danh sách tệp"):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
            return {
                item["Key"].removeprefix(self.prefix): StoredObject(item["Size"], item["ETag"])
                for page in pages
                for item in page.get("Contents", ())
            }

    def put_file(self, path: str, file: Path, entry: InventoryEntry, headers: Headers) -> str:
        """Upload a file and return its ETag.

        The storage verifies the MD5 that is sent; the ETag in its answer is compared too.
        """
        with storage_errors(f"không đưa lên được {path}"), file.open("rb") as body:
            answer = self._client.put_object(
                Bucket=self.bucket,
                Key=self.prefix + path,
                Body=body,
                ContentLength=entry.size,
                ContentType=headers.content_type,
                CacheControl=headers.cache_control,
                ContentMD5=base64.b64encode(bytes.fromhex(entry.md5)).decode(),
                Metadata={"sha256": entry.sha256, "headers": headers.fingerprint},
            )
        etag = str(answer["ETag"])
        received = etag.strip('"')
        # With such encryption the ETag is no MD5.
        encrypted = answer.get("SSEKMSKeyId") or answer.get("SSECustomerAlgorithm")
        if not encrypted and _MD5.fullmatch(received) and received != entry.md5:
            raise PublishError(
                f"kho nhận được nội dung khác với tệp {path}; "
                "tệp đổi trong lúc đưa lên hoặc đường truyền có lỗi. Chạy lại lệnh"
            )
        return etag

    def is_there(self, path: str, entry: InventoryEntry, headers: Headers) -> bool:
        """Answer whether an object is this file: uploaded by us, complete, with these headers."""
        expected = {"sha256": entry.sha256, "headers": headers.fingerprint}
        with storage_errors(f"không đọc được {path}"):
            found = self._client.head_object(Bucket=self.bucket, Key=self.prefix + path)
        return bool(found["ContentLength"] == entry.size and found.get("Metadata", {}) == expected)

    def is_ours(self, path: str) -> bool:
        """Answer whether an object was uploaded by this program."""
        with storage_errors(f"không đọc được {path}"):
            return "sha256" in self._client.head_object(Bucket=self.bucket, Key=self.prefix + path).get("Metadata", {})

    def get_json(self, path: str) -> tuple[Any, str, float] | None:
        """Return data, ETag and age of a JSON object; None if there is no such object.

        The data is None if the content is no JSON. The age is in seconds by the storage's clock.
        """
        try:
            with storage_errors(f"không đọc được {path}", expected=_NOT_FOUND):
                found = self._client.get_object(Bucket=self.bucket, Key=self.prefix + path)
        except Refused:
            return None
        date = found["ResponseMetadata"]["HTTPHeaders"].get("date")
        now = parsedate_to_datetime(date) if date else datetime.now(UTC)
        age = (now - found["LastModified"]).total_seconds()
        try:
            return json.loads(found["Body"].read()), found["ETag"], age
        except ValueError:
            return None, found["ETag"], age

    def put_json(self, path: str, data: Any, *, if_match: str | None = None, if_absent: bool = False) -> str:
        """Write a JSON object and return its ETag.

        Args:
            path: the object.
            data: its content.
            if_match: write only if the object has this ETag.
            if_absent: write only if there is no such object.

        Raises:
            Refused: the condition isn't met.
        """
        content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        condition = {"IfMatch": if_match} if if_match else {"IfNoneMatch": "*"} if if_absent else {}
        try:
            with storage_errors(f"không ghi được {path}", expected=_CONDITION_FAILED if condition else ()):
                answer = self._client.put_object(
                    Bucket=self.bucket,
                    Key=self.prefix + path,
                    Body=content,
                    ContentType="application/json",
                    CacheControl="no-store",
                    **condition,
                )
        except Refused as refused:
            if refused.code == "NotImplemented":  # a storage without conditional writes: write without
                return self.put_json(path, data)
            raise
        return str(answer["ETag"])

    def delete(self, paths: Sequence[str], progress: Progress | None = None) -> None:
        """Delete objects, one per call.

        The S3 call for many objects requires checksums that not every storage supports.
        """

        def remove(path: str) -> None:
            with storage_errors(f"không xóa được {path}"):
                self._client.delete_object(Bucket=self.bucket, Key=self.prefix + path)

        with ThreadPoolExecutor(PARALLEL_CALLS) as pool:
            for number, _ in enumerate(pool.map(remove, paths), 1):
                if progress:
                    progress(number, len(paths))


def open_store(bucket: str, prefix: str, endpoint: str | None) -> ObjectStore:
    """Return the storage without connecting to it yet.

    Args:
        bucket: name of the bucket.
        prefix: empty, or a path that ends with a slash.
        endpoint: address of the storage; None for Amazon.

    Raises:
        PublishError: boto3 isn't installed, or the endpoint is malformed.
    """
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        raise PublishError(_MISSING) from None
    if endpoint is not None:
        parts = urlsplit(endpoint)
        if parts.scheme not in _ENDPOINT_PARTS or not parts.hostname or parts.username or parts.password:
            raise PublishError("--endpoint phải có dạng https://địa-chỉ, không kèm tên và mật khẩu")
    # Many S3-compatible storages refuse the newer checksums. All know Content-MD5, sent instead.
    config = Config(
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        connect_timeout=_TIMEOUT,
        read_timeout=_TIMEOUT,
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        max_pool_connections=PARALLEL_CALLS + 2,
    )
    with storage_errors("không mở được kho"):
        return ObjectStore(boto3.client("s3", endpoint_url=endpoint, config=config), bucket, prefix)


@contextmanager
def storage_errors(what: str, expected: Sequence[str] = ()) -> Iterator[None]:
    """Turn errors of the storage into PublishError: their kind, never details, which may hold keys.

    Args:
        what: beginning of the message: what couldn't be done.
        expected: error codes to raise as Refused instead.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in expected:
            raise Refused(code) from None
        status = str(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))
        raise PublishError(f"{what}: {_reason(code, status)}") from None
    except BotoCoreError as error:
        raise PublishError(f"{what}: {_reason(type(error).__name__, '')}") from None
    except OSError as error:
        raise PublishError(f"{what}: {error.strerror or type(error).__name__}") from None


def _reason(code: str, status: str) -> str:
    return _REASONS.get(code) or f"kho trả lời {' '.join(part for part in (code, status) if part) or 'không rõ'}"
