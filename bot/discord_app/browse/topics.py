"""The topics of a fact base as people name and choose them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.discord_app.navigation import topic_key
from bot.factbase.model import Fact, FactBase
from bot.factbase.verdict import Verdict
from bot.matching.name_lookup import LIKELY, likeness
from bot.wording import counted


@dataclass(frozen=True)
class Topic:
    """A topic with its facts; ``key`` stands for it in ids."""

    name: str
    facts: Sequence[Fact]

    @property
    def key(self) -> str:
        """What stands for the topic in ids."""
        return topic_key(self.name)

    @cached_property
    def disputed(self) -> Sequence[Fact]:
        """The facts on which sources disagree."""
        return disputed(self.facts)

    @property
    def size(self) -> str:
        """``13 facts, 3 disputed``."""
        return ", ".join(
            [counted(len(self.facts), "fact"), *([f"{len(self.disputed)} disputed"] * bool(self.disputed))]
        )


def topics(base: FactBase) -> list[Topic]:
    """The topics of a base in the order of its files."""
    return [Topic(name, facts) for name, facts in base.topics()]


def disputed(facts: Sequence[Fact]) -> Sequence[Fact]:
    """Those facts on which sources disagree."""
    return [fact for fact in facts if fact.verdict is Verdict.DISPUTED]


def topic_of(base: FactBase, key: str) -> Topic | None:
    """The topic of that key, or None where it is gone."""
    return next((topic for topic in topics(base) if topic.key == key), None)


def ranked(found: Sequence[Topic], typed: str, least: float = 0.0) -> list[Topic]:
    """The topics whose names are at least that like (0..100) what is typed, likest first; all where nothing is."""
    if not typed.strip():
        return list(found)
    scored = zip(likeness(typed, ([topic.name] for topic in found)), found, strict=True)
    likest = sorted((entry for entry in scored if entry[0] >= least), key=lambda entry: -entry[0])
    return [topic for _, topic in likest]


def meant(base: FactBase, given: str) -> Topic | None:
    """The topic that somebody means by its key or by more or less of its name."""
    return topic_of(base, given) or next(iter(ranked(topics(base), given, LIKELY) if given.strip() else ()), None)
