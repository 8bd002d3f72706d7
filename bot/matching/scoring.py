"""How well each fact meets a question: a shortlist by all of a fact's words, then text by text, as a few marks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.index import Field, Floats, Index, Ints
from bot.matching.learned import MARKS
from bot.matching.question import Question, Slot

SHORTLIST = 64
"""How many facts are marked text by text."""

RECALL_BIAS = 2.0
"""How many times more the question's own words count than the text's: the beta of van Rijsbergen's F measure (1979)."""


@dataclass(frozen=True)
class Marked:
    """The shortlisted facts' numbers (n) and their marks (n x 14, in the order of ``MARKS``)."""

    facts: Ints
    marks: Floats


def mark(index: Index, question: Question) -> Marked:
    """The marks of every fact that is worth a look for a question; none where no fact meets anything of it."""
    slots = question.slots
    weights = np.array([slot.weight for slot in slots], dtype=np.float32)
    total = float(weights.sum())
    if total <= 0:
        return Marked(np.zeros(0, np.int32), np.zeros((0, len(MARKS)), np.float32))
    whole, theme = _whole_facts(index, slots)
    facts = _best(whole + theme, SHORTLIST)
    if not len(facts):
        return Marked(facts, np.zeros((0, len(MARKS)), np.float32))
    texts = _Texts(index, question, weights / total, facts)
    asking = [slot for slot in slots if slot.asking]
    asked = (
        _whole_facts(index, asking)[1][facts] / sum(slot.weight for slot in asking)
        if asking
        else np.full(len(facts), 0.5)
    )
    whole_facts = (whole[facts] / total, theme[facts] / total, asked, _letters(index, question.resemblance, facts))
    return Marked(facts, texts.marks(whole_facts))


def _letters(index: Index, resemblance: Floats, facts: Ints) -> Floats:
    """For each fact, the resemblance of its terms to the question, by how often it uses them."""
    starts, ends = index.fact_terms[facts], index.fact_terms[facts + 1]
    run = _ranges(starts, ends)
    fact_of_run = np.repeat(np.arange(len(facts)), ends - starts)
    alike = np.bincount(fact_of_run, weights=resemblance[index.held_terms[run]] * index.held_counts[run])
    length = np.bincount(fact_of_run, weights=index.held_counts[run])
    return (alike / np.sqrt(length)).astype(np.float32)


def _whole_facts(index: Index, slots: Sequence[Slot]) -> tuple[Floats, Floats]:
    """For every fact, the weight of the slots that its words meet, and the same by how much it is about them."""
    whole = np.zeros(len(index.fact_texts) - 1, dtype=np.float32)
    theme = np.zeros_like(whole)
    for slot in slots:
        one, strong = np.zeros_like(whole), np.zeros_like(whole)
        for term, quality in slot.terms:  # worst first, so that the best quality stands
            facts, strengths = index.facts_with(term)
            one[facts] = quality
            strong[facts] = np.maximum(strong[facts], quality * strengths)
        whole += slot.weight * one
        theme += slot.weight * strong
    return whole, theme


def _best(values: Floats, count: int) -> Ints:
    """The numbers of the highest positive values, at most ``count``, ascending."""
    top = np.argpartition(-values, count)[:count] if len(values) > count else np.arange(len(values))
    return np.sort(top[values[top] > 0]).astype(np.int32)


class _Texts:
    """Every text of the shortlisted facts, marked against the slots."""

    def __init__(self, index: Index, question: Question, shares: Floats, facts: Ints) -> None:
        slots = question.slots
        starts, ends = index.fact_texts[facts], index.fact_texts[facts + 1]
        texts = _ranges(starts, ends)
        first, last = index.text_entries[texts], index.text_entries[texts + 1]
        entries = _ranges(first, last)
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
        self._coverage = by_slot @ shares
        self._missing = (1 - by_slot) * np.array([slot.weight for slot in slots], np.float32) / index.unknown_rarity
        spoken = np.bincount(text, weights=met * index.entry_weights[entries[hits]], minlength=len(texts))
        self._precision = np.minimum(spoken / index.text_mass[texts], 1.0).astype(np.float32)
        self._order = _neighbours(text, slot_hit, len(texts), len(slots))
        square = RECALL_BIAS**2
        self._f = (1 + square) * self._precision * self._coverage
        self._f /= np.maximum(square * self._precision + self._coverage, 1e-9)
        self._fields = index.text_fields[texts]
        self._sizes = ends - starts
        self._starts = np.concatenate(([0], np.cumsum(self._sizes)[:-1])).astype(np.int64)

    def marks(self, whole_facts: Sequence[Floats]) -> Floats:
        """One row of :data:`MARKS` a fact."""
        fact_of_text = np.repeat(np.arange(len(self._sizes)), self._sizes)
        order = np.lexsort((-self._f, fact_of_text))
        best = order[self._starts]
        second = order[self._starts + np.minimum(1, self._sizes - 1)]
        return np.column_stack(
            (
                self._best_of(Field.PHRASING),
                self._best_of(Field.CLAIM),
                np.maximum(self._best_of(Field.EVIDENCE), self._best_of(Field.FILING)),
                self._f[second],
                self._coverage[best],
                self._precision[best],
                *whole_facts,
                np.maximum.reduceat(self._alike, self._starts),
                self._order[best],
                self._missing[best].max(axis=1),
                np.minimum.reduceat(self._missing, self._starts, axis=0).max(axis=1),
            )
        ).astype(np.float32)

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


def _ranges(starts: Ints, ends: Ints) -> Ints:
    """The numbers from each start up to its end, one range after the other."""
    sizes = ends - starts
    offsets = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return (np.repeat(starts - offsets, sizes) + np.arange(int(sizes.sum()))).astype(np.int32)
