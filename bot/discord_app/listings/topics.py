"""The topics of a fact base as people name and choose them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process, utils

from bot.discord_app.listings.places import topic_key
from bot.factbase.model import Fact, FactBase
from bot.factbase.verdict import Verdict
from bot.wording import counted

LIKE = 75.0
"""The least likeness, 0..100, of what somebody typed to the topic that they mean."""
MAX_TYPED = 200
"""Characters of what somebody typed that are looked at."""


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
    names = [topic.name for topic in found]
    likest = process.extract(
        typed[:MAX_TYPED], names, scorer=fuzz.WRatio, processor=utils.default_process, limit=None, score_cutoff=least
    )
    return [found[place] for _, _, place in likest]


def meant(base: FactBase, given: str) -> Topic | None:
    """The topic that somebody means by its key or by more or less of its name."""
    return topic_of(base, given) or next(iter(ranked(topics(base), given, LIKE) if given.strip() else ()), None)
