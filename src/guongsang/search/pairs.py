"""The buckets of pairs: most of an index is where two words are neighbours, so keys, forms and buckets are worked out for each word once, and the rest by numpy,
which writes too: a pair is a row of pieces, of which there are a few for each word.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from guongsang.search.numpy_one_thread import NDArray, numpy
from guongsang.search.postings import SECOND_WORD, WORD_BITS, Facts, Postings

_SPREAD = 4  # buckets side by side
_AT_ONCE = 4096  # pairs: what is copied by numbers of places takes eight times the room
_ASCII, _TURNED = 128, 0xFFFFFFFF
_TABLE = numpy.array([crc32(bytes([byte]), _TURNED) ^ _TURNED for byte in range(256)], numpy.int64)


def spread_bucket(key: str, letter: int, count: int) -> int:
    """Return in which of `count` buckets a word of a name is, or a pair. `letter` says where in the key the last word begins.

    What is alike up to the first letter of that word is in _SPREAD buckets side by side, by its second letter: few files for whoever has typed but one letter,
    and one for everybody else.
    """
    return (crc32(key[: letter + 1].encode()) * _SPREAD + _second(key[letter + 1 : letter + 2])) % count


def pair_buckets(postings: Postings, keys: Sequence[str], forms: Sequence[str], count: int) -> list[bytes]:
    """Return the text of each bucket of pairs. `keys` and `forms` are those of words by number; they are of letters and digits, without escapes."""
    if not len(postings.what):
        return [b""] * count
    one, two = postings.what >> WORD_BITS, postings.what & SECOND_WORD
    used = numpy.flatnonzero(numpy.bincount(one, minlength=len(keys)) + numpy.bincount(two, minlength=len(keys)))
    places = numpy.zeros(len(keys), numpy.int64)
    places[used] = numpy.arange(len(used))
    one, two = places[one], places[two]
    keys, forms = [keys[word] for word in used.tolist()], [forms[word] for word in used.tolist()]
    # A space and a quote stand before any letter, so pairs in the order of their texts are in the order of their first words, then of their second.
    buckets, by_key, by_form = _buckets(one, two, keys, count), _ranks(keys), _ranks(forms)
    order = (by_form[one] * len(used) + by_form[two]).argsort()
    filed = (buckets * len(used) + by_key[one]) * len(used) + by_key[two]
    order = order[filed[order].argsort(kind="stable")]
    one, two, buckets, filed = one[order], two[order], buckets[order], filed[order]
    texts, pieces = _pieces(one, two, _begins(filed), _begins(buckets), keys, forms)
    text, ends = _write(texts, pieces, postings, order)
    bounds = numpy.concatenate(([0], ends))[numpy.searchsorted(buckets, numpy.arange(count + 1))].tolist()
    return [text[begin:end] for begin, end in zip(bounds, bounds[1:], strict=False)]


def _begins(values: Facts) -> NDArray[numpy.bool_]:
    """Return of each value whether it is another than the one before."""
    return numpy.diff(values, prepend=-1) != 0


def _pieces(
    one: Facts,
    two: Facts,
    is_new: NDArray[numpy.bool_],
    opens: NDArray[numpy.bool_],
    keys: Sequence[str],
    forms: Sequence[str],
) -> tuple[list[bytes], Facts]:
    """Return all different pieces of text, and of each pair the six that it is written in: its keys where they are new, its forms, a place for its postings, its end."""
    texts = [
        *(f'{{"{key} ' for key in keys),
        *(f'"{key} ' for key in keys),
        *(f'{key}":[' for key in keys),
        *(f'"{form} ' for form in forms),
        *(f'{form}","' for form in forms),
        "",
        '",',
        '"],',
        '"]}',
    ]
    opening, first, second, one_form, two_form, nothing = (len(keys) * kind for kind in range(6))
    next_form, next_pair, closing = nothing + 1, nothing + 2, nothing + 3
    is_last, closes = numpy.append(is_new[1:], True), numpy.append(opens[1:], True)
    pieces = (
        numpy.where(is_new, one + numpy.where(opens, opening, first), nothing),
        numpy.where(is_new, two + second, nothing),
        one + one_form,
        two + two_form,
        numpy.full(len(one), nothing),
        numpy.where(closes, closing, numpy.where(is_last, next_pair, next_form)),
    )
    return [text.encode() for text in texts], numpy.stack(pieces, axis=1)


def _write(texts: Sequence[bytes], pieces: Facts, postings: Postings, order: Facts) -> tuple[bytes, Facts]:
    """Return the text of all pairs, and where each of them ends: what their pieces are, copied from one table."""
    sizes, bounds = numpy.array([len(text) for text in texts]), numpy.array(postings.bounds)
    starts, lengths = (sizes.cumsum() - sizes)[pieces], sizes[pieces]
    starts[:, 4], lengths[:, 4] = sizes.sum() + bounds[order], bounds[order + 1] - bounds[order]
    table = numpy.frombuffer(b"".join([*texts, postings.text.encode()]), numpy.uint8)
    parts = [
        _copy(table, starts[first : first + _AT_ONCE].ravel(), lengths[first : first + _AT_ONCE].ravel())
        for first in range(0, len(order), _AT_ONCE)
    ]
    return b"".join(parts), lengths.sum(axis=1).cumsum()


def _copy(table: NDArray[numpy.uint8], starts: Facts, lengths: Facts) -> bytes:
    ends = lengths.cumsum()
    return table[numpy.arange(ends[-1]) + numpy.repeat(starts - ends + lengths, lengths)].tobytes()


def _buckets(one: Facts, two: Facts, keys: Sequence[str], count: int) -> Facts:
    """Return in which bucket each pair is: what `spread_bucket` says of its keys."""
    sums = numpy.array([crc32(f"{key} ".encode()) for key in keys], numpy.int64)[one]
    letters = numpy.array([ord(key[:1] or "\0") for key in keys], numpy.int64)[two]
    sums = _add_byte(sums, letters & 0xFF)
    for pair in numpy.flatnonzero(letters >= _ASCII).tolist():
        sums[pair] = crc32(f"{keys[one[pair]]} {keys[two[pair]][0]}".encode())
    return (sums * _SPREAD + numpy.array([_second(key[1:2]) for key in keys], numpy.int64)[two]) % count


def _add_byte(sums: Facts, byte: Facts) -> Facts:
    """Return the checksums of what has one byte more. Source: RFC 1952, section 8."""
    turned = sums ^ _TURNED
    return _TABLE[(turned ^ byte) & 0xFF] ^ (turned >> 8) ^ _TURNED


def _second(letter: str) -> int:
    return crc32(letter.encode()) % _SPREAD


def _ranks(texts: Sequence[str]) -> Facts:
    """Return of each text its place among the different ones, in order."""
    ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
    return numpy.array([ranks[text] for text in texts], numpy.int64)
