"""The fact base as arrays: which term stands in which text of which fact, and how much each term says."""

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from itertools import count

import numpy as np
from numpy.typing import NDArray

from bot.factbase.model import Fact
from bot.matching.english import FILLER, META
from bot.matching.lexicon import MARKS, Lexicon, asks
from bot.matching.normalise import is_figure, stem, stems, words

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Numbers = NDArray[np.intp]

PART_WEIGHT = 0.25
"""How much a word counts in a text if it is only part of a name that counts as a whole."""
ASKING_WEIGHT, FILLER_WEIGHT = 0.6, 0.15
"""How much asking words and stop words count, whatever their rarity."""
SATURATION, LENGTH_SHARE = 1.5, 0.75
"""BM25's k1 and b (Robertson & Zaragoza 2009): how slowly repetition stops counting, how much long facts count less."""
_HYPHEN = re.compile(r"\b([a-z]+)-([a-z]+)\b")
WRONG_MARK = "\N{NOT EQUAL TO}"
"""Begins the terms of figures that only a fact's phrasings have, while its claim and evidence have others."""
VALUE_MARK = "\N{NUMBER SIGN}"
"""Begins the terms that stand for any figure of a sort: a fact that has another is on what such a figure is said of."""


DECIMALS = 4
"""Values that are equal when rounded to so many decimals rank as equal: less is another processor's arithmetic."""
BLOCK = 32
"""The values of which only the highest is looked at when the highest of many are searched for."""


def highest_first(values: Floats, most: int | None = None) -> Numbers:
    """The places of the highest values, all or ``most`` of them, highest first; of equal ones, the first goes first."""
    rounded = values.round(DECIMALS)
    places = np.arange(len(rounded))
    if most is not None and len(rounded) > BLOCK * most:
        highest = np.sort(np.maximum.reduceat(rounded, places[::BLOCK]))  # so many are at least as high as its last few
        places = np.flatnonzero(rounded >= highest[-most])
    return places[np.argsort(-rounded[places], kind="stable")][:most]


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
        _offsets(texts_of_facts),
        _offsets(entries_of_texts),
        np.concatenate((one.text_fields, other.text_fields))[chosen],
        np.concatenate((one.hashes, other.hashes))[chosen],
        np.concatenate((one.entry_forms, other.entry_forms))[entries],
        np.concatenate((one.entry_weights, other.entry_weights))[entries],
    )


def _starts_and_ends(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    return np.concatenate((one[:-1], other[:-1] + one[-1])), np.concatenate((one[1:], other[1:] + one[-1]))


def _offsets(sizes: NDArray[np.integer]) -> Ints:
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


@dataclass(frozen=True)
class Index:
    """The arrays that a question is scored against, beside those of :class:`Entries`.

    ``rarity`` of each term is the inverse document frequency of BM25 (Robertson & Spärck Jones 1976), of stop words and
    asking words a share of it, and 0 of a term that no fact has; ``unknown_rarity`` that of such a term. ``text_mass``
    is the sum of each text's weights, each by its term's rarity, and ``text_norms`` their Euclidean norms;
    ``fact_norms`` are those of the sums of each fact's wordings, of norm 1 each. ``posting_facts`` lists, term by term
    from ``posting_offsets`` (terms + 1), the numbers of the facts in which a term stands, ascending, and
    ``posting_strengths`` how much each is about it, 0..1: BM25's saturated term frequency.
    """

    entries: Entries
    numbers: dict[str, int]
    rarity: Floats
    unknown_rarity: float
    text_mass: Floats
    text_norms: Floats
    fact_norms: Floats
    posting_offsets: Ints
    posting_facts: Ints
    posting_strengths: Floats
    said_hashes: NDArray[np.int64]
    said_by: Ints

    @cached_property
    def sorts(self) -> frozenset[int]:
        """The numbers of the terms that stand for any figure of a sort."""
        return frozenset(number for number, term in enumerate(self.entries.terms) if term.startswith(VALUE_MARK))

    @property
    def size(self) -> int:
        """The number of facts."""
        return len(self.entries.fact_texts) - 1

    def knows(self, term: str) -> bool:
        """Whether a fact has the term."""
        number = self.numbers.get(term)
        return number is not None and bool(self.posting_offsets[number + 1] > self.posting_offsets[number])

    def facts_with(self, term: int) -> tuple[Ints, Floats]:
        """The numbers of the facts in which a term stands, ascending, and how much each is about it."""
        run = slice(self.posting_offsets[term], self.posting_offsets[term + 1])
        return self.posting_facts[run], self.posting_strengths[run]

    def facts_that_say(self, spoken: tuple[str, ...]) -> Ints:
        """The numbers of the facts of which a claim or phrasing has, as far as its hash can tell, just these words."""
        first, last = (self.said_hashes.searchsorted(hash(spoken), side) for side in ("left", "right"))
        return self.said_by[first:last]


def weigh(entries: Entries, numbers: dict[str, int] | None = None, left_out: NDArray[np.bool_] | None = None) -> Index:
    """The index of entries, without the texts that are ``left_out``: that costs a tenth of collecting entries anew."""
    facts, size = len(entries.fact_texts) - 1, len(entries.terms)
    numbers = numbers or dict(zip(entries.terms, range(size), strict=True))
    lengths = np.diff(entries.text_entries)
    texts_kept = np.ones(len(lengths), dtype=bool) if left_out is None else ~left_out
    text_of_entry = np.arange(len(lengths), dtype=np.int32).repeat(lengths)
    kept = texts_kept[text_of_entry]
    terms, weights, text_of_entry = entries.entry_terms[kept], entries.entry_weights[kept], text_of_entry[kept]
    fact_of_text = entries.fact_of_text
    fact_of_entry = fact_of_text[text_of_entry]
    pairs, pair_of_entry = np.unique(terms.astype(np.int64) * max(facts, 1) + fact_of_entry, return_inverse=True)
    pair_terms, holders = (pairs // max(facts, 1)).astype(np.int32), (pairs % max(facts, 1)).astype(np.int32)
    in_facts = np.bincount(pair_terms, minlength=size)
    present = max(len(np.unique(holders)), 1)
    frequency = np.bincount(pair_of_entry, weights=weights, minlength=len(pairs))
    length = np.bincount(fact_of_entry, weights=weights, minlength=facts)
    relative = length / max(float(length.sum()) / present, 1e-6)
    strengths = frequency / (frequency + SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * relative[holders]))
    rarity = np.log1p((present - in_facts + 0.5) / (in_facts + 0.5)) * (in_facts > 0)
    for number, term in enumerate(entries.terms):
        if term.startswith(VALUE_MARK):
            rarity[number] = 0.0
        elif term in FILLER:
            rarity[number] *= FILLER_WEIGHT
        elif asks(term):
            rarity[number] *= ASKING_WEIGHT
    worth = weights * rarity[terms]
    mass = np.bincount(text_of_entry, weights=worth, minlength=len(lengths))
    norms = np.sqrt(np.bincount(text_of_entry, weights=worth**2, minlength=len(lengths))) + 1e-6
    wording = worth / norms[text_of_entry] * (entries.text_fields[text_of_entry] <= Field.PHRASING)
    sums = np.bincount(pair_of_entry, weights=wording, minlength=len(pairs))
    fact_norms = np.sqrt(np.bincount(holders, weights=sums**2, minlength=facts)) + 1e-6
    said = np.flatnonzero(texts_kept & (entries.text_fields <= Field.PHRASING))
    said = said[np.argsort(entries.hashes[said], kind="stable")]
    if left_out is not None:
        text_entries = _offsets(np.bincount(text_of_entry, minlength=len(lengths)))
        entries = replace(entries, text_entries=text_entries, entry_terms=terms, entry_weights=weights)
    return Index(
        entries,
        numbers,
        rarity.astype(np.float32),
        float(np.log1p((present + 0.5) / 0.5)),
        np.maximum(mass, 1e-6).astype(np.float32),
        norms.astype(np.float32),
        fact_norms.astype(np.float32),
        _offsets(in_facts),
        holders,
        strengths.astype(np.float32),
        entries.hashes[said],
        fact_of_text[said],
    )
