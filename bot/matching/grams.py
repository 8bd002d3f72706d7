"""An inverted index of words by their character n-grams."""

from array import array
from collections.abc import Iterator, Sequence, Set
from math import log

import numpy as np

from bot.matching.arrays import Ints, stable_order
from bot.matching.lexicon import NAME_MARK

_NONE: Ints = np.zeros(0, dtype=np.int32)


class Grams:
    """Which of some words have an n-gram of letters, and how rare it is among them; the marks of names have none."""

    def __init__(self, words: Sequence[str], lengths: Sequence[int], earlier: "Grams | None" = None) -> None:
        """``earlier`` is an index of much the same words and the same lengths, which are not taken apart again."""
        self._words, self._lengths = words, lengths
        self._rows: dict[str, int] = dict(earlier._rows) if earlier else {}
        rows, numbers = self._taken_over(earlier) if earlier else (_NONE, _NONE)
        new_rows, new_numbers = self._taken_apart(set(earlier._words) if earlier else set())
        rows, numbers = np.concatenate((rows, new_rows)), np.concatenate((numbers, new_numbers))
        by_number = stable_order(numbers, len(words))
        self._holders: Ints = numbers[by_number[stable_order(rows[by_number], len(self._rows))]]
        often = np.bincount(rows, minlength=len(self._rows))
        self._offsets: tuple[int, ...] = tuple(np.concatenate(([0], np.cumsum(often))).tolist())
        self._rarities = tuple([log((1 + len(words)) / (1 + held)) for held in often.tolist()])
        self._strange = log(1 + len(words))

    def of(self, word: str) -> Iterator[str]:
        """The n-grams of a word in order; its begin and end count as a character."""
        padded = f" {word} "
        for length in self._lengths:
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]

    def holders(self, gram: str) -> Ints:
        """The numbers of the words that have an n-gram, ascending."""
        row = self._rows.get(gram)
        return _NONE if row is None else self._holders[self._offsets[row] : self._offsets[row + 1]]

    def rarity(self, gram: str) -> float:
        """The logarithm of how few of the words have an n-gram: the more, the rarer; 0 where all have it."""
        row = self._rows.get(gram)
        return self._strange if row is None else self._rarities[row]

    def _taken_over(self, earlier: "Grams") -> tuple[Ints, Ints]:
        """Of the words that an earlier index has too, the row of each n-gram and the number of the word that has it."""
        now = {word: number for number, word in enumerate(self._words)}
        numbers = np.array([now.get(word, -1) for word in earlier._words], dtype=np.int32)[earlier._holders]
        rows = np.repeat(np.arange(len(earlier._rows), dtype=np.int32), np.diff(earlier._offsets))
        return rows[numbers >= 0], numbers[numbers >= 0]

    def _taken_apart(self, known: Set[str]) -> tuple[Ints, Ints]:
        """Of the words that are not known, the row of each n-gram and the number of the word that has it."""
        rows, numbers, known_rows = array("i"), array("i"), self._rows
        for number, word in enumerate(self._words):
            if word not in known and not word.startswith(NAME_MARK):
                grams = [known_rows.setdefault(gram, len(known_rows)) for gram in set(self.of(word))]
                rows.extend(grams)
                numbers.extend([number] * len(grams))
        return np.array(rows, dtype=np.int32), np.array(numbers, dtype=np.int32)
