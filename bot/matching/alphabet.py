"""Sorted lists of words with each word's number; an edit leaves nearly all of them in order."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import compress, takewhile

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Ints

_LOOKED_AT, _MOST = 512, 64
_BLOCK = 256


def merged(known: Sequence[str], used: NDArray[np.bool_], others: Iterable[str]) -> tuple[str, ...]:
    """The words of ``known``, which ascend, that are used, and the others, ascending and each once."""
    kept = list(compress(known, used.tolist()))
    return tuple(sorted([*kept, *set(others).difference(kept)]))


def numbers_of(wanted: Iterable[str], words: Sequence[str]) -> Ints:
    """The numbers of words that are all among ``words``, which ascend."""
    return np.array([bisect_left(words, word) for word in wanted], dtype=np.int32)


def renumbered(before: Sequence[str], now: Sequence[str]) -> Ints:
    """The number in ``now`` of each word of ``before``, -1 for those that it has no more; both ascend.

    They are compared in blocks, since most of what an edit leaves is the very same words.
    """
    numbers = np.full(len(before), -1, dtype=np.int32)
    old = new = 0
    while old < len(before) and new < len(now):
        block = before[old : old + _BLOCK]
        if block == now[new : new + _BLOCK]:
            numbers[old : old + len(block)] = np.arange(new, new + len(block))
            old, new = old + len(block), new + len(block)
            continue
        end = old + _BLOCK // 2
        while old < min(end, len(before)) and new < len(now):
            if before[old] == now[new]:
                numbers[old] = new
            old, new = old + (before[old] <= now[new]), new + (now[new] <= before[old])
    return numbers


def beginning(letters: str, words: Sequence[str]) -> list[int]:
    """The numbers of the words that begin with these letters, shortest first, at most 64; ``words`` ascend."""
    start = bisect_left(words, letters)
    end = min(start + _LOOKED_AT, len(words))
    run = takewhile(lambda number: words[number].startswith(letters), range(start, end))
    return sorted(run, key=lambda number: len(words[number]))[:_MOST]
