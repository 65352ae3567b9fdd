"""Explanations of DH6: photos."""

from __future__ import annotations

from guongsang.rules.explanations.explanation import explain

_FILE = "  - file: anh.jpg"
_PHOTO = """\
  - file: anh.jpg
    alt: Một kỹ sư chỉ vào biểu đồ trên màn hình máy tính
    caption: Chị Nguyễn Minh Họa tại phòng làm việc.
    credit: "Ảnh: Lê Văn Thử"
"""

TABLE = {
    "DH601": explain(
        vi=(
            "Tệp ảnh phải nằm trong cùng thư mục với index.md, tên viết đúng từng chữ.",
            "Trang chỉ lấy ảnh từ thư mục của hồ sơ. Chữ hoa, chữ thường khác nhau thì máy chủ coi là hai tệp.",
        ),
        en=(
            "A photo must stand beside index.md, and be named letter for letter.",
            "Photos are taken from the profile's folder only. To a server, capitals and small letters make two files.",
        ),
        bad="  - file: anh-chan-dung.jpg  # trong thư mục chỉ có anh.jpg",
        good=_FILE,
    ),
    "DH602": explain(
        vi=(
            "Ảnh phải mở được, dạng JPEG, PNG hoặc WebP, không phải ảnh động, nặng không quá 100 MB.",
            (
                "Trình duyệt và báo in dùng được ba dạng này. "
                "Tệp hỏng, ảnh động hoặc dạng khác (HEIC của điện thoại, PDF) phải được xuất lại."
            ),
        ),
        en=(
            "A photo must open, as JPEG, PNG or WebP, not animated, of at most 100 MB.",
            (
                "Browsers and papers can use these three. "
                "A damaged or animated file, or another kind (HEIC, PDF), must be exported again."
            ),
        ),
        bad="  - file: hong.jpg  # tệp này không phải là ảnh",
        good=_FILE,
    ),
    "DH603": explain(
        vi=(
            "Ảnh phải có cạnh dài từ 1600 điểm ảnh.",
            "Nhỏ hơn thì in báo bị vỡ hình và hiện mờ trên màn hình rộng. Giới hạn này do trang đặt ra.",
        ),
        en=(
            "A photo needs 1600 pixels on its long side.",
            "Smaller ones are coarse in print and blurred on wide screens. The limit is the site's own.",
        ),
        bad="  - file: nho.jpg  # 800 x 600 điểm ảnh",
        good=_FILE,
    ),
    "DH604": explain(
        vi=(
            "Ảnh dùng trong bài phải được khai ở mục photos, kèm alt, caption, credit.",
            (
                "Ảnh chỉ được đăng khi có tác giả, lời tả và sự đồng ý; "
                "những điều ấy ghi ở photos. Ảnh không khai thì bị bỏ khỏi bài."
            ),
        ),
        en=(
            "An image in the text must be listed under photos, with alt, caption and credit.",
            (
                "A photo is shown only with its author, its description and consent, and those stand under photos. "
                "Others are left out."
            ),
        ),
        bad="![](nho.jpg)",
        good="![](anh.jpg)",
    ),
    "DH605": explain(
        vi=(
            "Mỗi ảnh nên khai một lần ở mục photos.",
            "Khai hai lần thì ảnh hiện hai lần, và hai chú thích có thể nói khác nhau.",
        ),
        en=(
            "A photo should be listed once under photos.",
            "Listed twice it appears twice, and its two captions may disagree.",
        ),
        bad=_PHOTO + _PHOTO,
        good=_PHOTO,
    ),
    "DH606": explain(
        vi=(
            "Khóa alt nên tả điều nhìn thấy trong ảnh, từ 15 ký tự, khác với chú thích.",
            (
                "Người không nhìn được nghe lời tả này thay cho ảnh (WCAG 2.2, tiêu chí 1.1.1). "
                "Chú thích nói ai, ở đâu; lời tả nói thấy gì."
            ),
        ),
        en=(
            "The key alt should describe what the photo shows, in 15 characters or more, unlike the caption.",
            (
                "Who can't see the photo hears this instead (WCAG 2.2, 1.1.1). "
                "The caption says who and where; alt says what is seen."
            ),
        ),
        bad="    alt: Ảnh chị Họa",
        good="    alt: Một kỹ sư chỉ vào biểu đồ trên màn hình máy tính",
    ),
    "DH607": explain(
        vi=(
            "Tệp ảnh chỉ được là ảnh, không giấu tệp khác bên trong hay ở cuối.",
            "Có kẻ ghép tệp nén, chương trình, trang web có mã hay PDF vào ảnh: "
            "mở ra vẫn là ảnh, nhưng gửi đi hay đổi tên là thành thứ khác. Trang không đăng phần ghép, "
            "nhưng ảnh nằm trong kho chung, nơi nhiều người mở. "
            "Ảnh thứ hai và đoạn phim mà điện thoại ghi kèm thì được.",
        ),
        en=(
            "A photo's file must be a photo and nothing else, with no other file inside it or behind it.",
            "Archives, programs, pages with code or PDFs can be joined to a photo: "
            "it still opens as one, and as something else once sent on or renamed. The site "
            "shows nothing of that, but the photo lies in the repository, where people open it. "
            "A phone's second photo or film is fine.",
        ),
        bad="  - file: ghep.jpg  # sau phần ảnh còn có một tệp nén",
        good=_FILE,
    ),
}
