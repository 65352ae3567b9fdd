"""The model of a profile: every key of its front matter, with its help, type and who may see it.

Outputs never see these objects, only the published view made from them
(`publication/profile.py`). Every type is optional, since a draft may lack anything. `needed`
marks what publication requires; `shape.py` checks it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from guongsang.manuscripts.authored import Authored, Day, Flag, Moment, Text, authored

ProfileKind = Literal["individual", "collective"]
Stage = Literal["emerging", "recognised", "outstanding"]
Status = Literal["draft", "in_review", "approved", "suspended", "withdrawn"]
Year = Annotated[int, Field(ge=1945, le=2100)]
# Headings that a body should have.
HEADINGS = ("Thành tích", "Cách làm", "Hiệu quả", "Bài học")


class Recognition(Authored):
    """The meeting or body that recognised and honoured the exemplar."""

    date: Day | None = authored(help="Ngày tập thể họp công nhận, suy tôn", visibility="public", needed=True)
    body: Text | None = authored(help="Hội nghị hoặc cơ quan công nhận", visibility="public", needed=True)
    document: Text | None = authored(help="Số biên bản hoặc quyết định", visibility="public", needed=True)


class Rating(Authored):
    """The yearly rating of work."""

    year: Year | None = authored(help="Năm xếp loại", visibility="public", needed=True)
    rating: Literal["excellent", "good", "completed", "not_completed"] | None = authored(
        help="Mức xếp loại: excellent (hoàn thành xuất sắc), good (hoàn thành tốt), completed (hoàn thành), "
        "not_completed (không hoàn thành)",
        visibility="public",
        needed=True,
    )
    document: Text | None = authored(help="Số văn bản xếp loại", visibility="public", needed=True)


class ProfileAward(Authored):
    """An award that the exemplar received; `registry.model.Award` is its entry in awards.yml."""

    award: Text | None = authored(
        help="Mã danh hiệu, hình thức khen thưởng (hoặc cách viết khác) trong awards.yml",
        visibility="public",
        register="awards",
        spelling="free",
        needed=True,
    )
    year: Year | None = authored(help="Năm được khen", visibility="public", needed=True)
    document: Text | None = authored(help="Số quyết định khen thưởng", visibility="public", needed=True)
    date: Day | None = authored(help="Ngày quyết định", visibility="public")
    authority: Text | None = authored(help="Cấp ký quyết định", visibility="public")
    unit_name: Text | None = authored(help="Tên đơn vị lúc được khen, nếu khác nay", visibility="public")
    status: Literal["valid", "revoked"] = authored(
        help="Còn giá trị (valid) hay đã thu hồi (revoked)", visibility="public", default="valid"
    )
    posthumous: Flag = authored(help="Truy tặng (true) hay không (false)", visibility="public", default=False)


class Figure(Authored):
    """A measured effect of an initiative, before and after."""

    label: Text | None = authored(help="Đo cái gì, kèm đơn vị", visibility="public", needed=True)
    before: Text | None = authored(help="Số liệu trước khi áp dụng, nếu có", visibility="public")
    after: Text | None = authored(help="Số liệu sau khi áp dụng", visibility="public", needed=True)


class Initiative(Authored):
    """A model, initiative, solution or research topic that others can replicate."""

    name: Text | None = authored(help="Tên mô hình, sáng kiến", visibility="public", needed=True, max_length=160)
    kind: Literal["model", "initiative", "solution", "research"] | None = authored(
        help="Loại: model (mô hình), initiative (sáng kiến), solution (giải pháp), research (đề tài)",
        visibility="public",
        needed=True,
    )
    effect: Text | None = authored(help="Hiệu quả, một hai câu", visibility="public", needed=True)
    how: Text | None = authored(help="Cách làm, để nơi khác làm theo được", visibility="public")
    figures: list[Figure] = authored(help="Số liệu trước và sau", visibility="public", default=[])
    document: Text | None = authored(help="Số văn bản công nhận", visibility="public", needed=True)
    since: Year | None = authored(help="Áp dụng từ năm", visibility="public")
    replicated_at: list[Text] = authored(
        help="Mã các đơn vị đã làm theo", visibility="public", register="units", default=[]
    )


class Evidence(Authored):
    """A statement with a document that answers a clause which no record answers."""

    clause: Text | None = authored(
        help="Mã tiêu chuẩn được trả lời, ví dụ chung-2", visibility="public", register="clauses", needed=True
    )
    statement: Text | None = authored(help="Việc đã làm, một hai câu cụ thể", visibility="public", needed=True)
    document: Text | None = authored(help="Số văn bản chứng minh", visibility="public", needed=True)


class Photo(Authored):
    """A photo file beside index.md, with what readers and the press need to know about it."""

    file: Text | None = authored(help="Tên tệp ảnh đặt cạnh index.md", visibility="internal", needed=True)
    alt: Text | None = authored(
        help="Ảnh cho thấy gì, để người không nhìn được vẫn hiểu", visibility="public", needed=True
    )
    caption: Text | None = authored(help="Chú thích", visibility="public", needed=True)
    credit: Text | None = authored(help="Tác giả, nguồn ảnh", visibility="public", needed=True)
    taken: Day | None = authored(help="Ngày chụp", visibility="public")
    role: Literal["portrait", "work", "group"] = authored(
        help="portrait (chân dung), work (công việc), group (tập thể)", visibility="public", default="work"
    )
    people: list[Text] = authored(help="Tên người trong ảnh", visibility="public", default=[])
    focus: Text | None = authored(
        help='Chỗ cần giữ khi ảnh bị cắt theo khung: phần trăm tính từ mép trái rồi từ mép trên, ví dụ "50% 30%"',
        visibility="public",
        pattern=r"^(100|[1-9]?\d)% (100|[1-9]?\d)%$",
    )


class Consent(Authored):
    """The person's consent to publication; the signed form itself never enters the repository."""

    document: Text | None = authored(
        help="Số phiếu đồng ý (không đưa bản phiếu lên đây)", visibility="internal", needed=True
    )
    date: Day | None = authored(help="Ngày đồng ý", visibility="internal", needed=True)
    covers: list[Literal["name", "image", "story", "contact"]] = authored(
        help="Đồng ý công bố những gì: name (tên), image (ảnh), story (bài viết, lời trích), contact (liên hệ)",
        visibility="internal",
        needed=True,
        default=[],
    )
    channels: list[Text] = authored(
        help="Đồng ý đăng trên những kênh nào",
        visibility="internal",
        register="channels",
        spelling="exact",
        needed=True,
        default=[],
    )
    expires: Day | None = authored(help="Ngày hết hạn đồng ý, nếu có", visibility="internal")


class ChannelPlan(Authored):
    """When a channel publishes the profile, and the channel's own headline and summary."""

    publish: Moment | None = authored(
        help="Ngày đăng trên kênh này; trước ngày đó không hiện", visibility="public", needed=True
    )
    title: Text | None = authored(help="Tít riêng của kênh", visibility="public", max_length=120)
    summary: Text | None = authored(help="Sapo riêng của kênh", visibility="public", max_length=400)


class Contact(Authored):
    """Whom the press may call."""

    name: Text | None = authored(help="Đầu mối cho báo chí", visibility="press", needed=True)
    phone: Text | None = authored(help="Điện thoại cơ quan", visibility="press")
    email: Text | None = authored(help="Thư điện tử cơ quan", visibility="press")


class Quote(Authored):
    """A sentence that the press may quote."""

    text: Text | None = authored(help="Lời trích nguyên văn", visibility="public", needed=True)
    by: Text | None = authored(help="Người nói", visibility="public", needed=True)


class Coverage(Authored):
    """An article about the exemplar, in a channel of the registry or another outlet."""

    channel: Text | None = authored(help="Mã kênh đã đăng", visibility="public", register="channels")
    outlet: Text | None = authored(help="Tên báo, đài đã đăng", visibility="public")
    title: Text | None = authored(help="Tên bài", visibility="public", needed=True)
    url: Text | None = authored(help="Địa chỉ bài", visibility="public", pattern=r"^https?://\S+$")
    date: Day | None = authored(help="Ngày đăng", visibility="public", needed=True)


class Press(Authored):
    """What a profile offers the press."""

    contact: Contact | None = authored(help="Đầu mối cho báo chí", visibility="press")
    quotes: list[Quote] = authored(help="Lời trích báo chí được dùng", visibility="public", default=[])
    coverage: list[Coverage] = authored(help="Báo chí đã viết", visibility="public", default=[])


class Review(Authored):
    """The review status; only an approved profile is published."""

    status: Status = authored(
        help="draft (nháp), in_review (đang duyệt), approved (đã duyệt), suspended (tạm dừng), withdrawn (rút)",
        visibility="internal",
        needed=True,
        default="draft",
    )
    by: Text | None = authored(help="Đơn vị duyệt", visibility="internal")
    date: Day | None = authored(help="Ngày duyệt", visibility="internal")
    notice: Text | None = authored(help="Lời thông báo khi rút hồ sơ; không nêu tên", visibility="public")


class Reach(Authored):
    """How far the example has spread."""

    replications: Annotated[int, Field(ge=0)] | None = authored(help="Số nơi làm theo", visibility="public")
    visitors: Annotated[int, Field(ge=0)] | None = authored(help="Số lượt người đến tham quan", visibility="public")
    articles: Annotated[int, Field(ge=0)] | None = authored(help="Số tin, bài", visibility="public")


class FollowUp(Authored):
    """A follow-up after publication, with its decision."""

    date: Day | None = authored(help="Ngày theo dõi", visibility="public", needed=True)
    by: Text | None = authored(help="Đơn vị theo dõi", visibility="public")
    effect: Text | None = authored(help="Hiệu quả ghi nhận", visibility="public", needed=True)
    reach: Reach | None = authored(help="Mức lan tỏa", visibility="public")
    difficulties: Text | None = authored(help="Khó khăn (chỉ lưu nội bộ)", visibility="internal")
    decision: Literal["keep", "support", "withdraw"] | None = authored(
        help="keep (giữ), support (hỗ trợ thêm), withdraw (rút)", visibility="internal"
    )
    next: Text | None = authored(help="Việc tiếp theo", visibility="public")


class Correction(Authored):
    """A correction of the published text (đính chính)."""

    date: Day | None = authored(help="Ngày đính chính", visibility="public", needed=True)
    text: Text | None = authored(help="Nội dung đính chính", visibility="public", needed=True)


class Profile(Authored):
    """A profile's front matter. The help of each key is its documentation."""

    id: Text | None = authored(
        help="Mã hồ sơ, duy nhất, không bao giờ dùng lại",
        visibility="public",
        needed=True,
        pattern=r"^DH-\d{4}-\d{3,4}$",
    )
    kind: ProfileKind | None = authored(
        help="individual (cá nhân) hoặc collective (tập thể)", visibility="public", needed=True
    )
    name: Text | None = authored(
        help="Họ và tên đầy đủ, hoặc tên tập thể", visibility="public", needed=True, max_length=160
    )
    role: Text | None = authored(help="Chức vụ, công việc (cá nhân)", visibility="public", max_length=200)
    unit: Text | None = authored(help="Mã đơn vị trong units.yml", visibility="public", register="units", needed=True)
    fields: list[Text] = authored(
        help="Một đến ba mã lĩnh vực trong fields.yml",
        visibility="public",
        register="fields",
        needed=True,
        default=[],
        max_length=3,
    )
    year: Year | None = authored(help="Năm giới thiệu điển hình", visibility="public", needed=True)
    stage: Stage | None = authored(
        help="emerging (nhân tố mới), recognised (đã công nhận), outstanding (tiêu biểu)",
        visibility="public",
        needed=True,
    )
    title: Text | None = authored(help="Tít, nhiều nhất 120 ký tự", visibility="public", needed=True, max_length=120)
    summary: Text | None = authored(
        help="Sapo, 80 đến 400 ký tự", visibility="public", needed=True, min_length=80, max_length=400
    )
    recognition: Recognition | None = authored(
        help="Tập thể công nhận, suy tôn: ngày, nơi, văn bản", visibility="public", needed=True
    )
    movements: list[Text] = authored(
        help="Mã phong trào thi đua trong movements.yml", visibility="public", register="movements", default=[]
    )
    ratings: list[Rating] = authored(help="Xếp loại hằng năm", visibility="public", default=[])
    awards: list[ProfileAward] = authored(help="Danh hiệu, hình thức khen thưởng", visibility="public", default=[])
    initiatives: list[Initiative] = authored(
        help="Mô hình, sáng kiến, giải pháp, đề tài", visibility="public", default=[]
    )
    evidence: list[Evidence] = authored(
        help="Lời trả lời cho tiêu chuẩn mà bảng khác chưa trả lời", visibility="public", default=[]
    )
    photos: list[Photo] = authored(help="Ảnh", visibility="public", default=[])
    consent: Consent | None = authored(help="Sự đồng ý của người được nêu tên", visibility="internal", needed=True)
    channels: dict[str, ChannelPlan] = authored(
        help="Kênh đăng và ngày đăng trên từng kênh",
        visibility="public",
        register="channels",
        spelling="exact",
        needed=True,
        default={},
    )
    press: Press | None = authored(help="Dành cho báo chí", visibility="public")
    review: Review | None = authored(help="Tình trạng duyệt", visibility="public", needed=True)
    follow_up: list[FollowUp] = authored(help="Theo dõi sau khi tuyên truyền", visibility="public", default=[])
    corrections: list[Correction] = authored(help="Đính chính", visibility="public", default=[])
    aliases: list[Annotated[Text, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]] = authored(
        help="Địa chỉ cũ của hồ sơ", visibility="public", default=[]
    )
    internal: Any = authored(help="Ghi chú nội bộ, không bao giờ đăng", visibility="internal")
    sample: Flag = authored(help="Hồ sơ minh họa, nhân vật hư cấu", visibility="public", default=False)

    @property
    def status(self) -> Status:
        """The review status; `draft` where nobody wrote one."""
        return self.review.status if self.review else "draft"
