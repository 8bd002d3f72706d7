"""What answers questions at one time: a fact base with everything that is made of it, swapped as one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import Self

from bot.background import no_collection
from bot.factbase.loading import Loader, load
from bot.factbase.model import Fact, FactBase
from bot.matching.matcher import CANDIDATES, Candidate, Match, Matcher

OPENING = 25
"""How many facts are offered to somebody who has typed nothing yet."""
REMEMBERED, REMEMBERED_TYPED = 6_000, 1_000
"""The latest questions, and half-typed ones, for which it is remembered what was found: a kilobyte each at most."""
LONGEST_REMEMBERED = 200
"""Characters of the longest text that is remembered: people who ask the same ask it shortly."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A fact base, the matcher over it, and the facts that show what it is about.

    What people of a channel ask alike is matched once: what was found for a text is the same until the base changes,
    and is forgotten with the snapshot.
    """

    base: FactBase
    matcher: Matcher
    opening: tuple[Fact, ...]
    _found: Callable[[str], Match] = field(compare=False, repr=False)
    _completed: Callable[[str, int], Sequence[Fact]] = field(compare=False, repr=False)
    _close: dict[str, tuple[Candidate, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, base: FactBase, kept: bool = False) -> Self:
        """The snapshot of a base; see :meth:`bot.matching.matcher.Matcher.of`."""
        return cls._made(base, Matcher.of(base, kept))

    def edited(self, base: FactBase) -> Self:
        """The snapshot of an edited base, soon made; answers are as sure as here until it is :meth:`calibrated`."""
        return self._made(base, self.matcher.edited(base))

    def calibrated(self) -> Self:
        """The same snapshot with answers that are as sure as its base says."""
        return self._made(self.base, self.matcher.calibrated())

    @classmethod
    def _made(cls, base: FactBase, matcher: Matcher) -> Self:
        by_place = zip_longest(*(facts for _, facts in base.topics()))
        opening = islice((fact for place in by_place for fact in place if fact), OPENING)
        found, completed = lru_cache(REMEMBERED)(matcher.match), lru_cache(REMEMBERED_TYPED)(matcher.complete)
        return cls(base, matcher, tuple(opening), found, completed)

    def match(self, query: str) -> Match:
        """The facts that a question asks for or asserts."""
        match = self._found if len(query) <= LONGEST_REMEMBERED else self.matcher.match
        return match(query)

    def complete(self, typed: str, limit: int) -> Sequence[Fact]:
        """The facts that a half-typed question may be heading for, best first."""
        if not typed.strip():
            return self.opening[:limit]
        complete = self._completed if len(typed) <= LONGEST_REMEMBERED else self.matcher.complete
        return complete(typed, limit)

    def close_to(self, fact: Fact) -> tuple[Candidate, ...]:
        """The facts that lie closest to a fact of the base, best first; kept, since each chosen fact asks for them."""
        found = self._close.get(fact.id)
        if found is None:
            others = (one for one in self.matcher.match(fact.claim).candidates if one.fact.id != fact.id)
            found = self._close[fact.id] = tuple(islice(others, CANDIDATES - 1))
        return found


def take_snapshot(facts: Path, sources: Path) -> Snapshot:
    """The snapshot of two folders. Raises :exc:`bot.factbase.problem.BadFactBase`."""
    return Snapshot.of(load(facts, sources), kept=True)


def first_snapshot(loader: Loader) -> Snapshot:
    """The snapshot with which a process begins that is to run for long.

    Raises :exc:`bot.factbase.problem.BadFactBase`.
    """
    with no_collection():
        return Snapshot.of(loader.load(), kept=True)
