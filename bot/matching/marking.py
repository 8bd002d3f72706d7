"""How well each shortlisted fact meets a question, text by text, as a few marks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.arrays import Floats, Ints, runs
from bot.matching.entries import Field
from bot.matching.index import Index
from bot.matching.learned import MARKS
from bot.matching.question import Question, Slot
from bot.matching.shortlist import Shortlist, shortlist

MET = 0.45
"""The quality from which a word counts as met where words are counted: more than part of a name."""
MANY = 24
"""The phrasings from which a fact has many."""
RECALL_BIAS = 2.0
"""How many times more the question's own words count than the text's: the beta of van Rijsbergen's F measure (1979)."""


@dataclass(frozen=True)
class Marked:
    """The shortlisted facts' numbers (n), their best texts' numbers, and their marks (n x ``len(MARKS)``)."""

    facts: Ints
    best_texts: Ints
    marks: Floats


def mark(index: Index, question: Question, longest: int) -> Marked:
    """The marks of at most ``longest`` facts, those that meet most of a question; none where none meets any of it."""
    short = shortlist(index, question, longest)
    if not len(short.facts):
        return Marked(short.facts, short.facts, np.zeros((0, len(MARKS)), np.float32))
    return _Texts(index, question, short).marked()


class _Texts:
    """Every text of the shortlisted facts, marked against the slots."""

    def __init__(self, index: Index, question: Question, short: Shortlist) -> None:
        self._short, self._slots = short, question.slots
        slots, facts = question.slots, short.facts
        weights = np.array([slot.weight for slot in slots], dtype=np.float32)
        content = weights * [not (slot.everyday or slot.asking) for slot in slots]
        starts, ends = index.fact_texts[facts], index.fact_texts[facts + 1]
        self._texts, self._starts = texts, _ = runs(starts, ends)
        first, last = index.text_entries[texts], index.text_entries[texts + 1]
        entries, begins = runs(first, last)
        text_of_entry = np.repeat(np.arange(len(texts)), last - first)

        quality = np.zeros(len(index.terms), dtype=np.float32)
        slot_of = np.zeros(len(index.terms), dtype=np.int32)
        for number, slot in enumerate(slots):
            for term, how_well in slot.terms:
                if how_well > quality[term]:
                    quality[term], slot_of[term] = how_well, number

        terms = index.entry_terms[entries]
        self._alike = np.add.reduceat(question.resemblance[terms], begins) / np.sqrt(last - first)
        hits = np.flatnonzero(quality[terms])
        text, slot_hit, met = text_of_entry[hits].astype(np.int32), slot_of[terms[hits]], quality[terms[hits]]
        by_slot = np.zeros((len(texts), len(slots)), dtype=np.float32)
        np.maximum.at(by_slot, (text, slot_hit), met)
        self._coverage, self._content, shared = (
            by_slot
            @ np.array(
                (weights / weights.sum(), content / max(content.sum(), 1e-9), np.ones(len(slots), dtype=np.float32))
            ).T
        ).T
        self._dice = 2 * shared / (len(slots) + last - first)
        spoken = np.bincount(text, weights=met * index.entry_weights[entries[hits]], minlength=len(texts))
        self._precision = np.minimum(spoken / index.text_mass[texts], 1.0)
        self._order = _neighbours(text, slot_hit, len(texts), len(slots))
        square = RECALL_BIAS**2
        self._f = (1 + square) * self._precision * self._coverage
        self._f /= np.maximum(square * self._precision + self._coverage, 1e-9)
        self._fields = index.text_fields[texts]
        self._sizes = ends - starts
        self._row = np.repeat(np.arange(len(facts)), self._sizes)
        self._column = np.arange(len(texts)) - np.repeat(self._starts, self._sizes)
        self._void = ((1 - short.met) * weights).max(axis=1) / index.unknown_rarity

    def marked(self) -> Marked:
        """Each fact with its best text and its marks."""
        short, fields = self._short, self._by_fact(self._fields.astype(np.float32), empty=Field.FILING)
        f, dice = self._by_fact(self._f), np.where(fields <= Field.PHRASING, self._by_fact(self._dice), 0.0)
        phrased = fields == Field.PHRASING
        best = self._starts + f.argmax(axis=1)
        second, three = np.partition(f, -2)[:, -2], np.partition(dice, (-3, -2, -1))[:, -3:]
        columns = (
            (f * phrased).max(axis=1),
            (f * (fields == Field.CLAIM)).max(axis=1),
            (f * (fields >= Field.EVIDENCE)).max(axis=1),
            second,
            self._coverage[best],
            self._precision[best],
            short.whole,
            short.theme,
            short.asked,
            short.letters,
            np.maximum.reduceat(self._alike, self._starts),
            self._order[best],
            self._void,
            three[:, -1],
            three.sum(axis=1) / np.minimum(self._sizes, 3),
            self._content[best],
            *_unmet(self._slots, short.met),
            np.minimum(phrased.sum(axis=1) / MANY, 1.0),
        )
        return Marked(short.facts, self._texts[best], np.array(columns, dtype=np.float32).T)

    def _by_fact(self, values: Floats, empty: float = 0.0) -> Floats:
        """The texts' values, a row a fact, filled up with ``empty`` to the most texts of a fact, three at least."""
        grid = np.full((len(self._sizes), max(int(self._sizes.max()), 3)), empty, dtype=values.dtype)
        grid[self._row, self._column] = values
        return grid


def _unmet(slots: Sequence[Slot], met: Floats) -> Floats:
    """For each fact, how many words of content, names and capitals of the question none of its words meets."""
    kinds = [(not (slot.everyday or slot.asking), slot.name, slot.capital) for slot in slots]
    return np.asarray((met < MET).astype(np.float32) @ np.array(kinds, dtype=np.float32)).T


def _neighbours(text: Ints, slot: Ints, texts: int, slots: int) -> Floats:
    """For each text, the share of the question's neighbouring slots that follow one another in it.

    ``text`` and ``slot`` are its hits in reading order; other words between them do not count.
    """
    if slots < 2 or len(text) < 2:
        return np.zeros(texts, dtype=np.float32)
    follows = (text[1:] == text[:-1]) & (slot[1:] == slot[:-1] + 1)
    seen = np.zeros((texts, slots), dtype=np.float32)
    seen[text[1:][follows], slot[1:][follows]] = 1 / (slots - 1)
    return np.asarray(seen.sum(axis=1))
