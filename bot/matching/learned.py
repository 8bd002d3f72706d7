"""The two small linear models of the matcher: which fact ranks first, and how sure that is.

``learned.json`` holds their weights by name. ``python -m tests.bench.fit`` makes it from the tuning halves of the
question sets, always the same from the same questions.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from bot.matching.index import Floats

MARKS = (
    "phrasing",
    "claim",
    "evidence",
    "second",
    "coverage",
    "precision",
    "whole",
    "theme",
    "asked",
    "letters",
    "likeness",
    "order",
    "void",
)
"""What a fact is marked for against a question; 0..1 unless said otherwise.

``phrasing``, ``claim``, ``evidence``: the F measure of the fact's best text of that sort; ``second``: that of its
second-best text; ``coverage`` and ``precision``: the share of the question's weight that the best text meets, and the
share of that text's weight that the question meets; ``whole``: the share of the question's weight that all of the
fact's words meet; ``theme``: the same, each word by how much the fact is about it; ``asked``: the same of the words
that ask (``how many``, ``where``), 0.5 where none does; ``letters``: how much the character n-grams of all of its words
are the question's, scaled by the root of its length (0 or more); ``likeness``: the same of its most alike text;
``order``: the share of the question's neighbouring words that are neighbours in the best text too; ``void``: the weight
of the heaviest word of the question that none of the fact's texts meets, as a share of an unknown word's.
"""

SIGNS = (*MARKS, "lead", "strangers", "weight", "met", "words")
"""What tells how sure a ranked fact is: its marks, and about the question as a whole

``lead``: by how much it leads the best other fact on the ranking's scale (negative where it does not); ``strangers``:
how many words the base does not know, in threes; ``weight`` and ``met``: the logarithm of 1 + the weight of all words,
and of those that the fact meets, in unknown words; ``words``: how many words count, in tens.
"""


@dataclass(frozen=True)
class Learned:
    """The weights: one a mark for ranking, one a sign and a bias for the odds' logarithm."""

    ranking: Floats
    confidence: Floats
    bias: float

    @classmethod
    def named(cls, ranking: Mapping[str, float], confidence: Mapping[str, float], bias: float) -> "Learned":
        """The weights from their names; a name that is missing weighs nothing."""
        return cls(
            np.array([ranking.get(name, 0.0) for name in MARKS], dtype=np.float32),
            np.array([confidence.get(name, 0.0) for name in SIGNS], dtype=np.float32),
            bias,
        )


@cache
def learned() -> Learned:
    """The weights that the matcher ships with."""
    text = resources.files("bot.matching").joinpath("learned.json").read_text(encoding="utf-8")
    return Learned.named(**json.loads(text))
