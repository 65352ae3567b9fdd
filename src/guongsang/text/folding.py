"""Compare Vietnamese text: folding, slugs, spellings of a word, sort order, nearest matches.

Search, slugs, sorting and hints must agree on which words are the same, so the rules stand
here only: a reader types `dat dai`, a file says `Đất đai`. The browser has the same rules in
theme/assets/javascripts/search/folding.js; a test compares both.
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
# Letters outside the Vietnamese alphabet: an A-Z list shows one only if a name begins with it.
FOREIGN_LETTERS = frozenset("FJWZ")
# Tones in the order of Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: part of the letter
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
# Combining characters of the block that Vietnamese needs.
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]")
# Beyond the letters, marks and punctuation of Vietnamese and of similar scripts.
_RARE = re.compile("[\u0370-\u1fff\u2070-\U0010ffff]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# A syllable whose final y is also written i: kỹ and kĩ, quý and quí. Not thủy (thủi is another
# word), nor y by itself.
_CLOSING_Y = re.compile(r"(?:[bdhklmnprstvx]|ch|gh?|gi|kh|ngh?|nh|ph|qu|th|tr)y")

# Of each word: the ranks of its letters, and its tone.
CollationKey = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
# Of a name: the part that counts first, and the rest.
SortKey = tuple[CollationKey, CollationKey]


def normalise(text: str) -> str:
    """Return `text` in NFC, the Unicode form in which the project stores text."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` in lower case without tone marks and letter marks, with d for đ.

    `fold("Đắk Lắk") == "dak lak"`. NFC and NFD give the same result, old and new tone style too.
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
    """Return the form of a word for search: folded, and i for a final y if both are in use.

    `Kỹ` and `kĩ` both give `ki`.
    """
    folded = fold(word)
    return f"{folded[:-1]}i" if _CLOSING_Y.fullmatch(folded) else folded


@lru_cache(maxsize=65536)
def word_form(word: str) -> str:
    """Return a normal form of a word with its marks: letters, then the tone as a digit.

    `Hòa` and `hoà` give `hoa1`, `Đường` gives `đương1`. Two words are the same, marks included,
    if their forms are equal. Case, Unicode form, tone style and i for y don't matter.
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
    """Return a text that sorts names in Vietnamese order when compared character by character.

    For code that sorts without this module, such as the browser's.
    """
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
        elif char.isalnum():  # quotes and brackets around a name don't change its order
            letters.append(_RANK.get(char, 1000 + ord(char)))
            tones.append(0)
    # A syllable has one tone: hòa and hoà are the same word, whichever vowel carries the mark.
    return tuple(letters), (max(tones, default=0),)


@lru_cache(maxsize=65536)
def collation_key(text: str) -> CollationKey:
    """Return a sort key in Vietnamese dictionary order (a ă â b c d đ …; tones last).

    Words are compared one by one; in a word, letters before tones.
    """
    return tuple(_collate_word(word) for word in _named_words(text))


def _named_words(text: str) -> list[str]:
    """Return the words that have a letter or digit: a dash between two doesn't change the order."""
    return [word for word in text.split() if word.isalnum() or any(char.isalnum() for char in word)]


@lru_cache(maxsize=65536)
def name_key(name: str) -> SortKey:
    """Return the sort key for a person: given name (the last word) first, then the rest."""
    words = _named_words(name)
    return (collation_key(words[-1]) if words else (), collation_key(" ".join(words[:-1])))


def initial_letter(name: str, *, by_given_name: bool) -> str:
    """Return the capital letter under which an A-Z list shows `name`; Ă, Â, Đ count as letters.

    A name that begins with no letter gives `#`, which the list shows last.
    """
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

    A candidate that begins with `wanted` is near, whatever its length. Of equals the first wins.
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
