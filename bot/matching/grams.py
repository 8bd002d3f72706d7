"""An inverted index of words by their character n-grams."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.alphabet import renumbered
from bot.matching.arrays import Floats, Ints, stable_order
from bot.matching.lexicon import NAME_MARK

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
        often = np.bincount(np.insert(kept_rows, places, rows), minlength=len(self._rows))
        self._offsets = np.concatenate(([0], np.cumsum(often)))
        self.rarities: Floats = np.log((1 + len(words)) / (1 + np.append(often, 0))).astype(np.float32)
        """How rare each row's n-gram is; last, how rare one is that no word has."""

    def of(self, word: str) -> list[str]:
        """The n-grams of a word in order; its begin and end count as a character."""
        padded = f" {word} "
        ends = len(padded) + 1
        return [padded[start : start + length] for length in self._lengths for start in range(ends - length)]

    def row(self, gram: str) -> int:
        """The row of an n-gram; the one after the last where no word has it."""
        return self._rows.get(gram, len(self._rows))

    def by_word(self) -> tuple[Ints, Ints]:
        """The rows of each word's n-grams, word by word, and where each word's begin (words + 1)."""
        rows = np.arange(len(self._rows), dtype=np.int32).repeat(np.diff(self._offsets))
        sizes = np.bincount(self._holders, minlength=len(self._words))
        offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
        return offsets, rows[stable_order(self._holders, len(self._words))]

    def holders(self, gram: str) -> Ints:
        """The numbers of the words that have an n-gram, ascending."""
        row = self._rows.get(gram)
        return _NONE if row is None else self._holders[self._offsets[row] : self._offsets[row + 1]]

    def rarity(self, gram: str) -> float:
        """The logarithm of how few of the words have an n-gram: the more, the rarer; 0 where all have it."""
        return float(self.rarities[self.row(gram)])

    def _ascending(self, rows: Ints, numbers: Ints) -> NDArray[np.int64]:
        """What ascends where holders do: by the row of their n-gram, and then by their number."""
        return rows * np.int64(len(self._words)) + numbers

    def _holding(self, numbers: Ints) -> tuple[Ints, Ints]:
        """The row of each n-gram of each word that has another number now, and that number; -1 says it is gone."""
        holders = numbers[self._holders]
        rows = np.repeat(np.arange(len(self._rows), dtype=np.int32), np.diff(self._offsets))
        return rows[holders >= 0], holders[holders >= 0]

    def _taken_apart(self, new: Iterable[int]) -> tuple[Ints, Ints]:
        """The row of each n-gram of the words of these numbers, and the number of the word that has it."""
        rows, numbers, known = array("i"), array("i"), self._rows
        for number in new:
            word = self._words[number]
            if not word.startswith(NAME_MARK):
                grams = [known.setdefault(gram, len(known)) for gram in set(self.of(word))]
                rows.extend(grams)
                numbers.extend([number] * len(grams))
        held = np.array(rows, dtype=np.int32)
        by_row = stable_order(held, len(known))
        return held[by_row], np.array(numbers, dtype=np.int32)[by_row]
