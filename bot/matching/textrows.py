"""The texts of some facts, a row a fact, and how well each text meets a thing that is asked about."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Floats, Places, ranges, runs, stable_order
from bot.matching.entries import Field
from bot.matching.index import Index
from bot.matching.question import Slot

LIKEST = 3
"""A fact's likeness is the mean over so many of its texts, the most like the question: rows have room for as many."""


class Met(NamedTuple):
    """How the texts of some facts meet a slot.

    ``best`` (n x m) is the best of the slot's terms that a text has, its number from 1, 0 where it has none; ``values``
    (2 x terms + 1) are of each number how well it meets the slot, 0..1, and that by how rare the term is.
    """

    best: NDArray[np.uint16]
    values: Floats


class TextRows:
    """The texts of n facts in rows of m, as many as the most of them have; in a shorter row, nothing meets the others.

    ``sizes`` (n) is how many texts each has. ``kinds`` (4 x n x m) are of each text: the sum of its weights; how many
    words it has, without end where it is neither claim nor phrasing; whether it is a phrasing; whether evidence or
    filing (1 or 0).
    """

    def __init__(self, index: Index, facts: Places) -> None:
        starts, ends = index.fact_texts[facts], index.fact_texts[facts + 1]
        self.sizes = ends - starts
        self._shape = len(facts), max(int(self.sizes.max(initial=0)), LIKEST)
        self._rarity = index.rarity
        self._cell_count = len(facts) * self._shape[1]
        texts, begins = runs(starts, ends)
        rows = np.arange(len(facts), dtype=np.int32) * self._shape[1] - begins
        cells = np.arange(len(texts), dtype=np.int32) + rows.repeat(self.sizes)
        fields, lengths = index.text_fields[texts], index.text_lengths[texts]
        self.kinds = np.empty((4, *self._shape), dtype=np.float32)
        self.kinds[:] = np.array((1.0, np.inf, 0.0, 0.0))[:, None, None]
        self.kinds.reshape(4, -1)[:, cells] = (
            index.text_mass[texts],
            np.where(fields <= Field.PHRASING, lengths, np.inf),
            fields == Field.PHRASING,
            fields >= Field.EVIDENCE,
        )
        terms = index.entry_terms[ranges(index.text_entries[starts], index.text_entries[ends])]
        by_term = stable_order(terms, len(index.terms))
        self._terms, self._cells = tuple(terms[by_term].tolist()), cells.repeat(lengths)[by_term]

    @property
    def met_bytes(self) -> int:
        """The bytes of :attr:`Met.best` of these texts."""
        return self._cell_count * np.dtype(np.uint16).itemsize

    def met(self, slot: Slot) -> Met:
        """Which of a slot's terms each text has."""
        best = np.zeros(self._cell_count, dtype=np.uint16)
        values = [(0.0, 0.0)]
        for number, (term, quality) in enumerate(slot.terms, 1):  # worst first, so that the best stands
            best[self._cells[bisect_left(self._terms, term) : bisect_right(self._terms, term)]] = number
            values.append((quality, quality * self._rarity[term]))
        return Met(best.reshape(self._shape), np.array(values, dtype=np.float32).T)
