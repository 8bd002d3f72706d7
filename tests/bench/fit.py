"""Fits the matcher's small linear models on the tuning halves: ``python -m tests.bench.fit`` writes ``weights.json``.

Deterministic: the same questions and facts give the same weights. The reporting halves are never read. From which
confidence on a fact is the answer is decided by five-fold cross-validation, on questions that no weight was fitted to.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.weights import MARKS, ODDS
from tests.bench.figures import Floats, auroc
from tests.bench.fitting.confidence import Signed, fit_confidence, likely
from tests.bench.fitting.ranking import fit_ranking
from tests.bench.fitting.rows import FOLDS, Put, Row, rows_of
from tests.bench.packs import PackName, load_pack
from tests.conftest import PROJECT
from tests.matching.questions import Half, Kind, of_half

TARGET = PROJECT / "bot" / "matching" / "weights.json"
LET_THROUGH = 0.07
"""The share of near misses that may be answered outright: less than the .08 that are promised for unseen questions."""


def main() -> None:
    """Fits the models, writes them, and says how they did on questions that they were not fitted to."""
    rows = list(_rows())
    held_out = _held_out(rows)
    answer_from = _threshold(held_out)
    ranking = fit_ranking(rows)
    few, many = fit_confidence(Signed.of(rows, ranking))
    learned = {
        "ranking": _named(MARKS, ranking),
        "few": _named(ODDS, few),
        "many": _named(ODDS, many),
        "answer_from": answer_from,
    }
    TARGET.write_text(json.dumps(learned, indent=2) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(PROJECT)} written from {len(rows)} questions; answers from {answer_from}; held out:")
    for name in PackName:
        print(f"  {name:8} {_summary([one for one in held_out if one.row.pack is name], answer_from)}")


def _rows() -> Iterator[Row]:
    tuning = [(pack, of_half(pack.questions, Half.TUNING)) for pack in map(load_pack, PackName)]
    for pack, questions in tuning:
        others = [
            question
            for other, theirs in tuning
            if other is not pack
            for question in theirs
            if question.kind is not Kind.OFF_TOPIC  # what is off the topic there may be on it here
        ]
        yield from rows_of(pack, questions, others)


@dataclass(frozen=True)
class _HeldOut:
    """A question as it was written, and how models that were fitted without it judged its first fact."""

    row: Row
    confidence: float
    right: bool


def _held_out(rows: Sequence[Row]) -> list[_HeldOut]:
    found: list[_HeldOut] = []
    for fold in range(FOLDS):
        others = [row for row in rows if row.fold != fold]
        ranking = fit_ranking(others)
        weights = fit_confidence(Signed.of(others, ranking))
        asked = [row for row in rows if row.fold == fold and row.put is Put.AS_WRITTEN]
        signed = Signed.of(asked, ranking)
        found += map(_HeldOut, asked, likely(signed, weights).tolist(), signed.right.tolist())
    return found


def _threshold(held_out: Sequence[_HeldOut]) -> float:
    """The lowest confidence, in hundredths, from which :data:`LET_THROUGH` of the near misses are answered at most.

    A base counts as the root of the number of its near misses, so that none is drowned and none decides by a few.
    """
    near = [one for one in held_out if one.row.question.kind is Kind.NEAR_MISS]
    by_pack = [np.array([one.confidence for one in near if one.row.pack is name]) for name in PackName]
    weights = [len(sure) ** 0.5 for sure in by_pack]
    steps = (step / 100 for step in range(101))
    shares = ((step, [(sure >= step).mean() for sure in by_pack]) for step in steps)
    return next(step for step, share in shares if np.average(share, weights=weights) <= LET_THROUGH)


def _summary(held_out: Sequence[_HeldOut], answer_from: float) -> str:
    sure = np.array([one.confidence for one in held_out])
    right = np.array([one.right for one in held_out])
    asked = np.array([one.row.question.answerable for one in held_out])
    near, off = (
        np.array([one.row.question.kind is kind for one in held_out]) for kind in (Kind.NEAR_MISS, Kind.OFF_TOPIC)
    )
    answered = sure >= answer_from
    figures = {
        "top-1": right[asked].mean(),
        "answered and right": (answered & right)[asked].mean(),
        "wrong among answers": 1 - right[asked & answered].mean(),
        "near misses answered": answered[near].mean(),
        "off-topic answered": answered[off].mean(),
        "AUROC near miss": auroc(sure[asked], sure[near]),
        "AUROC off-topic": auroc(sure[asked], sure[off]),
    }
    return "  ".join(f"{name} {value:.3f}" for name, value in figures.items())


def _named(names: tuple[str, ...], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
