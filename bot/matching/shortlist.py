"""Which facts are worth a closer look for a question: those whose words, all together, meet most of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.arrays import Floats, Ints, ranges, runs
from bot.matching.index import Index
from bot.matching.question import Question, Slot

WIDEST = 96
"""How many facts are compared by their letters."""
DEFERRED = 0.1
"""The share of a question's weight, in its lightest words, that is left aside until few facts are left."""
FOR_SURE = 100.0
"""What lifts a fact above all others there."""
LETTERS_SHARE = 0.2
"""What a unit of letters is worth beside the shares of the question's weight, where facts are left out of the list."""


@dataclass(frozen=True)
class Shortlist:
    """The numbers of the facts (n, ascending) and for each how all of its words meet the question.

    ``met``: how well they meet each slot, 0..1 (n x slots);
    ``whole``: the share of the question's weight that they meet, 0..1; ``theme``: the same, each word by how much the
    fact is about it; ``asked``: the same of the words that ask, 0.5 where none does; ``letters``: the resemblance of
    its words' letters by the root of their number, 0 or more. ``said`` are the places of those that have, as far as its
    hash can tell, the question as one of their texts.
    """

    facts: Ints
    met: Floats
    whole: Floats
    theme: Floats
    asked: Floats
    letters: Floats
    said: Ints


def shortlist(index: Index, question: Question, longest: int) -> Shortlist:
    """The facts that meet most of a question, at most ``longest``; none where no fact meets anything of it.

    A fact that has the question as one of its texts is always among them.
    """
    weights = np.array([slot.weight for slot in question.slots], dtype=np.float32)
    asking = np.array([slot.weight if slot.asking else 0.0 for slot in question.slots], dtype=np.float32)
    total = max(float(weights.sum()), 1e-9)
    facts = _worth_a_look(index, question.slots, weights)
    saying = index.facts_that_say(question.words)
    if len(saying) and len(facts) < index.size:
        facts = np.union1d(facts, saying).astype(np.int32)
    if not len(facts) or not any(slot.terms for slot in question.slots):
        none = np.zeros(0, dtype=np.float32)
        return Shortlist(facts[:0], none[:, None], none, none, none, none, facts[:0])
    met, about = _by_slot(index, question.slots, facts)
    whole, theme = met @ weights / total, about @ weights / total
    worth = whole + theme
    if len(saying):
        worth[np.searchsorted(facts, saying)] += FOR_SURE
    wide = _best(worth, WIDEST) if index.size > 2 * WIDEST else facts
    letters = _letters(index, question.resemblance, facts[wide])
    kept = _best(worth[wide] + LETTERS_SHARE * letters, longest)
    best = wide[kept]
    asked = about[best] @ asking / asking.sum() if asking.any() else np.full(len(best), 0.5, dtype=np.float32)
    said = np.flatnonzero(np.isin(facts[best], saying)).astype(np.int32) if len(saying) else saying
    return Shortlist(facts[best], met[best], whole[best], theme[best], asked, letters[kept], said)


def _worth_a_look(index: Index, slots: Sequence[Slot], weights: Floats) -> Ints:
    """The numbers of all facts that can be among the best, ascending (MaxScore, Turtle & Flood 1995).

    The lightest words stand in the most facts, and cannot lift one by more than twice their weight.
    """
    count = index.size
    if count <= 2 * WIDEST:
        return np.arange(count if len(slots) else 0, dtype=np.int32)
    scores = np.zeros(count, dtype=np.float32)
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
    return met.astype(np.int32)


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


def _by_slot(index: Index, slots: Sequence[Slot], facts: Ints) -> tuple[Floats, Floats]:
    """How well each fact's words meet each slot, and the same by how much the fact is about them (facts x slots)."""
    terms = np.array([term for slot in slots for term, _ in slot.terms], dtype=np.int32)
    qualities = np.array([quality for slot in slots for _, quality in slot.terms], dtype=np.float32)
    slot_of = np.array([number for number, slot in enumerate(slots) for _ in slot.terms], dtype=np.int32)
    meet, fact, strength = (_held_by_all if len(facts) == index.size else _held_by)(index, terms, facts)
    met, about = (np.zeros((len(facts), len(slots)), dtype=np.float32) for _ in range(2))
    quality, slot = qualities.take(meet), slot_of.take(meet)
    met[fact, slot] = quality  # a slot's terms come worst first, so that the best stands
    about[fact, slot] = quality * strength
    return met, about


def _held_by_all(index: Index, terms: Ints, facts: Ints) -> tuple[Ints, Ints, Floats]:
    """Which of ``terms`` are held by which facts, in their order: places in both, and how much the fact is about it."""
    starts, ends = index.posting_offsets[terms], index.posting_offsets[terms + 1]
    run = ranges(starts, ends)
    return (
        np.arange(len(terms), dtype=np.int32).repeat(ends - starts),
        index.posting_facts.take(run),
        index.posting_strengths.take(run),
    )


def _held_by(index: Index, terms: Ints, facts: Ints) -> tuple[Ints, Ints, Floats]:
    """The same for some facts of a large base: what they hold is far less than all that hold everyday words."""
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
    in_order = np.argsort(held, kind="stable")
    return held[in_order].astype(np.int32), fact[in_order], np.repeat(index.held_strengths[run[hits]], often)[in_order]


def _best(values: Floats, count: int) -> Ints:
    """The places of the highest positive values, ``count`` at most, ascending."""
    if len(values) > count:
        top = (-values).argpartition(count)[:count]
        top.sort()
        return top[values[top] > 0].astype(np.int32)
    return np.flatnonzero(values > 0).astype(np.int32)


def _letters(index: Index, resemblance: Floats, facts: Ints) -> Floats:
    """For each fact, the resemblance of its terms to the question, by how often it uses them."""
    terms, shares, starts = index.held_terms, index.held_shares, index.fact_terms[:-1]
    if len(facts) < index.size:
        run, starts = runs(index.fact_terms[facts], index.fact_terms[facts + 1])
        terms, shares = terms.take(run), shares.take(run)
    return np.add.reduceat(resemblance.take(terms) * shares, starts)
