"""Which facts are worth a closer look for a question: those whose words, all together, meet most of it."""

from dataclasses import dataclass

import numpy as np

from bot.matching.index import Floats, Index, Ints, ranges
from bot.matching.question import Question

WIDEST, LONGEST = 96, 32
"""How many facts are compared by their letters, and how many of those are marked text by text."""
LETTERS_SHARE = 0.2
"""What a unit of letters is worth beside the shares of the question's weight, where facts are left out of the list."""


@dataclass(frozen=True)
class Shortlist:
    """The numbers of the facts (n, ascending) and for each how all of its words meet the question.

    ``whole``: the share of the question's weight that they meet, 0..1; ``theme``: the same, each word by how much the
    fact is about it; ``asked``: the same of the words that ask, 0.5 where none does; ``letters``: the resemblance of
    its words' letters by the root of their number, 0 or more.
    """

    facts: Ints
    whole: Floats
    theme: Floats
    asked: Floats
    letters: Floats


def shortlist(index: Index, question: Question) -> Shortlist:
    """The facts that meet most of a question, at most :data:`LONGEST`; none where no fact meets anything of it."""
    count = len(index.fact_texts) - 1
    whole, theme, asked = (np.zeros(count, dtype=np.float32) for _ in range(3))
    total = asking = 0.0
    for slot in question.slots:
        met, about = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
        for term, quality in slot.terms:  # worst first, so that the best quality stands
            facts, strengths = index.facts_with(term)
            met[facts] = quality
            about[facts] = np.maximum(about[facts], quality * strengths)
        whole += slot.weight * met
        theme += slot.weight * about
        total += slot.weight
        if slot.asking:
            asked += slot.weight * about
            asking += slot.weight
    share = max(total, 1e-9)
    wide = _best(whole + theme, WIDEST)
    letters = _letters(index, question.resemblance, wide)
    worth = (whole[wide] + theme[wide]) / share + LETTERS_SHARE * letters
    kept = _best(worth, LONGEST)
    best = wide[kept]
    return Shortlist(
        facts=best,
        whole=whole[best] / share,
        theme=theme[best] / share,
        asked=asked[best] / asking if asking else np.full(len(best), 0.5, dtype=np.float32),
        letters=letters[kept],
    )


def _best(values: Floats, count: int) -> Ints:
    """The places of the highest positive values, ``count`` at most, ascending."""
    top = np.argpartition(-values, count)[:count] if len(values) > count else np.arange(len(values))
    return np.sort(top[values[top] > 0]).astype(np.int32)


def _letters(index: Index, resemblance: Floats, facts: Ints) -> Floats:
    """For each fact, the resemblance of its terms to the question, by how often it uses them."""
    starts, ends = index.fact_terms[facts], index.fact_terms[facts + 1]
    run = ranges(starts, ends)
    fact_of_run = np.repeat(np.arange(len(facts)), ends - starts)
    counts = index.held_counts[run]
    alike = np.bincount(fact_of_run, weights=resemblance[index.held_terms[run]] * counts, minlength=len(facts))
    length = np.bincount(fact_of_run, weights=counts, minlength=len(facts))
    return (alike / np.sqrt(np.maximum(length, 1e-9))).astype(np.float32)
