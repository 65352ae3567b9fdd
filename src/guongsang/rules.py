"""Every rule once: its code, when it is an error, and its sentences in both languages.

Checks name a code and the details; what staff read derives from here, and so do
the guide and the schema. `{name}` in a sentence is one of the problem's details.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from guongsang.problems import Language, Problem, Severity, Span

# broken: always an error. missing: an error once the profile is approved, a warning before.
# advice: always a warning.
Weight = Literal["broken", "missing", "advice"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `hint` is the usual mend; `near_hint` takes over when a nearest value is known."""

    code: str
    weight: Weight
    message: Mapping[Language, str]
    hint: Mapping[Language, str]
    near_hint: Mapping[Language, str] = field(
        default_factory=lambda: MappingProxyType({"vi": 'có phải "{near}"{near_name}?', "en": 'did you mean "{near}"{near_name}?'})
    )

    def hint_for(self, details: Mapping[str, Any], lang: Language) -> str:
        """Return the mend that suits the details."""
        template = self.near_hint if details.get("near") else self.hint
        return template[lang].format_map({"near_name": "", **details})

    def severity(self, status: str | None) -> Severity:
        """Return how grave a breach is in a profile whose review status is `status`."""
        if self.weight == "broken":
            return "error"
        return "error" if self.weight == "missing" and status == "approved" else "warning"


def _rule(code: str, weight: Weight, vi: str, en: str, *, mend: tuple[str, str] = ("", "")) -> Rule:
    return Rule(code, weight, MappingProxyType({"vi": vi, "en": en}), MappingProxyType({"vi": mend[0], "en": mend[1]}))


_TABLE = [
    # DH1: syntax and encoding
    _rule("DH101", "broken", "tệp phải là văn bản UTF-8; byte thứ {offset} không đọc được",
          "the file must be UTF-8 text; byte {offset} cannot be read",
          mend=("mở tệp trong trình soạn thảo, chọn lưu lại với bảng mã UTF-8", "save the file again as UTF-8")),
    _rule("DH102", "broken", "hồ sơ phải mở đầu bằng phần thông tin nằm giữa hai dòng ---; {found}",
          "a profile must open with front matter between two --- lines; {found_en}",
          mend=("dòng đầu tiên của tệp là ---, và thêm một dòng --- trước bài viết", "put --- on the first line and --- before the text")),
    _rule("DH103", "broken", "phần đầu trang phải đúng cú pháp YAML; {found}",
          "the front matter must be valid YAML; {found_en}",
          mend=("{mend}", "{mend_en}")),
    _rule("DH104", "broken", 'mỗi khóa chỉ viết một lần; "{key}" đã có ở dòng {first_line}',
          'a key stands once; "{key}" already stands on line {first_line}',
          mend=("gộp hai chỗ làm một, hoặc xóa chỗ thừa", "merge the two, or delete one")),
    _rule("DH105", "broken", "không dùng neo (&), tham chiếu (*) hay nhãn (!) của YAML; ở đây có {found}",
          "YAML anchors (&), aliases (*) and tags (!) are not used; here stands {found}",
          mend=("viết thẳng giá trị; nếu là chữ bình thường thì đặt trong dấu ngoặc kép", "write the value itself; put plain text in quotes")),
    _rule("DH106", "broken", "phần đầu trang vượt giới hạn {limit}", "the front matter exceeds the limit: {limit_en}",
          mend=("chuyển phần dài xuống bài viết", "move long text to the body")),
    _rule("DH107", "broken", "không đọc được tệp: {found}", "the file cannot be read: {found_en}",
          mend=("kiểm tra tên tệp và quyền đọc", "check its name and permissions")),
    # DH2: shape
    _rule("DH201", "missing", '{where} phải có "{key}" ({help})', '{where_en} must have "{key}"',
          mend=("thêm dòng {key}: …", "add a line {key}: …")),
    _rule("DH202", "broken", '{where} không có khóa "{key}"', '{where_en} has no key "{key}"',
          mend=("các khóa dùng được: {valid}", "valid keys: {valid}")),
    _rule("DH203", "broken", '"{key}" phải là một trong: {valid}; đang viết "{value}"',
          '"{key}" must be one of: {valid}; it says "{value}"', mend=("chọn một giá trị trong danh sách: {valid}", "choose one of: {valid}")),
    _rule("DH204", "broken", '"{key}" phải là số nguyên{bounds}; đang viết "{value}"',
          '"{key}" must be a whole number{bounds_en}; it says "{value}"', mend=("chỉ viết chữ số, ví dụ 2024", "digits only, such as 2024")),
    _rule("DH205", "broken", '"{key}" phải là ngày dạng năm-tháng-ngày, ví dụ 2024-09-05; đang viết "{value}"',
          '"{key}" must be a date such as 2024-09-05; it says "{value}"', mend=("viết năm-tháng-ngày, ví dụ 2024-09-05", "write year-month-day")),
    _rule("DH206", "broken", '"{key}" dài nhất {limit} ký tự; đang có {length}', '"{key}" has at most {limit} characters; it has {length}',
          mend=("bớt {over} ký tự", "cut {over} characters")),
    _rule("DH207", "missing", '"{key}" dài ít nhất {limit} ký tự; đang có {length}', '"{key}" has at least {limit} characters; it has {length}',
          mend=("viết thêm ít nhất {over} ký tự", "add at least {over} characters")),
    _rule("DH208", "broken", '"{key}" phải là {expected}; đang là {found}', '"{key}" must be {expected_en}; it is {found_en}',
          mend=("{mend}", "{mend_en}")),
    _rule("DH209", "broken", '"{key}" có {bounds} mục; đang có {length}', '"{key}" has {bounds_en} items; it has {length}',
          mend=("giữ lại những mục chính", "keep the main ones")),
    _rule("DH210", "broken", '"{key}" phải là true hoặc false; đang viết "{value}"', '"{key}" must be true or false; it says "{value}"',
          mend=("viết true hoặc false", "write true or false")),
    _rule("DH211", "broken", '"{key}" phải có dạng {form}; đang viết "{value}"', '"{key}" must look like {form}; it says "{value}"',
          mend=("sửa theo mẫu {form}", "follow the form {form}")),
    _rule("DH212", "advice", 'bài viết nên có mục "{heading}"', 'the text should have the heading "{heading}"',
          mend=('thêm một dòng "## {heading}"', 'add a line "## {heading}"')),
    _rule("DH213", "broken", "hồ sơ phải nằm ở exemplars/<năm>/<tên-không-dấu>/index.md; đang nằm ở {value}",
          "a profile stands at exemplars/<year>/<slug>/index.md; this one is at {value}",
          mend=("đặt tên thư mục bằng chữ thường không dấu, nối bằng gạch ngang: {expected}", "rename the folder to {expected}")),
    _rule("DH214", "advice", "hồ sơ chưa có bài viết", "the profile has no text",
          mend=("viết bài dưới dòng --- thứ hai", "write the text below the second ---")),
    _rule("DH215", "broken", "bài viết lồng danh sách, trích dẫn quá 12 cấp, máy không dựng được", "lists or quotes are nested more than 12 deep",
          mend=("bỏ bớt dấu cách, dấu > hoặc gạch đầu dòng ở đầu dòng này", "take out leading spaces, > or dashes")),
    # DH3: references
    _rule("DH301", "broken", '"{value}" không có trong danh mục khen thưởng', '"{value}" is not in the register of awards',
          mend=("xem exemplars/_registry/awards.yml", "see exemplars/_registry/awards.yml")),
    _rule("DH302", "broken", '"{value}" không có trong danh mục đơn vị', '"{value}" is not in the register of units',
          mend=("xem exemplars/_registry/units.yml", "see exemplars/_registry/units.yml")),
    _rule("DH303", "broken", '"{value}" không có trong danh mục lĩnh vực', '"{value}" is not in the register of fields',
          mend=("xem exemplars/_registry/fields.yml", "see exemplars/_registry/fields.yml")),
    _rule("DH304", "broken", '"{value}" không có trong danh mục phong trào', '"{value}" is not in the register of movements',
          mend=("xem exemplars/_registry/movements.yml", "see exemplars/_registry/movements.yml")),
    _rule("DH305", "broken", '"{value}" không phải là kênh đăng', '"{value}" is not a channel',
          mend=("các kênh: {valid}", "channels: {valid}")),
    _rule("DH306", "broken", '"{value}" không phải là mã tiêu chuẩn', '"{value}" is not a clause id',
          mend=("các tiêu chuẩn: {valid}", "clauses: {valid}")),
    _rule("DH307", "broken", '{registry}: mã "{value}" trùng với mục ở dòng {first_line}', '{registry}: id "{value}" already stands on line {first_line}',
          mend=("mỗi mã chỉ dùng cho một mục", "an id stands for one entry")),
    # DH4: criteria
    _rule("DH401", "missing", "{citation} ({title}) chưa được trả lời: {lacking}", "{citation} ({title}) is not answered: {lacking}",
          mend=("bổ sung hồ sơ nêu trên kèm số văn bản{statement}", "add what is named, with its document{statement_en}")),
    _rule("DH402", "missing", "ngày công nhận {value} phải không muộn hơn ngày đăng {publish}",
          "recognition ({value}) must not be later than publication ({publish})",
          mend=("sửa ngày công nhận, hoặc lùi ngày đăng", "correct the date, or publish later")),
    _rule("DH403", "broken", "mỗi yêu cầu phải nêu đúng một trong: records, statement, any, all",
          "a requirement names exactly one of: records, statement, any, all",
          mend=("tách thành nhiều yêu cầu trong any hoặc all", "split it inside any or all")),
    # DH5: consent and privacy
    _rule("DH501", "missing", 'phiếu đồng ý phải gồm "name" thì mới được đăng tên', 'consent must cover "name" for the name to be published',
          mend=("xin ý kiến người được nêu tên rồi thêm name vào covers", "ask the person, then add name to covers")),
    _rule("DH502", "missing", 'phiếu đồng ý chưa gồm kênh "{value}", nên hồ sơ sẽ không lên kênh này', 'consent does not cover the channel "{value}"',
          mend=('xin ý kiến rồi thêm "{value}" vào consent.channels, hoặc bỏ kênh này khỏi channels', "ask, then add it to consent.channels, or drop the channel")),
    _rule("DH503", "advice", "sự đồng ý đã hết hạn từ {value}: hồ sơ không còn được đăng", "consent expired on {value}: the profile is no longer published",
          mend=("xin gia hạn rồi sửa consent.expires", "renew the consent, then change consent.expires")),
    _rule("DH504", "broken", "thông báo rút hồ sơ không được nêu tên người hay tập thể; đang có \"{value}\"",
          'the notice of a withdrawal must not name anybody; it has "{value}"', mend=("viết lại thông báo, không nêu tên", "rewrite it without the name")),
    # DH6: photos
    _rule("DH601", "broken", 'không thấy ảnh "{value}" trong thư mục của hồ sơ', 'there is no photo "{value}" in the profile\'s folder',
          mend=("chép tệp ảnh vào cùng thư mục với index.md", "put the file beside index.md")),
    _rule("DH602", "broken", 'ảnh "{value}" không mở được: {found}', 'photo "{value}" cannot be opened: {found_en}',
          mend=("xuất lại ảnh dạng JPEG hoặc PNG", "export it again as JPEG or PNG")),
    _rule("DH603", "missing", 'ảnh "{value}" phải có cạnh dài từ {limit} điểm ảnh; đang là {length}', 'photo "{value}" needs {limit} pixels on its long side; it has {length}',
          mend=("xin ảnh gốc, không dùng ảnh tải từ mạng xã hội", "ask for the original")),
    _rule("DH604", "missing", 'ảnh "{value}" trong bài phải được khai ở mục photos', 'the image "{value}" in the text must be listed under photos',
          mend=("khai ảnh ở photos kèm alt, caption, credit", "list it under photos with alt, caption, credit")),
    # DH7: across profiles
    _rule("DH701", "broken", 'mã hồ sơ "{value}" đã dùng ở {other}', 'the id "{value}" is already used in {other}',
          mend=("mã không bao giờ dùng lại; chọn mã kế tiếp", "ids are never reused; take the next one")),
    _rule("DH702", "broken", 'tên thư mục "{value}" trùng với {other}, hai hồ sơ sẽ có chung địa chỉ', 'the folder name "{value}" is also that of {other}',
          mend=("đổi tên thư mục, thêm đơn vị hoặc năm", "rename the folder")),
    _rule("DH703", "broken", 'địa chỉ cũ "{value}" đang là địa chỉ của {other}', 'the alias "{value}" is the address of {other}',
          mend=("bỏ địa chỉ cũ này khỏi aliases", "drop it from aliases")),
    _rule("DH704", "broken", 'mô hình "{value}" trùng tên với mô hình ở {other}', 'the initiative "{value}" has the same name as one in {other}',
          mend=("đặt tên riêng cho từng mô hình", "give each its own name")),
]

RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in _TABLE})


def problem(
    path: str, span: Span, code: str, *, status: str | None = None, clause: str | None = None, **details: Any
) -> Problem:
    """Return a `Problem` of rule `code`, as grave as the profile's review `status` makes it.

    `details` fill the rule's sentences; `near` (and `near_name`) is the nearest valid value.
    """
    if details.get("near_name"):
        details["near_name"] = f" ({details['near_name']})"
    return Problem(path, span, code, RULES[code].severity(status), clause, MappingProxyType(details))
