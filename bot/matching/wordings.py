"""What a fact is known by, word by word: its claim and its phrasings, beside what people type."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.factbase.model import FactBase
from bot.matching.normalise import words
from bot.matching.remembering import remembered

KEPT = 1_000
"""How many facts' wordings are kept at hand."""
BEST = 3
"""A fact's likeness is the mean over so many of its wordings, the most alike."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A fact's wordings as words, and each in the order of the alphabet as one text."""

    exactly: frozenset[tuple[str, ...]]
    in_order: tuple[str, ...]


class Wordings:
    """The claims and phrasings of a base, taken apart when they are first asked for."""

    def __init__(self, base: FactBase) -> None:
        self._base = base
        self._of = remembered(self._taken_apart, KEPT)

    def has(self, fact: int, spoken: tuple[str, ...]) -> bool:
        """Whether these words are a fact's claim or a phrasing of it, word by word."""
        return spoken in self._of(fact).exactly

    def alike(self, facts: Sequence[int], spoken: Sequence[str]) -> list[float]:
        """How alike these words are to each fact's claim and phrasings, 0..1: the mean over the most alike.

        Two wordings are as alike as the letters of their sorted words: 1 minus their Indel distance over their length,
        the token sort ratio of rapidfuzz.
        """
        typed = " ".join(sorted(spoken))
        return [_mean_of_best(typed, self._of(fact).in_order) for fact in facts]

    def _taken_apart(self, fact: int) -> _Known:
        one = self._base.facts[fact]
        spoken = [tuple(words(text)) for text in (one.claim, *one.phrasings)]
        return _Known(frozenset(spoken), tuple(" ".join(sorted(each)) for each in spoken))


def _mean_of_best(typed: str, wordings: Sequence[str]) -> float:
    found = process.extract(typed, wordings, scorer=fuzz.ratio, limit=BEST)
    return sum(percent for _, percent, _ in found) / (100 * len(found))
