"""A question as the matcher reads it: slots, each a thing asked about with every term that would meet it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from bot.matching.arrays import Floats
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


@dataclass(frozen=True, slots=True)
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
    traits: Floats = field(init=False, repr=False, compare=False)
    """All of :class:`Trait`, in its order."""

    def __post_init__(self) -> None:
        asking, stranger = self.weight * self.asking, self.content and self.strange
        traits = (1.0, self.weight, asking, self.content, self.name, self.capital, stranger)
        object.__setattr__(self, "traits", np.array(traits, dtype=np.float32))

    def __hash__(self) -> int:
        return hash(self.surface)

    @property
    def content(self) -> bool:
        """Whether the word says something of the theme."""
        return not (self.everyday or self.asking)

    @property
    def strange(self) -> bool:
        """Whether the base does not know the word: at best it has words that begin as this one does."""
        return not self.terms or self.terms[-1][1] <= OTHER_FORM


@dataclass(frozen=True, slots=True)
class Question:
    """A text as the matcher reads it: its words, their stems, and its slots in order, each thing once."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    slots: tuple[Slot, ...]

    traits: Floats = field(init=False, repr=False, compare=False)
    """The traits of all slots (traits x slots)."""
    sums: Sequence[float] = field(init=False, repr=False, compare=False)
    """Each trait's sum over all slots."""

    def __post_init__(self) -> None:
        traits = np.array([slot.traits for slot in self.slots], dtype=np.float32).reshape(-1, len(Trait)).T
        object.__setattr__(self, "traits", traits)
        object.__setattr__(self, "sums", traits.sum(axis=1).tolist())
