"""How the model is fitted: questions as their bases met them, and ranking and trees over these."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier

from bot.factbase.model import FactBase
from bot.matching.confidence import leaders
from bot.matching.features import FEATURES, Measured
from bot.matching.finder import Finder
from bot.matching.matcher import CANDIDATES
from bot.matching.query import Query
from bot.matching.weights import DEPTH, EVIDENCE_OF_TRUTH, SHARPNESS, Trees
from tests.bench.figures import Floats
from tests.bench.typos import mistype
from tests.matching.questions import Kind, Question

FOLDS = 5
"""Into how many parts the questions fall for cross-validation."""
PARTS = 6
"""Into how many parts a base's facts fall, of which each is taken away once."""
NOT_RANKING = frozenset({"phrased"})
"""Features that say nothing of which fact is meant."""
RANKING_PENALTY = 0.005
"""The L2 penalty on the weights of the ranking."""
TREES = 100
OTHERS = 0.1
"""How much a fact that does not rank first counts beside the first."""
OF_ANSWERABLE = 0.25
"""How much a wrong fact of a question that has a right one counts beside one of a question that has none.

What separates questions of the base from near misses matters more: the ranking has to separate the facts.
"""
_SPEAKS_FOR = """
claim phrasing evidence coverage precision whole theme dice dices dice_lead centroid bayes weakest
letters nearest order lead share
"""
_SPEAKS_AGAINST = """
reversed void unmet unnamed uncapitalised misnamed misasked unasked misvalued strangers strange
"""


class Put(Enum):
    """How a question is put to its base."""

    AS_WRITTEN = auto()
    MISTYPED = auto()
    """With two typing mistakes more."""
    BEREFT = auto()
    """To a base that lacks the facts that answer it: a near miss that nobody had to write."""
    ABROAD = auto()
    """To the base of another pack: an off-topic question that nobody had to write."""


COUNTS = {Put.AS_WRITTEN: 1.0, Put.MISTYPED: 0.0, Put.BEREFT: 0.1, Put.ABROAD: 0.1}
"""How much a question counts for the odds by how it is put."""


@dataclass(frozen=True)
class Row:
    """A question of a set as a base met it, and which of the measured facts answer it."""

    pack: str
    question: Question
    put: Put
    query: Query
    measured: Measured
    right: NDArray[np.bool_]
    unknown_rarity: float

    @property
    def fold(self) -> int:
        """Its part of all: the same for all questions that one fact answers, however they are put."""
        return _part(self.question.facts[0] if self.question.facts else self.question.text, FOLDS)


def rows_of(
    pack: str,
    base: FactBase,
    questions: Sequence[Question],
    others: Sequence[Question] = (),
    only_written: bool = False,
) -> Iterator[Row]:
    """Every question in each way that it can be put; left out if no fact has a word of it.

    ``others`` are questions of other packs.
    """
    whole = Finder(base)
    for question in questions:
        yield from _row(pack, whole, question, Put.AS_WRITTEN)
        if question.answerable and question.kind is not Kind.NOISY and not only_written:
            yield from _row(pack, whole, question, Put.MISTYPED)
    if only_written:
        return
    for question in others:
        yield from _row(pack, whole, replace(question, facts=()), Put.ABROAD)
    for part in range(PARTS):
        away = frozenset(number for number, fact in enumerate(base.facts) if _part(fact.id, PARTS) == part)
        ids, finder = {base.facts[number].id for number in away}, whole.without({}, away)
        for question in questions:
            if question.answerable and ids.issuperset(question.facts):
                yield from _row(pack, finder, question, Put.BEREFT)


def _row(pack: str, finder: Finder, question: Question, put: Put) -> Iterator[Row]:
    query, measured = finder.measure(mistype(question.text) if put is Put.MISTYPED else question.text)
    if len(measured.facts):
        right = np.array([finder.facts[number].id in question.facts for number in measured.facts])
        yield Row(pack, question, put, query, measured, right, finder.index.unknown_rarity)


def _part(text: str, parts: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[-4:]) % parts


def fit_ranking(rows: Sequence[Row], emphasis: Mapping[str, float], without: frozenset[str] = frozenset()) -> Floats:
    """One weight a feature, those under which a softmax over the candidates gives the right facts most.

    That is ListNet's loss (Cao et al. 2007) for a list with one right place.
    """
    rows = [row for row in rows if row.right.any()]
    shares = _shares(rows, emphasis, dict.fromkeys(Put, 1.0) | {Put.MISTYPED: 0.5})
    held = np.array([name in NOT_RANKING | without for name in FEATURES])
    longest = max(len(row.right) for row in rows)
    features = np.zeros((len(rows), longest, len(FEATURES)))
    right, there = np.zeros((len(rows), longest)), np.zeros((len(rows), longest))
    for number, row in enumerate(rows):
        features[number, : len(row.right)] = row.measured.features
        right[number, : len(row.right)], there[number, : len(row.right)] = row.right, 1.0

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = np.where(there > 0, SHARPNESS * (features @ weights), -np.inf)
        share = np.exp(scores - scores.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        hit = (share * right).sum(axis=1) + 1e-12
        slope = np.einsum("r,rn,rnf->f", shares, share - share * right / hit[:, None], features) * SHARPNESS
        slope = slope + 2 * RANKING_PENALTY * weights
        slope[held] = 0.0
        return float(-shares @ np.log(hit)) + RANKING_PENALTY * float(weights @ weights), slope

    found = minimize(loss, np.where(held, 0.0, 0.1), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


@dataclass(frozen=True)
class Judged:
    """What tells of the best-ranked facts of n questions.

    Of each of m facts: its evidence (m x evidence), whether it is right, how much it counts, and its question.
    """

    evidence: Floats
    right: NDArray[np.bool_]
    shares: Floats
    of_question: NDArray[np.int64]


def judge(rows: Sequence[Row], ranking: Floats, emphasis: Mapping[str, float]) -> Judged:
    """The best-ranked facts of each row under a ranking."""
    shares = _shares(rows, emphasis, COUNTS)
    found = [
        leaders(row.measured, row.query, row.unknown_rarity, ranking.astype(np.float32), CANDIDATES) for row in rows
    ]
    sizes = [len(places) for places, _ in found]
    first = np.concatenate([np.arange(size) for size in sizes])
    right = np.concatenate([row.right[places] for row, (places, _) in zip(rows, found, strict=True)])
    passed_over = ~right & np.repeat([bool(row.question.facts) and row.put is not Put.BEREFT for row in rows], sizes)
    return Judged(
        np.vstack([evidence for _, evidence in found]),
        right,
        np.repeat(shares, sizes) * np.where(first == 0, 1.0, OTHERS) * np.where(passed_over, OF_ANSWERABLE, 1.0),
        np.repeat(np.arange(len(rows)), sizes),
    )


def fit_trees(judged: Judged, without: frozenset[str] = frozenset()) -> Trees:
    """The trees under which being right is likeliest; what speaks for a fact never lowers its odds, nor the reverse."""
    names = list(EVIDENCE_OF_TRUTH)
    counted = judged.shares > 0
    shares = judged.shares[counted] * counted.sum() / judged.shares.sum()
    evidence = np.where([name in without for name in names], 0.0, judged.evidence)[counted].astype(np.float32)
    fitted = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=0.12,
        max_depth=DEPTH,
        max_leaf_nodes=2**DEPTH,
        min_samples_leaf=30,
        l2_regularization=5.0,
        monotonic_cst=[(name in _SPEAKS_FOR.split()) - (name in _SPEAKS_AGAINST.split()) for name in names],
        random_state=0,
        early_stopping=False,
    ).fit(evidence, judged.right[counted], shares)
    trees = [_complete(stage[0].nodes) for stage in fitted._predictors]
    features, thresholds, leaves = zip(*trees, strict=True)
    return Trees(
        float(fitted._baseline_prediction[0, 0]),
        np.array(features, dtype=np.int16),
        np.array(thresholds, dtype=np.float32),
        np.array(leaves, dtype=np.float32),
    )


def _complete(nodes: NDArray[np.void]) -> tuple[list[int], list[float], list[float]]:
    """A tree of scikit-learn as a complete one: its splits' features and thresholds, and its leaves."""
    inner = 2**DEPTH - 1
    features, thresholds, leaves = [0] * inner, [float("inf")] * inner, [0.0] * (inner + 1)

    def visit(number: int, place: int) -> None:
        node = nodes[number]
        if place >= inner:
            leaves[place - inner] = round(float(node["value"]), 4)
        elif node["is_leaf"]:
            visit(number, 2 * place + 1)
            visit(number, 2 * place + 2)
        else:
            features[place], thresholds[place] = int(node["feature_idx"]), round(float(node["num_threshold"]), 4)
            visit(int(node["left"]), 2 * place + 1)
            visit(int(node["right"]), 2 * place + 2)

    visit(0, 0)
    return features, thresholds, leaves


def _shares(rows: Sequence[Row], emphasis: Mapping[str, float], counts: Mapping[Put, float]) -> Floats:
    """How much each row counts: a pack as the root of the number of its questions, times its emphasis."""
    written = Counter(row.pack for row in rows if row.put is Put.AS_WRITTEN)
    shares = np.array(
        [counts[row.put] * emphasis.get(row.pack, 1.0) / max(written[row.pack], 1) ** 0.5 for row in rows]
    )
    return np.asarray(shares / shares.sum())


def first_of(judged: Judged, trees: Trees, count: int) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Of each question, the likeliest fact's log-odds, whether it is right, and the right fact's place (0: none)."""
    likely = trees.log_odds(judged.evidence.astype(np.float32))
    sure, right, places = np.zeros(count), np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int64)
    for question in range(count):
        mine = np.flatnonzero(judged.of_question == question)
        order = mine[np.argsort(-likely[mine], kind="stable")]
        sure[question], right[question] = likely[order[0]], judged.right[order[0]]
        places[question] = next((place for place, one in enumerate(order, 1) if judged.right[one]), 0)
    return sure, right, places
