"""DH5: rules on consent and personal data."""

from guongsang.rules.rule import rule

TABLE = [
    rule(
        "DH501",
        "missing",
        'phiếu đồng ý phải gồm "name" thì mới được đăng tên',
        'consent must cover "name" for the name to be published',
        hint=("xin ý kiến người được nêu tên rồi thêm name vào covers", "ask the person, then add name to covers"),
    ),
    rule(
        "DH502",
        "missing",
        'phiếu đồng ý chưa gồm kênh "{value}", nên hồ sơ sẽ không lên kênh này',
        'consent does not cover the channel "{value}"',
        hint=(
            'xin ý kiến rồi thêm "{value}" vào consent.channels, hoặc bỏ kênh này khỏi channels',
            "ask, then add it to consent.channels, or drop the channel",
        ),
    ),
    rule(
        "DH503",
        "advice",
        "sự đồng ý đã hết hạn từ {value}: hồ sơ không còn được đăng",
        "consent expired on {value}: the profile is no longer published",
        hint=("xin gia hạn rồi sửa consent.expires", "renew the consent, then change consent.expires"),
    ),
    rule(
        "DH504",
        "broken",
        'thông báo rút hồ sơ không được nêu tên người hay tập thể; đang có "{value}"',
        'the notice of a withdrawal must not name anybody; it has "{value}"',
        hint=("viết lại thông báo, không nêu tên", "rewrite it without the name"),
    ),
    rule(
        "DH505",
        "missing",
        "sự đồng ý ({value}) phải có trước ngày đăng đầu tiên ({other})",
        "consent ({value}) must come before first publication ({other})",
        hint=("sửa ngày theo phiếu, hoặc lùi ngày đăng", "correct the date, or publish later"),
    ),
    rule(
        "DH506",
        "advice",
        'phiếu đồng ý chưa gồm "image": ảnh của hồ sơ không được đăng',
        'consent does not cover "image": the photos are not published',
        hint=("xin ý kiến rồi thêm image vào covers", "ask, then add image to covers"),
    ),
    rule(
        "DH507",
        "advice",
        "ảnh có {value}, người không thuộc hồ sơ: cần phiếu đồng ý riêng của người ấy",
        "the photo shows {value}, who is not the subject: ask that person too",
        hint=("xin phiếu đồng ý, hoặc thay ảnh khác", "get that consent, or use another photo"),
    ),
    rule(
        "DH508",
        "advice",
        "hồ sơ đã rút nên có lời thông báo cho người đọc",
        "a withdrawn profile should have a notice for readers",
        hint=('thêm notice: "…" vào review, không nêu tên', "add a notice to review, without names"),
    ),
    rule(
        "DH510",
        "advice",
        'đây có thể là ngày sinh: "{value}"',
        'this may be a birth date: "{value}"',
        hint=("bỏ đi, hoặc chỉ nói tuổi", "take it out, or give the age only"),
    ),
    rule(
        "DH511",
        "advice",
        'đây có thể là số giấy tờ tùy thân: "{value}"',
        'this may be an identity number: "{value}"',
        hint=("bỏ đi", "take it out"),
    ),
    rule(
        "DH512",
        "advice",
        'đây có thể là số điện thoại riêng: "{value}"',
        'this may be a private phone number: "{value}"',
        hint=("bỏ đi; số của cơ quan ghi ở press.contact", "take it out; the office's number goes to press.contact"),
    ),
    rule(
        "DH513",
        "advice",
        'đây có thể là nơi ở: "{value}"',
        'this may be a home address: "{value}"',
        hint=("bỏ đi, chỉ nói tên xã, tỉnh nếu cần", "take it out"),
    ),
    rule(
        "DH514",
        "advice",
        'đây có thể là thông tin về dân tộc: "{value}"',
        'this may tell an ethnicity: "{value}"',
        hint=(
            "chỉ giữ khi cần cho câu chuyện và người ấy đồng ý rõ ràng",
            "keep it only where needed and expressly agreed",
        ),
    ),
    rule(
        "DH515",
        "advice",
        'đây có thể là thông tin về tôn giáo: "{value}"',
        'this may tell a religion: "{value}"',
        hint=(
            "chỉ giữ khi cần cho câu chuyện và người ấy đồng ý rõ ràng",
            "keep it only where needed and expressly agreed",
        ),
    ),
    rule(
        "DH516",
        "advice",
        'đây có thể là thông tin về sức khỏe: "{value}"',
        'this may tell about health: "{value}"',
        hint=(
            "chỉ giữ khi cần cho câu chuyện và người ấy đồng ý rõ ràng",
            "keep it only where needed and expressly agreed",
        ),
    ),
    rule(
        "DH517",
        "advice",
        'đây có thể là thư điện tử riêng: "{value}"',
        'this may be a private e-mail address: "{value}"',
        hint=("bỏ đi; thư của cơ quan ghi ở press.contact", "take it out; the office's goes to press.contact"),
    ),
    rule(
        "DH518",
        "advice",
        'sự kiện nêu tên "{value}", mà hồ sơ ấy chưa được đăng: sự kiện chưa hiện trên trang',
        'the event names "{value}", whose profile is not shown: the event is not shown either',
        hint=(
            "bỏ tên khỏi sự kiện, hoặc đợi hồ sơ được đăng thì sự kiện tự hiện",
            "take the name out, or wait: the event appears with the profile",
        ),
    ),
]
