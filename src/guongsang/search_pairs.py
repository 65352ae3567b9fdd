"""The buckets of pairs: most of an index is where two words are neighbours, so keys, forms and buckets are worked out for each word once, and the rest by numpy."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from guongsang.plain_numpy import numpy
from guongsang.search_postings import SECOND_WORD, WORD_BITS, Facts, Postings

_SPREAD = 4  # buckets side by side
_ASCII, _TURNED = 128, 0xFFFFFFFF
_TABLE = numpy.array([crc32(bytes([byte]), _TURNED) ^ _TURNED for byte in range(256)], numpy.int64)


def spread_bucket(key: str, letter: int, count: int) -> int:
    """Return in which of `count` buckets a word of a name is, or a pair. `letter` says where in the key the last word begins.

    What is alike up to the first letter of that word is in _SPREAD buckets side by side, by its second letter: few files for whoever has typed but one letter,
    and one for everybody else.
    """
    return (crc32(key[:letter + 1].encode()) * _SPREAD + _second(key[letter + 1:letter + 2])) % count


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
    buckets, ranks = _buckets(one, two, keys, count), _ranks(keys)
    # A space and a quote stand before any letter, so pairs in the order of their texts are in the order of their first words, then of their second.
    by_key = (buckets * len(used) + ranks[one]) * len(used) + ranks[two]
    order = by_key.argsort(kind="stable")
    firsts, seconds = one[order].tolist(), two[order].tolist()
    spelt = [f'"{forms[first]} {forms[second]}","{found}"' for first, second, found in zip(firsts, seconds, postings.of(order.tolist()), strict=True)]
    starts = numpy.flatnonzero(numpy.diff(by_key[order], prepend=-1))
    begins = starts.tolist()
    entries = [f'"{keys[firsts[begin]]} {keys[seconds[begin]]}":[{spelt[begin] if end - begin == 1 else ",".join(sorted(spelt[begin:end]))}]'
               for begin, end in zip(begins, [*begins[1:], len(spelt)], strict=True)]
    bounds = numpy.searchsorted(buckets[order][starts], numpy.arange(count + 1)).tolist()
    return [f"{{{','.join(entries[begin:end])}}}".encode() if end > begin else b"" for begin, end in zip(bounds, bounds[1:], strict=False)]


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
