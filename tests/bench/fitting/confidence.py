"""The fit of the confidence: one weight a sign, for facts with few phrasings and for facts with many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.matching.confidence import leaders, signs
from bot.matching.learned import MARKS, ODDS
from tests.bench.figures import Floats
from tests.bench.fitting.rows import Put, Row

PENALTY = 0.004
"""The L2 penalty on the weights of signs scaled to unit variance."""
BEREFT_SHARE = 0.3
"""How much a question of a base that lacks its fact counts beside one that a person wrote as it is."""
AGAINST = frozenset({"void", "unmet", "names", "capitals", "strangers", "weight"})
EITHER = frozenset({"words", "contents", "bias"})
"""Signs that may only lower the confidence, and those that may do either; all others may only raise it.

Without that, signs that go together get weights that cancel out on the questions at hand and mislead on others.
"""
UNUSED = frozenset({"phrased"})
"""Signs that only mix the two sets of weights."""

_PHRASED = MARKS.index("phrased")


@dataclass(frozen=True)
class Signed:
    """The first-ranked fact of each of n questions.

    That is its signs and a 1 for the bias (n x odds), whether it is right, and how much the question counts.
    """

    signs: Floats
    right: NDArray[np.bool_]
    shares: Floats

    @classmethod
    def of(cls, rows: Sequence[Row], ranking: Floats) -> Self:
        """The rows under a ranking; a pack counts as the root of its number of questions."""
        found = np.ones((len(rows), len(ODDS)))
        right = np.zeros(len(rows), dtype=bool)
        for number, row in enumerate(rows):
            places, leads, shares = leaders(row.marked.marks @ ranking.astype(np.float32), 1)
            found[number, :-1] = signs(row.read, row.marked.marks[places], leads, shares, row.unknown_rarity)[0]
            right[number] = row.right[places[0]]
        packs = [row.pack for row in rows]
        counts = np.array(
            [(BEREFT_SHARE if row.put is Put.BEREFT else 1.0) / packs.count(row.pack) ** 0.5 for row in rows]
        )
        return cls(found, right, counts / counts.sum())

    @property
    def mixed(self) -> Floats:
        """The signs twice, by how far the fact has few phrasings and by how far many (n x 2 odds)."""
        many = self.signs[:, _PHRASED, None]
        return np.hstack((self.signs * (1 - many), self.signs * many))


Weights = tuple[Floats, Floats]


def fit_confidence(signed: Signed) -> Weights:
    """The weights and bias for facts with few and with many phrasings: a logistic regression of being right."""
    mixed = signed.mixed
    spread: Floats = np.tile(signed.signs.std(axis=0), 2) + 1e-9
    spread[np.tile([name == "bias" for name in ODDS], 2)] = 1.0
    scaled = mixed / spread
    penalised = np.tile([name != "bias" for name in ODDS], 2) * PENALTY

    def loss(weights: Floats) -> tuple[float, Floats]:
        likely = 1 / (1 + np.exp(-(scaled @ weights)))
        chance = np.where(signed.right, likely, 1 - likely)
        value = -float(signed.shares @ np.log(chance + 1e-12)) + float(penalised @ weights**2) / 2
        return value, scaled.T @ (signed.shares * (likely - signed.right)) + penalised * weights

    bounds = [_bounds(name) for name in ODDS] * 2
    found = minimize(loss, np.zeros(2 * len(ODDS)), jac=True, method="L-BFGS-B", bounds=bounds)
    few, many = np.split(found.x / spread, 2)
    return few, many


def likely(signed: Signed, weights: Weights) -> Floats:
    """How likely each first-ranked fact is right, 0..1."""
    return np.asarray(1 / (1 + np.exp(-(signed.mixed @ np.concatenate(weights)))))


def _bounds(name: str) -> tuple[float | None, float | None]:
    if name in UNUSED:
        return 0.0, 0.0
    if name in EITHER:
        return None, None
    return (None, 0.0) if name in AGAINST else (0.0, None)
