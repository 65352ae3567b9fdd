"""Vietnamese text made comparable: folding, slugs, dictionary order, nearest matches."""

import unicodedata
from itertools import groupby

import pytest

from guongsang.text.folding import LETTERS, collation_key, fold, initial_letter, name_key, nearest, normalise, slugify


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đắk Lắk", "dak lak"),
        ("ĐIỂN HÌNH TIÊN TIẾN", "dien hinh tien tien"),
        ("ưu, ước, ợ", "uu, uoc, o"),
        ("GIS 3D", "gis 3d"),
        ("", ""),
    ],
)
def test_fold_drops_case_and_marks(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("old_style", "new_style"), [("hòa", "hoà"), ("thủy", "thuỷ"), ("khỏe", "khoẻ"), ("Hóa", "HOÁ")]
)
def test_fold_ignores_the_style_of_tone_marks(old_style, new_style):
    assert fold(old_style) == fold(new_style)


@pytest.mark.parametrize("word", ["Đặng", "Thuỷ", "ruộng", "Ước", "ngoằn ngoèo", "Nguyễn Thị Ái"])
@pytest.mark.parametrize("function", [fold, slugify, collation_key, name_key, normalise])
def test_composed_and_decomposed_text_are_the_same_word(function, word):
    assert function(unicodedata.normalize("NFC", word)) == function(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("Lê Hải Yến", "le-hai-yen"),
        ("Đội khảo sát số 4", "doi-khao-sat-so-4"),
        ("  Mô hình: “Đo, ghi” (2024) ", "mo-hinh-do-ghi-2024"),
        ("sỹ / sĩ", "sy-si"),
        ("???", ""),
    ],
)
def test_slug_is_plain_ascii_joined_by_hyphens(written, slug):
    assert slugify(written) == slug


@pytest.mark.parametrize(
    "ordered",
    [
        "an ăn ân ba ca da đa e ê ga ha i ka la ma na o ô ơ pa qua ra sa ta u ư va xa y".split(),
        "ma mà mả mã má mạ".split(),
        "hân hần hẩn hẫn hấn hận".split(),
        "ươn ườn ưởn ưỡn ướn ượn".split(),
        "ta tà tan tàn tạn tang".split(),
        "mặn mân mất mẹ".split(),
        ["Đăk", "Đắk Lắk", "Đắk Nông", "Đâu"],
        ["Hà Nam", "Hà Tĩnh", "Hạ Long", "Hải Dương"],
        ["Dương", "Đỗ", "Ê", "Ngô", "Nguyễn", "Ước"],
    ],
)
def test_dictionary_order_puts_letters_before_tones(ordered):
    assert sorted(reversed(ordered), key=collation_key) == ordered


@pytest.mark.parametrize(
    "ordered", [["hoa", "hoà", "hỏa", "hoã", "hóa", "hoạ"], ["hoa", "hòa", "hoả", "hõa", "hoá", "họa"]]
)
def test_dictionary_order_holds_where_styles_of_tone_marks_mix(ordered):
    assert sorted(reversed(ordered), key=collation_key) == ordered


def test_a_shorter_phrase_stands_before_a_longer_one():
    assert collation_key("Cục Địa chất") < collation_key("Cục Địa chất Việt Nam")


def test_case_does_not_change_the_order():
    assert sorted(["ĐỖ", "dương", "Duy"], key=collation_key) == ["Duy", "dương", "ĐỖ"]


def test_people_sort_by_given_name_then_by_the_rest():
    names = ["Trần Văn An", "Bùi Thị An", "Đỗ An", "Dương An", "Lê Ánh", "Vũ Ân", "Lê Duy", "Phạm Minh Đức", "Hồ Yến"]
    expected = [
        "Bùi Thị An",
        "Dương An",
        "Đỗ An",
        "Trần Văn An",
        "Lê Ánh",
        "Vũ Ân",
        "Lê Duy",
        "Phạm Minh Đức",
        "Hồ Yến",
    ]
    assert sorted(names, key=name_key) == expected


def test_names_of_one_word_or_none_have_a_place():
    assert sorted(["Ân", "", "An"], key=name_key) == ["", "An", "Ân"]


@pytest.mark.parametrize(
    ("name", "by_given_name", "letter"),
    [
        ("Đỗ Thị Ánh", True, "A"),
        ("Đỗ Thị Ánh", False, "Đ"),
        ("Lê Văn Ân", True, "Â"),
        ("Lê Văn Ẩn", True, "Â"),
        ("Phạm Ước", True, "Ư"),
        ("trần ổn", True, "Ô"),
        ("Y Ý", True, "Y"),
        ("Lò Thị Ơn", True, "Ơ"),
        ("Êban H'Ăn", True, "H"),
        ("“Xanh” một góc trời", False, "X"),
        ("- Tổ xanh", False, "T"),
        ("Ĉapek", False, "C"),
        ("4 mùa", False, "#"),
        ("(4 mùa)", False, "#"),
        ("", True, "#"),
    ],
)
def test_initial_letter_keeps_letters_apart_and_drops_tones(name, by_given_name, letter):
    assert initial_letter(name, by_given_name=by_given_name) == letter
    assert initial_letter(unicodedata.normalize("NFD", name), by_given_name=by_given_name) == letter


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("chien-sy-thi-dua", "chien-si-thi-dua-co-so"),
        ("Chiến sĩ thi đua cơ sở", "chien-si-thi-dua-co-so"),
        ("bang khen", "bang-khen-bo"),
        ("xyzw", None),
        ("", None),
        ("!!!", None),
    ],
)
def test_nearest_finds_what_was_meant_or_nothing(written, expected):
    assert nearest(written, ["lao-dong-tien-tien", "chien-si-thi-dua-co-so", "bang-khen-bo"]) == expected


@pytest.mark.parametrize("by_given_name", [True, False])
def test_each_letter_is_one_run_of_the_order_and_what_is_no_letter_stands_last(by_given_name):
    names = [
        f"{mark}{rest}" for rest in ("", "n", "(x", " b") for mark in [*LETTERS, "Ậ", "Ĉ", "Ő", "“Ư", "- Đ", "Ự", "4"]
    ]
    key = name_key if by_given_name else collation_key
    letters = [initial_letter(name, by_given_name=by_given_name) for name in sorted(names, key=key)]
    runs = [letter for letter, _ in groupby(letters)]
    assert runs == [*(letter for letter in LETTERS if letter in letters), *["#"] * ("#" in letters)]


def test_nearest_takes_a_long_value_for_its_beginning():
    assert nearest("phong", ["phan", "phong-trao-thi-dua-ca-nuoc-chung-suc"]) == "phong-trao-thi-dua-ca-nuoc-chung-suc"


@pytest.mark.parametrize("candidates", [["so-1", "so-2"], ["so-2", "so-1"]])
def test_nearest_of_equals_is_the_first(candidates):
    assert nearest("so-3", candidates) == candidates[0]
