"""All figures of one engine, over all questions and by kind of question."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from tests.bench import figures as f
from tests.bench.bootstrap import Estimate, estimates
from tests.bench.contest import Outcomes
from tests.matching.questions import UNANSWERABLE, Kind

TYPO_LOSS = "top-1 lost by 2 typos"
CALIBRATION = "calibration error"

BY_KIND: Mapping[str, f.Figure] = MappingProxyType(
    {
        "top-1": f.first_right,
        "in first three": f.first_three,
        "MRR": f.mean_reciprocal_rank,
        "answered and right": f.answered_right,
        "the same at 5 % false": f.answered_right_at_5,
        "wrong among answers": f.wrong_among_answers,
        "AUROC near miss": f.auroc_near_miss,
        "AUROC off-topic": f.auroc_off_topic,
        TYPO_LOSS: f.typo_loss,
    }
)
"""What is also computed for each answerable kind, against all unanswerable questions where it takes two sides."""

TIMES: Mapping[str, f.Figure] = MappingProxyType({"ms, p50": f.median_ms, "ms, p95": f.slow_ms})

OVERALL: Mapping[str, f.Figure] = MappingProxyType(
    {
        **BY_KIND,
        "near misses answered": f.near_misses_answered,
        "off-topic answered": f.off_topic_answered,
        **TIMES,
    }
)


@dataclass(frozen=True, slots=True)
class Report:
    """An engine's figures by name; ``bins`` is None for an engine whose scores are no probabilities."""

    engine: str
    counts: Mapping[Kind, int]
    overall: Mapping[str, Estimate]
    by_kind: Mapping[Kind, Mapping[str, Estimate]]
    bins: tuple[f.Bin, ...] | None


def report(engine: str, outcomes: Outcomes, probabilities: bool) -> Report:
    """The report on an engine's outcomes, with calibration where its scores are ``probabilities``."""
    counts = {kind: len(outcomes.of_kinds(kind).kinds) for kind in Kind}
    kinds = {
        kind: estimates(outcomes.of_kinds(kind, *UNANSWERABLE), BY_KIND) for kind in Kind if kind not in UNANSWERABLE
    }
    overall = {**OVERALL, CALIBRATION: f.calibration_error} if probabilities else OVERALL
    bins = tuple(f.calibration(outcomes)) if probabilities else None
    return Report(engine, counts, estimates(outcomes, overall), kinds, bins)


def as_json(one: Report) -> dict[str, Any]:
    """A report as plain values; null where there is nothing to compute a figure from."""
    return {
        "n": dict(one.counts),
        "overall": _estimates(one.overall),
        "by_kind": {kind: _estimates(found) for kind, found in one.by_kind.items()},
        "calibration": [_finite(asdict(bin)) for bin in one.bins] if one.bins else None,
    }


def _estimates(found: Mapping[str, Estimate]) -> dict[str, dict[str, Any]]:
    return {name: _finite(asdict(estimate)) for name, estimate in found.items()}


def _finite(values: dict[str, Any]) -> dict[str, Any]:
    return {name: None if math.isnan(value) else value for name, value in values.items()}
