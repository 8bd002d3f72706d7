"""The figures of matching quality, each computed from the outcomes of one engine; NaN where none bear on it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.bench.contest import Outcomes
from tests.matching.questions import UNANSWERABLE, Kind

BINS = 5
"""Of how many equal widths the confidence is binned for calibration."""

Figure = Callable[[Outcomes], float]
Floats = NDArray[np.float64]

_PLACE = {kind: place for place, kind in enumerate(Kind)}
_IS_ANSWERABLE = np.array([kind not in UNANSWERABLE for kind in Kind])


def _mean(values: NDArray[np.bool_] | Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _answerable(outcomes: Outcomes) -> NDArray[np.bool_]:
    return _IS_ANSWERABLE[outcomes.kinds]


def _are(outcomes: Outcomes, kind: Kind) -> NDArray[np.bool_]:
    return np.equal(outcomes.kinds, _PLACE[kind])


def first_right(outcomes: Outcomes) -> float:
    """Top-1: the share of answerable questions whose first fact is acceptable, 0..1."""
    return _mean(outcomes.places[_answerable(outcomes)] == 1)


def first_three(outcomes: Outcomes) -> float:
    """The share of answerable questions with an acceptable fact among the first three, 0..1."""
    places = outcomes.places[_answerable(outcomes)]
    return _mean((places >= 1) & (places <= 3))


def mean_reciprocal_rank(outcomes: Outcomes) -> float:
    """The mean over answerable questions of 1 / place of the first acceptable fact, 0 beyond five (Voorhees 1999)."""
    places = outcomes.places[_answerable(outcomes)]
    return _mean(np.where(places > 0, 1.0 / np.maximum(places, 1), 0.0))


def answered_right(outcomes: Outcomes) -> float:
    """The share of answerable questions that are answered outright, and rightly, 0..1."""
    return _mean((outcomes.answered & (outcomes.places == 1))[_answerable(outcomes)])


def answered_right_at_5(outcomes: Outcomes) -> float:
    """As :func:`answered_right`, were the threshold the one that lets 5 % of the tuning half's near misses through."""
    return _mean((outcomes.answered_at_5 & (outcomes.places == 1))[_answerable(outcomes)])


def wrong_among_answers(outcomes: Outcomes) -> float:
    """The share of outright answers to answerable questions that are wrong, 0..1."""
    return _mean(outcomes.places[_answerable(outcomes) & outcomes.answered] != 1)


def near_misses_answered(outcomes: Outcomes) -> float:
    """The share of near misses that are answered outright, 0..1."""
    return _mean(outcomes.answered[_are(outcomes, Kind.NEAR_MISS)])


def off_topic_answered(outcomes: Outcomes) -> float:
    """The share of off-topic questions that are answered outright, 0..1."""
    return _mean(outcomes.answered[_are(outcomes, Kind.OFF_TOPIC)])


def auroc(higher: Floats, lower: Floats) -> float:
    """The area under the ROC curve: how often one of ``higher`` exceeds one of ``lower``, ties counting half, 0..1.

    That is the Mann-Whitney U over the number of pairs (Hanley & McNeil 1982).
    """
    if not len(higher) or not len(lower):
        return float("nan")
    ordered = np.sort(lower)
    below = np.searchsorted(ordered, higher, "left") + np.searchsorted(ordered, higher, "right")
    return float(below.sum() / (2 * len(higher) * len(lower)))


def auroc_near_miss(outcomes: Outcomes) -> float:
    """The AUROC of the best score for answerable questions against near misses."""
    return auroc(outcomes.scores[_answerable(outcomes)], outcomes.scores[_are(outcomes, Kind.NEAR_MISS)])


def auroc_off_topic(outcomes: Outcomes) -> float:
    """The AUROC of the best score for answerable questions against off-topic ones."""
    return auroc(outcomes.scores[_answerable(outcomes)], outcomes.scores[_are(outcomes, Kind.OFF_TOPIC)])


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence is from ``low`` up to ``high``: how many, how sure on average, how often right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


def calibration(outcomes: Outcomes) -> list[Bin]:
    """What the confidence promised and kept over questions of every kind, the surest bin first; the last takes in 1.

    The best fact of an unanswerable question is never right. Only for engines whose scores are probabilities.
    """
    numbers = np.minimum((outcomes.scores * BINS).astype(int), BINS - 1)
    bins = []
    for number in reversed(range(BINS)):
        inside = numbers == number
        right, sure = _mean(outcomes.places[inside] == 1), _mean(outcomes.scores[inside])
        bins.append(Bin(number / BINS, (number + 1) / BINS, int(inside.sum()), sure, right))
    return bins


def calibration_error(outcomes: Outcomes) -> float:
    """The expected calibration error (Naeini et al. 2015): the bins' mean gap of promise and truth, by size, 0..1."""
    gaps = [one.n * abs(one.confidence - one.right) for one in calibration(outcomes) if one.n]
    return sum(gaps) / len(outcomes.scores) if gaps else float("nan")


def typo_loss(outcomes: Outcomes) -> float:
    """How much top-1 falls when two typing mistakes come into each question that is not noisy, in points of 1.

    That is the mean over several draws of such mistakes.
    """
    asked = outcomes.mistyped[:, 0] >= 0
    return _mean((outcomes.places[asked] == 1) - (outcomes.mistyped[asked] == 1).mean(axis=1))


def median_ms(outcomes: Outcomes) -> float:
    """The time that half of the questions took at most, in milliseconds."""
    return float(np.median(outcomes.seconds) * 1000)


def slow_ms(outcomes: Outcomes) -> float:
    """The time that 95 % of the questions took at most, in milliseconds."""
    return float(np.quantile(outcomes.seconds, 0.95) * 1000)
