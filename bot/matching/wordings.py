"""What a fact is known by, word by word: its claim and its phrasings, beside what people type."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
from rapidfuzz import fuzz, process

from bot.factbase.model import FactBase
from bot.matching.arrays import Floats
from bot.matching.normalise import words

KEPT = 1_000
"""How many facts' wordings are kept at hand."""
BEST = 3
"""Of how many wordings of a fact, the most alike, the likeness is the mean."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A fact's wordings as words, and each in the order of the alphabet as one text."""

    exactly: frozenset[tuple[str, ...]]
    in_order: tuple[str, ...]


class Wordings:
    """The claims and phrasings of a base, taken apart when they are first asked for."""

    def __init__(self, base: FactBase) -> None:
        self._base = base
        self._of = lru_cache(maxsize=KEPT)(self._taken_apart)

    def has(self, fact: int, spoken: tuple[str, ...]) -> bool:
        """Whether these words are a fact's claim or a phrasing of it, word by word."""
        return spoken in self._of(fact).exactly

    def alike(self, facts: Sequence[int], spoken: Sequence[str]) -> Floats:
        """How alike these words are to each fact's claim and phrasings, 0..1: the mean over the most alike.

        Two wordings are as alike as the letters of their sorted words: 1 less their Indel distance by their length, the
        token sort ratio of rapidfuzz.
        """
        known = [self._of(fact).in_order for fact in facts]
        texts = [text for one in known for text in one]
        ratios = iter(process.cdist([" ".join(sorted(spoken))], texts, scorer=fuzz.ratio, dtype=np.float32)[0].tolist())
        best = (sorted(islice(ratios, len(one)))[-BEST:] for one in known)
        return np.array([sum(each) / (100 * len(each)) for each in best], dtype=np.float32)

    def _taken_apart(self, fact: int) -> _Known:
        one = self._base.facts[fact]
        spoken = [tuple(words(text)) for text in (one.claim, *one.phrasings)]
        return _Known(frozenset(spoken), tuple(" ".join(sorted(each)) for each in spoken))
