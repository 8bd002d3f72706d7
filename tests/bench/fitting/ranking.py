"""The fit of the ranking: one weight a mark."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from bot.matching.weights import MARKS, SHARPNESS
from tests.bench.figures import Floats
from tests.bench.fitting.rows import Row

CONFIDENCE_ONLY = frozenset({"void", "names", "capitals", "misnamed", "misasked", "phrased"})
"""Marks that say more about the question than about which fact is meant: they do not rank."""
PENALTY = 0.01
"""The L2 penalty on the weights."""


def fit_ranking(rows: Sequence[Row]) -> Floats:
    """One weight a mark, those under which a softmax over the shortlist gives the right facts most.

    That is ListNet's loss (Cao et al. 2007) for a list with one right place.
    """
    lists = [(row.marked.marks.astype(float), row.right.astype(float)) for row in rows if row.right.any()]
    held = np.array([name in CONFIDENCE_ONLY for name in MARKS])

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = 0.0, np.zeros_like(weights)
        for marks, right in lists:
            scores = SHARPNESS * (marks @ weights)
            share = np.exp(scores - scores.max())
            share /= share.sum()
            hit = float(share @ right) + 1e-12
            value -= np.log(hit)
            slope -= SHARPNESS * marks.T @ (share * right / hit - share)
        slope = slope / len(lists) + 2 * PENALTY * weights
        slope[held] = 0.0
        return value / len(lists) + PENALTY * float(weights @ weights), slope

    found = minimize(loss, np.where(held, 0.0, 0.2), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)
