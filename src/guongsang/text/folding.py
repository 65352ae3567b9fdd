"""Vietnamese text made comparable: folding, slugs, words and their spellings, name order, nearest matches.

One place for all of it, because search, slugs, sorting and hints must agree on
what "the same word" means: a reader types `dat dai`, a file says `Đất đai`.
The browser's twin is theme/assets/javascripts/search/folding.js; a test holds them together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

# The Vietnamese alphabet in dictionary order (f, j, w, z take their Latin places).
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
LETTERS = tuple(letter.upper() for letter in _ALPHABET)
FOREIGN_LETTERS = frozenset("FJWZ")  # not of the Vietnamese alphabet: an A-Z list has them where somebody needs them
# Tones in the order of Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: part of the letter
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]")  # the combining ones of the block that Vietnamese needs
_RARE = re.compile(
    "[\u0370-\u1fff\u2070-\U0010ffff]"
)  # beyond the letters, marks and punctuation of Vietnamese and its neighbours
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# A syllable whose closing y is written i as well: kỹ and kĩ, quý and quí; but not thủy (thủi is another word), nor y by itself.
_CLOSING_Y = re.compile(r"(?:[bdhklmnprstvx]|ch|gh?|gi|kh|ngh?|nh|ph|qu|th|tr)y")


def normalise(text: str) -> str:
    """Return `text` in NFC, the one form in which the project stores text."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` without case, tone marks and letter marks, with đ as d.

    `fold("Đắk Lắk") == "dak lak"`; NFC and NFD, old and new tone style fold alike.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    if _RARE.search(decomposed):
        return "".join(char for char in decomposed if not unicodedata.combining(char))
    return _MARKS.sub("", decomposed)


@lru_cache(maxsize=65536)
def slugify(text: str) -> str:
    """Return `text` as a lower-case ASCII slug: `Lê Hải Yến` → `le-hai-yen`."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


@lru_cache(maxsize=65536)
def search_key(word: str) -> str:
    """Return what a word is searched by: folded, with i for a closing y where both are in use (`Kỹ` and `kĩ` → `ki`)."""
    folded = fold(word)
    return f"{folded[:-1]}i" if _CLOSING_Y.fullmatch(folded) else folded


@lru_cache(maxsize=65536)
def word_form(word: str) -> str:
    """Return the one spelling of a word with its marks: letters, then the tone as a digit (`Hòa`, `hoà` → `hoa1`, `Đường` → `đương1`).

    Two words are one with marks and all where their forms are equal: case, composition, tone style and i for y don't matter.
    """
    tone, letters = "", ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = str(_TONES[char])
        else:
            letters += char
    letters = normalise(letters)
    return f"{letters[:-1]}i{tone}" if _CLOSING_Y.fullmatch(fold(letters)) else letters + tone


def sort_text(name: str, *, by_given_name: bool) -> str:
    """Return a text whose order, character by character, is that of names in Vietnamese: for whoever sorts without this module."""
    words = [_sort_word(word) for word in _named_words(name)]
    return "\x01".join((*words[-1:], "\x02".join(words[:-1])) if by_given_name and words else ("\x02".join(words), ""))


@lru_cache(maxsize=65536)
def _sort_word(word: str) -> str:
    letters, (tone,) = _collate_word(word)
    return "".join(chr(32 + rank) for rank in letters) + chr(33 + tone)


@lru_cache(maxsize=65536)
def _collate_word(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in _TONES:
            if tones:
                tones[-1] = _TONES[char]
        elif char in _LETTER_MARKS and letters:
            base = letters.pop()
            letter = normalise(_ALPHABET[base - 1] + char) if 0 < base <= len(_ALPHABET) else ""
            letters.append(_RANK.get(letter, base))
        elif char.isalnum():  # quotes and brackets around a name don't move it
            letters.append(_RANK.get(char, 1000 + ord(char)))
            tones.append(0)
    # One tone a syllable: hòa and hoà are one word, whichever vowel carries the mark.
    return tuple(letters), (max(tones, default=0),)


@lru_cache(maxsize=65536)
def collation_key(text: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Return a sort key in Vietnamese dictionary order (a ă â b c d đ …; tones last).

    Words are compared one by one, letters before tones within a word.
    """
    return tuple(_collate_word(word) for word in _named_words(text))


def _named_words(text: str) -> list[str]:
    """Return the words that say something: a dash between two of them has no place in an order."""
    return [word for word in text.split() if word.isalnum() or any(char.isalnum() for char in word)]


@lru_cache(maxsize=65536)
def name_key(name: str) -> tuple:
    """Return the sort key for a person: given name (the last word) first, then the rest."""
    words = _named_words(name)
    return (collation_key(words[-1]) if words else (), collation_key(" ".join(words[:-1])))


def initial_letter(name: str, *, by_given_name: bool) -> str:
    """Return the capital letter under which an A-Z list files `name` (Ă, Â, Đ … kept apart); `#` for what begins with none, which sorts last."""
    words = _named_words(name)
    if not words:
        return "#"
    letter = ""
    for char in unicodedata.normalize("NFD", (words[-1] if by_given_name else words[0]).upper()):
        if not letter:
            letter = char if char.isalnum() else ""
        elif not unicodedata.combining(char):
            break
        elif char in _LETTER_MARKS and (marked := normalise(letter + char)).lower() in _RANK:
            letter = marked
    return letter if letter.lower() in _RANK else "#"


def nearest(wanted: str, candidates: Iterable[str], *, cutoff: float = 0.55) -> str | None:
    """Return the candidate most like `wanted` (marks ignored), or None below `cutoff`.

    What begins with the wanted text is near however long it is. Ties go to the first of the candidates.
    """
    target = slugify(wanted)
    best, best_score = None, cutoff
    for candidate in candidates:
        slug = slugify(candidate)
        score = SequenceMatcher(None, target, slug).ratio()
        if len(target) > 2 and slug.startswith(target):
            score = max(score, 0.95)
        if score > best_score:
            best, best_score = candidate, score
    return best
