"""How well each shortlisted fact meets a question, text by text, as a few marks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.arrays import Floats, Ints, gather, slices
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

_CLAIM, _PHRASING, _EVIDENCE = int(Field.CLAIM), int(Field.PHRASING), int(Field.EVIDENCE)


@dataclass(frozen=True)
class Marked:
    """The shortlisted facts' numbers (n), their best texts' numbers, and their marks (n x ``len(MARKS)``).

    ``said`` are the places of those that have, as far as its hash can tell, the question as one of their texts.
    """

    facts: Ints
    best_texts: Ints
    marks: Floats
    said: Ints


def mark(index: Index, question: Question, longest: int) -> Marked:
    """The marks of at most ``longest`` facts, those that meet most of a question; none where none meets any of it."""
    short = shortlist(index, question, longest)
    if not len(short.facts):
        return Marked(short.facts, short.facts, np.zeros((0, len(MARKS)), np.float32), short.said)
    return _Texts(index, question, short).marked()


class _Texts:
    """Every text of the shortlisted facts, marked against the slots."""

    def __init__(self, index: Index, question: Question, short: Shortlist) -> None:
        self._index, self._short, self._slots = index, short, question.slots
        slots, facts = question.slots, short.facts
        starts, ends = index.fact_texts[facts], index.fact_texts[facts + 1]
        self._runs = slices(starts, ends)
        self._sizes = ends - starts
        self._starts = self._sizes.cumsum() - self._sizes
        count, runs = int(self._sizes.sum()), slices(index.text_entries[starts], index.text_entries[ends])
        lengths = gather(index.text_lengths, self._runs)
        terms = gather(index.entry_terms, runs)

        quality, slot_of = _met_by(slots, len(index.terms))
        found = quality.take(terms)
        hits = np.flatnonzero(found > 0)
        text = np.arange(count, dtype=np.int32).repeat(lengths).take(hits)
        slot, met = slot_of.take(terms.take(hits)), found.take(hits)
        place = text * len(slots) + slot
        by_slot = np.zeros(count * len(slots), dtype=np.float32)
        np.maximum.at(by_slot, place, met)

        weights = np.array([slot.weight for slot in slots], dtype=np.float32)
        shares = np.array((weights / weights.sum(), np.ones_like(weights)))
        self._coverage, shared = (by_slot.reshape(count, -1) @ shares.T).T
        self._dice = 2 * shared / (lengths + len(slots))
        spoken = np.bincount(text, weights=met * gather(index.entry_weights, runs).take(hits), minlength=count)
        self._precision = np.minimum(spoken / gather(index.text_mass, self._runs), 1.0).astype(np.float32)
        square = RECALL_BIAS**2
        self._f: Floats = (1 + square) * self._precision * self._coverage
        self._f /= np.maximum(square * self._precision + self._coverage, 1e-9)
        self._order = _neighbours(place, count, len(slots))
        self._void = ((1 - short.met) * weights).max(axis=1) / index.unknown_rarity

    def marked(self) -> Marked:
        """Each fact with its best text and its marks."""
        short, fields = self._short, gather(self._index.text_fields, self._runs)
        phrased = fields == _PHRASING
        f, dice = self._by_fact(self._f, self._dice * (fields <= _PHRASING))
        best = self._starts + f.argmax(axis=1)
        three = np.partition(dice, (-3, -2, -1))[:, -3:]
        columns = (
            *(self._most(self._f * which) for which in (phrased, fields == _CLAIM, fields >= _EVIDENCE)),
            self._coverage[best],
            self._precision[best],
            short.whole,
            short.theme,
            short.asked,
            short.letters,
            self._order[best],
            self._void,
            three[:, -1],
            three.sum(axis=1) / np.minimum(self._sizes, 3),
            *_unmet(self._slots, short.met),
            np.minimum(np.add.reduceat(phrased, self._starts, dtype=np.float32) / MANY, 1.0),
        )
        firsts = self._index.fact_texts[short.facts]
        return Marked(short.facts, firsts + best - self._starts, np.array(columns, dtype=np.float32).T, short.said)

    def _most(self, values: Floats) -> Floats:
        """The highest of each fact's texts' values."""
        return np.maximum.reduceat(values, self._starts)

    def _by_fact(self, *values: Floats) -> Floats:
        """A grid for each of the texts' values: a row a fact, filled up with 0 to the most texts, three at least."""
        facts, most = len(self._sizes), max(int(self._sizes.max()), 3)
        grids = np.zeros((len(values), facts * most), dtype=np.float32)
        rows = np.arange(facts) * most - self._starts
        grids[:, rows.repeat(self._sizes) + np.arange(len(values[0]))] = values
        return grids.reshape(len(values), facts, most)


def _met_by(slots: Sequence[Slot], terms: int) -> tuple[Floats, Ints]:
    """For each term, how well it meets the slot that it meets best, 0..1, and the number of that slot."""
    quality, slot_of = np.zeros(terms, dtype=np.float32), np.zeros(terms, dtype=np.int32)
    best: dict[int, tuple[float, int]] = {}
    for number, slot in enumerate(slots):
        for term, how_well in slot.terms:
            if how_well > best.get(term, (0.0, 0))[0]:
                best[term] = how_well, number
    if best:
        met = np.fromiter(best, dtype=np.int32, count=len(best))
        quality[met], slot_of[met] = zip(*best.values(), strict=True)
    return quality, slot_of


def _unmet(slots: Sequence[Slot], met: Floats) -> Floats:
    """For each fact, how many words of content, names and capitals of the question none of its words meets."""
    kinds = [(slot.content, slot.name, slot.capital) for slot in slots]
    return np.asarray((met < MET).astype(np.float32) @ np.array(kinds, dtype=np.float32)).T


def _neighbours(place: Ints, texts: int, slots: int) -> Floats:
    """For each text, the share of the question's neighbouring slots that follow one another in it.

    ``place`` are its hits in reading order, each the text's number times ``slots`` and the slot's; other words between
    them do not count.
    """
    if slots < 2:
        return np.zeros(texts, dtype=np.float32)
    after = place[1:]
    seen = np.zeros(texts * slots, dtype=np.float32)
    seen[after[(after - place[:-1] == 1) & (after % slots > 0)]] = 1 / (slots - 1)
    return seen.reshape(texts, slots) @ np.ones(slots, dtype=np.float32)
