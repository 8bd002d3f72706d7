"""How well each shortlisted fact meets a question, text by text, as a few marks."""

from dataclasses import dataclass

import numpy as np

from bot.matching.index import Field, Floats, Index, Ints, ranges
from bot.matching.learned import MARKS
from bot.matching.question import Question
from bot.matching.shortlist import Shortlist, shortlist

RECALL_BIAS = 2.0
"""How many times more the question's own words count than the text's: the beta of van Rijsbergen's F measure (1979)."""


@dataclass(frozen=True)
class Marked:
    """The shortlisted facts' numbers (n), their best texts' numbers, and their marks (n x ``len(MARKS)``)."""

    facts: Ints
    best_texts: Ints
    marks: Floats


def mark(index: Index, question: Question) -> Marked:
    """The marks of every fact that is worth a look for a question; none where no fact meets anything of it."""
    short = shortlist(index, question)
    if not len(short.facts):
        return Marked(short.facts, short.facts, np.zeros((0, len(MARKS)), np.float32))
    return _Texts(index, question, short).marked()


class _Texts:
    """Every text of the shortlisted facts, marked against the slots."""

    def __init__(self, index: Index, question: Question, short: Shortlist) -> None:
        self._short = short
        slots, facts = question.slots, short.facts
        weights = np.array([slot.weight for slot in slots], dtype=np.float32)
        starts, ends = index.fact_texts[facts], index.fact_texts[facts + 1]
        self._texts = texts = ranges(starts, ends)
        first, last = index.text_entries[texts], index.text_entries[texts + 1]
        entries = ranges(first, last)
        text_of_entry = np.repeat(np.arange(len(texts)), last - first)

        quality = np.zeros(len(index.terms), dtype=np.float32)
        slot_of = np.zeros(len(index.terms), dtype=np.int32)
        for number, slot in enumerate(slots):
            for term, how_well in slot.terms:
                if how_well > quality[term]:
                    quality[term], slot_of[term] = how_well, number

        terms = index.entry_terms[entries]
        alike = np.bincount(text_of_entry, weights=question.resemblance[terms], minlength=len(texts))
        self._alike = alike / np.sqrt(np.maximum(last - first, 1))
        hits = np.flatnonzero(quality[terms])
        text, slot_hit, met = text_of_entry[hits].astype(np.int32), slot_of[terms[hits]], quality[terms[hits]]
        by_slot = np.zeros((len(texts), len(slots)), dtype=np.float32)
        np.maximum.at(by_slot, (text, slot_hit), met)
        self._coverage = by_slot @ (weights / weights.sum())
        self._missing = (1 - by_slot) * weights / index.unknown_rarity
        spoken = np.bincount(text, weights=met * index.entry_weights[entries[hits]], minlength=len(texts))
        self._precision = np.minimum(spoken / index.text_mass[texts], 1.0).astype(np.float32)
        self._order = _neighbours(text, slot_hit, len(texts), len(slots))
        square = RECALL_BIAS**2
        self._f = (1 + square) * self._precision * self._coverage
        self._f /= np.maximum(square * self._precision + self._coverage, 1e-9)
        self._fields = index.text_fields[texts]
        self._sizes = ends - starts
        self._starts = np.concatenate(([0], np.cumsum(self._sizes)[:-1])).astype(np.int64)

    def marked(self) -> Marked:
        """Each fact with its best text and its marks."""
        highest = np.maximum.reduceat(self._f, self._starts)
        at_highest = np.flatnonzero(self._f == np.repeat(highest, self._sizes))
        best = at_highest[np.searchsorted(at_highest, self._starts)]
        others = self._f.copy()
        others[best] = 0.0
        short = self._short
        columns = (
            self._best_of(Field.PHRASING),
            self._best_of(Field.CLAIM),
            np.maximum(self._best_of(Field.EVIDENCE), self._best_of(Field.FILING)),
            np.maximum.reduceat(others, self._starts),
            self._coverage[best],
            self._precision[best],
            short.whole,
            short.theme,
            short.asked,
            short.letters,
            np.maximum.reduceat(self._alike, self._starts),
            self._order[best],
            np.minimum.reduceat(self._missing, self._starts, axis=0).max(axis=1),
        )
        return Marked(short.facts, self._texts[best], np.column_stack(columns).astype(np.float32))

    def _best_of(self, field: Field) -> Floats:
        """For each fact the F measure of its best text of one sort; 0 where it has none."""
        of_field = np.where(self._fields == field, self._f, 0.0)
        best: Floats = np.maximum.reduceat(of_field, self._starts)
        return best


def _neighbours(text: Ints, slot: Ints, texts: int, slots: int) -> Floats:
    """For each text, the share of the question's neighbouring slots that follow one another in it.

    ``text`` and ``slot`` are its hits in reading order; other words between them do not count.
    """
    if slots < 2 or len(text) < 2:
        return np.zeros(texts, dtype=np.float32)
    follows = (text[1:] == text[:-1]) & (slot[1:] == slot[:-1] + 1)
    pairs = np.unique(text[1:][follows].astype(np.int64) * slots + slot[1:][follows])
    return (np.bincount(pairs // slots, minlength=texts) / (slots - 1)).astype(np.float32)
