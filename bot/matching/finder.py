"""Everything that finds the facts of one base, and the same as if some of its texts had never been written."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np

from bot.factbase.model import Fact, FactBase
from bot.factbase.schema import Vocabulary
from bot.matching.entries import Entries, collect
from bot.matching.features import CANDIDATES, Measured, Measurer
from bot.matching.index import Index, weigh
from bot.matching.lexicon import Lexicon
from bot.matching.query import Query, Reader
from bot.matching.spelling import Spelling


class Finder:
    """Reads questions and measures the facts of a base beside them; any number of threads may ask it at once."""

    def __init__(self, base: FactBase, before: "Finder | None" = None) -> None:
        """``before`` is the finder of a base of which this is an edit: its facts are not read again."""
        if before and before._vocabulary != base.vocabulary:
            before = None
        known = {fact: number for number, fact in enumerate(before.facts)} if before else {}
        self.facts: tuple[Fact, ...] = base.facts
        self._vocabulary: Vocabulary = base.vocabulary
        self._lexicon: Lexicon = before._lexicon if before else Lexicon(base.vocabulary)
        self._entries: Entries = collect(base.facts, self._lexicon, before._entries if before else None, known)
        self._spelling = Spelling(self._entries)
        self.index: Index = weigh(self._entries)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.index, self._lexicon, self._spelling)

    @cached_property
    def _measurer(self) -> Measurer:
        return Measurer(self.facts, self.index)

    def without(self, phrasings: Mapping[int, int], facts: frozenset[int] = frozenset()) -> "Finder":
        """The finder of the base without some phrasings, each by its fact's number and its place there, and facts."""
        left_out = np.zeros(len(self._entries.hashes), dtype=bool)
        kept = list(self.facts)
        starts = self._entries.fact_texts
        for fact, place in phrasings.items():
            left_out[starts[fact] + 1 + place] = True
            written = kept[fact].phrasings
            kept[fact] = replace(kept[fact], phrasings=written[:place] + written[place + 1 :])
        for fact in facts:
            left_out[starts[fact] : starts[fact + 1]] = True
        other = object.__new__(Finder)
        other.facts, other._lexicon, other._entries = tuple(kept), self._lexicon, self._entries
        other._spelling, other.index = self._spelling, weigh(self._entries, self.index.numbers, left_out)
        return other

    def read(self, text: str, unfinished: bool = False) -> Query:
        """The question that a text asks; if the text is ``unfinished``, its last word may be too."""
        return self._reader.read(text, unfinished)

    def measure(self, text: str, most: int = CANDIDATES, unfinished: bool = False) -> tuple[Query, Measured]:
        """The question that :meth:`read` gives, and the features of at most ``most`` facts, the best of all."""
        query = self.read(text, unfinished)
        return query, self._measurer.measure(query, most)
