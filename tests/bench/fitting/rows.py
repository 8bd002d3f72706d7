"""The questions that the weights are fitted to, each as its fact base met it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import Marked
from bot.matching.matcher import Matcher
from bot.matching.query import Question as Read
from tests.bench.packs import Pack, PackName
from tests.bench.typos import mistype
from tests.matching.questions import Kind, Question

FOLDS = 5
"""Into how many parts the questions fall for cross-validation."""
PARTS = 6
"""Into how many parts a base's facts fall, of which each is taken away once."""


class Put(Enum):
    """How a question is put to its base."""

    AS_WRITTEN = auto()
    MISTYPED = auto()
    """With two typing mistakes more."""
    BEREFT = auto()
    """To a base that lacks the facts that answer it: a near miss that nobody had to write."""
    ABROAD = auto()
    """To the base of another pack: an off-topic question that nobody had to write."""


@dataclass(frozen=True)
class Row:
    """A question as a base met it: its marks (n x marks), which of the n facts answer it, and its part of all.

    ``fold`` is the same however a question is put.
    """

    pack: PackName
    question: Question
    put: Put
    fold: int
    read: Read
    marked: Marked
    alike: list[float]
    right: NDArray[np.bool_]
    unknown_rarity: float


def rows_of(pack: Pack, questions: Sequence[Question], others: Sequence[Question]) -> Iterator[Row]:
    """Every question in each way that it can be put, and those of ``others`` packs; left out where no fact meets any.

    The former are of this pack.
    """
    whole = Matcher(pack.base)
    for question in questions:
        yield from _row(pack, whole, question, Put.AS_WRITTEN)
        if question.answerable and question.kind is not Kind.NOISY:
            yield from _row(pack, whole, question, Put.MISTYPED)
    for question in others:
        yield from _row(pack, whole, replace(question, facts=()), Put.ABROAD)
    for part in range(PARTS):
        kept = tuple(fact for fact in pack.base.facts if _part(fact.id, PARTS) != part)
        ids, matcher = {fact.id for fact in kept}, Matcher(replace(pack.base, facts=kept))
        for question in questions:
            if question.answerable and ids.isdisjoint(question.facts):
                yield from _row(pack, matcher, question, Put.BEREFT)


def _row(pack: Pack, matcher: Matcher, question: Question, put: Put) -> Iterator[Row]:
    read, marked = matcher.marked(mistype(question.text) if put is Put.MISTYPED else question.text)
    if len(marked.facts):
        right = np.array([matcher.fact_id(number) in question.facts for number in marked.facts])
        fold = _part(question.text, FOLDS)
        alike = matcher.alike(read, marked)
        yield Row(pack.name, question, put, fold, read, marked, alike, right, matcher.unknown_rarity)


def _part(text: str, parts: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[-4:]) % parts
