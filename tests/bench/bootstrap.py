"""How far a figure would move had other questions been asked."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.bench.contest import Outcomes
from tests.bench.figures import Figure

RESAMPLES = 1000
SEED = 3


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval; NaN where there is nothing to compute it from."""

    value: float
    low: float
    high: float


def estimates(outcomes: Outcomes, figures: Mapping[str, Figure], resamples: int = RESAMPLES) -> dict[str, Estimate]:
    """Each figure by name, with its percentile bootstrap interval (Efron 1979), the same on every run.

    Questions are drawn with replacement within their kind, since how many there are of each was somebody's choice.
    """
    random = np.random.default_rng(SEED)
    strata = [np.flatnonzero(outcomes.kinds == kind) for kind in np.unique(outcomes.kinds)]
    drawn: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(resamples):
        again = outcomes.take(np.concatenate([random.choice(stratum, len(stratum)) for stratum in strata]))
        for name, figure in figures.items():
            drawn[name].append(figure(again))
    return {name: _estimate(figure(outcomes), np.array(drawn[name])) for name, figure in figures.items()}


def _estimate(value: float, drawn: NDArray[np.float64]) -> Estimate:
    known = drawn[~np.isnan(drawn)]
    low, high = np.quantile(known, (0.025, 0.975)) if len(known) else (np.nan, np.nan)
    return Estimate(value, float(low), float(high))
