"""An inverted index of words by their character n-grams."""

from array import array
from collections.abc import Iterable, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from bot.matching.alphabet import renumbered
from bot.matching.arrays import Floats, Ints, Places, ranges, runs, stable_order
from bot.matching.index import Index
from bot.matching.lexicon import NAME_MARK
from bot.matching.remembering import remembered

_NONE: Ints = np.zeros(0, dtype=np.int32)


class Grams:
    """Which of some words have an n-gram of letters, and how rare it is among them; the marks of names have none."""

    def __init__(self, words: Sequence[str], lengths: Sequence[int], earlier: "Grams | None" = None) -> None:
        """``words`` ascend; ``earlier`` is an index of much the same words, which are not taken apart again."""
        self._words, self._lengths = words, lengths
        self._rows: dict[str, int] = dict(earlier._rows) if earlier else {}
        stay = renumbered(earlier._words, words) if earlier else _NONE
        kept_rows, kept = earlier._holding(stay) if earlier else (_NONE, _NONE)
        rows, numbers = self._taken_apart(np.delete(np.arange(len(words)), stay[stay >= 0]).tolist())
        places = np.searchsorted(self._ascending(kept_rows, kept), self._ascending(rows, numbers))
        self._holders: Ints = np.insert(kept, places, numbers)
        often = np.bincount(np.insert(kept_rows, places, rows), minlength=len(self._rows) + 1)
        self._offsets = np.concatenate(([0], np.cumsum(often)))
        self.rarities: Floats = np.log((1 + len(words)) / (1 + often)).astype(np.float32)
        """The logarithm of how few of the words have each row's n-gram: 0 where all do. The last row's has none."""

    def rows(self, word: str) -> Places:
        """The rows of a word's n-grams in order: the last row for each that none of the words has."""
        return np.array([self._rows.get(gram, len(self._rows)) for gram in self._of(word)], dtype=np.intp)

    def by_word(self) -> tuple[Ints, Ints]:
        """The rows of each word's n-grams, word by word, and where each word's begin (words + 1)."""
        sizes = np.bincount(self._holders, minlength=len(self._words))
        offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
        return offsets, self._row_of_holders()[stable_order(self._holders, len(self._words))]

    def holders(self, row: int) -> Ints:
        """The numbers of the words that have a row's n-gram, ascending."""
        return self._holders[self._offsets[row] : self._offsets[row + 1]]

    def _of(self, word: str) -> list[str]:
        """The n-grams of a word in order; its begin and end count as a character."""
        padded = f" {word} "
        ends = len(padded) + 1
        return [padded[start : start + length] for length in self._lengths for start in range(ends - length)]

    def _row_of_holders(self) -> Ints:
        return np.arange(len(self.rarities), dtype=np.int32).repeat(np.diff(self._offsets))

    def _ascending(self, rows: Ints, numbers: Ints) -> NDArray[np.int64]:
        """What ascends where holders do: by the row of their n-gram, and then by their number."""
        return rows * np.int64(len(self._words)) + numbers

    def _holding(self, numbers: Ints) -> tuple[Ints, Ints]:
        """The row of each n-gram of each word that has another number now, and that number; -1 says it is gone."""
        holders = numbers[self._holders]
        return self._row_of_holders()[holders >= 0], holders[holders >= 0]

    def _taken_apart(self, new: Iterable[int]) -> tuple[Ints, Ints]:
        """The row of each n-gram of the words of these numbers, and the number of the word that has it."""
        rows, numbers, known = array("i"), array("i"), self._rows
        for number in new:
            word = self._words[number]
            if not word.startswith(NAME_MARK):
                grams = [known.setdefault(gram, len(known)) for gram in set(self._of(word))]
                rows.extend(grams)
                numbers.extend([number] * len(grams))
        held = np.array(rows, dtype=np.int32)
        by_row = stable_order(held, len(known))
        return held[by_row], np.array(numbers, dtype=np.int32)[by_row]


GRAMS = (3, 4)
"""Lengths of the character n-grams."""
KEPT = 2_000
"""Words for which it is kept what they resemble: some 30 KB each in a large base, less than 1 in a small one."""


def grams_of(index: Index, earlier: Grams | None = None) -> Grams:
    """The n-grams of an index's terms; those that ``earlier`` has of the same terms are not taken apart again."""
    return Grams(index.terms, GRAMS, earlier)


class Letters:
    """The facts of a large base by the n-grams of their terms."""

    def __init__(self, index: Index, grams: Grams) -> None:
        self._index, self._grams = index, grams
        self._spelt = remembered(self._taken_apart, KEPT)

    def of(self, words: Sequence[str], facts: Places) -> Floats:
        """The resemblance of a question's words to these facts."""
        index = self._index
        terms, weights, squares = zip(*map(self._spelt, words), strict=True)
        alike = np.bincount(np.concatenate(terms), weights=np.concatenate(weights), minlength=len(index.terms))
        run, starts = runs(index.fact_terms[facts], index.fact_terms[facts + 1])
        found = np.add.reduceat(alike.take(index.held_terms.take(run)) * index.held_shares.take(run), starts)
        return np.asarray(found / _length(sum(squares)), dtype=np.float32)

    def _taken_apart(self, word: str) -> tuple[Ints, Floats, float]:
        """The terms that share an n-gram with a word, one for each, their weights, and the word's squared length."""
        rows = self._grams.rows(word)
        found = [self._grams.holders(row) for row in rows.tolist()]
        weights = self._grams.rarities.take(rows) ** 2
        sizes = np.array([len(holders) for holders in found], dtype=np.intp)
        return np.concatenate([_NONE, *found]), weights.repeat(sizes), float(weights.sum())


class LettersAtHand:
    """The facts of a small base, for each of which what every n-gram adds is worked out beforehand."""

    def __init__(self, index: Index, grams: Grams) -> None:
        self._grams = grams
        offsets, rows = grams.by_word()
        starts, ends = offsets[index.held_terms], offsets[index.held_terms + 1]
        rows = rows[ranges(starts, ends)]
        facts = np.arange(index.size, dtype=np.int32).repeat(np.diff(index.fact_terms))
        squares = grams.rarities**2
        shares = index.held_shares.repeat(ends - starts) * squares[rows]
        cells = rows * index.size + facts.repeat(ends - starts)
        worth = np.bincount(cells, weights=shares, minlength=len(squares) * index.size)
        self._worth = np.column_stack((worth.reshape(len(squares), index.size), squares)).astype(np.float32)
        self._spelt = remembered(self._taken_apart, KEPT)

    def of(self, words: Sequence[str], facts: Places) -> Floats:
        """The resemblance of a question's words to these facts."""
        alike = np.array([self._spelt(word) for word in words]).sum(axis=0)
        return np.asarray(alike.take(facts) / _length(float(alike[-1])))

    def _taken_apart(self, word: str) -> Floats:
        """What a word's n-grams add to each fact, and, last, their squared length."""
        return np.asarray(self._worth.take(self._grams.rows(word), axis=0).sum(axis=0))


def _length(square: float) -> float:
    return sqrt(max(square, 1e-9))
