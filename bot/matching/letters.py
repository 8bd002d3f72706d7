"""Which facts a question resembles by its letters.

The resemblance of a question and a fact is a TF-IDF dot product, 0 or more, of the character n-grams of their words.
The question's are weighted by their rarity among the base's terms and scaled to length 1, those that no term has
included, so that a question in another tongue resembles nothing; the fact's by how often it uses the terms that have
them.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from bot.matching.arrays import Floats, Ints, Places, ranges, runs
from bot.matching.grams import Grams
from bot.matching.index import Index
from bot.matching.remembering import remembered

GRAMS = (3, 4)
"""Lengths of the character n-grams."""
KEPT = 2_000
"""Words for which it is kept what they resemble: some 30 KB each in a large base, less than 1 in a small one."""

_NONE: Ints = np.zeros(0, dtype=np.int32)


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
