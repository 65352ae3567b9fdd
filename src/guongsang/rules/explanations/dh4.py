"""Explanations of DH4: the criteria and the file that defines them."""

from __future__ import annotations

from guongsang.rules.explanations.explanation import explain
from guongsang.rules.explanations.model_project import REGISTRY

_CRITERIA = f"{REGISTRY}/criteria.yml"
_RATING_2022 = '  - {year: 2022, rating: excellent, document: "Quyết định số 02/QĐ-MH"}\n'
_RATING_2023 = '  - {year: 2023, rating: excellent, document: "Quyết định số 03/QĐ-MH"}\n'
_AWARD_2023 = '  - {award: danh-hieu-a, year: 2023, date: 2023-12-19, document: "Quyết định số 05/QĐ-MH"}\n'
_REVOKED = (
    "  - {award: danh-hieu-a, year: 2021, status: revoked, "
    'document: "Quyết định số 09/QĐ-MH", unit_name: Phòng Máy tính}\n'
)

TABLE = {
    "DH401": explain(
        vi=(
            (
                "Mỗi ý tiêu chuẩn áp dụng cho hồ sơ phải được trả lời, kèm số văn bản. "
                "Câu báo lỗi cho biết ý nào còn thiếu gì."
            ),
            "Phụ lục tiêu chuẩn của chương trình, ví dụ “Tiêu chuẩn, mục 2.c, ý 3” đòi đủ từng năm. "
            "Máy không chấm phẩm chất, chỉ xem mỗi ý đã có "
            "hồ sơ và văn bản chưa.",
        ),
        en=(
            (
                "Each clause that applies to the profile must be answered, with a document. "
                "The message says which clause lacks what."
            ),
            "So asks the programme's annex of criteria; "
            "clause 2.c.3, for one, asks it of every year. The program judges nobody: it only sees "
            "whether a record and a document are there.",
        ),
        bad=_RATING_2023,
        good=_RATING_2022 + _RATING_2023,
    ),
    "DH402": explain(
        vi=(
            "Ngày tập thể công nhận phải không muộn hơn ngày đăng.",
            (
                "Chu trình của chương trình là công nhận, tôn vinh rồi mới tuyên truyền. "
                "Đăng trước khi được công nhận là chưa đủ căn cứ."
            ),
        ),
        en=(
            "Recognition must not be later than publication.",
            (
                "The programme recognises first and publicises then. "
                "What isn't recognised yet has no ground to be published."
            ),
        ),
        bad="recognition:\n  date: 2024-06-15  # hồ sơ đăng từ 2024-06-01",
        good="recognition:\n  date: 2024-05-06",
    ),
    "DH403": explain(
        vi=(
            "Trong tệp tiêu chuẩn, mỗi yêu cầu phải nêu đúng một trong bốn: records, statement, any, all.",
            (
                "Bốn từ này là cách viết duy nhất mà máy hiểu (xem đầu tệp criteria.yml). "
                "Viết hai từ cạnh nhau thì không rõ là cần một hay cần cả hai."
            ),
        ),
        en=(
            "In the criteria file, a requirement names exactly one of records, statement, any, all.",
            (
                "These four are all that the program understands (see the top of criteria.yml). "
                "With two side by side, nobody knows if one will do."
            ),
        ),
        bad="      records: recognition\n      statement: true\n",
        good="      any:\n        - records: recognition\n        - statement: true\n",
        instead_of="      records: recognition\n",
        file=_CRITERIA,
    ),
    "DH404": explain(
        vi=(
            "Mục evidence nên trả lời ý tiêu chuẩn áp dụng cho hồ sơ này.",
            (
                "Mục 2.b dành cho tập thể, mục 2.c dành cho cá nhân, nhân tố mới chỉ trả lời mục 2.a. "
                "Lời trả lời cho ý không áp dụng thì không tính."
            ),
        ),
        en=(
            "An evidence item should answer a clause that applies to the profile.",
            (
                "Section 2.b is for collectives, 2.c for individuals, and an emerging one answers 2.a only. "
                "A statement for another clause is not used."
            ),
        ),
        bad="  - clause: tap-the-1  # hồ sơ này là của cá nhân",
        good="  - clause: chung-2",
    ),
    "DH405": explain(
        vi=(
            "Điều kiện where trong tệp tiêu chuẩn phải dùng tên cột có thật của bảng.",
            "Tên cột sai thì không dòng nào khớp, và mọi hồ sơ sẽ bị báo là chưa trả lời ý ấy.",
        ),
        en=(
            "A condition in the criteria file must name a column that the records have.",
            "With a wrong column nothing matches, and every profile would be told that it doesn't answer the clause.",
        ),
        bad="          where: {muc: excellent}",
        good="          where: {rating: excellent}",
        file=_CRITERIA,
    ),
    "DH406": explain(
        vi=(
            "Mỗi năm chỉ có một mức xếp loại.",
            (
                "Xếp loại là kết quả của cả năm, ghi trong một văn bản. "
                "Hai mức cho một năm thì một mức sai, mà “Tiêu chuẩn, mục 2.c, ý 3” dựa vào đó."
            ),
        ),
        en=(
            "A year has one rating.",
            (
                "A rating sums up a year, in one document. "
                "Of two for one year one is wrong, and clause 2.c.3 of the criteria rests on it."
            ),
        ),
        bad='  - {year: 2023, rating: good, document: "Quyết định số 03a/QĐ-MH"}\n' + _RATING_2023,
        good=_RATING_2023,
    ),
    "DH407": explain(
        vi=(
            "Danh hiệu đã thu hồi được giữ trong tệp nhưng không đăng và không tính cho tiêu chuẩn nào.",
            (
                "Luật Thi đua, khen thưởng (06/2022/QH15) quy định việc hủy bỏ quyết định khen thưởng; "
                "trang không được nêu danh hiệu ấy nữa."
            ),
        ),
        en=(
            "A revoked award stays in the file but is neither shown nor counted.",
            (
                "The law on emulation and commendation (Law 06/2022/QH15) lets the decision on an award be annulled; "
                "the site then may not claim it."
            ),
        ),
        bad=_REVOKED + _AWARD_2023,
        good=_AWARD_2023,
    ),
}
