"""Which terms a question resembles by its letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.arrays import Floats, Ints
from bot.matching.grams import Grams
from bot.matching.remembering import remembered

GRAMS = (3, 4)
"""Lengths of the character n-grams."""


@dataclass(frozen=True, slots=True)
class _Spelt:
    """A word's n-grams: the terms that share one, a weight for each sharing, and their squared length."""

    terms: Ints
    weights: Floats
    square: float


class Letters:
    """An index of terms by the character n-grams of their letters."""

    def __init__(self, terms: Sequence[str], earlier: "Letters | None" = None) -> None:
        """``earlier`` is an index of much the same terms, whose n-grams are not taken apart again."""
        self._size = len(terms)
        self._grams: Grams = Grams(terms, GRAMS, earlier._grams if earlier else None)
        kept = 8_000 if len(terms) < 20_000 else 2_000  # a word of a large base takes some 30 KB
        self.spelt = remembered(self._spelt, kept)

    def resemblance(self, words: Iterable[str]) -> Floats:
        """For every term, how much its n-grams are those of the words: a TF-IDF dot product, 0 or more.

        The words' n-grams are weighted by their rarity among the terms and scaled to length 1, n-grams that no term
        has included, so that a question in another tongue resembles nothing.
        """
        spelt = [self.spelt(word) for word in words]
        if not spelt:
            return np.zeros(self._size, dtype=np.float32)
        numbers = np.concatenate([one.terms for one in spelt])
        weights = np.concatenate([one.weights for one in spelt])
        length = max(sum(one.square for one in spelt), 1e-9) ** 0.5
        alike = np.bincount(numbers, weights=weights, minlength=self._size)
        return np.asarray(alike / length, dtype=np.float32)

    def _spelt(self, word: str) -> _Spelt:
        grams = self._grams.of(word)
        found = [self._grams.holders(gram) for gram in grams] or [np.zeros(0, dtype=np.int32)]
        weights = np.array([self._grams.rarity(gram) ** 2 for gram in grams] or [0.0], dtype=np.float32)
        sizes = [len(holders) for holders in found]
        return _Spelt(np.concatenate(found), np.repeat(weights, sizes), float(weights.sum()))
