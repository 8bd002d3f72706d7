"""How well each shortlisted fact meets a question, text by text, as a few marks."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Floats, Places, ranges, runs, stable_order
from bot.matching.candidates import Shortlist, Shortlister
from bot.matching.entries import Field
from bot.matching.index import Index
from bot.matching.query import Question, Slot, Trait
from bot.matching.remembering import remembered
from bot.matching.weights import MARKS

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


MET = 0.45
"""The quality from which a word counts as met where words are counted: more than part of a name."""
MANY = 24
"""The phrasings from which a fact has many."""
RECALL_BIAS = 2.0
"""How many times more the question's own words count than the text's: the beta of van Rijsbergen's F measure (1979)."""
KEPT, KEPT_BYTES = 4_000, 16_000_000
"""Slots for which a small base keeps how its texts meet them, and the bytes that they may take."""


@dataclass(frozen=True)
class Marked:
    """The shortlisted facts' numbers (n), their best texts' numbers, and their marks (n x ``len(MARKS)``).

    ``said`` are the places of those that have, as far as its hash can tell, the question as one of their texts.
    """

    facts: Places
    best_texts: Places
    marks: Floats
    said: Places


_NONE: Places = np.zeros(0, dtype=np.intp)
_NOTHING = Marked(_NONE, _NONE, np.zeros((0, len(MARKS)), dtype=np.float32), _NONE)


class Marker:
    """Finds the facts of an index that are worth a closer look, and marks them."""

    def __init__(self, index: Index, earlier: "Marker | None" = None) -> None:
        """``earlier`` is of an index of much the same terms."""
        self._index = index
        self._shortlister: Shortlister = Shortlister(index, earlier._shortlister if earlier else None)
        self._begins, self._terms = index.text_entries.data, index.entry_terms.data
        self._rows = TextRows(index, np.arange(index.size)) if index.is_small else None
        if self._rows:
            self._met = remembered(self._rows.met, min(KEPT, KEPT_BYTES // max(self._rows.met_bytes, 1)))

    def mark(self, question: Question, longest: int) -> Marked:
        """The marks of at most ``longest`` facts, those that meet most of a question; none where none meets any."""
        short = self._shortlister.shortlist(question, longest)
        if short is None:
            return _NOTHING
        sizes, (mass, lengths, phrased, filed), (quality, worth) = self._texts(question, short)
        slots, total = len(question.slots), question.sums[Trait.WEIGHT]
        both = question.traits[: Trait.WEIGHT + 1] @ quality.reshape(slots, -1)
        count, weight = both.reshape(2, *mass.shape)
        coverage = weight / total
        precision = np.minimum(worth.sum(axis=0) / mass, 1.0)
        square = RECALL_BIAS**2
        f = (1 + square) * precision * coverage / np.maximum(square * precision + coverage, 1e-9)
        dice = np.partition(2 * count / (lengths + slots), -LIKEST)[:, -LIKEST:]
        best = f.argmax(axis=1)
        of_best = np.arange(len(best)), best
        by_best = quality[:, *of_best]
        texts = self._index.fact_texts.take(short.facts) + best
        columns = (
            (f * phrased).max(axis=1),
            f[:, 0],
            (f * filed).max(axis=1),
            coverage[of_best],
            precision[of_best],
            short.whole,
            short.theme,
            short.asked,
            short.letters,
            self._in_order(question, texts),
            ((1 - short.met) * question.traits[Trait.WEIGHT][:, None]).max(axis=0) / self._index.unknown_rarity,
            dice.max(axis=1),
            dice.sum(axis=1) / np.minimum(sizes, LIKEST),
            *(question.traits[Trait.CONTENT : Trait.CAPITAL + 1] @ (short.met < MET)),
            question.traits[Trait.NAME] @ (np.maximum(by_best, quality[:, :, 0]) < MET),
            (question.traits[Trait.ASKING] > 0) @ (by_best < MET),
            np.minimum(phrased.sum(axis=1) / MANY, 1.0),
        )
        return Marked(short.facts, texts, np.array(columns, dtype=np.float32).T, short.said)

    def _texts(self, question: Question, short: Shortlist) -> tuple[Places, Floats, Floats]:
        """The sizes and kinds of the facts' rows of texts, and how these meet each slot (2 x slots x n x m).

        That is how well, 0..1, and the same by the rarity of the term that meets it.
        """
        if self._rows:
            rows, meet, places = self._rows, self._met, short.facts
        else:
            rows = TextRows(self._index, short.facts)
            meet, places = rows.met, np.arange(len(short.facts))
        met = [meet(slot) for slot in question.slots]
        best = np.array([one.best.take(places, axis=0) for one in met], dtype=np.intp)
        values = np.concatenate([one.values for one in met], axis=1)
        best += np.cumsum([0, *(one.values.shape[1] for one in met[:-1])])[:, None, None]
        return rows.sizes.take(places), rows.kinds.take(places, axis=1), values.take(best, axis=1)

    def _in_order(self, question: Question, texts: Places) -> list[float]:
        """For each text, the share of the question's neighbouring slots that follow one another in it.

        Other words between them do not count; a word that would meet several slots counts for the one it meets best.
        """
        best: dict[int, float] = {}
        met_by: dict[int, int] = {}
        for number, slot in enumerate(question.slots, start=1):
            for term, quality in slot.terms:
                if quality > best.get(term, 0.0):
                    best[term], met_by[term] = quality, number
        neighbours = max(len(question.slots) - 1, 1)
        begins, terms = self._begins, self._terms
        found = []
        for text in texts.tolist():
            following, before = set(), 0
            for term in terms[begins[text] : begins[text + 1]].tolist():
                if number := met_by.get(term, 0):
                    if before and number == before + 1:
                        following.add(number)
                    before = number
            found.append(len(following) / neighbours)
        return found
