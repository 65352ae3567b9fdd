"""Write the buckets of pairs of neighbouring words, with numpy: pairs are most of an index.

Keys, forms and hashes are computed once per word. The text of a pair is a row of pieces from a
table with a few pieces per word; numpy copies the pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from guongsang.search.numpy_one_thread import NDArray, numpy
from guongsang.search.postings import SECOND_WORD, WORD_BITS, Numbers, Postings

_SPREAD = 4  # neighbouring buckets
_BATCH = 4096  # pairs copied at once: a copy by index takes eight times the memory of the text
_ASCII_END = 128
_INVERT = 0xFFFFFFFF  # CRC-32 inverts all bits before and after
_TABLE = numpy.array([crc32(bytes([byte]), _INVERT) ^ _INVERT for byte in range(256)], numpy.int64)


def spread_bucket(key: str, letter: int, count: int) -> int:
    """Return the bucket of a word of a name, or of a pair.

    Keys that are equal up to the first letter of their last word are spread over _SPREAD
    neighbouring buckets by its second letter. So one typed letter needs few files, two need one.

    Args:
        key: the word, or both words with a space between.
        letter: index in the key of the last word's first letter.
        count: number of buckets.
    """
    return (crc32(key[: letter + 1].encode()) * _SPREAD + _second(key[letter + 1 : letter + 2])) % count


def pair_buckets(postings: Postings, keys: Sequence[str], forms: Sequence[str], count: int) -> list[bytes]:
    """Return the text of each bucket of pairs.

    Args:
        postings: those of all pairs.
        keys: keys of words, by number; letters and digits only, so nothing needs an escape.
        forms: forms of words, by number; letters and digits only.
        count: number of buckets.
    """
    if not len(postings.words):
        return [b""] * count
    one, two = postings.words >> WORD_BITS, postings.words & SECOND_WORD
    used = numpy.flatnonzero(numpy.bincount(one, minlength=len(keys)) + numpy.bincount(two, minlength=len(keys)))
    new_numbers = numpy.zeros(len(keys), numpy.int64)
    new_numbers[used] = numpy.arange(len(used))
    one, two = new_numbers[one], new_numbers[two]
    keys, forms = [keys[word] for word in used.tolist()], [forms[word] for word in used.tolist()]
    # Space and quote sort before letters, so sorting pair texts equals sorting by (first word,
    # second word).
    buckets, by_key, by_form = _buckets(one, two, keys, count), _ranks(keys), _ranks(forms)
    order = (by_form[one] * len(used) + by_form[two]).argsort()
    sort_keys = (buckets * len(used) + by_key[one]) * len(used) + by_key[two]
    order = order[sort_keys[order].argsort(kind="stable")]
    one, two, buckets, sort_keys = one[order], two[order], buckets[order], sort_keys[order]
    texts, pieces = _pieces(one, two, _is_first(sort_keys), _is_first(buckets), keys, forms)
    text, ends = _join(texts, pieces, postings, order)
    bounds = numpy.concatenate(([0], ends))[numpy.searchsorted(buckets, numpy.arange(count + 1))].tolist()
    return [text[begin:end] for begin, end in zip(bounds, bounds[1:], strict=False)]


def _is_first(values: Numbers) -> NDArray[numpy.bool_]:
    """Return for each value whether it differs from the one before."""
    return numpy.asarray(numpy.diff(values, prepend=-1) != 0, numpy.bool_)


def _pieces(
    one: Numbers,
    two: Numbers,
    is_new: NDArray[numpy.bool_],
    opens: NDArray[numpy.bool_],
    keys: Sequence[str],
    forms: Sequence[str],
) -> tuple[list[bytes], Numbers]:
    """Return the table of pieces, and for each pair its six pieces, as indexes into the table.

    The six: first and second key (if new), first and second form, room for postings, end.

    Args:
        one: first word of each pair.
        two: second word of each pair.
        is_new: whether the pair's keys differ from those of the pair before.
        opens: whether the pair is the first of its bucket.
        keys: keys of words, by number.
        forms: forms of words, by number.
    """
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


def _join(texts: Sequence[bytes], pieces: Numbers, postings: Postings, order: Numbers) -> tuple[bytes, Numbers]:
    """Return the text of all pairs, and the offset where each ends.

    Args:
        texts: the table of pieces.
        pieces: six pieces per pair, as indexes into `texts`.
        postings: put into the fifth piece of each pair.
        order: index of each pair in `postings`.
    """
    sizes, bounds = numpy.array([len(text) for text in texts]), numpy.array(postings.bounds)
    starts, lengths = (sizes.cumsum() - sizes)[pieces], sizes[pieces]
    starts[:, 4], lengths[:, 4] = sizes.sum() + bounds[order], bounds[order + 1] - bounds[order]
    table = numpy.frombuffer(b"".join([*texts, postings.text.encode()]), numpy.uint8)
    parts = [
        _copy(table, starts[first : first + _BATCH].ravel(), lengths[first : first + _BATCH].ravel())
        for first in range(0, len(order), _BATCH)
    ]
    return b"".join(parts), lengths.sum(axis=1).cumsum()


def _copy(table: NDArray[numpy.uint8], starts: Numbers, lengths: Numbers) -> bytes:
    ends = lengths.cumsum()
    copied: NDArray[numpy.uint8] = table[numpy.arange(ends[-1]) + numpy.repeat(starts - ends + lengths, lengths)]
    return copied.tobytes()


def _buckets(one: Numbers, two: Numbers, keys: Sequence[str], count: int) -> Numbers:
    """Return the bucket of each pair, the same as `spread_bucket` of its keys."""
    sums = numpy.array([crc32(f"{key} ".encode()) for key in keys], numpy.int64)[one]
    letters = numpy.array([ord(key[:1] or "\0") for key in keys], numpy.int64)[two]
    sums = _add_byte(sums, letters & 0xFF)
    for pair in numpy.flatnonzero(letters >= _ASCII_END).tolist():
        sums[pair] = crc32(f"{keys[one[pair]]} {keys[two[pair]][0]}".encode())
    return (sums * _SPREAD + numpy.array([_second(key[1:2]) for key in keys], numpy.int64)[two]) % count


def _add_byte(sums: Numbers, byte: Numbers) -> Numbers:
    """Return CRC-32 sums after one more byte each. Source: RFC 1952, section 8."""
    inverted = sums ^ _INVERT
    following: Numbers = _TABLE[(inverted ^ byte) & 0xFF] ^ (inverted >> 8) ^ _INVERT
    return following


def _second(letter: str) -> int:
    return crc32(letter.encode()) % _SPREAD


def _ranks(texts: Sequence[str]) -> Numbers:
    """Return for each text its rank among the distinct texts."""
    ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
    return numpy.array([ranks[text] for text in texts], numpy.int64)
