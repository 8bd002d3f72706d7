"""Which facts are worth a closer look for a question: those whose words, all together, meet most of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.arrays import Floats, Ints, Places, ranges
from bot.matching.index import Index
from bot.matching.ngrams import Grams, Letters, LettersAtHand, grams_of
from bot.matching.query import Question, Slot, Trait
from bot.matching.remembering import remembered

WIDEST = 96
"""How many facts are compared by their letters."""
DEFERRED = 0.1
"""The share of a question's weight, in its lightest words, that is left aside until few facts are left."""
FOR_SURE = 100.0
"""What lifts a fact above all others there."""
LETTERS_SHARE = 0.2
"""What a unit of letters is worth beside the shares of the question's weight, where facts are left out of the list."""
KEPT = 2_000
"""Slots for which a small base keeps how its facts meet them: about a kilobyte each."""


@dataclass(frozen=True)
class Shortlist:
    """The numbers of the facts (n, ascending) and for each how all of its words meet the question.

    ``met``: how well they meet each slot, 0..1 (slots x n);
    ``whole``: the share of the question's weight that they meet, 0..1; ``theme``: the same, each word by how much the
    fact is about it; ``asked``: the same of the words that ask, 0.5 where none does; ``letters``: the resemblance of
    its words' letters (see :mod:`bot.matching.ngrams`). ``said`` are the places of those that have, as far as its
    hash can tell, the question as one of their texts.
    """

    facts: Places
    met: Floats
    whole: Floats
    theme: Floats
    asked: Floats
    letters: Floats
    said: Places


class Shortlister:
    """Finds the facts that meet most of a question."""

    def __init__(self, index: Index, earlier: "Shortlister | None" = None) -> None:
        """``earlier`` is of an index of much the same terms."""
        self._index = index
        self._grams: Grams = grams_of(index, earlier._grams if earlier else None)
        self._letters = (LettersAtHand if index.is_small else Letters)(index, self._grams)
        self._met = remembered(self._met_by_all, KEPT)
        self._all = np.arange(index.size)

    def shortlist(self, question: Question, longest: int) -> Shortlist | None:
        """The facts that meet most of a question, at most ``longest``; None where no fact meets anything of it.

        A fact that has the question as one of its texts is always among them.
        """
        index, sums = self._index, question.sums
        if not any(slot.terms for slot in question.slots):
            return None
        saying = index.facts_that_say(question.words)
        facts, met = self._near(question, saying)
        weights = question.traits[Trait.WEIGHT : Trait.ASKING + 1]
        (whole, theme), (_, asked) = (weights @ met.reshape(len(question.slots), -1)).reshape(2, 2, -1)
        whole /= sums[Trait.WEIGHT]
        theme /= sums[Trait.WEIGHT]
        worth = whole + theme
        if len(saying):
            worth[facts.searchsorted(saying)] += FOR_SURE
        wide = facts if index.is_small else _best(worth, WIDEST)
        letters = self._letters.of(question.stems, facts.take(wide))
        kept = _best(worth.take(wide) + LETTERS_SHARE * letters, longest)
        best = wide.take(kept)
        found, letters = facts.take(best), letters.take(kept)
        said = found.searchsorted(saying)
        return Shortlist(
            facts=found,
            met=met[:, 0].take(best, axis=1),
            whole=whole.take(best),
            theme=theme.take(best),
            asked=asked.take(best) / sums[Trait.ASKING] if sums[Trait.ASKING] else np.full_like(letters, 0.5),
            letters=letters,
            said=said[found.take(said, mode="clip") == saying],
        )

    def _near(self, question: Question, saying: Ints) -> tuple[Places, Floats]:
        """The numbers of n facts, ascending, that can be among the best, and how well they meet each slot, 0..1.

        The latter with how much they are about it (slots x 2 x n). A small base's are all.
        """
        slots = question.slots
        if self._index.is_small:
            return self._all, np.array([self._met(slot) for slot in slots])
        facts = _worth_a_look(self._index, slots, question.traits[Trait.WEIGHT])
        facts = np.union1d(facts, saying) if len(saying) else facts
        return facts, _met_by(self._index, slots, facts)

    def _met_by_all(self, slot: Slot) -> Floats:
        """How well each fact of a small base meets a slot, and the same by how much it is about it (2 x facts)."""
        met = np.zeros((2, self._index.size), dtype=np.float32)
        for term, quality in slot.terms:  # worst first, so that the best stands
            facts, strengths = self._index.facts_with(term)
            met[0, facts], met[1, facts] = quality, quality * strengths
        return met


def _worth_a_look(index: Index, slots: Sequence[Slot], weights: Floats) -> Places:
    """The numbers of all facts that can be among the best, ascending (MaxScore, Turtle & Flood 1995).

    The lightest words stand in the most facts, and cannot lift one by more than twice their weight.
    """
    scores = np.zeros(index.size, dtype=np.float32)
    heaviest = np.argsort(-weights, kind="stable")
    left = weights[heaviest][::-1].cumsum()[::-1]
    slack = 0.0
    for place, rest in zip(heaviest.tolist(), left.tolist(), strict=True):
        if scores.any() and rest < DEFERRED * left[0]:
            slack = 2 * rest
            break
        _add(index, slots[place], scores)
    met = np.flatnonzero(scores > 0)
    if len(met) > WIDEST:
        values = scores[met]
        least = np.partition(values, len(values) - WIDEST)[len(values) - WIDEST]
        met = met[values >= least - slack]
    return met


def _add(index: Index, slot: Slot, scores: Floats) -> None:
    """Adds to every fact's score what its best term for the slot is worth."""
    if len(slot.terms) == 1:
        term, quality = slot.terms[0]
        facts, strengths = index.facts_with(term)
        scores[facts] += slot.weight * quality * (1 + strengths)
    elif slot.terms:
        best = np.zeros_like(scores)
        for term, quality in slot.terms:  # worst first, so that the best quality stands
            facts, strengths = index.facts_with(term)
            best[facts] = slot.weight * quality * (1 + strengths)
        scores += best


def _met_by(index: Index, slots: Sequence[Slot], facts: Places) -> Floats:
    """How well each of some facts meets each slot, and the same by how much it is about it (slots x 2 x facts).

    By what the facts hold: in a large base that is far less than all that hold everyday words.
    """
    terms = np.array([term for slot in slots for term, _ in slot.terms], dtype=np.int32)
    qualities = np.array([quality for slot in slots for _, quality in slot.terms], dtype=np.float32)
    slot_of = np.arange(len(slots)).repeat([len(slot.terms) for slot in slots])
    order = np.argsort(terms, kind="stable")
    wanted, first, times = np.unique(terms[order], return_index=True, return_counts=True)
    place_of_term = np.full(len(index.terms), -1, dtype=np.int32)
    place_of_term[wanted] = np.arange(len(wanted), dtype=np.int32)
    starts, ends = index.fact_terms[facts], index.fact_terms[facts + 1]
    run = ranges(starts, ends)
    place = place_of_term[index.held_terms[run]]
    hits = np.flatnonzero(place >= 0)
    begin, often = first[place[hits]].astype(np.int32), times[place[hits]].astype(np.int32)
    fact = np.repeat(np.repeat(np.arange(len(facts), dtype=np.int32), ends - starts)[hits], often)
    held = order[ranges(begin, begin + often)]
    worst_first = np.argsort(held, kind="stable")  # as a slot's terms are, so that the best stands
    held, fact = held[worst_first], fact[worst_first]
    met = np.zeros((len(slots), 2, len(facts)), dtype=np.float32)
    met[slot_of[held], 0, fact] = qualities[held]
    met[slot_of[held], 1, fact] = qualities[held] * np.repeat(index.held_strengths[run[hits]], often)[worst_first]
    return met


def _best(values: Floats, count: int) -> Places:
    """The places of the highest positive values, ``count`` at most, ascending."""
    top = values.argpartition(-count)[-count:] if len(values) > count else np.arange(len(values))
    top = top[values.take(top) > 0]
    top.sort()
    return top
