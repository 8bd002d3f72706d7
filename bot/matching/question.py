"""A question as the matcher reads it: slots, each a thing asked about with every term that would meet it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import cast

import numpy as np

from bot.matching.arrays import Floats, Ints
from bot.matching.spelling import OTHER_FORM


class Trait(IntEnum):
    """What is summed up of slots; of each it is 1 or 0 where nothing else is said."""

    ONE = 0
    """1 of every slot."""
    WEIGHT = 1
    """Its weight."""
    ASKING = 2
    """Its weight where it asks."""
    CONTENT = 3
    NAME = 4
    CAPITAL = 5
    STRANGER = 6
    """Whether it is a word of content that the base does not know."""


@dataclass(frozen=True)
class Slot:
    """One thing that a question mentions.

    ``terms`` are the terms of the index that meet it, by number, each with a quality of 0..1, worst first;
    ``weight`` is how much it matters: the rarity of its best term, or that of a word nobody has used. ``asking`` words
    say what sort of answer is wanted; they and other ``everyday`` words say nothing of the theme. A ``name`` is one of
    the vocabulary's, and ``capital`` a word that was written like one.
    """

    surface: str
    terms: tuple[tuple[int, float], ...]
    weight: float
    asking: bool = False
    everyday: bool = False
    name: bool = False
    capital: bool = False

    def __hash__(self) -> int:
        return hash(self.surface)

    @property
    def content(self) -> bool:
        """Whether the word says something of the theme."""
        return not (self.everyday or self.asking)

    @cached_property
    def strange(self) -> bool:
        """Whether the base does not know the word: at best it has words that begin as this one does."""
        return not self.terms or self.terms[-1][1] <= OTHER_FORM

    @cached_property
    def numbers(self) -> Ints:
        """The numbers of its terms."""
        return np.array([number for number, _ in self.terms], dtype=np.int32)

    @cached_property
    def qualities(self) -> Floats:
        """How well each of them meets it, 0..1."""
        return np.array([quality for _, quality in self.terms], dtype=np.float32)

    @cached_property
    def traits(self) -> Floats:
        """All of :class:`Trait`, in its order."""
        asking, stranger = self.weight * self.asking, self.content and self.strange
        values = (1.0, self.weight, asking, self.content, self.name, self.capital, stranger)
        return np.array(values, dtype=np.float32)


@dataclass(frozen=True)
class Question:
    """A text as the matcher reads it: its words, their stems, and its slots in order, each thing once."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    slots: tuple[Slot, ...]

    @cached_property
    def traits(self) -> Floats:
        """The traits of all slots (traits x slots)."""
        return np.array([slot.traits for slot in self.slots], dtype=np.float32).reshape(-1, len(Trait)).T

    @cached_property
    def sums(self) -> Sequence[float]:
        """Each trait's sum over all slots."""
        return cast(list[float], self.traits.sum(axis=1).tolist())
