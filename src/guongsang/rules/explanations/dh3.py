"""Explanations of DH3: references to the registry."""

from __future__ import annotations

from guongsang.rules.explanations.explanation import explain
from guongsang.rules.explanations.model_project import EVENT, PRESS_LOG, REGISTRY

_AWARD = '  - {award: danh-hieu-a, year: 2023, date: 2023-12-19, document: "Quyết định số 05/QĐ-MH"}'
_AWARD_2022 = (
    "  - {award: danh-hieu-a, year: 2022, date: 2022-12-20, "
    'document: "Quyết định số 04/QĐ-MH", unit_name: Phòng Máy tính}'
)

TABLE = {
    "DH301": explain(
        vi=(
            "Danh hiệu, hình thức khen thưởng phải có trong danh mục awards.yml. Viết mã, hoặc tên đúng như danh mục.",
            (
                "Danh hiệu do pháp luật về thi đua, khen thưởng quy định (Luật 06/2022/QH15); "
                "viết sai tên là trao cho người ta danh hiệu không có."
            ),
        ),
        en=(
            "An award must stand in the register awards.yml. Write its id, or its name as the register has it.",
            (
                "Awards are set by the law on emulation and commendation (Law 06/2022/QH15); "
                "a wrong name is an award that doesn't exist."
            ),
        ),
        bad=_AWARD.replace("danh-hieu-a", "danh-hieu-aa"),
        good=_AWARD,
    ),
    "DH302": explain(
        vi=(
            "Đơn vị phải có trong danh mục units.yml. Viết mã của đơn vị.",
            "Hồ sơ được xếp vào trang của đơn vị theo mã này, và mã còn giữ được khi đơn vị đổi tên, hợp nhất.",
        ),
        en=(
            "A unit must stand in the register units.yml. Write the unit's id.",
            "Profiles are filed under units by this id, which stays when a unit is renamed or merged.",
        ),
        bad="unit: phong-kythuat",
        good="unit: phong-ky-thuat",
    ),
    "DH303": explain(
        vi=(
            "Lĩnh vực phải có trong danh mục fields.yml.",
            "Người đọc tìm điển hình theo lĩnh vực; lĩnh vực ngoài danh mục thì không có trang nào để xếp vào.",
        ),
        en=(
            "A field of work must stand in the register fields.yml.",
            "Readers browse by field; one that isn't in the register has no page.",
        ),
        bad="fields: [do-dat]",
        good="fields: [do-dac]",
    ),
    "DH304": explain(
        vi=(
            "Phong trào thi đua phải có trong danh mục movements.yml.",
            "Mỗi phong trào trong danh mục có văn bản phát động làm căn cứ; tên khác đi thì không đối chiếu được.",
        ),
        en=(
            "A movement must stand in the register movements.yml.",
            "Each movement of the register rests on the paper that launched it; another name can't be traced to one.",
        ),
        bad="movements: [hoc-tap-va-lam-them]",
        good="movements: [hoc-tap-va-lam-theo]",
    ),
    "DH305": explain(
        vi=(
            "Kênh đăng phải có trong danh mục channels.yml.",
            "Hồ sơ chỉ lên kênh có trong danh mục; viết sai mã thì hồ sơ không lên kênh nào mà người soạn không biết.",
        ),
        en=(
            "A channel must stand in the register channels.yml.",
            (
                "Profiles appear on the register's channels only; "
                "with a wrong id it would appear nowhere, and nobody would know."
            ),
        ),
        bad="  portall: {publish: 2024-06-01}",
        good="  portal: {publish: 2024-06-01}",
    ),
    "DH306": explain(
        vi=(
            "Mã tiêu chuẩn ở mục evidence phải có trong bộ tiêu chuẩn (criteria.yml).",
            (
                "Mỗi lời trả lời phải gắn với một ý của tiêu chuẩn, dẫn dạng “Tiêu chuẩn, mục 2.a, ý 2”; "
                "mã sai thì lời ấy không được tính."
            ),
        ),
        en=(
            "The clause of an evidence item must be one of the criteria (criteria.yml).",
            "Each statement answers one clause; with a wrong id it answers none.",
        ),
        bad="  - clause: chung-9",
        good="  - clause: chung-2",
    ),
    "DH307": explain(
        vi=(
            "Trong một danh mục, mỗi mã chỉ dùng cho một mục.",
            "Hai mục chung một mã thì hồ sơ dùng mã ấy không biết nói về mục nào.",
        ),
        en=(
            "In a register, an id stands for one entry.",
            "With two entries of one id, nobody knows which of them a profile means.",
        ),
        bad="- {id: do-dac, name: Đo đạc}\n- {id: do-dac, name: Phần mềm}",
        good="- {id: do-dac, name: Đo đạc}\n- {id: phan-mem, name: Phần mềm}",
        file=f"{REGISTRY}/fields.yml",
    ),
    "DH308": explain(
        vi=(
            "Nên viết bằng mã chuẩn, không viết bằng tên hay cách viết khác. Lệnh fix tự đổi giúp.",
            "Cách viết khác vẫn được hiểu, nhưng mã chuẩn giúp tìm và so sánh hồ sơ mà không phải đoán.",
        ),
        en=(
            "The id should be written, not a name or another spelling. The command fix changes it for you.",
            "Other spellings are understood, but with the id profiles can be searched and compared without guessing.",
        ),
        bad=_AWARD.replace("danh-hieu-a", "Danh hiệu thi đua loại A"),
        good=_AWARD,
    ),
    "DH309": explain(
        vi=(
            "Đơn vị nên là đơn vị có vào năm của hồ sơ.",
            "Đơn vị có thể đổi tên, hợp nhất hoặc dừng hoạt động; trang phải ghi đúng đơn vị của năm ấy.",
        ),
        en=(
            "The unit should be one that existed in the year of the profile.",
            "Units are renamed, merged and closed; the site must name the unit of that year.",
        ),
        bad="unit: phong-so-lieu  # đơn vị này dừng hoạt động từ cuối năm 2020",
        good="unit: phong-ky-thuat",
    ),
    "DH310": explain(
        vi=(
            "Danh hiệu dành cho tập thể không ghi cho cá nhân, và ngược lại.",
            "Luật Thi đua, khen thưởng (06/2022/QH15) quy định từng danh hiệu dành cho cá nhân, tập thể nào.",
        ),
        en=(
            "An award for collectives is not written for a person, nor the other way round.",
            "The law on emulation and commendation (Law 06/2022/QH15) says for whom each title is.",
        ),
        bad=f"{_AWARD.replace('danh-hieu-a', 'tap-the-tien-tien')}  # hồ sơ này là của cá nhân",
        good=_AWARD,
    ),
    "DH311": explain(
        vi=(
            "Danh hiệu phải có vào thời điểm được khen.",
            (
                "Danh hiệu, hình thức khen thưởng được đặt ra và thôi dùng theo luật từng thời; "
                "khen trước khi có hoặc sau khi thôi là ghi nhầm."
            ),
        ),
        en=(
            "An award must have existed at the time of its decision.",
            "Awards come and go with the law of the time; one given before or after its time is a mistake.",
        ),
        bad=f"{_AWARD.replace('danh-hieu-a', 'giay-khen-b')}  # thôi dùng từ cuối năm 2019",
        good=_AWARD,
    ),
    "DH312": explain(
        vi=(
            "Danh hiệu đạt khi đơn vị còn mang tên cũ thì nên ghi tên ấy ở unit_name.",
            "Quyết định khen thưởng ghi tên đơn vị lúc bấy giờ; ghi lại đúng tên thì người khác mới đối chiếu được.",
        ),
        en=(
            "Where the unit had another name at the time of an award, unit_name should say so.",
            "The decision names the unit as it was called then; with that name others can compare.",
        ),
        bad=f"{_AWARD_2022.replace(', unit_name: Phòng Máy tính', '')}  # đơn vị đổi tên đầu năm 2023",
        good=_AWARD_2022,
    ),
    "DH313": explain(
        vi=(
            "Mục replicated_at chỉ ghi nơi khác đã làm theo, không ghi chính đơn vị của hồ sơ.",
            "Nhân rộng là đem cách làm sang nơi khác; tính cả đơn vị mình thì số nơi làm theo bị sai.",
        ),
        en=(
            "Only others stand in replicated_at, not the profile's own unit.",
            "To replicate is to carry the method elsewhere; with one's own unit the count would be wrong.",
        ),
        bad="    replicated_at: [phong-ky-thuat]  # hồ sơ có unit: phong-ky-thuat",
        good="    replicated_at: [phong-tong-hop]",
    ),
    "DH314": explain(
        vi=(
            "Liên kết trong bài phải dẫn đến một trang có thật của trang này.",
            "Liên kết gãy làm người đọc mất lối và mất tin; địa chỉ hồ sơ lấy từ tên thư mục.",
        ),
        en=(
            "A link in the text must lead to a page of this site that exists.",
            "A broken link loses readers and their trust; a profile's address is its folder's name.",
        ),
        bad="[hồ sơ của chị Bình](/ho-so/tran-thi-bin/)",
        good="[hồ sơ của chị Bình](/ho-so/tran-thi-binh/)",
    ),
    "DH315": explain(
        vi=(
            "Một cách viết chỉ thuộc về một mục của danh mục.",
            (
                "Cách viết chung cho hai mục thì máy không biết hồ sơ muốn nói mục nào, và có thể ghi cho người ta "
                "danh hiệu khác."
            ),
        ),
        en=(
            "A spelling belongs to one entry of a register.",
            "Shared by two entries, nobody knows which is meant, and a person might be given another award.",
        ),
        bad="  name: Giấy khen B\n  aliases: [Danh hiệu thi đua loại A]  # cách viết này là của danh-hieu-a",
        good="  name: Giấy khen B\n  aliases: [Giấy khen loại B]",
        instead_of="  name: Giấy khen B",
        file=f"{REGISTRY}/awards.yml",
    ),
    "DH316": explain(
        vi=(
            "Hồ sơ nêu ở một sự kiện phải là hồ sơ có thật: ghi tên thư mục hoặc mã hồ sơ.",
            (
                "Trang sự kiện lấy tên, ảnh, đơn vị từ hồ sơ, và chỉ khi hồ sơ ấy được đăng. "
                "Ghi sai thì người được nêu bị bỏ sót."
            ),
        ),
        en=(
            "A profile that an event names must exist: write its folder or its id.",
            (
                "The event's page takes name, picture and unit from the profile, and only while that is published. "
                "A wrong one is left out."
            ),
        ),
        bad="profiles: [nguyen-minh-hoaa]",
        good="profiles: [nguyen-minh-hoa]",
        file=EVENT,
    ),
    "DH317": explain(
        vi=(
            "Mỗi mục trong sổ theo dõi báo chí phải ghi mã của một hồ sơ có thật.",
            "Khi hồ sơ bị rút, máy tìm theo mã để biết phải báo cho báo, đài nào; sai mã thì nơi ấy không được báo.",
        ),
        en=(
            "Each entry of the press log must name the id of a profile that exists.",
            (
                "When a profile is withdrawn, the outlets to tell are found by its id; "
                "with a wrong one an outlet is not told."
            ),
        ),
        bad="- profile: tran-thi-binh  # đây là tên thư mục\n  outlet: Báo Ban Mai",
        good="- profile: DH-2025-001\n  outlet: Báo Ban Mai",
        file=PRESS_LOG,
    ),
}
