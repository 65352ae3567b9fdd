"""The browser folds words as Python does: the whole Vietnamese alphabet, in every case, composition, tone style."""

from __future__ import annotations

import unicodedata

import pytest
from playwright.sync_api import Page

from guongsang.search.postings import occurrences, render_postings
from guongsang.search.segment import LEVELS, Vocabulary, bucket_of
from guongsang.text.folding import fold, search_key, word_form

pytestmark = pytest.mark.browser
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
WORDS = (
    "hòa",
    "hoà",
    "thủy",
    "thuỷ",
    "kỹ",
    "kĩ",
    "sỹ",
    "sĩ",
    "quý",
    "quí",
    "quy",
    "lý",
    "mỹ",
    "tỷ",
    "ý",
    "y",
    "thúy",
    "thúi",
    "khuỷu",
    "giặt",
    "nghiêng",
    "Đường",
    "DƯƠNG",
    "Ơn",
    "café",
    "Straße",
    "naïve",
    "QĐ",
    "TTg",
    "1526",
    "4G",
    "x²",
    "İzmir",
    "Ⅳ",
)
_ASK = """async ([folder, words]) => {
  const twin = await import(new URL('folding.js', folder));
  const found = (word) => twin.findWords(word.normalize('NFC')).map((match) => twin.wordForm(match.text));
  return words.map((word) => [twin.fold(word), twin.searchKey(word), twin.wordForm(word), found(word)]);
}"""


def every_letter() -> list[str]:
    """Each letter with each tone, small and capital, composed and decomposed, alone and within a syllable."""
    found = []
    for letter in LETTERS:
        for tone in TONES if letter in "aăâeêioôơuưy" else ("",):
            composed = unicodedata.normalize("NFC", letter + tone)
            for text in (
                composed,
                composed.upper(),
                unicodedata.normalize("NFD", composed),
                f"ng{composed}n",
                f"T{composed}",
                f"“{composed},",
            ):
                found.append(text)
    return found


def indexed_forms(text: str) -> list[str]:
    """The words of a text as the index holds them."""
    known = Vocabulary()
    return [known.form_of[number] for number in known.read_line(text)]


def test_browser_agrees_with_python_on_every_letter_and_word(page: Page, address: str) -> None:
    words = every_letter() + [
        form for word in WORDS for form in (word, word.upper(), unicodedata.normalize("NFD", word))
    ]
    page.goto(f"{address}tim-kiem/")
    found = page.evaluate(_ASK, [f"{address}assets/javascripts/search/", words])
    assert len(words) > 500
    differing = [
        (word, theirs)
        for word, theirs in zip(words, found, strict=True)
        if theirs != [fold(word), search_key(word), word_form(word), indexed_forms(word)]
    ]
    assert differing == []


def test_browser_reads_postings_as_python_writes_them(page: Page, address: str) -> None:
    """Gaps of one digit, two and more, at their edges; every value."""
    records = [0, 1, 12, 13, 25, 26, 371, 372, 1000, 10_344, 10_345, 60_000]
    written = [(record, place % LEVELS) for place, record in enumerate(records)]
    page.goto(f"{address}tim-kiem/")
    read = page.evaluate(
        """async ([folder, text]) => {
      const { eachLevel } = await import(new URL('segment.js', folder));
      const found = [];
      eachLevel(text, (record, level) => found.push([record, level]));
      return found;
    }""",
        [
            f"{address}assets/javascripts/search/",
            render_postings([occurrences((1, record, level) for record, level in written)], LEVELS).texts([0])[0],
        ],
    )
    assert [tuple(pair) for pair in read] == written


def test_browser_looks_for_a_word_in_the_bucket_in_which_python_put_it(page: Page, address: str) -> None:
    keys = [*map(search_key, WORDS), "dat d", "1526 q", "ⅳ", "ß", "", "𝒜"]
    page.goto(f"{address}tim-kiem/")
    sums = page.evaluate(
        """async ([folder, keys]) => {
      const { checksum } = await import(new URL('segment.js', folder));
      return keys.map(checksum);
    }""",
        [f"{address}assets/javascripts/search/", keys],
    )
    assert [found % 2048 for found in sums] == [bucket_of(key, 2048) for key in keys]
