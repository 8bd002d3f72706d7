"""The small linear models of the matcher: which fact ranks first, how sure that is, and from where on it is the answer.

``weights.json`` holds their weights by name. ``python -m tests.bench.fit`` makes it from the tuning halves of the
question sets, always the same from the same questions.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from bot.matching.arrays import Floats

MARKS = (
    "phrasing",
    "claim",
    "evidence",
    "coverage",
    "precision",
    "whole",
    "theme",
    "asked",
    "letters",
    "order",
    "void",
    "dice",
    "dices",
    "unmet",
    "names",
    "capitals",
    "misnamed",
    "misasked",
    "phrased",
)
"""What a fact is marked for against a question; 0..1 unless said otherwise.

``phrasing``, ``claim``, ``evidence``: the F measure of the fact's best text of that sort; ``precision``: the share of
the weight of the best text of all that the question meets; ``whole``: the share of the question's weight that all of
the fact's words meet; ``theme``: the same, each word by how much the fact is about it; ``asked``: the same of the words
that ask (``how many``, ``where``), 0.5 where none does; ``letters``: how much the character n-grams of all of its words
are the question's, scaled by the root of its length (0 or more); ``order``: the share of the question's neighbouring
words that are neighbours in the best text too; ``void``: the weight of the heaviest word of the question that none of
the fact's texts meets, as a share of an unknown word's.

``dice``: Dice's coefficient (1945) of question and claim or phrasing, every word counting the same, of the most alike;
``dices``: the mean of the three most alike; ``unmet``, ``names``, ``capitals``: how many words that are not everyday
ones, names of the vocabulary, and words written like names none of the fact's words meets; ``misnamed``: how many names
neither its claim nor its best text meets; ``misasked``: how many words that ask its best text does not meet;
``phrased``: its phrasings, of many.
"""

SIGNS = (*MARKS, "lead", "share", "alike", "met", "strangers", "strange", "weight", "words", "contents")
"""What tells how sure a ranked fact is: its marks, and further of the fact and, from ``strangers`` on, the question

``lead``: by how much it leads the best other fact on the ranking's scale (negative where it does not); ``share``: its
share of the softmax over all facts on that scale; ``alike``: how alike it and the fact's three most alike wordings are
by their letters (see :mod:`bot.matching.wordings`); ``met`` and ``weight``: the logarithm of 1 + the weight of the
words that the fact meets, and of all words, in unknown words; ``strangers``: how many words the base does not know, in
threes; ``strange``: their share of the words that are not everyday ones; ``words`` and ``contents``: how many words
count, and how many of them are not everyday ones, in tens.
"""

ODDS = (*SIGNS, "bias")
"""What adds to the odds' logarithm: the signs, and what is added whatever they are."""
SHARPNESS = 10.0
"""How sharply the softmax tells facts apart."""


@dataclass(frozen=True)
class Learned:
    """The weights: for ranking, one a mark; for the odds' logarithm, one a sign and a bias.

    The latter twice, for facts of ``few`` phrasings (none) and of ``many``; between those they are mixed.
    ``answer_from`` is the confidence (0..1) from which a fact is given as the answer.
    """

    ranking: Floats
    few: Floats
    many: Floats
    answer_from: float

    @classmethod
    def named(
        cls,
        ranking: Mapping[str, float],
        few: Mapping[str, float],
        many: Mapping[str, float],
        answer_from: float,
    ) -> "Learned":
        """The weights from their names, the bias last; a name that is missing weighs nothing."""
        return cls(_in_order(MARKS, ranking), _in_order(ODDS, few), _in_order(ODDS, many), answer_from)


def _in_order(names: tuple[str, ...], weights: Mapping[str, float]) -> Floats:
    return np.array([weights.get(name, 0.0) for name in names], dtype=np.float32)


@cache
def learned() -> Learned:
    """The weights that the matcher ships with."""
    text = resources.files("bot.matching").joinpath("weights.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return Learned.named(**found)
