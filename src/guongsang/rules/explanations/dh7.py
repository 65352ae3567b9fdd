"""Explanations of DH7: across profiles. Of two profiles, the problem is on the later by path."""

from __future__ import annotations

from guongsang.rules.explanations.explanation import PATHS, explain
from guongsang.rules.explanations.model_project import OTHER, PRESS_LOG

TABLE = {
    "DH701": explain(
        vi=(
            "Mã hồ sơ phải là duy nhất và không bao giờ dùng lại, kể cả khi hồ sơ cũ đã rút.",
            "Mã được dẫn trong văn bản, dữ liệu mở và bài báo; hai hồ sơ chung mã thì lời dẫn cũ chỉ nhầm người.",
        ),
        en=(
            "A profile's id must be unique and is never reused, not even after a withdrawal.",
            (
                "Ids are quoted in papers, open data and articles; "
                "shared by two, an old quotation points to the wrong person."
            ),
        ),
        bad="id: DH-2024-001  # đã dùng ở exemplars/2024/nguyen-minh-hoa/",
        good="id: DH-2025-001",
        file=OTHER,
    ),
    "DH702": explain(
        vi=(
            "Tên thư mục của hai hồ sơ không được trùng nhau, dù ở hai năm khác nhau.",
            "Tên thư mục là địa chỉ của hồ sơ trên trang, không kèm năm; trùng tên thì hai hồ sơ tranh một địa chỉ.",
        ),
        en=(
            "No two profiles have the same folder name, not even in different years.",
            "The folder's name is the profile's address, without the year; two of a name would share one address.",
        ),
        bad="2025/nguyen-minh-hoa/index.md",
        good="2025/tran-thi-binh/index.md",
        file=PATHS,
    ),
    "DH703": explain(
        vi=(
            "Địa chỉ cũ ở aliases phải chưa thuộc về hồ sơ nào khác.",
            "Địa chỉ cũ đưa người đọc sang hồ sơ này; nếu hồ sơ khác đang dùng thì người đọc không tới được hồ sơ kia.",
        ),
        en=(
            "A former address under aliases must not belong to another profile.",
            "It leads readers on to this profile; where another profile lives there, that one could not be reached.",
        ),
        bad="aliases: [nguyen-minh-hoa]  # địa chỉ của exemplars/2024/nguyen-minh-hoa/",
        good="aliases: [chi-binh-kho-mau]",
        file=OTHER,
    ),
    "DH704": explain(
        vi=(
            "Mỗi mô hình, sáng kiến phải có tên riêng.",
            (
                "Mỗi mô hình có một trang riêng, địa chỉ lấy từ tên; "
                "hai mô hình chung tên thì tranh một địa chỉ và người đọc lẫn lộn."
            ),
        ),
        en=(
            "Each initiative must have a name of its own.",
            "Each has its page, with an address made from the name; two of a name would share it and confuse readers.",
        ),
        bad="  - name: Quy trình đọc số liệu bốn bước  # đã có ở exemplars/2024/nguyen-minh-hoa/",
        good="  - name: Kho mẫu biểu dùng chung",
        file=OTHER,
    ),
    "DH705": explain(
        vi=(
            "Một người nên chỉ có một hồ sơ. Trùng tên trong cùng đơn vị thì máy nhắc để người soạn xem lại.",
            (
                "Hai hồ sơ cho một người dễ nói khác nhau và làm sai số liệu; "
                "nếu là hai người trùng tên thì cứ giữ nguyên."
            ),
        ),
        en=(
            "A person should have one profile. The same name in the same unit is pointed out for a second look.",
            "Two profiles of one person come to disagree and falsify the count; where they are two people, leave both.",
        ),
        bad="name: Nguyễn Minh Họa  # cùng đơn vị, đã có ở exemplars/2024/nguyen-minh-hoa/",
        good="name: Trần Thị Bình",
        file=OTHER,
    ),
    "DH706": explain(
        vi=(
            "Một báo, đài lấy một hồ sơ trong một ngày thì sổ theo dõi báo chí chỉ nên có một mục.",
            (
                "Ghi hai lần thì khi hồ sơ bị rút, cùng một nơi nhận hai thư, và việc đã báo ở mục này không thấy ở "
                "mục kia."
            ),
        ),
        en=(
            "One outlet taking one profile on one day should be one entry of the press log.",
            (
                "Written twice, the outlet gets two letters on a withdrawal, and being told in one entry isn't seen "
                "in the other."
            ),
        ),
        bad="  outlet: Báo Ban Mai  # đã ghi ở mục trên\n  date: 2025-06-12",
        good="  outlet: Đài Thử Nghiệm\n  date: 2025-06-12",
        file=PRESS_LOG,
    ),
    "DH707": explain(
        vi=(
            "Khi hồ sơ đã rút, mỗi nơi từng lấy hồ sơ ấy nên được báo, và ngày báo ghi vào sổ.",
            (
                "Người rút lại sự đồng ý thì bài đã đăng lại cũng phải được gỡ (Luật 91/2025/QH15); "
                "sổ cho biết còn nơi nào chưa được báo."
            ),
        ),
        en=(
            "Once a profile is withdrawn, each outlet that took it should be told, and the day be noted.",
            (
                "Where consent is withdrawn, copies must come down too (Law 91/2025/QH15); "
                "the log shows who has not been told."
            ),
        ),
        bad="  # notified: chưa báo",
        good="  notified: 2025-06-03",
        file=PRESS_LOG,
    ),
}
