"""How well each candidate meets a question, text by text, as a few numbers: what ranking and confidence are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.factbase.model import Fact
from bot.matching.candidates import candidates
from bot.matching.entries import Field, Floats, Ints, Numbers, runs
from bot.matching.index import DECIMALS, Index
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
    "dice_lead": "by how much its dice leads the best other fact's, negative if it does not",
    "centroid": "the cosine of the question and the mean of the fact's wordings (Rocchio 1971)",
    "bayes": "its share of the candidates' likelihood, by how many of their wordings have each word (naive Bayes)",
    "weakest": "the least that a word of the theme speaks for it: its share of the candidates' wordings that have it",
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
_PHRASING = int(Field.PHRASING)
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
PRIOR, RARE = 2.0, 0.01
"""How many wordings of any fact count beside a fact's own, and the share of wordings that has a word at least."""
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
        lengths = entries.text_entries[texts + 1] - entries.text_entries[texts]
        quality, met_rarity, order = self._met(query, facts, lengths)
        kinds = entries.text_fields[texts]
        phrasing, wording = kinds == _PHRASING, kinds <= _PHRASING
        coverage = weights @ quality / total
        precision = np.minimum(met_rarity / index.text_mass[texts], 1.0)
        square = RECALL_BIAS**2
        f = (1 + square) * precision * coverage / np.maximum(square * precision + coverage, 1e-9)
        dice = 2 * quality.sum(axis=0) / np.maximum(lengths + len(query.terms), 1) * wording
        cosine = weights**2 @ quality * wording / index.text_norms[texts]
        of_fact = np.arange(sizes.max()) < sizes[:, None]
        best = begins + _padded(f.round(DECIMALS), of_fact).argmax(axis=1)
        in_best = quality[:, best]
        whole = np.maximum.reduceat(quality, begins, axis=1)
        content, asking, name, capital, figure = np.array(
            [(term.content, term.asking, term.name, term.capital, is_figure(term.surface)) for term in query.terms]
        ).T
        name, unmet = name & content, whole < MET
        most_alike = np.maximum.reduceat(dice, begins)
        wordings = np.add.reduceat(wording & (lengths > 0), begins)
        having = np.add.reduceat(quality * wording, begins, axis=1) / np.maximum(wordings, 1)
        columns = (
            f[begins],
            np.maximum.reduceat(f * phrasing, begins),
            np.maximum.reduceat(f * ~wording, begins),
            coverage[best],
            precision[best],
            weights @ whole / total,
            theme,
            most_alike,
            _mean_of_best(dice, of_fact),
            leads(most_alike),
            np.minimum(np.add.reduceat(cosine, begins) / (np.linalg.norm(weights) * index.fact_norms[facts]), 1.0),
            *_by_word(having, wordings, content),
            self._alike(facts, query),
            np.add.reduceat(_highest(dice, NEAREST), begins) / NEAREST,
            *_order(order, best, len(texts), np.flatnonzero(name), len(query.terms)),
            ((1 - whole) * weights[:, None]).max(axis=0) / index.unknown_rarity,
            (content & ~figure) @ unmet / 3,
            name @ unmet,
            capital @ unmet,
            name @ (np.maximum(in_best, quality[:, begins]) < MET),
            asking @ (in_best < MET),
            asking @ (np.maximum.reduceat(quality * wording, begins, axis=1) < MET),
            figure @ (whole < 1),
            np.minimum((wordings - 1) / MANY, 1.0),
        )
        return Measured(facts, texts[best], np.array(columns, dtype=np.float32).T.round(DECIMALS))

    def _met(self, query: Query, facts: Numbers, lengths: Ints) -> tuple[Floats, Floats, tuple[Numbers, Numbers]]:
        """How well each text of the facts meets each term, 0..1 (terms x texts), and the rarity of all that meets any.

        Then, one after the other, the places of the texts' words that meet any term: of their text, and of the term.
        """
        index, entries = self._index, self._index.entries
        met = [pair for term in query.terms for pair in term.terms]
        counts = np.array([len(term.terms) for term in query.terms])
        places, values = np.arange(len(counts)).repeat(counts), np.array([value for _, value in met], dtype=np.float32)
        wanted = list(dict.fromkeys(number for number, _ in met))
        row_of_term = np.full(len(entries.terms), -1, dtype=np.intp)
        row_of_term[wanted] = np.arange(len(wanted))
        of_term = row_of_term[[number for number, _ in met]]
        first, last = (
            entries.text_entries[entries.fact_texts[facts]],
            entries.text_entries[entries.fact_texts[facts + 1]],
        )
        rows = row_of_term[entries.entry_terms[runs(first, last)[0]]]
        hits = np.flatnonzero(rows >= 0)
        rows, holders = rows[hits], np.arange(len(lengths)).repeat(lengths)[hits]
        present = np.zeros((len(wanted), len(lengths)), dtype=np.float32)
        present[rows, holders] = 1.0
        quality = np.zeros((len(counts), len(lengths)), dtype=np.float32)
        as_met, begins = present[of_term] * values[:, None], counts.cumsum() - counts
        for place in np.flatnonzero(counts).tolist():  # which takes a third of what reduceat does
            quality[place] = np.maximum.reduce(as_met[begins[place] : begins[place] + counts[place]])
        better = np.lexsort((-places, values))  # of repeated terms the last counts: the first place of the best value
        best, met_by = np.zeros(len(wanted), dtype=np.float32), np.zeros(len(wanted), dtype=np.intp)
        best[of_term[better]], met_by[of_term[better]] = values[better], places[better]
        return quality, np.asarray((best * index.rarity[wanted]) @ present), (holders, met_by[rows])

    def _alike(self, facts: Numbers, query: Query) -> Floats:
        """How alike a question and each fact's three most alike wordings are, 0..1: rapidfuzz's token sort ratio."""
        typed = " ".join(sorted(query.as_split))
        wordings = [self._in_order(number) for number in facts.tolist()]
        ratios = process.cdist([typed], [one for fact in wordings for one in fact], scorer=fuzz.ratio)[0] / 100
        sizes = np.array([len(fact) for fact in wordings])
        return _mean_of_best(ratios, np.arange(sizes.max()) < sizes[:, None])

    def _in_order(self, number: int) -> tuple[str, ...]:
        """The words of each wording of a fact, sorted, as one text."""
        found = self._wordings.get(number)
        if found is None:
            fact = self._facts[number]
            found = tuple(" ".join(sorted(words(text))) for text in (fact.claim, *fact.phrasings))
            self._wordings[number] = found
        return found


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


def _order(
    met: tuple[Numbers, Numbers], best: Numbers, texts: int, names: Numbers, terms: int
) -> tuple[Floats, Floats]:
    """For each fact's best text, the share of the question's neighbouring terms that follow one another, and reversals.

    Other words between them do not count; a word that would meet several terms counts for the one it meets best.
    """
    fact_of_text = np.full(texts, -1)
    fact_of_text[best] = np.arange(len(best))
    facts = fact_of_text[met[0]]
    in_best = np.flatnonzero(facts >= 0)
    facts, places = facts[in_best], met[1][in_best]
    follows = 1 + np.flatnonzero((facts[1:] == facts[:-1]) & (places[1:] == places[:-1] + 1))
    following = np.zeros((len(best), terms), dtype=bool)
    following[facts[follows], places[follows]] = True
    named: list[dict[int, None]] = [{} for _ in best]
    if len(names) > 1:
        for at in np.flatnonzero(np.isin(places, names)).tolist():
            named[facts[at]][int(places[at])] = None
    turned = [len(two) == 2 and list(two) != sorted(two) for two in named]
    return following.sum(axis=1) / max(terms - 1, 1), np.array(turned, dtype=np.float32)


def leads(values: Floats) -> Floats:
    """By how much each value exceeds the highest other one."""
    highest = values.argmax()
    found = values - values[highest]
    found[highest] = values[highest] - np.delete(values, highest).max(initial=0.0)
    return np.asarray(found)


def _by_word(having: NDArray[np.floating], wordings: Ints, content: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """What words tell of facts, by the share of each fact's ``wordings`` that has each word (words x facts).

    That is the share of each fact in the likelihood of all words, with what they have in common as the prior of
    :data:`PRIOR` wordings, and its least share in a word of ``content``.
    """
    usual = having @ wordings / wordings.sum()
    likely = np.log((having * wordings + PRIOR * usual[:, None] + RARE) / (wordings + PRIOR)).sum(axis=0)
    shares = np.exp(likely - likely.max())
    each = having + RARE
    least = (each / each.sum(axis=1, keepdims=True)).min(axis=0, initial=1.0, where=content[:, None])
    return np.asarray(shares / shares.sum()), np.asarray(least)


def _highest(values: Floats, many: int) -> Floats:
    """1 for each of so many highest values, 0 for the others and for what is 0."""
    found = np.zeros(len(values), dtype=np.float32)
    places = np.argpartition(-values, many)[:many] if len(values) > many else np.arange(len(values))
    found[places[values[places] > 0]] = 1.0
    return found


def _padded(values: Floats, of_run: NDArray[np.bool_]) -> Floats:
    """Values run by run as rows, with zeros after each run's end."""
    padded = np.zeros(of_run.shape, dtype=np.float32)
    padded[of_run] = values
    return padded


def _mean_of_best(values: Floats, of_run: NDArray[np.bool_]) -> Floats:
    """The mean of the :data:`LIKEST` highest of each run of values, which are 0 or more."""
    rising = _padded(values, of_run)
    rising.sort()
    return np.asarray(rising[:, -LIKEST:].sum(axis=1) / np.minimum(of_run.sum(axis=1), LIKEST), dtype=np.float32)
