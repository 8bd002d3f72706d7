"""The fitted model: the weights that rank facts, and the trees that tell how likely a ranked fact is right.

``weights.json`` holds both by the features' names. ``python -m tests.bench.fit`` makes it, always the same from the
same questions.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from bot.matching.entries import Floats
from bot.matching.features import FEATURES, QUESTION_FEATURES

SHARPNESS = 10.0
"""How sharply the softmax of the ranking tells facts apart."""
DEPTH = 3
"""How many questions each tree asks of a fact."""

EVIDENCE_OF_TRUTH = {
    **FEATURES,
    "lead": "by how much it leads the best other fact in the ranking, negative if it does not",
    "share": "its share of the softmax over all candidates in the ranking",
    **QUESTION_FEATURES,
}
"""What tells how likely a ranked fact is the right one, by name."""


@dataclass(frozen=True)
class Trees:
    """Gradient-boosted decision trees (Friedman 2001), all of the same depth, whose leaves are summed up.

    Inner node n of a tree goes on to node 2 n + 1 if the evidence ``features[tree, n]`` is at most
    ``thresholds[tree, n]``, else to node 2 n + 2; what follows the last inner node are ``leaves[tree]``.
    """

    start: float
    features: NDArray[np.int16]
    thresholds: Floats
    leaves: Floats

    def log_odds(self, evidence: Floats) -> Floats:
        """The logarithm of the odds that each fact is right, from its evidence (facts x evidence)."""
        above, values = evidence[:, self.features] > self.thresholds, self.leaves
        for depth in reversed(range(DEPTH)):  # from the leaves up, each node takes the value of the side it goes on to
            level = slice(2**depth - 1, 2 ** (depth + 1) - 1)
            values = np.where(above[:, :, level], values[..., 1::2], values[..., ::2])
        return np.asarray(self.start + values[..., 0].sum(axis=1))


@dataclass(frozen=True)
class Weights:
    """One weight a feature for the ranking, and the trees."""

    ranking: Floats
    trees: Trees


@cache
def shipped() -> Weights:
    """The weights that the matcher ships with."""
    found = json.loads(resources.files("bot.matching").joinpath("weights.json").read_text(encoding="utf-8"))
    number = {name: place for place, name in enumerate(EVIDENCE_OF_TRUTH)}
    inner = 2**DEPTH - 1
    splits = [tree["splits"] for tree in found["trees"]]
    return Weights(
        np.array([found["ranking"].get(name, 0.0) for name in FEATURES], dtype=np.float32),
        Trees(
            found["start"],
            np.array([[number[name] for name, _ in tree] for tree in splits], dtype=np.int16).reshape(-1, inner),
            np.array([[threshold for _, threshold in tree] for tree in splits], dtype=np.float32).reshape(-1, inner),
            np.array([tree["leaves"] for tree in found["trees"]], dtype=np.float32).reshape(-1, inner + 1),
        ),
    )
