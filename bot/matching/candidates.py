"""Which facts are worth a closer look for a question: those whose words, all together, meet most of it."""

from collections.abc import Sequence

import numpy as np

from bot.matching.entries import Floats, Numbers
from bot.matching.index import Index, highest_first
from bot.matching.query import Query, QueryTerm

LONGEST_POSTING = 2_000
"""The facts up to which a stop word or asking word chooses candidates too, if other words do."""


def candidates(index: Index, query: Query, most: int) -> tuple[Numbers, Floats]:
    """The numbers of the facts that meet most of a question's weight, at most ``most``, ascending; and how much of it.

    Each word counts more the more the fact is about it. A fact that has the question as its claim or a phrasing is
    always among them.
    """
    chosen = [term for term in query.terms if term.content and term.terms]
    chosen = [term for term in query.terms if not chosen or term.content or _facts_of(index, term) <= LONGEST_POSTING]
    scores = _scores(index, chosen)
    said = index.facts_that_say(query.words)
    worth = scores.copy() if len(said) else scores
    worth[said] += np.inf
    best = highest_first(worth, most)
    best = np.sort(best[worth[best] > 0])
    return best, scores[best] / max(float(query.weights.sum()), 1e-6)


def _facts_of(index: Index, term: QueryTerm) -> int:
    offsets = index.posting_offsets
    return sum(int(offsets[number + 1] - offsets[number]) for number, _ in term.terms)


def _scores(index: Index, terms: Sequence[QueryTerm]) -> Floats:
    """What every fact is worth: the sum of what each term's best term of the index is."""
    scores = np.zeros(index.size, dtype=np.float32)
    for term in terms:
        met = [(*index.facts_with(number), quality) for number, quality in term.terms if number not in index.sorts]
        if len(met) == 1:
            facts, strengths, quality = met[0]
            scores[facts] += term.weight * quality * (1 + strengths)
        elif met:
            best = np.zeros_like(scores)
            for facts, strengths, quality in met:  # worst first, so that the best quality stands
                best[facts] = term.weight * quality * (1 + strengths)
            scores += best
    return scores
