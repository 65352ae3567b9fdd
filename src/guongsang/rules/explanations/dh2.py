"""Explanations of DH2: keys, types, lengths, dates and text."""

from __future__ import annotations

from guongsang.rules.explanations.explanation import PATHS, explain
from guongsang.rules.explanations.model_project import EVENT, OTHER, OTHER_BODY

_TITLE = "title: Bốn giờ thay cho hai ngày"
_LONG_TITLE = (
    "title: Câu chuyện về một kỹ sư đã tự mình viết lại toàn bộ cách đọc số liệu của đơn vị để công việc từ hai "
    "ngày chỉ còn bốn giờ "
    "và ai cũng làm theo được"
)
_CORRECTION = '  - {date: 2024-07-01, text: "Bản đăng ngày 01/6/2024 ghi ba giờ; số đúng là bốn giờ."}'
_AWARD_2023 = '  - {award: danh-hieu-a, year: 2023, date: 2023-12-19, document: "Quyết định số 05/QĐ-MH"}'
_SUMMARY = (
    'summary: "Chị Nguyễn Minh Họa viết lại cách đọc số liệu thành bốn bước. Một bộ số liệu nay xong trong bốn giờ, '
    'và phòng bạn đã làm theo."'
)

TABLE = {
    "DH201": explain(
        vi=(
            "Hồ sơ phải có đủ những khóa cần cho việc đăng. Bản nháp còn thiếu thì chỉ được nhắc.",
            (
                "Tuyên truyền phải khách quan, trung thực, nên mỗi điều nói ra cần đủ thông tin và số văn bản để "
                "người khác kiểm chứng."
            ),
        ),
        en=(
            "A profile must have every key that publication needs. In a draft what is missing is only pointed out.",
            (
                "Publicity must be objective and truthful, so each claim needs its facts and its document, for "
                "others to verify."
            ),
        ),
        bad="  body: Hội nghị viên chức của đơn vị\n",
        good='  body: Hội nghị viên chức của đơn vị\n  document: "Biên bản số 01/BB-MH"\n',
    ),
    "DH202": explain(
        vi=(
            "Chỉ dùng những khóa có trong danh sách. Tên khóa viết bằng tiếng Anh, chữ thường, nối bằng gạch dưới.",
            (
                "Khóa viết sai chính tả sẽ không được đọc, và điều ghi ở đó mất mà không ai hay. "
                "Vì vậy khóa lạ luôn bị báo lỗi."
            ),
        ),
        en=(
            "Only known keys are used. Keys are English, in lower case, joined by underscores.",
            (
                "A misspelt key would go unread and what it says would be lost without a word. "
                "So an unknown key is always an error."
            ),
        ),
        bad="rol: Kỹ sư",
        good="role: Kỹ sư",
    ),
    "DH203": explain(
        vi=(
            "Có khóa chỉ nhận một trong vài giá trị. Viết đúng giá trị trong danh sách, bằng tiếng Anh như hướng dẫn.",
            "Máy dựa vào giá trị này để xếp loại, lọc và đối chiếu tiêu chuẩn, nên không thể đoán từ cách viết khác.",
        ),
        en=(
            "Some keys take one of a few values. Write the value as the list has it.",
            "Sorting, filters and criteria rest on these values, so that other spellings can't be guessed at.",
        ),
        bad='  - {year: 2022, rating: xuất sắc, document: "Quyết định số 02/QĐ-MH"}',
        good='  - {year: 2022, rating: excellent, document: "Quyết định số 02/QĐ-MH"}',
    ),
    "DH204": explain(
        vi=(
            "Khóa chỉ số, như năm, phải là số nguyên. Chỉ viết chữ số.",
            "Năm dùng để đối chiếu kỳ xét và xếp danh sách; chữ kèm theo làm máy không tính được.",
        ),
        en=(
            "A key for a number, such as a year, must be a whole number. Write digits only.",
            (
                "Years decide which period is looked at and the order of lists; "
                "words beside the digits can't be reckoned with."
            ),
        ),
        bad="    since: năm 2023",
        good="    since: 2023",
    ),
    "DH205": explain(
        vi=(
            "Ngày phải viết dạng năm-tháng-ngày, ví dụ 2024-09-05.",
            (
                "Đây là cách viết của chuẩn ISO 8601. "
                "Viết 05/09/2024 thì người hiểu là 5 tháng 9, người hiểu là 9 tháng 5."
            ),
        ),
        en=(
            "A date is written year-month-day, such as 2024-09-05.",
            "So says ISO 8601. Written 05/09/2024, some read the 5th of September and some the 9th of May.",
        ),
        bad="  date: 06/05/2024",
        good="  date: 2024-05-06",
    ),
    "DH206": explain(
        vi=(
            "Có khóa giới hạn độ dài, như tít nhiều nhất 120 ký tự.",
            "Tít, sapo dài quá bị cắt trên điện thoại, trong danh sách và khi chia sẻ. Giới hạn này do trang đặt ra.",
        ),
        en=(
            "Some keys have a greatest length, such as 120 characters for the title.",
            "Longer titles and summaries are cut on phones, in lists and when shared. The limit is the site's own.",
        ),
        bad=_LONG_TITLE,
        good=_TITLE,
    ),
    "DH207": explain(
        vi=(
            "Có khóa đòi độ dài tối thiểu, như sapo ít nhất 80 ký tự.",
            (
                "Người đọc chỉ xem sapo trong danh sách cần đủ ý: "
                "ai, làm gì, kết quả ra sao. Giới hạn này do trang đặt ra."
            ),
        ),
        en=(
            "Some keys have a least length, such as 80 characters for the summary.",
            (
                "In lists the summary stands alone and has to say who did what, and to what effect. "
                "The limit is the site's own."
            ),
        ),
        bad='summary: "Chị Họa làm việc rất nhanh."',
        good=_SUMMARY,
    ),
    "DH208": explain(
        vi=(
            (
                "Giá trị phải đúng dạng: một dòng chữ, một danh sách hoặc một nhóm khóa. "
                "Danh sách viết trong ngoặc vuông, hoặc mỗi mục một dòng."
            ),
            "Mỗi khóa có một dạng cố định để máy đọc đúng mọi mục, kể cả khi chỉ có một mục.",
        ),
        en=(
            (
                "A value must have the right shape: a line of text, a list, or a group of keys. "
                "A list stands in brackets, or has a dash an item."
            ),
            "Each key has one shape, so that all its items are read, even where there is only one.",
        ),
        bad="fields: do-dac",
        good="fields: [do-dac]",
    ),
    "DH209": explain(
        vi=(
            "Danh sách phải có số mục trong giới hạn, như một đến ba lĩnh vực.",
            "Hồ sơ nằm ở quá nhiều lĩnh vực thì người đọc không biết việc chính là gì. Giới hạn này do trang đặt ra.",
        ),
        en=(
            "A list must have as many items as allowed, such as one to three fields of work.",
            "A profile filed under many fields doesn't tell what its main one is. The limit is the site's own.",
        ),
        bad="fields: [do-dac, phan-mem, van-phong, dao-tao]",
        good="fields: [do-dac, phan-mem]",
        instead_of="fields: [do-dac]",
    ),
    "DH210": explain(
        vi=(
            "Khóa có hay không phải là true hoặc false.",
            (
                "Chữ có, không, yes, no dễ bị hiểu khác nhau; "
                "chuẩn YAML 1.2 chỉ coi true và false là giá trị có hay không."
            ),
        ),
        en=(
            "A yes-or-no key must be true or false.",
            "Words such as yes and no are read in different ways; YAML 1.2 has true and false only.",
        ),
        bad="sample: có",
        good="sample: true",
    ),
    "DH211": explain(
        vi=(
            (
                "Mã, địa chỉ và chỗ cần giữ của ảnh phải đúng mẫu. "
                "Mã hồ sơ như DH-2024-007 gồm chữ DH, bốn chữ số của năm, ba hoặc bốn chữ số thứ tự."
            ),
            "Mã và địa chỉ dùng lâu dài trong đường dẫn và văn bản khác, nên phải viết một cách.",
        ),
        en=(
            "Ids, addresses and the focus of a photo must follow their form, such as DH-2024-007 for a profile.",
            "Ids and addresses live on in links and other papers, so there is one way to write them.",
        ),
        bad="id: DH-24-1",
        good="id: DH-2024-001",
    ),
    "DH212": explain(
        vi=(
            "Bài viết nên có đủ bốn mục: Thành tích, Cách làm, Hiệu quả, Bài học.",
            (
                "Điển hình được nhân rộng khi nơi khác biết cách làm và bài học, không chỉ biết thành tích (khâu "
                "nhân rộng của chương trình)."
            ),
        ),
        en=(
            "The text should have four headings, for results, method, effect and lessons.",
            "An exemplar is replicated where others learn the method and the lessons, not the results alone.",
        ),
        bad="## Kinh nghiệm",
        good="## Bài học",
    ),
    "DH213": explain(
        vi=(
            (
                "Hồ sơ phải nằm ở exemplars/<năm>/<tên-không-dấu>/index.md. "
                "Tên thư mục viết thường, không dấu, nối bằng gạch ngang."
            ),
            "Tên thư mục là địa chỉ của hồ sơ trên trang; chữ hoa, dấu và dấu cách làm đường dẫn dễ gãy.",
        ),
        en=(
            (
                "A profile must stand at exemplars/<year>/<slug>/index.md. "
                "A folder's name is lower case without marks, joined by hyphens."
            ),
            "The folder's name is the profile's address on the site; capitals, marks and spaces break links.",
        ),
        bad="2024/Nguyễn Minh Họa/index.md",
        good="2024/nguyen-minh-hoa/index.md",
        file=PATHS,
    ),
    "DH214": explain(
        vi=(
            "Hồ sơ nên có bài viết dưới dòng --- thứ hai.",
            "Phần thông tin cho biết thành tích, còn cách làm để nơi khác học theo thì nằm ở bài viết.",
        ),
        en=(
            "A profile should have a text below the second ---.",
            "The front matter tells the results; how others can do the same is for the text to tell.",
        ),
        bad="",
        good=OTHER_BODY,
        file=OTHER,
    ),
    "DH215": explain(
        vi=(
            "Danh sách, trích dẫn trong bài không lồng quá 12 cấp.",
            (
                "Phần mềm dựng trang không xử lý được bài lồng sâu hơn; "
                "chỗ này thường do thừa dấu khi chép từ thư điện tử."
            ),
        ),
        en=(
            "Lists and quotes in the text are not nested more than 12 deep.",
            "Deeper nesting can't be rendered; it mostly comes with text copied from e-mails.",
        ),
        bad=f"{'> ' * 14}Làm từng bước một",
        good="> Làm từng bước một",
    ),
    "DH216": explain(
        vi=(
            "Ngày của việc đã xảy ra không nên là ngày chưa tới.",
            "Ngày công nhận, ngày quyết định, ngày chụp là việc đã có văn bản; ngày ở tương lai thường do gõ nhầm năm.",
        ),
        en=(
            "The date of what has happened should not lie in the future.",
            "Recognition, decisions and photos are things past; a date to come is mostly a slip in the year.",
        ),
        bad="  date: 2042-05-06",
        good="  date: 2024-05-06",
    ),
    "DH217": explain(
        vi=(
            "Đính chính, theo dõi nên có ngày sau ngày đăng đầu tiên.",
            "Theo chu trình của chương trình, hồ sơ được đăng rồi mới đính chính và theo dõi, đánh giá.",
        ),
        en=(
            "Corrections and follow-up should be dated after first publication.",
            "In the programme's cycle a profile is published first, then corrected and followed up.",
        ),
        bad=f"corrections:  # hồ sơ đăng từ 2024-06-01\n{_CORRECTION.replace('2024-07-01', '2024-05-01')}",
        good=f"corrections:\n{_CORRECTION}",
    ),
    "DH218": explain(
        vi=(
            "Năm của hồ sơ phải trùng với thư mục năm.",
            (
                "Thư mục năm là nơi mọi người tìm hồ sơ, còn khóa year quyết định kỳ xét của tiêu chuẩn hằng năm. "
                "Hai nơi phải nói cùng một năm."
            ),
        ),
        en=(
            "The year of a profile must be that of its folder.",
            (
                "People look a profile up by its folder's year, and the yearly criteria go by the key year. "
                "The two must agree."
            ),
        ),
        bad="year: 2025  # hồ sơ nằm ở exemplars/2024/\n",
        good="year: 2024\n",
    ),
    "DH219": explain(
        vi=(
            "Tên phải viết như trên giấy tờ: không kèm danh xưng như ông, bà, anh, chị, không viết hoa cả tên.",
            "Tên dùng để xếp danh sách theo vần, tìm kiếm và nhận ra một người có hai hồ sơ; danh xưng viết trong bài.",
        ),
        en=(
            "A name is written as on papers: without titles, and not in capitals throughout.",
            "Names are sorted, searched and compared to find one person with two profiles; titles belong in the text.",
        ),
        bad="name: Chị NGUYỄN MINH HỌA",
        good="name: Nguyễn Minh Họa",
    ),
    "DH220": explain(
        vi=(
            "Ngày quyết định khen thưởng nên nằm trong năm được khen hoặc năm sau.",
            (
                "Thành tích của một năm thường được xét vào cuối năm đó hoặc đầu năm sau; "
                "xa hơn thì có thể ghi nhầm năm hoặc nhầm quyết định."
            ),
        ),
        en=(
            "The date of an award's decision should lie in the award's year or the year after.",
            (
                "A year's work is judged at its end or early in the next; "
                "further off, the year or the decision may be wrong."
            ),
        ),
        bad=_AWARD_2023.replace("2023-12-19", "2021-12-19"),
        good=_AWARD_2023,
    ),
    "DH221": explain(
        vi=(
            "Ngày cuối của sự kiện phải từ ngày đầu trở đi.",
            "Bạn đọc xem ngày để đến dự, và máy dựa vào ngày cuối để biết sự kiện đã qua hay chưa.",
        ),
        en=(
            "The last day of an event must not come before its first.",
            "Readers come by these days, and the last one tells whether an event is over.",
        ),
        bad="ends: 2025-05-13  # sự kiện bắt đầu ngày 2025-05-14",
        good="ends: 2025-05-15",
        file=EVENT,
    ),
}
