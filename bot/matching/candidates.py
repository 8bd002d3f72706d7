"""Which facts are worth a closer look for a question: those whose words, all together, meet most of it."""

import numpy as np

from bot.matching.index import Floats, Index, Numbers, highest_first
from bot.matching.query import Query, QueryTerm

LONGEST_POSTING = 2_000
"""The facts up to which a stop word or asking word chooses candidates too, if other words do."""


def candidates(index: Index, query: Query, most: int) -> tuple[Numbers, Floats]:
    """The numbers of the facts that meet most of a question's weight, at most ``most``, ascending; and how much of it.

    Each word counts more the more the fact is about it. A fact that has the question as its claim or a phrasing is
    always among them.
    """
    scores = np.zeros(index.size, dtype=np.float32)
    telling = [term for term in query.terms if term.content and term.terms]
    for term in query.terms:
        if not telling or term.content or _facts_of(index, term) <= LONGEST_POSTING:
            _add(index, term, scores)
    said = index.facts_that_say(query.words)
    worth = scores.copy() if len(said) else scores
    worth[said] += np.inf
    best = highest_first(worth, most)
    best = np.sort(best[worth[best] > 0])
    return best, scores[best] / max(float(query.weights.sum()), 1e-6)


def _facts_of(index: Index, term: QueryTerm) -> int:
    offsets = index.posting_offsets
    return sum(int(offsets[number + 1] - offsets[number]) for number, _ in term.terms)


def _add(index: Index, term: QueryTerm, scores: Floats) -> None:
    """Adds to every fact's score what its best term is worth."""
    telling = [(number, quality) for number, quality in term.terms if number not in index.sorts]
    if len(telling) == 1:
        number, quality = telling[0]
        facts, strengths = index.facts_with(number)
        scores[facts] += term.weight * quality * (1 + strengths)
    elif telling:
        best = np.zeros_like(scores)
        for number, quality in telling:  # worst first, so that the best quality stands
            facts, strengths = index.facts_with(number)
            best[facts] = term.weight * quality * (1 + strengths)
        scores += best
