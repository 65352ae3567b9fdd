"""The definition of the open data: data, JSON Schema, columns of the CSV and page derive from it.

Removing a key or changing its meaning raises the first number of `VERSION`; adding one raises the
second. Docstrings of records are published: they are descriptions in the schemas.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION = "1.0"
Day = date  # some records have a key `date`, which would shadow the type
Change = Literal["published", "corrected", "followed_up", "withdrawn"]


class Record(BaseModel):
    """Base of all records. Every key is always present, with null if nothing is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


def described(description: str, **options: Any) -> Any:
    """Declare a key with its description in Vietnamese, for users of the data."""
    return Field(description=description, **options)


class Named(Record):
    id: str = described("Mã trong danh mục")
    name: str = described("Tên")


class ProfileRef(Record):
    id: str = described("Mã hồ sơ, không bao giờ đổi, không dùng lại")
    name: str = described("Họ và tên, hoặc tên tập thể")
    address: str = described("Địa chỉ trang hồ sơ")


class Showing(Record):
    id: str = described("Mã kênh")
    name: str = described("Tên kênh")
    published: Day = described("Ngày đăng trên kênh này")
    title: str = described("Tít trên kênh này")
    summary: str = described("Sapo trên kênh này")


class RecognitionRecord(Record):
    date: Day | None = described("Ngày công nhận")
    body: str | None = described("Hội nghị hoặc cơ quan công nhận")
    document: str | None = described("Số văn bản")


class RatingRecord(Record):
    year: int = described("Năm")
    rating: Literal["excellent", "good", "completed", "not_completed"] = described(
        "Mức: hoàn thành xuất sắc, hoàn thành tốt, hoàn thành, không hoàn thành"
    )
    document: str | None = described("Số văn bản")


class AwardRecord(Named):
    year: int | None = described("Năm được khen")
    date: Day | None = described("Ngày quyết định")
    document: str | None = described("Số quyết định")
    authority: str | None = described("Cấp ký quyết định")
    unit_name: str | None = described("Tên đơn vị khi được khen, nếu khác tên nay")
    posthumous: bool = described("Truy tặng")


class InitiativeRef(Record):
    id: str = described("Mã mô hình, sáng kiến, dùng trong initiatives.json")
    name: str = described("Tên")


class ClauseRecord(Record):
    id: str = described("Mã tiêu chuẩn")
    citation: str = described("Cách dẫn trong văn bản tiêu chuẩn")
    state: Literal["answered", "unanswered"] = described(
        "Đã có hay chưa có hồ sơ trả lời; máy không đánh giá phẩm chất"
    )
    documents: list[str] = described("Số các văn bản trả lời tiêu chuẩn này")


class PhotoRecord(Record):
    address: str = described("Địa chỉ bản lớn nhất của ảnh")
    type: str = described("Dạng tệp (media type)")
    width: int = described("Chiều ngang, điểm ảnh")
    height: int = described("Chiều dọc, điểm ảnh")
    alt: str = described("Ảnh cho thấy gì")
    caption: str = described("Chú thích")
    credit: str = described("Tác giả, nguồn ảnh; phải ghi khi dùng")
    taken: Day | None = described("Ngày chụp")


class QuoteRecord(Record):
    text: str = described("Lời trích nguyên văn")
    by: str = described("Người nói")


class CoverageRecord(Record):
    title: str = described("Tên bài")
    outlet: str | None = described("Nơi đăng")
    address: str | None = described("Địa chỉ bài")
    date: Day | None = described("Ngày đăng")


class FollowUpRecord(Record):
    date: Day = described("Ngày theo dõi")
    by: str | None = described("Đơn vị theo dõi")
    effect: str = described("Hiệu quả ghi nhận")
    replications: int | None = described("Số nơi làm theo")
    visitors: int | None = described("Số lượt tham quan")
    articles: int | None = described("Số tin, bài")
    next: str | None = described("Việc tiếp theo")


class CorrectionRecord(Record):
    date: Day = described("Ngày đính chính")
    text: str = described("Nội dung đính chính")


class ProfileRecord(ProfileRef):
    """One published profile."""

    sample: bool = described("true: hồ sơ minh họa, nhân vật và sự việc hư cấu, không dẫn như chuyện có thật")
    kind: Literal["individual", "collective"] = described("Cá nhân hoặc tập thể")
    role: str | None = described("Chức vụ, công việc")
    unit: Named | None = described("Đơn vị; xem units.json")
    fields: list[Named] = described("Lĩnh vực")
    year: int = described("Năm giới thiệu")
    stage: Literal["emerging", "recognised", "outstanding"] = described("Nhân tố mới, đã công nhận, hoặc tiêu biểu")
    title: str = described("Tít")
    summary: str = described("Sapo")
    text: str = described("Địa chỉ toàn văn, dạng chữ thường (UTF-8)")
    published: Day | None = described("Ngày đăng lần đầu")
    updated: Day | None = described("Ngày đăng, đính chính hoặc theo dõi gần nhất")
    channels: list[Showing] = described("Các kênh đã đăng")
    recognition: RecognitionRecord | None = described("Tập thể công nhận, suy tôn")
    movements: list[Named] = described("Phong trào thi đua")
    ratings: list[RatingRecord] = described("Xếp loại hằng năm")
    awards: list[AwardRecord] = described("Danh hiệu, hình thức khen thưởng còn giá trị")
    initiatives: list[InitiativeRef] = described("Mô hình, sáng kiến; chi tiết ở initiatives.json")
    clauses: list[ClauseRecord] = described("Đối chiếu từng tiêu chuẩn")
    photos: list[PhotoRecord] = described("Ảnh")
    quotes: list[QuoteRecord] = described("Lời trích")
    coverage: list[CoverageRecord] = described("Báo chí đã viết")
    follow_up: list[FollowUpRecord] = described("Theo dõi sau khi đăng")
    corrections: list[CorrectionRecord] = described("Đính chính")


class FigureRecord(Record):
    label: str = described("Đo cái gì, kèm đơn vị đo")
    before: str | None = described("Trước khi áp dụng; là chữ, giữ nguyên như hồ sơ viết")
    after: str = described("Sau khi áp dụng; là chữ, giữ nguyên như hồ sơ viết")


class InitiativeRecord(Record):
    """One model, initiative, solution or research topic."""

    id: str = described("Mã, cũng là phần cuối của địa chỉ")
    name: str = described("Tên")
    address: str = described("Địa chỉ trang")
    sample: bool = described("true: hư cấu, để minh họa")
    kind: Literal["model", "initiative", "solution", "research"] = described(
        "Mô hình, sáng kiến, giải pháp, đề tài nghiên cứu"
    )
    effect: str = described("Hiệu quả")
    how: str | None = described("Cách làm")
    figures: list[FigureRecord] = described("Số liệu trước và sau")
    document: str | None = described("Số văn bản công nhận")
    since: int | None = described("Áp dụng từ năm")
    replicated_at: list[Named] = described("Những đơn vị đã làm theo")
    profile: ProfileRef = described("Hồ sơ có mô hình này")
    unit: Named | None = described("Đơn vị của hồ sơ")
    fields: list[Named] = described("Lĩnh vực của hồ sơ")


class FormerNameRecord(Record):
    name: str = described("Tên cũ")
    until: Day | None = described("Dùng đến hết ngày")


class UnitRecord(Record):
    """One unit, of today or of former days."""

    id: str = described("Mã đơn vị, không đổi")
    name: str = described("Tên")
    short: str | None = described("Tên gọn")
    address: str = described("Địa chỉ trang đơn vị")
    type: str | None = described("Loại đơn vị")
    parent: str | None = described("Mã đơn vị cấp trên")
    since: Day | None = described("Có từ ngày, nếu biết")
    until: Day | None = described("Có đến hết ngày; null nếu còn hoạt động hoặc chưa rõ")
    former_names: list[FormerNameRecord] = described("Những tên cũ")
    successors: list[str] = described("Mã những đơn vị kế thừa")
    predecessors: list[str] = described("Mã những đơn vị mà đơn vị này kế thừa")
    profiles: int = described("Số hồ sơ đang đăng")


class ChangeRecord(Record):
    """Something that happened to a profile in the open."""

    day: Day | None = described("Ngày; null nếu không rõ")
    change: Change = described("Được đăng, được đính chính, được theo dõi sau khi đăng, hoặc đã rút")
    id: str = described("Mã hồ sơ")
    name: str | None = described("Tên; hồ sơ đã rút thì null")
    address: str | None = described("Địa chỉ; hồ sơ đã rút thì null")
    channels: list[str] = described("Khi được đăng: mã các kênh đăng ngày ấy")
    text: str | None = described("Lời đính chính, hoặc hiệu quả ghi nhận khi theo dõi")
    sample: bool | None = described("true: hồ sơ minh họa, hư cấu; hồ sơ đã rút thì null")


class Source(Record):
    name: str = described("Tên trang")
    publisher: str = described("Cơ quan chủ quản")
    address: str | None = described("Địa chỉ trang; null thì mọi địa chỉ trong tệp tính từ gốc trang")


class Head(Record):
    """What stands at the top of every JSON file."""

    schema_: str = Field(
        description="Địa chỉ lược đồ JSON của tệp", serialization_alias="$schema", validation_alias="$schema"
    )
    version: str = described(
        "Phiên bản của dạng dữ liệu: số đầu đổi khi bỏ hoặc đổi nghĩa một khóa, số sau đổi khi thêm khóa"
    )
    as_of: Day = described("Dữ liệu tính đến ngày")
    source: Source = described("Nguồn")
    licence: str | None = described("Địa chỉ giấy phép chung, nếu có")
    usage: str | None = described("Trang nói rõ được dùng thế nào")
    count: int = described("Số mục trong tệp")


class ProfileRow(Record):
    """One row of profiles.csv."""

    id: str = described("Mã hồ sơ")
    name: str = described("Họ và tên, hoặc tên tập thể")
    kind: str = described("Cá nhân hoặc Tập thể")
    role: str = described("Chức vụ, công việc")
    unit_id: str = described("Mã đơn vị")
    unit: str = described("Tên đơn vị")
    fields: str = described("Các lĩnh vực")
    year: int = described("Năm giới thiệu")
    stage: str = described("Nhân tố mới, Đã công nhận hoặc Tiêu biểu")
    title: str = described("Tít")
    summary: str = described("Sapo")
    awards: str = described("Khen thưởng còn giá trị, kèm năm")
    initiatives: str = described("Tên các mô hình, sáng kiến")
    replications: int = described("Số đơn vị đã làm theo")
    channels: str = described("Các kênh đã đăng")
    published: Day | None = described("Ngày đăng lần đầu")
    updated: Day | None = described("Ngày thay đổi gần nhất")
    sample: bool = described("true: hồ sơ minh họa, hư cấu")
    address: str = described("Địa chỉ trang hồ sơ")
