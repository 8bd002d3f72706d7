"""What stands in the texts of a fact base: words and names, before any is weighed."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import count

import numpy as np
from numpy.typing import NDArray

from bot.factbase.model import Fact
from bot.matching.alphabet import numbers_of
from bot.matching.arrays import Floats, Ints
from bot.matching.lexicon import Lexicon, is_said
from bot.matching.normalise import stems, words

PART_WEIGHT = 0.25
"""How much a word counts in a text where it is only part of a name that counts as a whole."""


class Field(IntEnum):
    """Which text of a fact a text is."""

    CLAIM = 0
    PHRASING = 1
    EVIDENCE = 2
    FILING = 3
    """Topic and tags."""


def texts(fact: Fact) -> Iterator[tuple[Field, str]]:
    """Every text by which a fact can be found."""
    yield Field.CLAIM, fact.claim
    for phrasing in fact.phrasings:
        yield Field.PHRASING, phrasing
    for evidence in fact.evidence:
        yield Field.EVIDENCE, " . ".join((evidence.says, *evidence.anchors, *evidence.attributed_to))
    yield Field.FILING, " . ".join((fact.topic, *fact.tags))


@dataclass(frozen=True, slots=True)
class Entries:
    """Which word or name stands in which text of which fact, before any is weighed; arrays as in :class:`Index`.

    ``forms``, ascending, are words as they are spelt, each once, and the terms of names; those of the vocabulary's
    phrases are always among them. ``text_hashes`` are those of each text's words, in this process.
    """

    forms: tuple[str, ...]
    fact_texts: Ints
    text_entries: Ints
    text_fields: NDArray[np.uint8]
    text_hashes: NDArray[np.int64]
    entry_forms: Ints
    entry_weights: Floats


def collect(facts: Iterable[Fact], lexicon: Lexicon) -> Entries:
    """The entries of these facts."""
    entry_forms, entry_weights = array("i"), array("f")
    fact_texts, text_entries, text_fields, text_hashes = array("i", [0]), array("i", [0]), array("B"), array("q")
    found: defaultdict[str, int] = defaultdict(count().__next__)
    for fact in facts:
        for field, text in texts(fact):
            spoken = words(text)
            text_hashes.append(hash(tuple(spoken)))
            forms, weights = weighted_forms(spoken, text, lexicon)
            entry_forms.extend(map(found.__getitem__, forms))
            entry_weights.extend(weights)
            text_entries.append(len(entry_forms))
            text_fields.append(field)
        fact_texts.append(len(text_fields))
    ascending = tuple(sorted(found.keys() | set(lexicon.words)))
    return Entries(
        ascending,
        np.array(fact_texts, dtype=np.int32),
        np.array(text_entries, dtype=np.int32),
        np.array(text_fields, dtype=np.uint8),
        np.array(text_hashes, dtype=np.int64),
        numbers_of(found, ascending)[np.array(entry_forms, dtype=np.int32)],
        np.array(entry_weights, dtype=np.float32),
    )


def weighted_forms(spoken: Sequence[str], text: str, lexicon: Lexicon) -> tuple[Sequence[str], Sequence[float]]:
    """The words of a text and their weights: a name as one, and its parts besides, for less; "" where it has none."""
    spans = {span.start: span for span in lexicon.spans(stems(spoken)) if not is_said(span, spoken, text)}
    if not spans:
        return spoken or ("",), (1.0,) * (len(spoken) or 1)
    forms: list[str] = []
    weights: list[float] = []
    inside = 0
    for place, word in enumerate(spoken):
        if span := spans.get(place):
            forms.append(span.term)
            weights.append(1.0)
            inside = span.end if span.end - span.start > 1 else place
        if place < inside or not span:
            forms.append(word)
            weights.append(PART_WEIGHT if place < inside else 1.0)
    return forms, weights
