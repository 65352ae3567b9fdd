"""Social cards: every letter drawn, nothing overflows, nothing shown that may not be, new content has a new address."""

from __future__ import annotations

import unicodedata
from dataclasses import astuple, replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageColor

from builders import all_cards, make_entry, make_profile, make_published, make_registry
from guongsang.errors import BuildError
from guongsang.media.cards.drawing import crop_box, draw_card, panel
from guongsang.media.cards.store import write_cards
from guongsang.media.cards.typesetting import FONTS, Face, TypeSize, break_lines, fit, load_face
from guongsang.outputs.artifacts import CardArtifact, CardPhoto
from guongsang.outputs.sharing.social_cards import SIZE, card_for
from guongsang.publication.imprint import Imprint, Palette, parse_imprint
from guongsang.publication.site import Site
from guongsang.registry.model import Channel, Unit
from guongsang.text.dates import parse_moment
from projects import PHOTO, REPOSITORY, Project, snapshot

FACES = ("card-serif-600", "card-sans-400", "card-sans-600")
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + list(
    "bcdđghklmnpqrstvxfjwz"
)
SIGNS = "“”‘’\"'–—…·²³%°.,:;!?()/+&0123456789"
NAME = (
    "Liên đoàn Quy hoạch, Điều tra tài nguyên nước và Khảo sát địa chất thủy văn khu vực Đồng bằng sông Cửu Long, "
    "Đông Nam Bộ và các đảo ven bờ phía Nam, Tổ công tác "
    "số 12"
)[:160]
TITLE = (
    "Những người thức trắng ba đêm giữ trạm quan trắc trước cơn lũ lịch sử, "
    "để tiếng chuông báo về đến từng nóc nhà ở bản xa"
)
UNIT = (
    "Trung tâm Thông tin, Dữ liệu, Đào tạo và Hợp tác quốc tế về giám sát biến đổi khí hậu, "
    "phòng chống thiên tai thuộc Viện Khoa học Khí tượng Thủy văn VN"
)[:150]
IMPRINT = Imprint("Tấm Gương", "https://vi.example/", "Những người làm tốt việc của mình.", "Tỉnh Hư Cấu")


def make_card(**changes: object) -> CardArtifact:
    card = CardArtifact(
        "x/the-0.png",
        "x/",
        "",
        "Gương Sáng",
        "Viễn thám",
        "Đọc vết nứt từ vệ tinh",
        "Lê Hải Yến",
        "Cục Hư Cấu",
        "Minh họa",
        None,
        Palette(),
    )
    return replace(card, **changes)


def make_site(**changes: object) -> Site:
    registry = make_registry(
        units=[make_entry(Unit, id="don-vi", name="Đơn vị Hư Cấu")],
        channels=[make_entry(Channel, id="bao", name="Báo Hư Cấu", path="bao")],
    )
    fields = {
        "id": "DH-2024-001",
        "kind": "individual",
        "name": "Lê Văn Thử",
        "unit": "don-vi",
        "title": "Một tít",
        "stage": "recognised",
        "year": 2024,
        "consent": {"covers": ["name", "image", "story"]},
        "initiatives": [{"name": "Sổ tay nước", "kind": "model"}],
        "channels": {"bao": {"publish": "2024-06-01"}},
    }
    return Site(registry, parse_moment("2025-01-01"), (make_published(make_profile(**(fields | changes)), registry),))


def cards_of(site: Site, imprint: Imprint = IMPRINT) -> dict[str, CardArtifact]:
    return {card.page: card for card in all_cards(replace(site, imprint=imprint))}


@pytest.mark.parametrize("name", FACES)
def test_every_vietnamese_letter_and_sign_is_drawn(name: str) -> None:
    face = load_face(name)
    font = face.sized(60)
    missing = bytes(font.getmask("\uffff"))
    shapes = {}
    for letter in [*LETTERS, *map(str.upper, LETTERS), *SIGNS]:
        assert letter in face.letters, letter
        shape = bytes(font.getmask(letter))
        assert any(shape) and shape != missing, letter
        shapes.setdefault((shape, font.getbbox(letter)), []).append(letter)
    assert [same for same in shapes.values() if len(same) > 1] == []  # no two letters look alike


def test_letters_of_the_north_and_the_south_are_kerned_alike() -> None:
    face = load_face("card-serif-600")
    for pair in ("Tô", "Tổ", "Vâ", "Vấ", "Yê", "Yế"):
        assert face.width(pair, 1000) < face.width(pair[0], 1000) + face.width(pair[1], 1000), pair


def test_letters_without_a_glyph_are_left_out() -> None:
    assert load_face("card-serif-600").readable("Sáng 你好 kiến ★\tnước") == "Sáng kiến nước"
    assert load_face("card-serif-600").readable("Sa\u0301ng") == "Sáng"


def test_lines_are_balanced_and_end_in_more_than_one_word() -> None:
    face = load_face("card-serif-600")
    lines = break_lines("Người đi tìm nước trên cao nguyên đá và lỗ khoan khô mang tên mình", face, 60, 660)
    widths = [face.width(line, 60) for line in lines]
    assert max(widths) <= 660 and min(widths) > 0.6 * max(widths)
    for width in range(300, 1100, 40):
        lines = break_lines(TITLE, face, 48, width)
        assert " ".join(lines) == TITLE and all(face.width(line, 48) <= width for line in lines)
        assert len(lines) == 1 or " " in lines[-1], (width, lines)


def test_text_that_no_size_holds_ends_in_an_ellipsis_after_a_whole_word() -> None:
    face = load_face("card-sans-600")
    block = fit(TITLE, face, (TypeSize(40, 2), TypeSize(30, 2)), 400)
    shown = " ".join(block.lines)
    assert block.size == 30 and len(block.lines) == 2
    assert shown.endswith("…") and TITLE.startswith(shown[:-1]) and TITLE[len(shown) - 1] in " ,."
    assert all(face.width(line, 30) <= 400 for line in block.lines)


TALL, WIDE = (CardPhoto("a/b.jpg", width, height, (50.0, 40.0)) for width, height in ((2400, 3000), (2880, 1920)))
TEXTS = {
    "longest": {"headline": TITLE, "name": NAME, "note": UNIT},
    "capitals": {"headline": TITLE.upper(), "name": NAME.upper(), "note": UNIT.upper()},
    "one-word": {"headline": "Ộ" * 120, "name": "W" * 160, "note": "M" * 150, "brand": "W" * 60, "kicker": "M" * 90},
    "shortest": {"headline": "Ý", "name": "Y", "note": "", "kicker": "", "mark": ""},
    "marks": {"headline": "Ẫ Ễ Ỗ ỹ ạ ợ " * 10, "name": "Ẫ ợ", "note": "Ẫ ợ"},
}


@pytest.mark.parametrize("photo", [None, TALL, WIDE], ids=["type", "tall", "wide"])
@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
def test_type_never_overflows(photo: CardPhoto | None, texts: dict[str, str]) -> None:
    """No ink in the margins, none on the photo, none that ends at its edge."""
    shape = panel(photo) if photo else (0, 0)
    card = make_card(**texts, photo=photo, path="x/the-0.jpg" if photo else "x/the-0.png")
    ground = Image.new("RGB", SIZE, card.palette.paper)
    ground.paste("blue", (SIZE[0] - shape[0], 0, SIZE[0], shape[1]))
    with Image.open(BytesIO(draw_card(card, Image.new("RGB", shape, "blue") if photo else None))) as drawn:
        ink = (
            ImageChops.difference(drawn.convert("RGB"), ground)
            .convert("L")
            .point(lambda value: 255 if value > 60 else 0)
        )
    left, top, right, bottom = ink.getbbox()
    assert left >= 50 and top >= 40 and right <= SIZE[0] - 40 and bottom <= SIZE[1] - 30
    assert not photo or not ink.crop((SIZE[0] - shape[0] - 8, 0, SIZE[0], min(SIZE[1], shape[1] + 4))).getbbox()


def test_longest_plausible_texts_are_shown_whole() -> None:
    assert not draw_ellipses(make_card(headline=TITLE, name=NAME, note=UNIT))
    assert not draw_ellipses(make_card(headline=TITLE, name=NAME, note=UNIT, photo=TALL))
    assert not draw_ellipses(make_card(headline=TITLE, name=NAME, note=UNIT, photo=WIDE))


def draw_ellipses(card: CardArtifact) -> int:
    """Return how many texts of a card are cut."""
    seen: list[str] = []
    patch = pytest.MonkeyPatch()
    places = Face.places
    patch.setattr(Face, "places", lambda self, text, size: (seen.append(text), places(self, text, size))[1])
    draw_card(card, Image.new("RGB", panel(card.photo), "blue") if card.photo else None)
    patch.undo()
    return sum("…" in text for text in seen)


def test_card_without_a_photo_has_the_adopters_colours_exactly() -> None:
    palette = Palette(
        paper="#ffffff", ink="#000000", muted="#555555", rule="#cccccc", accent="#004488", accent_ink="#eeeeee"
    )
    for page in ("x/", ""):
        with Image.open(BytesIO(draw_card(make_card(page=page, palette=palette), None))) as drawn:
            colours = {colour for _, colour in drawn.convert("RGB").getcolors()}
        assert colours >= {ImageColor.getrgb(colour) for colour in astuple(palette)}
        assert len(colours) <= 32


def test_crop_keeps_the_focus_in_view_and_within_the_picture() -> None:
    for focus in ((0, 0), (50, 36), (100, 100), (90, 10)):
        left, top, right, bottom = crop_box((2400, 3000), (436, 630), focus)
        assert 0 <= left < right <= 2400 and 0 <= top < bottom <= 3000
        assert left <= 24 * focus[0] <= right and top <= 30 * focus[1] <= bottom
        assert (right - left) / (bottom - top) == pytest.approx(436 / 630)


def test_card_says_what_the_published_view_says() -> None:
    cards = cards_of(make_site())
    card = cards["ho-so/mot-ho-so/"]
    assert (card.brand, card.headline, card.name, card.note, card.mark, card.photo) == (
        "Tấm Gương",
        "Một tít",
        "Lê Văn Thử",
        "Đơn vị Hư Cấu",
        "",
        None,
    )
    assert cards["mo-hinh/so-tay-nuoc/"].headline == "Sổ tay nước"
    assert cards["bao/"].headline == "Báo Hư Cấu"
    assert cards[""].headline == "Tấm Gương"
    assert cards_of(make_site(sample=True))["ho-so/mot-ho-so/"].mark == "Minh họa"
    assert cards_of(make_site(stage="emerging"))["ho-so/mot-ho-so/"].kicker == "Nhân tố mới"


def test_address_of_a_card_changes_with_all_that_it_shows_and_with_nothing_else() -> None:
    path = cards_of(make_site())["ho-so/mot-ho-so/"].path
    assert path == cards_of(make_site(summary="Lời dẫn khác hẳn. " * 6))["ho-so/mot-ho-so/"].path
    others = [
        cards_of(make_site(title="Tít khác")),
        cards_of(make_site(name="Lê Văn Khác")),
        cards_of(make_site(sample=True)),
        cards_of(make_site(), replace(IMPRINT, name="Khác")),
        cards_of(make_site(), replace(IMPRINT, palette=Palette(accent="#004488"))),
    ]
    assert len({path, *(cards["ho-so/mot-ho-so/"].path for cards in others)}) == 6


def test_page_without_a_card_of_its_own_shares_that_of_the_page_above() -> None:
    cards = cards_of(make_site())
    assert card_for("bao/trang-2/", cards) is cards["bao/"]
    assert card_for("ho-so/mot-ho-so/bao-chi/", cards) is cards["ho-so/mot-ho-so/"]
    assert card_for("linh-vuc/dat-dai/", cards) is card_for("gioi-thieu/", cards) is cards[""]


def test_colours_are_the_adopters() -> None:
    imprint = parse_imprint({"site_name": "Trang", "extra": {"card": {"accent": "#004488"}}})
    assert imprint.palette == Palette(accent="#004488")
    for wrong in ({"accent": "red"}, {"mau": "#004488"}):
        with pytest.raises(BuildError, match=r"extra\.card"):
            parse_imprint({"extra": {"card": wrong}})


def test_cards_are_drawn_once_and_the_same_each_time(tmp_path: Path) -> None:
    cards = list(all_cards(replace(make_site(), imprint=IMPRINT)))
    write_cards(cards, tmp_path / "a", tmp_path / "cache")
    drawn = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "cache").iterdir()}
    write_cards(cards, tmp_path / "b", tmp_path / "cache")
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "cache").iterdir()} == drawn
    write_cards(cards, tmp_path / "c", tmp_path / "fresh")
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b") == snapshot(tmp_path / "c")


def test_photo_is_on_the_card_with_consent_only(project: Project) -> None:
    def build() -> Image.Image:
        done = project.run("build", "--as-of", "2024-07-01")
        assert done.returncode == 0, done.stderr
        [path] = (project.root / "site" / "ho-so" / "mot").glob("the-*")
        with Image.open(path) as image:
            assert image.size == SIZE and not image.getexif()
            return image.convert("RGB")

    project.write("mot", photos=PHOTO)
    project.add_photo("mot")  # one plain brown
    panel_of = (SIZE[0] - 300, 100, SIZE[0] - 100, 500)
    brown = build().crop(panel_of)
    assert (
        max(
            extreme[1]
            for extreme in ImageChops.difference(brown, Image.new("RGB", brown.size, (120, 90, 60))).getextrema()
        )
        < 12
    )
    project.write("mot", photos=PHOTO, covers="[name, story]")
    bare = build().crop(panel_of)
    assert bare.getpixel((100, 20)) != brown.getpixel((100, 20))


def test_fonts_stay_in_the_package_with_their_licences(repository_site: Path) -> None:
    assert not list(repository_site.rglob("*.ttf"))
    assert {path.name for path in FONTS.glob("*-LICENSE.txt")} == {"card-sans-LICENSE.txt", "card-serif-LICENSE.txt"}
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 500_000


def test_every_published_profile_has_a_card_and_stays_small(repository_site: Path) -> None:
    for page in (repository_site / "ho-so").glob("*/index.html"):
        cards = list(page.parent.glob("the-*"))
        if "gs-profile" in page.read_text(encoding="utf-8"):
            assert len(cards) == 1 and cards[0].stat().st_size < 300_000, (
                page
            )  # Zalo and WhatsApp leave out heavier ones
        else:
            assert cards == [], page
    assert len(list((REPOSITORY / "exemplars").rglob("the-*"))) == 0
