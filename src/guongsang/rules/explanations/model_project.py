"""The model project: a small fictional project without problems. Every example changes it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

AS_OF = "2025-07-01"
PROFILE = "exemplars/2024/nguyen-minh-hoa/index.md"
OTHER = "exemplars/2025/tran-thi-binh/index.md"
WAITING = "exemplars/2025/le-van-cho/index.md"
EVENT = "content/su-kien/posts/ngay-hoi-cach-lam.md"
REGISTRY = "exemplars/_registry"
PRESS_LOG = "exemplars/_press/log.yml"
WITHDRAWN = "exemplars/2025/pham-van-rut/index.md"

_PROFILE = """\
---
id: DH-2024-001
kind: individual
name: Nguyễn Minh Họa
role: Kỹ sư
unit: phong-ky-thuat
fields: [do-dac]
year: 2024
stage: outstanding
title: Bốn giờ thay cho hai ngày
summary: "Chị Nguyễn Minh Họa viết lại cách đọc số liệu thành bốn bước. \
Một bộ số liệu nay xong trong bốn giờ, và phòng bạn đã làm theo."
recognition:
  date: 2024-05-06
  body: Hội nghị viên chức của đơn vị
  document: "Biên bản số 01/BB-MH"
movements: [hoc-tap-va-lam-theo]
ratings:
  - {year: 2022, rating: excellent, document: "Quyết định số 02/QĐ-MH"}
  - {year: 2023, rating: excellent, document: "Quyết định số 03/QĐ-MH"}
awards:
  - {award: danh-hieu-a, year: 2022, date: 2022-12-20, document: "Quyết định số 04/QĐ-MH", unit_name: Phòng Máy tính}
  - {award: danh-hieu-a, year: 2023, date: 2023-12-19, document: "Quyết định số 05/QĐ-MH"}
initiatives:
  - name: Quy trình đọc số liệu bốn bước
    kind: solution
    effect: Thời gian xử lý một bộ số liệu giảm từ hai ngày xuống bốn giờ.
    document: "Quyết định số 06/QĐ-MH"
    since: 2023
    replicated_at: [phong-tong-hop]
evidence:
  - clause: chung-2
    statement: Soạn quy định tự kiểm tra và làm theo trước tiên.
    document: "Báo cáo số 07/BC-MH"
photos:
  - file: anh.jpg
    alt: Một kỹ sư chỉ vào biểu đồ trên màn hình máy tính
    caption: Chị Nguyễn Minh Họa tại phòng làm việc.
    credit: "Ảnh: Lê Văn Thử"
    people: [Nguyễn Minh Họa]
consent:
  document: "Phiếu đồng ý số 08/PĐY-MH"
  date: 2024-05-10
  covers: [name, image, story]
  channels: [portal, newspaper]
  expires: 2027-05-10
channels:
  portal: {publish: 2024-06-01}
  newspaper: {publish: 2024-06-03}
review: {status: approved, by: Phòng Tổng hợp, date: 2024-05-20}
follow_up:
  - {date: 2025-03-10, by: Phòng Tổng hợp, effect: Thêm một phòng làm theo.}
corrections:
  - {date: 2024-07-01, text: "Bản đăng ngày 01/6/2024 ghi ba giờ; số đúng là bốn giờ."}
aliases: [ky-su-minh-hoa]
internal: Bản gốc lưu ở phòng tổng hợp.
sample: true
---

## Thành tích

Chị Họa vào nghề từ năm 2012 và phụ trách phần mềm đọc số liệu.

## Cách làm

Chị chia việc thành bốn bước và viết mỗi bước lên một tờ phiếu.

![](anh.jpg)

Đồng nghiệp kể lại ở [hồ sơ của chị Bình](/ho-so/tran-thi-binh/).

## Hiệu quả

Một bộ số liệu nay xong trong bốn giờ.

## Bài học

> Làm từng bước một, viết lại từng bước một.
"""

OTHER_BODY = """\
## Thành tích

Chị Bình lập kho mẫu biểu dùng chung.

## Cách làm

Chị gom mẫu biểu vào một nơi và đặt tên theo việc.

## Hiệu quả

Tìm một mẫu biểu nay chỉ mất một phút.

## Bài học

Tên dễ hiểu thì ai cũng tìm được.
"""

_OTHER = f"""\
---
id: DH-2025-001
kind: individual
name: Trần Thị Bình
role: Chuyên viên
unit: phong-ky-thuat
fields: [van-phong]
year: 2025
stage: emerging
title: Kho mẫu biểu một phút
summary: "Chị Trần Thị Bình gom mẫu biểu của cả phòng vào một nơi và đặt tên theo việc. \
Ai cần mẫu nào cũng tìm ra trong một phút."
initiatives:
  - name: Kho mẫu biểu dùng chung
    kind: model
    effect: Tìm một mẫu biểu nay chỉ mất một phút.
    document: "Quyết định số 11/QĐ-MH"
evidence:
  - clause: chung-2
    statement: Hướng dẫn người mới sáu buổi ngoài giờ.
    document: "Báo cáo số 12/BC-MH"
consent:
  document: "Phiếu đồng ý số 13/PĐY-MH"
  date: 2025-05-10
  covers: [name, story]
  channels: [portal]
channels:
  portal: {{publish: 2025-06-01}}
review: {{status: approved, by: Phòng Tổng hợp, date: 2025-05-20}}
aliases: [chi-binh-kho-mau]
sample: true
---

{OTHER_BODY}"""

# A profile whose publication date is in the future.
_WAITING = _OTHER
for _old, _new in (
    ("DH-2025-001", "DH-2025-002"),
    ("Trần Thị Bình", "Lê Văn Chờ"),
    ("Chuyên viên", "Kỹ thuật viên"),
    ("Kho mẫu biểu một phút", "Sổ máy dùng chung"),
    ("Kho mẫu biểu dùng chung", "Sổ máy của cả phòng"),
    ("2025-06-01", "2025-09-01"),
    ("aliases: [chi-binh-kho-mau]\n", ""),
):
    _WAITING = _WAITING.replace(_old, _new)

# A profile that was withdrawn.
_WITHDRAWN = _OTHER
for _old, _new in (
    ("DH-2025-001", "DH-2025-003"),
    ("Trần Thị Bình", "Phạm Văn Rút"),
    ("Chuyên viên", "Lái xe"),
    ("Kho mẫu biểu một phút", "Lịch xe dùng chung"),
    ("Kho mẫu biểu dùng chung", "Lịch xe của cả phòng"),
    ("status: approved", "status: withdrawn, notice: Hồ sơ này đã được rút"),
    ("aliases: [chi-binh-kho-mau]\n", ""),
):
    _WITHDRAWN = _WITHDRAWN.replace(_old, _new)

_PRESS_LOG = """\
- profile: DH-2025-003
  outlet: Tạp chí Ban Mai
  date: 2025-06-02
  notified: 2025-06-03
- profile: DH-2025-001
  outlet: Báo Ban Mai
  date: 2025-06-12
  took: [text, photos]
  contact: "Ban Bạn đọc, bandoc@example.org"
- profile: DH-2025-001
  outlet: Đài Thử Nghiệm
  date: 2025-06-12
"""

_EVENT = """\
---
title: Ngày hội cách làm hay
date: 2025-05-14
ends: 2025-05-15
kind: exchange
place: Hội trường tầng hai
organiser: phong-tong-hop
profiles: [nguyen-minh-hoa]
sample: true
---

Hai ngày kể lại những cách làm đã có kết quả.

<!-- more -->

Buổi đầu có [một anh kỹ thuật viên](/ho-so/le-van-cho/) nói về sổ máy dùng chung.
"""

_UNITS = """\
- id: phong-ky-thuat
  name: Phòng Kỹ thuật
  abbreviations: [PKT]
  former_names:
    - {name: Phòng Máy tính, until: 2023-01-31}
- id: phong-tong-hop
  name: Phòng Tổng hợp
- id: phong-so-lieu
  name: Phòng Số liệu
  until: 2020-12-31
  successors: [phong-ky-thuat]
"""

_FIELDS = """\
- {id: do-dac, name: Đo đạc}
- {id: phan-mem, name: Phần mềm}
- {id: van-phong, name: Văn phòng}
- {id: dao-tao, name: Đào tạo}
"""

_AWARDS = """\
- id: danh-hieu-a
  name: Danh hiệu thi đua A
  aliases: [Danh hiệu thi đua loại A]
  kind: title
  applies_to: [individual]
  level: unit
- id: tap-the-tien-tien
  name: Tập thể tiên tiến
  kind: title
  applies_to: [collective]
  level: unit
- id: giay-khen-b
  name: Giấy khen B
  kind: commendation
  applies_to: [individual, collective]
  level: unit
  until: 2019-12-31
"""

_MOVEMENTS = """\
- {id: hoc-tap-va-lam-theo, name: Học tập và làm theo}
"""

_CHANNELS = """\
- {id: portal, name: Cổng thông tin, path: cong-thong-tin, publisher: phong-tong-hop}
- {id: newspaper, name: Báo ngành, path: bao, look: newspaper}
"""

_CRITERIA = """\
window:
  years: 2

clauses:
  - id: chung-1
    name: Thành tích nổi bật, mô hình mới
    applies_to: [individual, collective]
    emerging: true
    citation: "Tiêu chuẩn, mục 2.a, ý 1"
    text: Có thành tích nổi bật, có mô hình mới đem lại hiệu quả.
    answered_by:
      any:
        - records: initiatives
          lacking: một mô hình, sáng kiến có văn bản công nhận
        - statement: true
          lacking: một mục evidence có văn bản
  - id: chung-2
    name: Gương mẫu chấp hành
    applies_to: [individual, collective]
    emerging: true
    citation: "Tiêu chuẩn, mục 2.a, ý 2"
    text: Gương mẫu chấp hành quy định, có đóng góp quan trọng.
    answered_by:
      statement: true
      lacking: một mục evidence nêu việc làm cụ thể, có văn bản
  - id: tap-the-1
    name: Được tập thể suy tôn
    applies_to: [collective]
    citation: "Tiêu chuẩn, mục 2.b, ý 1"
    text: Được tập thể công nhận, suy tôn.
    answered_by:
      records: recognition
      lacking: mục recognition có số văn bản
  - id: ca-nhan-3
    name: Hằng năm hoàn thành xuất sắc
    applies_to: [individual]
    citation: "Tiêu chuẩn, mục 2.c, ý 3"
    text: Hằng năm được xếp loại xuất sắc và đạt danh hiệu thi đua.
    answered_by:
      all:
        - records: ratings
          where: {rating: excellent}
          each_year: true
          lacking: xếp loại hoàn thành xuất sắc
        - records: awards
          where: {award: danh-hieu-a}
          each_year: true
          lacking: Danh hiệu thi đua A
"""

FILES: Mapping[str, str] = MappingProxyType(
    {
        PROFILE: _PROFILE,
        OTHER: _OTHER,
        WAITING: _WAITING,
        WITHDRAWN: _WITHDRAWN,
        EVENT: _EVENT,
        PRESS_LOG: _PRESS_LOG,
        f"{REGISTRY}/units.yml": _UNITS,
        f"{REGISTRY}/fields.yml": _FIELDS,
        f"{REGISTRY}/awards.yml": _AWARDS,
        f"{REGISTRY}/movements.yml": _MOVEMENTS,
        f"{REGISTRY}/channels.yml": _CHANNELS,
        f"{REGISTRY}/clusters.yml": "[]\n",
        f"{REGISTRY}/criteria.yml": _CRITERIA,
    }
)
