"""Vietnamese messages for `OSError`s, with a remedy; the system's own are English and have none."""

from __future__ import annotations

import errno
import os

_MESSAGES = {
    errno.ENOSPC: "ổ đĩa đã đầy; dọn bớt rồi chạy lại",
    errno.EDQUOT: "đã dùng hết phần ổ đĩa được cấp; dọn bớt rồi chạy lại",
    errno.EFBIG: "tệp vượt quá cỡ mà hệ thống cho phép",
    errno.EROFS: "ổ đĩa chỉ cho đọc; chọn chỗ khác hoặc mở quyền ghi rồi chạy lại",
    errno.EACCES: "không có quyền đọc hoặc ghi ở đó",
    errno.EPERM: "hệ thống không cho phép thay đổi ở đó",
    errno.EIO: "ổ đĩa có lỗi khi đọc hoặc ghi; kiểm tra ổ đĩa",
    errno.EBUSY: "chỗ ấy đang được dùng, hoặc là điểm gắn ổ đĩa",
    errno.ENOTDIR: "cần một thư mục nhưng ở đó là tệp; đổi tên hoặc xóa tệp ấy rồi chạy lại",
    errno.EEXIST: "cần một thư mục nhưng ở đó là thứ khác; đổi tên hoặc xóa nó rồi chạy lại",
    errno.EISDIR: "cần một tệp nhưng ở đó là thư mục; đổi tên hoặc xóa thư mục ấy rồi chạy lại",
    errno.ENOTEMPTY: "thư mục ấy vừa có thêm tệp khác; chạy lại",
    errno.ENOENT: "tệp hoặc thư mục không có, hoặc vừa bị xóa",
    errno.ELOOP: "liên kết tượng trưng dẫn vòng quanh",
    errno.ENAMETOOLONG: "tên hoặc đường dẫn quá dài",
    errno.EMFILE: "mở quá nhiều tệp một lúc",
    errno.ENOMEM: "máy hết bộ nhớ",
}


def explain_fault(error: BaseException) -> str:
    """Return path and cause of an error as one sentence.

    Errors that aren't `OSError`s keep their own text, as do codes that `_MESSAGES` doesn't list.
    """
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    message = _MESSAGES.get(error.errno, error.strerror or str(error))
    # With two paths, the second is the target: the one at fault, unless the source is missing.
    path = error.filename if error.errno == errno.ENOENT else error.filename2 or error.filename
    return f"{os.fspath(path)}: {message}" if isinstance(path, str | os.PathLike) else message
