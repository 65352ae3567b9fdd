"""Explanations of DH5: consent and privacy."""

from __future__ import annotations

from guongsang.rules.explanations.explanation import explain
from guongsang.rules.explanations.model_project import EVENT

_REVIEW = "review: {status: approved, by: Phòng Tổng hợp, date: 2024-05-20}"
_SENTENCE = "Chị Họa vào nghề từ năm 2012 và phụ trách phần mềm đọc số liệu."
_SENSITIVE_VI = (
    "Đây là dữ liệu cá nhân nhạy cảm theo Luật 91/2025/QH15 và Nghị định 356/2025: "
    "chỉ được nêu khi thật cần và người ấy đồng ý rõ ràng."
)
_SENSITIVE_EN = (
    "Law 91/2025/QH15 and Decree 356/2025 call this sensitive personal data: "
    "it may be told only where needed and expressly agreed."
)
_BASIC_VI = (
    "Luật 91/2025/QH15 bảo vệ dữ liệu cá nhân, Điều 38 Bộ luật Dân sự bảo vệ đời sống riêng tư. "
    "Câu chuyện không cần chi tiết này, mà kẻ xấu có thể lợi dụng."
)
_BASIC_EN = (
    "Law 91/2025/QH15 protects personal data and article 38 of the Civil Code private life. "
    "The story doesn't need this detail, and it can be abused."
)

TABLE = {
    "DH501": explain(
        vi=(
            "Phiếu đồng ý phải gồm name thì mới được đăng tên người.",
            (
                "Luật 91/2025/QH15 và Nghị định 356/2025: "
                "sự đồng ý phải rõ ràng, chứng minh được và nêu đúng việc được đồng ý."
            ),
        ),
        en=(
            "Consent must cover name for a name to be published.",
            "Law 91/2025/QH15 and Decree 356/2025: consent must be explicit, provable, and say what is agreed to.",
        ),
        bad="  covers: [image, story]",
        good="  covers: [name, image, story]",
    ),
    "DH502": explain(
        vi=(
            "Phiếu đồng ý phải gồm từng kênh mà hồ sơ định đăng.",
            (
                "Sự đồng ý chỉ có giá trị cho việc đã hỏi (Luật 91/2025/QH15). "
                "Người đồng ý lên cổng thông tin chưa hẳn đồng ý lên báo."
            ),
        ),
        en=(
            "Consent must cover each channel of the profile.",
            (
                "Consent holds for what was asked (Law 91/2025/QH15). "
                "Who agrees to the portal hasn't agreed to the newspaper."
            ),
        ),
        bad="  channels: [portal]  # hồ sơ còn định đăng trên newspaper",
        good="  channels: [portal, newspaper]",
    ),
    "DH503": explain(
        vi=(
            "Sự đồng ý nên còn hạn. Quá hạn thì hồ sơ tự rời khỏi trang ở lần dựng sau.",
            "Hết hạn thì không còn căn cứ để công bố dữ liệu của người ấy (Luật 91/2025/QH15).",
        ),
        en=(
            "Consent should be in force. Once it has expired, the profile leaves the site at the next build.",
            "After its expiry there is no ground to publish that person's data (Law 91/2025/QH15).",
        ),
        bad="  expires: 2025-05-10",
        good="  expires: 2027-05-10",
    ),
    "DH504": explain(
        vi=(
            "Thông báo rút hồ sơ không được nêu tên người hay tập thể.",
            "Người ấy đã rút sự đồng ý (Luật 91/2025/QH15); nhắc lại tên trong thông báo là công bố thêm một lần nữa.",
        ),
        en=(
            "The notice of a withdrawal must not name anybody.",
            "Consent was withdrawn (Law 91/2025/QH15); a notice with the name would publish it once more.",
        ),
        bad='review: {status: withdrawn, notice: "Hồ sơ của chị Nguyễn Minh Họa đã được rút."}',
        good='review: {status: withdrawn, notice: "Hồ sơ này đã được rút từ ngày 15/6/2025."}',
        instead_of=_REVIEW,
    ),
    "DH505": explain(
        vi=(
            "Sự đồng ý phải có trước ngày đăng đầu tiên.",
            "Phải hỏi trước rồi mới được công bố (Luật 91/2025/QH15); đồng ý sau không chữa được việc đã đăng.",
        ),
        en=(
            "Consent must come before first publication.",
            "One asks first and publishes then (Law 91/2025/QH15); later consent doesn't mend what was published.",
        ),
        bad="  date: 2024-06-10  # hồ sơ đăng từ 2024-06-01",
        good="  date: 2024-05-10",
    ),
    "DH506": explain(
        vi=(
            "Hồ sơ có ảnh thì phiếu đồng ý nên gồm image. Thiếu image thì ảnh không được đăng.",
            "Dùng hình ảnh của một người phải được người ấy đồng ý (Điều 32 Bộ luật Dân sự).",
        ),
        en=(
            "A profile with photos should have consent for image. Without it the photos are not published.",
            "The use of a person's image needs that person's consent (Civil Code, article 32).",
        ),
        bad="  covers: [name, story]  # hồ sơ có ảnh",
        good="  covers: [name, image, story]",
    ),
    "DH507": explain(
        vi=(
            "Ảnh có người không thuộc hồ sơ thì cần phiếu đồng ý riêng của người ấy.",
            (
                "Điều 32 Bộ luật Dân sự: mỗi người có quyền với hình ảnh của mình. "
                "Phiếu của người trong hồ sơ không thay cho người đứng cạnh."
            ),
        ),
        en=(
            "Where a photo shows somebody else, that person must be asked too.",
            (
                "Civil Code, article 32: each has a right in the own image. "
                "The subject's consent doesn't stand for others in the picture."
            ),
        ),
        bad="    people: [Nguyễn Minh Họa, Lê Văn Tám]  # hồ sơ của một mình chị Họa",
        good="    people: [Nguyễn Minh Họa]",
    ),
    "DH508": explain(
        vi=(
            "Hồ sơ đã rút nên có lời thông báo cho người đọc, không nêu tên.",
            "Địa chỉ cũ còn nằm trong báo, tài liệu khác; người mở ra cần biết hồ sơ đã được rút và không nên dẫn lại.",
        ),
        en=(
            "A withdrawn profile should have a notice for readers, without names.",
            (
                "Its address lives on in papers elsewhere; "
                "who opens it should learn that it was withdrawn and not to quote it."
            ),
        ),
        bad="review: {status: withdrawn}",
        good='review: {status: withdrawn, notice: "Hồ sơ này đã được rút từ ngày 15/6/2025."}',
        instead_of=_REVIEW,
    ),
    "DH510": explain(
        vi=("Không nên nêu ngày sinh. Nếu cần thì chỉ nói tuổi.", _BASIC_VI),
        en=("A birth date should not be told. Give the age where it matters.", _BASIC_EN),
        bad="Chị Họa sinh ngày 12/3/1988, vào nghề từ năm 2012 và phụ trách phần mềm đọc số liệu.",
        good=_SENTENCE,
    ),
    "DH511": explain(
        vi=("Không nên nêu số căn cước, số giấy tờ tùy thân.", _BASIC_VI),
        en=("An identity number should not be told.", _BASIC_EN),
        bad="Chị Họa, số căn cước 001188000000, vào nghề từ năm 2012 và phụ trách phần mềm đọc số liệu.",
        good=_SENTENCE,
    ),
    "DH512": explain(
        vi=("Không nên nêu số điện thoại riêng. Số của cơ quan ghi ở press.contact.", _BASIC_VI),
        en=("A private phone number should not be told. The office's number goes to press.contact.", _BASIC_EN),
        bad=f"{_SENTENCE} Ai cần xin gọi 0912 000 000.",
        good=f"{_SENTENCE} Ai cần xin gọi cơ quan của chị.",
        instead_of=_SENTENCE,
    ),
    "DH513": explain(
        vi=("Không nên nêu nơi ở. Nếu cần thì chỉ nói tên xã, tỉnh.", _BASIC_VI),
        en=("A home address should not be told. Name the commune or province where it matters.", _BASIC_EN),
        bad=f"{_SENTENCE} Nhà chị ở số 12 ngõ 34 phố Mẫu.",
        good=f"{_SENTENCE} Nhà chị ở xa cơ quan.",
        instead_of=_SENTENCE,
    ),
    "DH514": explain(
        vi=("Không nên nêu dân tộc của một người khi câu chuyện không cần đến.", _SENSITIVE_VI),
        en=("A person's ethnicity should not be told where the story doesn't need it.", _SENSITIVE_EN),
        bad="Chị Họa, người dân tộc Tày, vào nghề từ năm 2012 và phụ trách phần mềm đọc số liệu.",
        good=_SENTENCE,
    ),
    "DH515": explain(
        vi=("Không nên nêu tôn giáo của một người khi câu chuyện không cần đến.", _SENSITIVE_VI),
        en=("A person's religion should not be told where the story doesn't need it.", _SENSITIVE_EN),
        bad="Chị Họa theo đạo Phật, vào nghề từ năm 2012 và phụ trách phần mềm đọc số liệu.",
        good=_SENTENCE,
    ),
    "DH516": explain(
        vi=("Không nên nêu sức khỏe, bệnh tật của một người khi câu chuyện không cần đến.", _SENSITIVE_VI),
        en=("A person's health should not be told where the story doesn't need it.", _SENSITIVE_EN),
        bad="Chị Họa bị bệnh tim, vào nghề từ năm 2012 và phụ trách phần mềm đọc số liệu.",
        good=_SENTENCE,
    ),
    "DH517": explain(
        vi=("Không nên nêu thư điện tử riêng. Thư của cơ quan ghi ở press.contact.", _BASIC_VI),
        en=("A private e-mail address should not be told. The office's goes to press.contact.", _BASIC_EN),
        bad=f"{_SENTENCE} Ai cần xin viết về minh.hoa.mau@gmail.com.",
        good=f"{_SENTENCE} Ai cần xin viết về cơ quan của chị.",
        instead_of=_SENTENCE,
    ),
    "DH518": explain(
        vi=(
            (
                "Sự kiện không nên nêu tên người, tập thể có liên quan mà hồ sơ chưa được đăng. "
                "Còn tên ấy thì sự kiện chưa hiện."
            ),
            (
                "Tên chỉ được công bố khi người đó đồng ý và hồ sơ được đăng (Luật 91/2025/QH15). "
                "Rút hồ sơ thì tên cũng phải rời khỏi bài về sự kiện."
            ),
        ),
        en=(
            (
                "An event should not name those it concerns while their profile is not published. "
                "Until then the event is not shown."
            ),
            (
                "A name is published with that person's consent and profile (Law 91/2025/QH15). "
                "When a profile goes, its name leaves the events too."
            ),
        ),
        bad="[anh Lê Văn Chờ](/ho-so/le-van-cho/) <!-- hồ sơ đăng từ 2025-09-01 -->",
        good="[một anh kỹ thuật viên](/ho-so/le-van-cho/)",
        file=EVENT,
    ),
}
