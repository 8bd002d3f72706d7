"""Terms by their letters: what a typed word may have been meant as, and which terms a question resembles."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from math import ceil, log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from bot.matching.lexicon import NAME_MARK
from bot.matching.normalise import is_figure

SHORTEST = 4
"""Letters from which a word may be taken for another; shorter ones are too easily something else."""
MOST = 8
"""The most terms that one typed word is taken for."""
GRAMS = (3, 4)
"""Lengths of the character n-grams; a word's begin and end count as a character."""
OTHER_FORM, OTHER_FORM_OF_KNOWN = 0.6, 0.8
"""How much another form of a word (a long common beginning) counts, and the share of that for a word that is known."""
_SHORTLIST = 48


_NONE = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class _Spelt:
    """A word's n-grams: the terms that share one, a weight for each sharing, and their squared length."""

    terms: NDArray[np.int32]
    weights: NDArray[np.float32]
    square: float


class Letters:
    """An index of terms by the character n-grams of their letters."""

    def __init__(self, terms: Sequence[str], earlier: "Letters | None" = None) -> None:
        """``earlier`` is an index of much the same terms, whose n-grams are not taken apart again."""
        self._terms = terms
        self._rows: dict[str, int] = dict(earlier._rows) if earlier else {}
        rows, numbers = self._taken_over(earlier) if earlier else (_NONE, _NONE)
        new_rows, new_numbers = self._taken_apart(set(earlier._terms) if earlier else set())
        rows, numbers = np.concatenate((rows, new_rows)), np.concatenate((numbers, new_numbers))
        keys = np.sort(rows.astype(np.int64) * max(len(terms), 1) + numbers)
        self._holders = (keys % max(len(terms), 1)).astype(np.int32)
        often = np.bincount(rows, minlength=len(self._rows))
        self._offsets = np.concatenate(([0], np.cumsum(often))).tolist()
        self._rarities = [log((1 + len(terms)) / (1 + held)) for held in often.tolist()]
        self._strange = log(1 + len(terms))
        self._alphabetic = sorted((term, number) for number, term in enumerate(terms))
        self.near = lru_cache(maxsize=20_000)(self._near)
        self.spelt = lru_cache(maxsize=2_000)(self._spelt)  # a word of a large base takes some 30 KB

    def _taken_over(self, earlier: "Letters") -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Of the terms that an earlier index has too, the row of each n-gram and the number of the term that has it."""
        now = {term: number for number, term in enumerate(self._terms)}
        numbers = np.array([now.get(term, -1) for term in earlier._terms], dtype=np.int32)[earlier._holders]
        rows = np.repeat(np.arange(len(earlier._rows), dtype=np.int32), np.diff(earlier._offsets))
        return rows[numbers >= 0], numbers[numbers >= 0]

    def _taken_apart(self, known: Set[str]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Of the terms that are not known, the row of each n-gram and the number of the term that has it."""
        rows, numbers = array("i"), array("i")
        for number, term in enumerate(self._terms):
            if term not in known and not term.startswith(NAME_MARK):
                for gram in set(_grams(term)):
                    rows.append(self._rows.setdefault(gram, len(self._rows)))
                    numbers.append(number)
        return np.array(rows, dtype=np.int32), np.array(numbers, dtype=np.int32)

    def _terms_with(self, gram: str) -> NDArray[np.int32]:
        """The numbers of the terms that have an n-gram, ascending."""
        row = self._rows.get(gram)
        return _NONE if row is None else self._holders[self._offsets[row] : self._offsets[row + 1]]

    def resemblance(self, words: Iterable[str]) -> NDArray[np.float32]:
        """For every term, how much its n-grams are those of the words: a TF-IDF dot product, 0 or more.

        The words' n-grams are weighted by their rarity among the terms and scaled to length 1, n-grams that no term
        has included, so that a question in another tongue resembles nothing.
        """
        spelt = [self.spelt(word) for word in words]
        if not spelt:
            return np.zeros(len(self._terms), dtype=np.float32)
        numbers = np.concatenate([one.terms for one in spelt])
        weights = np.concatenate([one.weights for one in spelt])
        length = max(sum(one.square for one in spelt), 1e-9) ** 0.5
        alike = np.bincount(numbers, weights=weights, minlength=len(self._terms))
        return np.asarray(alike / length, dtype=np.float32)

    def _spelt(self, word: str) -> "_Spelt":
        found, weights, square = [_NONE], [0.0], 0.0
        for gram in _grams(word):
            postings = self._terms_with(gram)
            row = self._rows.get(gram)
            rarity = self._strange if row is None else self._rarities[row]
            square += rarity * rarity
            found.append(postings)
            weights.append(rarity * rarity)
        sizes = [len(postings) for postings in found]
        return _Spelt(np.concatenate(found), np.repeat(np.array(weights, dtype=np.float32), sizes), square)

    def beginning(self, letters: str) -> list[int]:
        """The numbers of the terms that begin with these letters, shortest first, at most 64."""
        start = bisect_left(self._alphabetic, (letters, -1))
        run = takewhile(lambda pair: pair[0].startswith(letters), self._alphabetic[start : start + 512])
        return [number for _, number in sorted(run, key=lambda pair: len(pair[0]))[:64]]

    def _near(self, word: str, known: bool) -> tuple[tuple[int, float], ...]:
        """The terms that ``word`` may have been meant as, each by number with a quality in 0..1, best first.

        A ``known`` word is no misspelling: only its other forms are given, and they count for less. Trigrams pick a
        shortlist, the optimal string alignment distance decides: the Damerau-Levenshtein distance in which no part is
        edited twice (Boytsov 2011); one edit is an insertion, deletion, substitution or a swap of neighbours.
        """
        if len(word) < SHORTEST or is_figure(word):
            return ()
        numbers = self._of_one_root(word) if known else self._of_like_letters(word)
        if not len(numbers):
            return ()
        quality = _qualities(word, [self._terms[number] for number in numbers.tolist()], known)
        order = np.lexsort((numbers, -quality))[:MOST]
        return tuple((int(numbers[place]), float(quality[place])) for place in order if quality[place] > 0)

    def _of_one_root(self, word: str) -> NDArray[np.int32]:
        """The terms that begin as the word does, as far as other forms of a word must."""
        return np.array(self.beginning(word[: _common(len(word))]), dtype=np.int32)

    def _of_like_letters(self, word: str) -> NDArray[np.int32]:
        """The terms that share most trigrams with the word."""
        found = [_NONE, *(self._terms_with(gram) for gram in set(_grams(word, GRAMS[:1])))]
        numbers, shared = np.unique(np.concatenate(found), return_counts=True)
        if len(numbers) > _SHORTLIST:
            numbers = numbers[np.argpartition(-shared, _SHORTLIST)[:_SHORTLIST]]
        return numbers


def _common(length: int) -> int:
    """The letters that two forms of a word have in common at their beginning, where the longer has so many."""
    return max(SHORTEST, ceil(0.6 * length))


def _grams(word: str, lengths: Sequence[int] = GRAMS) -> Iterator[str]:
    padded = f" {word} "
    for length in lengths:
        for start in range(len(padded) - length + 1):
            yield padded[start : start + length]


def _qualities(word: str, terms: Sequence[str], known: bool) -> NDArray[np.float64]:
    """How well each term stands for ``word``, 0..1; 0 where it does not."""
    lengths = np.array([0 if is_figure(term) or term == word else len(term) for term in terms])
    longer, shorter = np.maximum(lengths, len(word)), np.minimum(lengths, len(word))
    prefix = process.cdist([word], terms, scorer=Prefix.similarity, dtype=np.int32)[0]
    inflected = np.where(prefix >= np.maximum(SHORTEST, 0.6 * longer), OTHER_FORM, 0.0)
    if known:
        quality = OTHER_FORM_OF_KNOWN * inflected
    else:
        edits = process.cdist([word], terms, scorer=OSA.distance, dtype=np.int32)[0]
        allowed = np.where(longer <= 4, 1, np.where(longer <= 8, 2, 3))
        quality = np.maximum(inflected, np.where(edits <= allowed, 1.0 - edits / longer, 0.0))
    return np.where(shorter < SHORTEST - 1, 0.0, quality)
