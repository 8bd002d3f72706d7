"""Fits the matcher's model: ``python -m tests.bench.fit`` writes ``weights.json``.

Questions: the packs' tuning halves and, if ``FACTBOT_TEST_MATERIAL`` names a folder with them, ``set1.yaml`` and
BANKING77-OOS. Deterministic: the same questions and facts give the same weights. The reporting halves are never read.
The figures that it prints are of five-fold cross-validation, on questions about facts that nothing was fitted to.
``--ablation`` says how much each feature is worth: the figures without it.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.features import FEATURES
from bot.matching.weights import EVIDENCE_OF_TRUTH, Trees
from tests.bench.figures import Floats, auroc
from tests.bench.fitting import FOLDS, Put, Row, first_of, fit_ranking, fit_trees, judge, rows_of
from tests.bench.material import banking, blind, folder
from tests.bench.packs import PackName, load_pack
from tests.conftest import PROJECT
from tests.matching.questions import Half, Kind, of_half

TARGET = PROJECT / "bot" / "matching" / "weights.json"
LET_THROUGH = 0.06
"""The share of near misses that are answered outright in the figures."""
BANKING_PHRASINGS = (5, 10, 20, 200)
BANKING_SHARE = 1
"""Every so manieth question of BANKING77-OOS is fitted to."""
EMPHASIS = {"set1": 3.0} | {f"banking-{phrasings}": 0.5 for phrasings in BANKING_PHRASINGS}
"""How much a pack counts, besides its size; what was written blind counts most."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits the model, writes it, and says how it did on questions that it was not fitted to."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fit", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--ablation", action="store_true", help="the figures without each feature; writes nothing")
    options = parser.parse_args(arguments)
    rows = list(_rows())
    if options.ablation:
        for name in ("", *EVIDENCE_OF_TRUTH):
            print(f"without {name or 'nothing'}")
            _print(_held_out(rows, frozenset({name})))
        return
    held_out = _held_out(rows)
    ranking = fit_ranking(rows, EMPHASIS)
    trees = fit_trees(judge(rows, ranking, EMPHASIS))
    TARGET.write_text(_as_json(ranking, trees), encoding="utf-8")
    print(f"{TARGET.relative_to(PROJECT)} written from {len(rows)} questions; held out:")
    _print(held_out)


def _rows() -> Iterator[Row]:
    tuning = {pack.name: (pack.base, of_half(pack.questions, Half.TUNING)) for pack in map(load_pack, PackName)}
    for name, (base, questions) in tuning.items():
        others = [
            question
            for other, (_, theirs) in tuning.items()
            if other is not name
            for question in theirs
            if question.kind is not Kind.OFF_TOPIC  # what is off the topic there may be on it here
        ]
        yield from rows_of(name.value, base, questions, others[::3])
    if material := folder():
        set1 = blind(material / "questions" / "set1.yaml")
        yield from rows_of("set1", set1.base, set1.questions)
        for phrasings in BANKING_PHRASINGS:
            bank = banking(material, phrasings)
            yield from rows_of(f"banking-{phrasings}", bank.base, bank.questions[::BANKING_SHARE], only_written=True)


@dataclass(frozen=True)
class _HeldOut:
    """A question as it was written, and how a model that was fitted without it judged its facts."""

    row: Row
    odds: float
    right: bool
    place: int


def _held_out(rows: Sequence[Row], without: frozenset[str] = frozenset()) -> list[_HeldOut]:
    found: list[_HeldOut] = []
    for fold in range(FOLDS):
        others = [row for row in rows if row.fold != fold]
        ranking = fit_ranking(others, EMPHASIS, without)
        trees = fit_trees(judge(others, ranking, EMPHASIS), without)
        asked = [row for row in rows if row.fold == fold and row.put is Put.AS_WRITTEN]
        judged = first_of(judge(asked, ranking, EMPHASIS), trees, len(asked))
        found += map(_HeldOut, asked, *(values.tolist() for values in judged))
    return found


def _print(held_out: Sequence[_HeldOut]) -> None:
    for name in dict.fromkeys(one.row.pack for one in held_out):
        figures = _figures([one for one in held_out if one.row.pack == name])
        print(f"  {name:12}" + "  ".join(f"{figure} {value:.3f}" for figure, value in figures.items()), flush=True)


def _figures(held_out: Sequence[_HeldOut]) -> dict[str, float]:
    """Figures of one pack, as if :data:`LET_THROUGH` of its near misses were answered."""
    odds, right = np.array([one.odds for one in held_out]), np.array([one.right for one in held_out])
    asked = np.array([one.row.question.answerable for one in held_out])
    near, off = (
        np.array([one.row.question.kind is kind for one in held_out]) for kind in (Kind.NEAR_MISS, Kind.OFF_TOPIC)
    )
    answered = odds > np.quantile(odds[near], 1 - LET_THROUGH)
    return {
        "first": right[asked].mean(),
        "in three": np.mean([0 < one.place <= 3 for one in held_out if one.row.question.answerable]),
        "answered right": (answered & right)[asked].mean(),
        "wrong": 1 - right[asked & answered].mean(),
        "off": answered[off].mean(),
        "AUROC near": auroc(odds[asked], odds[near]),
    }


def _as_json(ranking: Floats, trees: Trees) -> str:
    names = list(EVIDENCE_OF_TRUTH)
    splits = zip(trees.features.tolist(), trees.thresholds.tolist(), strict=True)
    lines = [
        json.dumps(
            {
                "splits": [
                    [names[number], round(min(at, 99.0), 4)] for number, at in zip(numbers, thresholds, strict=True)
                ],
                "leaves": [round(leaf, 4) for leaf in leaves],
            }
        )
        for (numbers, thresholds), leaves in zip(splits, trees.leaves.tolist(), strict=True)
    ]
    weights = {name: round(float(weight), 4) for name, weight in zip(FEATURES, ranking, strict=True)}
    head = json.dumps({"ranking": weights, "start": round(trees.start, 4)})
    return head.removesuffix("}") + ', "trees": [\n' + ",\n".join(lines) + "\n]}\n"


if __name__ == "__main__":
    main()
