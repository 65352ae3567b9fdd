"""One page of each template of the repository's own site: what browser and HTML tests look at."""

# A former address and where it leads, a withdrawn profile, a card to embed.
ALIAS, MOVED_TO = "ho-so/ngo-gia-bao-quet-3d", "ho-so/ngo-gia-bao"
WITHDRAWN = "ho-so/ta-dinh-loc"
CARD = "ho-so/le-hai-yen/nhung/"
PAGES = (
    "",
    "ho-so/le-hai-yen/",
    "ho-so/nhom-ran-san-ho-xanh/",
    "ho-so/ta-dinh-loc/",
    "ho-so/le-hai-yen/nhung/",
    "ca-nhan/",
    "ca-nhan/linh-vuc/dat-dai/",
    "nam/2024/",
    "nhan-to-moi/",
    "mo-hinh/",
    "mo-hinh/loai/giai-phap/",
    "mo-hinh/nhat-ky-nguon-nuoc-hoc-duong/",
    "linh-vuc/",
    "don-vi/tong-cuc-khi-tuong-thuy-van/",
    "tieu-chuan/",
    "thong-ke/",
    "dinh-chinh/",
    "du-lieu/",
    "tim-kiem/",
    "cong-thong-tin/",
    "bao/",
    "bao/2024/07/",
    "bao/toa-soan/",
    "tap-chi/",
    "truyen-thong/",
    "huong-dan/",
    "huong-dan/ma-loi/",
    "huong-dan/truong/",
    "huong-dan/tieu-chuan/",
    "gioi-thieu/",
    "su-kien/",
    "su-kien/nam/2024/",
    "su-kien/2025/hoi-nghi-dien-hinh-tien-tien-2020-2025/",
    "en/",
)
