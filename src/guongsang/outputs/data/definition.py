"""What the open data hold: the one definition, from which come the data, their JSON Schema, the columns of the CSV and the page that explains them.

Only what the published view has can stand here. A key that is taken away or means something else raises the first number of
`VERSION`; one that is added raises the second.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION = "1.0"
Day = date  # some keys are called date, which would hide the type
Change = Literal["published", "corrected", "followed_up", "withdrawn"]


class Record(BaseModel):
    """Base of all that the data hold: every key always stands there, with null where nothing is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


def told(description: str, **options: Any) -> Any:
    """Declare a key with what it holds, in Vietnamese, for people who work with the data."""
    return Field(description=description, **options)


class Named(Record):
    id: str = told("Mã trong danh mục")
    name: str = told("Tên")


class ProfileRef(Record):
    id: str = told("Mã hồ sơ, không bao giờ đổi, không dùng lại")
    name: str = told("Họ và tên, hoặc tên tập thể")
    address: str = told("Địa chỉ trang hồ sơ")


class Showing(Record):
    id: str = told("Mã kênh")
    name: str = told("Tên kênh")
    published: Day = told("Ngày đăng trên kênh này")
    title: str = told("Tít trên kênh này")
    summary: str = told("Sapo trên kênh này")


class RecognitionRecord(Record):
    date: Day | None = told("Ngày công nhận")
    body: str | None = told("Hội nghị hoặc cơ quan công nhận")
    document: str | None = told("Số văn bản")


class RatingRecord(Record):
    year: int = told("Năm")
    rating: Literal["excellent", "good", "completed", "not_completed"] = told(
        "Mức: hoàn thành xuất sắc, hoàn thành tốt, hoàn thành, không hoàn thành"
    )
    document: str | None = told("Số văn bản")


class AwardRecord(Named):
    year: int | None = told("Năm được khen")
    date: Day | None = told("Ngày quyết định")
    document: str | None = told("Số quyết định")
    authority: str | None = told("Cấp ký quyết định")
    unit_name: str | None = told("Tên đơn vị khi được khen, nếu khác tên nay")
    posthumous: bool = told("Truy tặng")


class InitiativeRef(Record):
    id: str = told("Mã mô hình, sáng kiến, dùng trong initiatives.json")
    name: str = told("Tên")


class ClauseRecord(Record):
    id: str = told("Mã tiêu chuẩn")
    citation: str = told("Cách dẫn trong văn bản tiêu chuẩn")
    state: Literal["answered", "unanswered"] = told("Đã có hay chưa có hồ sơ trả lời; máy không đánh giá phẩm chất")
    documents: list[str] = told("Số các văn bản trả lời tiêu chuẩn này")


class PhotoRecord(Record):
    address: str = told("Địa chỉ bản lớn nhất của ảnh")
    type: str = told("Dạng tệp (media type)")
    width: int = told("Chiều ngang, điểm ảnh")
    height: int = told("Chiều dọc, điểm ảnh")
    alt: str = told("Ảnh cho thấy gì")
    caption: str = told("Chú thích")
    credit: str = told("Tác giả, nguồn ảnh; phải ghi khi dùng")
    taken: Day | None = told("Ngày chụp")


class QuoteRecord(Record):
    text: str = told("Lời trích nguyên văn")
    by: str = told("Người nói")


class CoverageRecord(Record):
    title: str = told("Tên bài")
    outlet: str | None = told("Nơi đăng")
    address: str | None = told("Địa chỉ bài")
    date: Day | None = told("Ngày đăng")


class FollowUpRecord(Record):
    date: Day = told("Ngày theo dõi")
    by: str | None = told("Đơn vị theo dõi")
    effect: str = told("Hiệu quả ghi nhận")
    replications: int | None = told("Số nơi làm theo")
    visitors: int | None = told("Số lượt tham quan")
    articles: int | None = told("Số tin, bài")
    next: str | None = told("Việc tiếp theo")


class CorrectionRecord(Record):
    date: Day = told("Ngày đính chính")
    text: str = told("Nội dung đính chính")


class ProfileRecord(ProfileRef):
    """One published profile."""

    sample: bool = told("true: hồ sơ minh họa, nhân vật và sự việc hư cấu, không dẫn như chuyện có thật")
    kind: Literal["individual", "collective"] = told("Cá nhân hoặc tập thể")
    role: str | None = told("Chức vụ, công việc")
    unit: Named | None = told("Đơn vị; xem units.json")
    fields: list[Named] = told("Lĩnh vực")
    year: int = told("Năm giới thiệu")
    stage: Literal["emerging", "recognised", "outstanding"] = told("Nhân tố mới, đã công nhận, hoặc tiêu biểu")
    title: str = told("Tít")
    summary: str = told("Sapo")
    text: str = told("Địa chỉ toàn văn, dạng chữ thường (UTF-8)")
    published: Day | None = told("Ngày đăng lần đầu")
    updated: Day | None = told("Ngày đăng, đính chính hoặc theo dõi gần nhất")
    channels: list[Showing] = told("Các kênh đã đăng")
    recognition: RecognitionRecord | None = told("Tập thể công nhận, suy tôn")
    movements: list[Named] = told("Phong trào thi đua")
    ratings: list[RatingRecord] = told("Xếp loại hằng năm")
    awards: list[AwardRecord] = told("Danh hiệu, hình thức khen thưởng còn giá trị")
    initiatives: list[InitiativeRef] = told("Mô hình, sáng kiến; chi tiết ở initiatives.json")
    clauses: list[ClauseRecord] = told("Đối chiếu từng tiêu chuẩn")
    photos: list[PhotoRecord] = told("Ảnh")
    quotes: list[QuoteRecord] = told("Lời trích")
    coverage: list[CoverageRecord] = told("Báo chí đã viết")
    follow_up: list[FollowUpRecord] = told("Theo dõi sau khi đăng")
    corrections: list[CorrectionRecord] = told("Đính chính")


class FigureRecord(Record):
    label: str = told("Đo cái gì, kèm đơn vị đo")
    before: str | None = told("Trước khi áp dụng; là chữ, giữ nguyên như hồ sơ viết")
    after: str = told("Sau khi áp dụng; là chữ, giữ nguyên như hồ sơ viết")


class InitiativeRecord(Record):
    """One model, initiative, solution or research topic."""

    id: str = told("Mã, cũng là phần cuối của địa chỉ")
    name: str = told("Tên")
    address: str = told("Địa chỉ trang")
    sample: bool = told("true: hư cấu, để minh họa")
    kind: Literal["model", "initiative", "solution", "research"] = told(
        "Mô hình, sáng kiến, giải pháp, đề tài nghiên cứu"
    )
    effect: str = told("Hiệu quả")
    how: str | None = told("Cách làm")
    figures: list[FigureRecord] = told("Số liệu trước và sau")
    document: str | None = told("Số văn bản công nhận")
    since: int | None = told("Áp dụng từ năm")
    replicated_at: list[Named] = told("Những đơn vị đã làm theo")
    profile: ProfileRef = told("Hồ sơ có mô hình này")
    unit: Named | None = told("Đơn vị của hồ sơ")
    fields: list[Named] = told("Lĩnh vực của hồ sơ")


class FormerNameRecord(Record):
    name: str = told("Tên cũ")
    until: Day | None = told("Dùng đến hết ngày")


class UnitRecord(Record):
    """One unit, of today or of former days."""

    id: str = told("Mã đơn vị, không đổi")
    name: str = told("Tên")
    short: str | None = told("Tên gọn")
    address: str = told("Địa chỉ trang đơn vị")
    type: str | None = told("Loại đơn vị")
    parent: str | None = told("Mã đơn vị cấp trên")
    since: Day | None = told("Có từ ngày, nếu biết")
    until: Day | None = told("Có đến hết ngày; null nếu còn hoạt động hoặc chưa rõ")
    former_names: list[FormerNameRecord] = told("Những tên cũ")
    successors: list[str] = told("Mã những đơn vị kế thừa")
    predecessors: list[str] = told("Mã những đơn vị mà đơn vị này kế thừa")
    profiles: int = told("Số hồ sơ đang đăng")


class ChangeRecord(Record):
    """Something that happened to a profile in the open."""

    day: Day | None = told("Ngày; null nếu không rõ")
    change: Change = told("Được đăng, được đính chính, được theo dõi sau khi đăng, hoặc đã rút")
    id: str = told("Mã hồ sơ")
    name: str | None = told("Tên; hồ sơ đã rút thì null")
    address: str | None = told("Địa chỉ; hồ sơ đã rút thì null")
    channels: list[str] = told("Khi được đăng: mã các kênh đăng ngày ấy")
    text: str | None = told("Lời đính chính, hoặc hiệu quả ghi nhận khi theo dõi")
    sample: bool | None = told("true: hồ sơ minh họa, hư cấu; hồ sơ đã rút thì null")


class Source(Record):
    name: str = told("Tên trang")
    publisher: str = told("Cơ quan chủ quản")
    address: str | None = told("Địa chỉ trang; null thì mọi địa chỉ trong tệp tính từ gốc trang")


class Head(Record):
    """What stands at the top of every JSON file."""

    schema_: str = Field(
        description="Địa chỉ lược đồ JSON của tệp", serialization_alias="$schema", validation_alias="$schema"
    )
    version: str = told(
        "Phiên bản của dạng dữ liệu: số đầu đổi khi bỏ hoặc đổi nghĩa một khóa, số sau đổi khi thêm khóa"
    )
    as_of: Day = told("Dữ liệu tính đến ngày")
    source: Source = told("Nguồn")
    licence: str | None = told("Địa chỉ giấy phép chung, nếu có")
    usage: str | None = told("Trang nói rõ được dùng thế nào")
    count: int = told("Số mục trong tệp")


class ProfileRow(Record):
    """One row of profiles.csv."""

    id: str = told("Mã hồ sơ")
    name: str = told("Họ và tên, hoặc tên tập thể")
    kind: str = told("Cá nhân hoặc Tập thể")
    role: str = told("Chức vụ, công việc")
    unit_id: str = told("Mã đơn vị")
    unit: str = told("Tên đơn vị")
    fields: str = told("Các lĩnh vực")
    year: int = told("Năm giới thiệu")
    stage: str = told("Nhân tố mới, Đã công nhận hoặc Tiêu biểu")
    title: str = told("Tít")
    summary: str = told("Sapo")
    awards: str = told("Khen thưởng còn giá trị, kèm năm")
    initiatives: str = told("Tên các mô hình, sáng kiến")
    replications: int = told("Số đơn vị đã làm theo")
    channels: str = told("Các kênh đã đăng")
    published: Day | None = told("Ngày đăng lần đầu")
    updated: Day | None = told("Ngày thay đổi gần nhất")
    sample: bool = told("true: hồ sơ minh họa, hư cấu")
    address: str = told("Địa chỉ trang hồ sơ")
