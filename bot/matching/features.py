"""How well each candidate meets a question, text by text, as a few numbers: what ranking and confidence are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
from rapidfuzz import fuzz, process

from bot.factbase.model import Fact
from bot.matching.candidates import candidates
from bot.matching.index import DECIMALS, Field, Floats, Index, Ints, Numbers
from bot.matching.normalise import is_figure, words
from bot.matching.query import Query

FEATURES = {
    "claim": "how well the claim matches the question's words (F measure)",
    "phrasing": "how well the best phrasing matches the question's words (F measure)",
    "evidence": "how well the best piece of evidence, or topic and tags, matches (F measure)",
    "coverage": "the share of the question's weight that the best text has",
    "precision": "the share of the best text's weight that the question has",
    "whole": "the share of the question's weight that all of the fact's words have",
    "theme": "the same, each word by how much the fact is about it",
    "dice": "the share of words in common with the claim or phrasing that has most (Dice 1945)",
    "dices": "the mean of that over the three best",
    "letters": "the likeness of the letters of the question and of the three most alike wordings",
    "nearest": "the share of the ten wordings with most words in common, over all candidates, that are the fact's",
    "order": "the share of the question's neighbouring words that are neighbours in the best text too",
    "reversed": "whether two names stand the other way round in the best text",
    "void": "the weight of the heaviest word that the fact does not have, beside an unknown word's",
    "unmet": "how many words of the question the fact does not have, in threes",
    "unnamed": "how many names of the question the fact does not have",
    "uncapitalised": "how many capitalised words of the question the fact does not have",
    "misnamed": "how many names of the question neither its claim nor its best text has",
    "misasked": "how many asking words (who, how many) the best text does not have",
    "unasked": "how many asking words no wording of the fact has",
    "misvalued": "how many figures of the question the fact does not have, or has as wrong ones",
    "phrased": "how many phrasings the fact has, of many",
}
"""What is measured of a fact beside a question, by name; 0..1 unless it counts."""

_UNMET = list(FEATURES).index("unmet")
CANDIDATES = 16
"""How many facts are compared text by text."""
MET = 0.45
"""The quality from which a word counts as met when words are counted: more than part of a name."""
MANY = 24
"""The phrasings from which a fact has many."""
RECALL_BIAS = 2.0
"""How many times more the question's own words count than the text's: the beta of van Rijsbergen's F measure (1979)."""
NEAREST = 10
"""The wordings, over all candidates, that count as the nearest to a question."""
LIKEST = 3
"""A fact's likeness is the mean over so many of its texts, the most like the question."""


@dataclass(frozen=True)
class Measured:
    """The candidates' numbers (n), their best texts' numbers, and their features (n x ``len(FEATURES)``)."""

    facts: Numbers
    best_texts: Ints
    features: Floats

    @property
    def sharing(self) -> int:
        """How many of them have all words of the question but stop words."""
        return int((self.features[:, _UNMET] == 0).sum())


class Measurer:
    """Finds the facts that are worth a closer look, and measures their features."""

    def __init__(self, facts: Sequence[Fact], index: Index) -> None:
        self._facts, self._index = facts, index
        self._wordings: dict[int, tuple[str, ...]] = {}

    def measure(self, query: Query, most: int = CANDIDATES) -> Measured:
        """The features of at most ``most`` facts; none if no fact has any word of the question."""
        index, entries = self._index, self._index.entries
        facts, theme = candidates(index, query, most)
        if not len(facts) or not query.terms:
            return Measured(facts[:0], np.zeros(0, np.int32), np.zeros((0, len(FEATURES)), np.float32))
        weights, total = query.weights, max(float(query.weights.sum()), 1e-6)
        texts, begins, sizes = runs(entries.fact_texts[facts], entries.fact_texts[facts + 1])
        quality, met_rarity = self._met(query, texts)
        kinds, lengths = entries.text_fields[texts], entries.text_entries[texts + 1] - entries.text_entries[texts]
        coverage = weights @ quality / total
        precision = np.minimum(met_rarity / index.text_mass[texts], 1.0)
        square = RECALL_BIAS**2
        f = (1 + square) * precision * coverage / np.maximum(square * precision + coverage, 1e-9)
        dice = 2 * quality.sum(axis=0) / np.maximum(lengths + len(query.terms), 1) * (kinds <= Field.PHRASING)
        best = _first_best(f.round(DECIMALS), begins, sizes)
        whole = np.maximum.reduceat(quality, begins, axis=1)
        known_by = np.maximum(quality[:, best], quality[:, begins])
        unmet, content = whole < MET, np.array([term.content for term in query.terms])
        name = np.array([term.name and term.content for term in query.terms])
        capital = np.array([term.capital for term in query.terms])
        asking = np.array([term.asking for term in query.terms])
        figure = np.array([is_figure(term.surface) for term in query.terms])
        phrasings = np.add.reduceat((kinds == Field.PHRASING) & (lengths > 0), begins)
        wordings = np.maximum.reduceat(quality * (kinds <= Field.PHRASING), begins, axis=1)
        columns = (
            f[begins],
            np.maximum.reduceat(f * (kinds == Field.PHRASING), begins),
            np.maximum.reduceat(f * (kinds >= Field.EVIDENCE), begins),
            coverage[best],
            precision[best],
            weights @ whole / total,
            theme,
            np.maximum.reduceat(dice, begins),
            _mean_of_best(dice, begins, sizes),
            self._alike(facts, query),
            np.add.reduceat(_highest(dice, NEAREST), begins) / NEAREST,
            *self._order(query, texts[best]),
            ((1 - whole) * weights[:, None]).max(axis=0) / index.unknown_rarity,
            (content & ~figure) @ unmet / 3,
            name @ unmet,
            capital @ unmet,
            name @ (known_by < MET),
            asking @ (quality[:, best] < MET),
            asking @ (wordings < MET),
            figure @ (whole < 1),
            np.minimum(phrasings / MANY, 1.0),
        )
        return Measured(facts, texts[best], np.array(columns, dtype=np.float32).T.round(DECIMALS))

    def _met(self, query: Query, texts: Ints) -> tuple[Floats, Floats]:
        """How well each text meets each query term, 0..1 (terms x texts), and the rarity of all that meets any."""
        index, entries = self._index, self._index.entries
        wanted = list({number: 0 for term in query.terms for number, _ in term.terms})
        row_of_term = np.full(len(entries.terms), -1, dtype=np.int32)
        row_of_term[wanted] = np.arange(len(wanted), dtype=np.int32)
        run, _, lengths = runs(entries.text_entries[texts], entries.text_entries[texts + 1])
        rows = row_of_term[entries.entry_terms[run]]
        hits = np.flatnonzero(rows >= 0)
        present = np.zeros((len(wanted), len(texts)), dtype=np.float32)
        present[rows[hits], np.arange(len(texts)).repeat(lengths)[hits]] = 1.0
        quality = np.zeros((len(query.terms), len(texts)), dtype=np.float32)
        best = np.zeros(len(wanted), dtype=np.float32)
        for place, term in enumerate(query.terms):
            if term.terms:
                of_term = row_of_term[[number for number, _ in term.terms]]
                values = np.array([value for _, value in term.terms], dtype=np.float32)
                quality[place] = (present[of_term] * values[:, None]).max(axis=0)
                best[of_term] = np.maximum(best[of_term], values)
        return quality, np.asarray((best * index.rarity[wanted]) @ present)

    def _alike(self, facts: Numbers, query: Query) -> Floats:
        """How alike a question and each fact's three most alike wordings are, 0..1: rapidfuzz's token sort ratio."""
        typed = " ".join(sorted(query.as_split))
        wordings = [self._in_order(number) for number in facts.tolist()]
        ratios = process.cdist([typed], [one for fact in wordings for one in fact], scorer=fuzz.ratio)[0] / 100
        sizes = np.array([len(fact) for fact in wordings])
        return _mean_of_best(ratios, np.concatenate(([0], sizes.cumsum()[:-1])), sizes)

    def _in_order(self, number: int) -> tuple[str, ...]:
        """The words of each wording of a fact, sorted, as one text."""
        found = self._wordings.get(number)
        if found is None:
            fact = self._facts[number]
            found = tuple(" ".join(sorted(words(text))) for text in (fact.claim, *fact.phrasings))
            self._wordings[number] = found
        return found

    def _order(self, query: Query, texts: Ints) -> tuple[list[float], list[float]]:
        """For each text, the share of the question's neighbouring terms that follow one another in it, and reversals.

        Other words between them do not count; a word that would meet several terms counts for the one it meets best.
        """
        best: dict[int, float] = {}
        met_by: dict[int, int] = {}
        for place, term in enumerate(query.terms, start=1):
            for number, quality in term.terms:
                if quality > best.get(number, 0.0):
                    best[number], met_by[number] = quality, place
        names = [place for place, term in enumerate(query.terms, start=1) if term.name and term.content]
        neighbours = max(len(query.terms) - 1, 1)
        entries = self._index.entries
        ordered, turned = [], []
        for text in texts.tolist():
            following, places = set[int](), list[int]()
            for number in entries.entry_terms[entries.text_entries[text] : entries.text_entries[text + 1]].tolist():
                if place := met_by.get(number, 0):
                    if places and place == places[-1] + 1:
                        following.add(place)
                    places.append(place)
            ordered.append(len(following) / neighbours)
            met_names = list(dict.fromkeys(place for place in places if place in names))
            turned.append(float(len(met_names) == 2 and met_names[0] > met_names[1]))
        return ordered, turned


QUESTION_FEATURES = {
    "strangers": "how many words the base does not know, in threes",
    "strange": "their share of the words that say something of the theme",
    "weight": "the logarithm of 1 + the weight of all words, in unknown words",
    "words": "how many words count, in tens",
    "contents": "how many of them say something of the theme, in tens",
}
"""What is measured of a question alone, by name."""


def of_question(query: Query, unknown_rarity: float) -> list[float]:
    """The :data:`QUESTION_FEATURES` of a question."""
    contents = sum(term.content for term in query.terms)
    strangers = sum(term.content and term.strange for term in query.terms)
    return [
        min(strangers / 3, 2.0),
        strangers / max(contents, 1),
        log1p(float(query.weights.sum()) / unknown_rarity),
        min(len(query.terms) / 10, 1.5),
        min(contents / 10, 1.0),
    ]


def runs(starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
    """The numbers from each start up to its end, one run after the other; where each run begins, and its length."""
    sizes = ends - starts
    begins = np.cumsum(sizes, dtype=np.int32) - sizes
    run = (starts - begins).repeat(sizes) + np.arange(int(sizes.sum()), dtype=np.int32)
    return run.astype(np.int32), begins.astype(np.int32), sizes


def _highest(values: Floats, many: int) -> Floats:
    """1 for each of so many highest values, 0 for the others and for what is 0."""
    found = np.zeros(len(values), dtype=np.float32)
    places = np.argpartition(-values, many)[:many] if len(values) > many else np.arange(len(values))
    found[places[values[places] > 0]] = 1.0
    return found


def _first_best(values: Floats, begins: Ints, sizes: Ints) -> Numbers:
    """The place of the first highest value of each run."""
    highest = np.maximum.reduceat(values, begins).repeat(sizes)
    at = np.flatnonzero(values == highest)
    return at[np.searchsorted(at, begins)]


def _mean_of_best(values: Floats, begins: Ints, sizes: Ints) -> Floats:
    """The mean of each run's :data:`LIKEST` highest values."""
    order = np.lexsort((-values, np.arange(len(begins)).repeat(sizes)))
    falling = values[order]
    counted = np.minimum(sizes, LIKEST)
    total = sum(
        np.where(place < counted, falling[begins + np.minimum(place, sizes - 1)], 0.0) for place in range(LIKEST)
    )
    return np.asarray(total / counted, dtype=np.float32)
