"""Fits the matcher's two linear models on the tuning halves: ``python -m tests.bench.fit`` writes ``learned.json``.

Deterministic: the same questions and facts give the same weights. The reporting halves are never read.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.matching.confidence import signs
from bot.matching.learned import MARKS, SIGNS, Learned
from bot.matching.matcher import Matcher, leaders
from tests.bench.packs import PackName, load_pack
from tests.conftest import PROJECT
from tests.matching.questions import Half, Question

TARGET = PROJECT / "bot" / "matching" / "learned.json"
CONFIDENCE_ONLY = frozenset({"void"})
"""Marks that say more about the question than about which fact is meant: they do not rank."""
SHARPNESS = 10.0
"""How sharply the softmax over facts tells them apart while the ranking is fitted."""
RANKING_PENALTY, CONFIDENCE_PENALTY = 0.01, 0.002
"""The L2 penalties on the ranking's weights and on the confidence's (of signs scaled to unit variance)."""
AGAINST = frozenset({"void", "strangers", "weight"})
EITHER = frozenset({"words"})
"""Signs that may only lower the confidence, and those that may do either; all others may only raise it.

Without that, signs that go together get weights that cancel out on the questions at hand and mislead on others.
"""

Floats = NDArray[np.float64]


def main() -> None:
    """Fits both models and writes them."""
    asked = []
    for pack in map(load_pack, PackName):
        tuning = tuple(question for question in pack.questions if question.half is Half.TUNING)
        asked.append((Matcher(pack.base), tuning))
    ranking = fit_ranking(asked)
    weights, bias = fit_confidence(asked, ranking)
    learned = {"ranking": _named(MARKS, ranking), "confidence": _named(SIGNS, weights), "bias": round(bias, 4)}
    Path(TARGET).write_text(json.dumps(learned, indent=2) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(PROJECT)} written from {sum(len(questions) for _, questions in asked)} questions")


Asked = list[tuple[Matcher, tuple[Question, ...]]]


def fit_ranking(asked: Asked) -> Floats:
    """One weight a mark, those under which a softmax over the shortlist gives the right facts most.

    That is ListNet's loss (Cao et al. 2007) for a list with one right place.
    """
    rows = []
    for matcher, questions in asked:
        for question in questions:
            _, marked = matcher.marked(question.text)
            right = np.array([matcher.fact_id(number) in question.facts for number in marked.facts], dtype=float)
            if right.sum():
                rows.append((marked.marks.astype(float), right))
    held = np.array([name in CONFIDENCE_ONLY for name in MARKS])

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = 0.0, np.zeros_like(weights)
        for marks, right in rows:
            scores = SHARPNESS * (marks @ weights)
            share = np.exp(scores - scores.max())
            share /= share.sum()
            hit = float(share @ right) + 1e-12
            value -= np.log(hit)
            slope -= SHARPNESS * marks.T @ (share * right / hit - share)
        slope = slope / len(rows) + 2 * RANKING_PENALTY * weights
        slope[held] = 0.0
        return value / len(rows) + RANKING_PENALTY * float(weights @ weights), slope

    found = minimize(loss, np.where(held, 0.0, 1.0), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


def fit_confidence(asked: Asked, ranking: Floats) -> tuple[Floats, float]:
    """One weight a sign, and the bias, of a logistic regression of whether the first-ranked fact was right.

    Every fact base counts the same, however many questions it has.
    """
    learned = Learned(ranking.astype(np.float32), np.zeros(len(SIGNS), dtype=np.float32), 0.0)
    rows: list[NDArray[np.float32]] = []
    right: list[bool] = []
    shares: list[float] = []
    for matcher, questions in asked:
        for question in questions:
            read, marked = matcher.marked(question.text)
            places, leads = leaders(marked.marks @ learned.ranking, 1)
            rows.extend(signs(read, marked.marks[places], leads, matcher.unknown_rarity))
            right.extend(matcher.fact_id(number) in question.facts for number in marked.facts[places])
            shares.extend(1 / len(questions) for _ in places)
    values = np.array(rows, dtype=float)
    spread: Floats = values.std(axis=0) + 1e-9
    scaled = np.column_stack((values / spread, np.ones(len(rows))))
    truth, share = np.array(right, dtype=float), np.array(shares) / len(asked)

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = scaled @ weights
        likely = 1 / (1 + np.exp(-odds))
        value = -float(share @ (truth * np.log(likely + 1e-12) + (1 - truth) * np.log(1 - likely + 1e-12)))
        penalty = CONFIDENCE_PENALTY * np.append(weights[:-1], 0.0)
        return value + float(penalty @ weights) / 2, scaled.T @ (share * (likely - truth)) + penalty

    bounds = [(None, 0.0) if name in AGAINST else (None, None) if name in EITHER else (0.0, None) for name in SIGNS]
    found = minimize(loss, np.zeros(len(SIGNS) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    return np.asarray(found.x[:-1] / spread), float(found.x[-1])


def _named(names: tuple[str, ...], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
