"""The texts of a base as arrays: which term stands in which text of which fact."""

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import count

import numpy as np
from numpy.typing import NDArray

from bot.factbase.model import Fact
from bot.matching.english import META
from bot.matching.lexicon import MARKS, Lexicon
from bot.matching.normalise import is_figure, stem, stems, words

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Numbers = NDArray[np.intp]

PART_WEIGHT = 0.25
"""How much a word counts in a text if it is only part of a name that counts as a whole."""
_HYPHEN = re.compile(r"\b([a-z]+)-([a-z]+)\b")
WRONG_MARK = "\N{NOT EQUAL TO}"
"""Begins the terms of figures that only a fact's phrasings have, while its claim and evidence have others."""
VALUE_MARK = "\N{NUMBER SIGN}"
"""Begins the terms that stand for any figure of a sort: a fact that has another is on what such a figure is said of."""


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
    for evidence in (*fact.supports, *fact.qualifies, *fact.disputes):
        said = (evidence.says, evidence.value or "", *evidence.anchors, *evidence.attributed_to)
        yield Field.EVIDENCE, " . ".join(filter(None, said))
    yield Field.FILING, " . ".join((fact.topic, *fact.tags))


@dataclass(frozen=True)
class Said:
    """What the texts of facts say: forms, which are words as they are spelt and the terms of names and phrases.

    ``entry_forms``, each by its number, and ``entry_weights`` come text by text from ``text_entries`` (texts + 1);
    texts come fact by fact from ``fact_texts`` (facts + 1). ``hashes`` are those of each text's words, in this process.
    """

    fact_texts: Ints
    text_entries: Ints
    text_fields: NDArray[np.uint8]
    hashes: NDArray[np.int64]
    entry_forms: Ints
    entry_weights: Floats

    @property
    def fact_of_text(self) -> Ints:
        """The number of each text's fact."""
        return np.arange(len(self.fact_texts) - 1, dtype=np.int32).repeat(np.diff(self.fact_texts))


@dataclass(frozen=True)
class Entries(Said):
    """What stands in the texts of a base, before any is weighed.

    ``terms`` and ``forms`` ascend; ``form_terms`` are the numbers of the terms that forms stand for, and
    ``entry_terms`` those of the entries. ``compounds`` are words that the base writes with a hyphen, joined, with their
    parts.
    """

    terms: tuple[str, ...]
    forms: tuple[str, ...]
    form_terms: Ints
    entry_terms: Ints
    compounds: Mapping[str, tuple[str, str]]


def collect(
    facts: Sequence[Fact], lexicon: Lexicon, before: Entries | None = None, known: Mapping[Fact, int] | None = None
) -> Entries:
    """The entries of facts; those ``known``, by their number in the entries ``before``, are not read again."""
    known, names = known or {}, before.forms if before else ()
    number_of = defaultdict(count(len(names)).__next__, zip(names, range(len(names)), strict=True))
    said = _read([fact for fact in facts if fact not in known], number_of, lexicon)
    if before:
        new = count(len(before.fact_texts) - 1)
        said = _chosen(before, said, np.array([known[fact] if fact in known else next(new) for fact in facts], np.intp))
    spelt, used = list(number_of), np.unique(said.entry_forms)
    forms = tuple(sorted({spelt[number] for number in used.tolist()} | set(lexicon.words)))
    form_of = np.zeros(len(spelt), dtype=np.int32)
    form_of[used] = _numbers((spelt[number] for number in used.tolist()), forms)
    entry_forms = form_of[said.entry_forms]
    term_of = [form if form.startswith((*MARKS, WRONG_MARK, VALUE_MARK)) else stem(form) for form in forms]
    terms = tuple(sorted(set(term_of)))
    form_terms = _numbers(term_of, terms)
    written = (text.lower() for fact in facts for _, text in texts(fact) if "-" in text)
    compounds = {first + second: (first, second) for text in written for first, second in _HYPHEN.findall(text)}
    return Entries(
        **vars(replace(said, entry_forms=entry_forms)),
        terms=terms,
        forms=forms,
        form_terms=form_terms,
        entry_terms=form_terms[entry_forms],
        compounds=compounds,
    )


def _read(facts: Iterable[Fact], number_of: Mapping[str, int], lexicon: Lexicon) -> Said:
    fact_texts, text_entries, text_fields, hashes = array("i", [0]), array("i", [0]), array("B"), array("q")
    entry_forms, entry_weights = array("i"), array("f")
    for fact in facts:
        figures: set[str] = set()
        spoken_by_text = [(field, text, words(text)) for field, text in texts(fact)]
        for field, _, spoken in spoken_by_text:
            if field in (Field.CLAIM, Field.EVIDENCE):
                figures.update(filter(is_figure, spoken))
        for field, text, spoken in spoken_by_text:
            hashes.append(hash(tuple(spoken)))
            forms, weights = _weighted(spoken, text, field, figures, lexicon)
            entry_forms.extend(map(number_of.__getitem__, forms))
            entry_weights.extend(weights)
            text_entries.append(len(entry_forms))
            text_fields.append(field)
        fact_texts.append(len(text_fields))
    return Said(*map(np.array, (fact_texts, text_entries, text_fields, hashes, entry_forms, entry_weights)))


def _chosen(one: Said, other: Said, facts: Numbers) -> Said:
    """What some of the facts of both say; those of the other are counted after those of the one."""
    fact_starts, fact_ends = _starts_and_ends(one.fact_texts, other.fact_texts)
    chosen, _, texts_of_facts = runs(fact_starts[facts], fact_ends[facts])
    text_starts, text_ends = _starts_and_ends(one.text_entries, other.text_entries)
    entries, _, entries_of_texts = runs(text_starts[chosen], text_ends[chosen])
    return Said(
        offsets(texts_of_facts),
        offsets(entries_of_texts),
        np.concatenate((one.text_fields, other.text_fields))[chosen],
        np.concatenate((one.hashes, other.hashes))[chosen],
        np.concatenate((one.entry_forms, other.entry_forms))[entries],
        np.concatenate((one.entry_weights, other.entry_weights))[entries],
    )


def _starts_and_ends(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    return np.concatenate((one[:-1], other[:-1] + one[-1])), np.concatenate((one[1:], other[1:] + one[-1]))


def offsets(sizes: NDArray[np.integer]) -> Ints:
    """Where each of several runs of these sizes begins, and where the last ends."""
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)


def runs(starts: Ints, ends: Ints) -> tuple[Numbers, Numbers, Ints]:
    """The numbers from each start up to its end, one run after the other; where each run begins, and its length."""
    sizes = ends - starts
    begins = sizes.cumsum() - sizes
    return (starts - begins).repeat(sizes) + np.arange(sizes.sum()), begins, sizes


def _numbers(wanted: Iterable[str], ascending: Sequence[str]) -> Ints:
    return np.array([bisect_left(ascending, word) for word in wanted], dtype=np.int32)


def _weighted(
    spoken: Sequence[str], text: str, field: Field, figures: set[str], lexicon: Lexicon
) -> tuple[Sequence[str], Sequence[float]]:
    """The words of a text with their weights: a name as one, and its parts for less; paraphrases without meta-words."""
    stemmed = stems(spoken)
    spans = lexicon.spans(spoken, stemmed, text)
    meta = META if field is Field.EVIDENCE else frozenset()
    if not spans and meta.isdisjoint(stemmed) and not any(map(is_figure, spoken)):
        return spoken, [1.0] * len(spoken)
    forms, weights = list[str](), list[float]()
    years = {figure for figure in figures if _is_year(figure)}
    inside = 0
    for place, word in enumerate(spoken):
        span, form, weight = spans.get(place), word, 1.0
        if span:
            forms.append(span.term)
            weights.append(1.0)
            inside = span.end
        if is_figure(word):
            forms.append(sort_of_figure(word))
            weights.append(0.0)
        if place < inside:
            weight = PART_WEIGHT
        elif is_figure(word) and field is Field.PHRASING and word not in figures:
            form = WRONG_MARK + word if (years if _is_year(word) else figures - years) else word
        if stemmed[place] not in meta and not (span and span.end - span.start == 1):
            forms.append(form)
            weights.append(weight)
    return forms, weights


def sort_of_figure(figure: str) -> str:
    """The term that stands for any figure of the sort: for any year, or for any other number."""
    return VALUE_MARK + ("year" if _is_year(figure) else "number")


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure[:2] in {"18", "19", "20"}
