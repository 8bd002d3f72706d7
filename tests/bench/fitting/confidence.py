"""The fit of the confidence: one weight a sign, for facts with few phrasings and for facts with many."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.matching.confidence import leaders, signs
from bot.matching.weights import MARKS, ODDS
from tests.bench.figures import Floats
from tests.bench.fitting.rows import Put, Row

PENALTY = 0.004
"""The L2 penalty on the weights of signs scaled to unit variance."""
COUNTS = {Put.AS_WRITTEN: 1.0, Put.BEREFT: 0.1, Put.ABROAD: 0.2}
"""How much a question counts by how it is put, beside one that a person wrote for that base; others do not."""
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
        """The rows under a ranking; a pack counts as the root of the number of its questions."""
        rows = [row for row in rows if row.put in COUNTS]
        found = np.empty((len(rows), len(ODDS)))
        right = np.zeros(len(rows), dtype=bool)
        for number, row in enumerate(rows):
            places, leads, shares = leaders(row.marked.marks @ ranking.astype(np.float32), 1)
            alike = [row.alike[place] for place in places]
            found[number] = signs(row.read, row.marked.marks[places], leads, shares, alike, row.unknown_rarity)[0]
            right[number] = row.right[places[0]]
        written = Counter(row.pack for row in rows if row.put is Put.AS_WRITTEN)
        counts = np.array([COUNTS[row.put] / max(written[row.pack], 1) ** 0.5 for row in rows])
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

    found = minimize(loss, np.zeros(2 * len(ODDS)), jac=True, method="L-BFGS-B")
    few, many = np.split(found.x / spread, 2)
    return few, many


def likely(signed: Signed, weights: Weights) -> Floats:
    """How likely each first-ranked fact is right, 0..1."""
    return np.asarray(1 / (1 + np.exp(-(signed.mixed @ np.concatenate(weights)))))
