"""What would happen to each phrasing if nobody had written it: a rehearsal of the questions that are still to come.

Leave-one-out (Lachenbruch & Mickey 1968): each phrasing is asked of a base without it. Every fact leaves out its first
phrasing at once, then every fact its second, and so on, so that a base is indexed once a place and not once a phrasing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.factbase.documents import Documents, PlacedFact
from bot.factbase.model import FactBase
from bot.factbase.problem import Problem, shown
from bot.matching.confidence import Band
from bot.matching.matcher import Match, Matcher

TAKEN_TOGETHER = 4
"""The phrasings that two facts must take from each other, both ways together, to be reported as a pair."""
REACHED = 0.5
"""The share of a fact's left-out phrasings that must have it suggested among the first three."""
FEWEST = 4
"""The phrasings from which that share says anything."""


QUOTED = 80
"""Characters of a phrasing that is told."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A phrasing, by the numbers of its fact and of its place there, and what it found when it was left out."""

    fact: int
    place: int
    match: Match


def rehearse(base: FactBase) -> Iterator[Rehearsed]:
    """Every phrasing of a base, asked of the base without it."""
    for place in range(max((len(fact.phrasings) for fact in base.facts), default=0)):
        without = tuple(replace(fact, phrasings=_without(fact.phrasings, place)) for fact in base.facts)
        matcher = Matcher(replace(base, facts=without))
        for number, fact in enumerate(base.facts):
            if place < len(fact.phrasings):
                yield Rehearsed(number, place, matcher.match(fact.phrasings[place]))


def check_matching(documents: Documents, base: FactBase) -> Iterator[Problem]:
    """A warning for all that endangers matching.

    That is: every phrasing that another fact would answer if it were left out, every pair of facts that take each
    other's phrasings, and every fact that hardly anything reaches. ``base`` is what ``documents`` hold.
    """
    placed = list(documents.facts())
    taken: Counter[tuple[int, int]] = Counter()
    reached: Counter[int] = Counter()
    numbers = {fact.id: number for number, fact in enumerate(base.facts)}
    for rehearsed in rehearse(base):
        own = base.facts[rehearsed.fact].id
        found = [candidate.fact.id for candidate in rehearsed.match.candidates]
        if rehearsed.match.band is Band.NONE:
            continue
        reached[rehearsed.fact] += own in found[:3]
        if found[0] != own:
            taken[rehearsed.fact, numbers[found[0]]] += 1
            if rehearsed.match.band is Band.ANSWER:
                yield _misled(placed[rehearsed.fact], rehearsed, found[0])
    yield from _pairs(placed, taken)
    yield from _hardly_reached(placed, reached)


def _without(phrasings: tuple[str, ...], place: int) -> tuple[str, ...]:
    return phrasings[:place] + phrasings[place + 1 :]


def _misled(placed: PlacedFact, rehearsed: Rehearsed, winner: str) -> Problem:
    phrasing = shown(placed.entry.phrasings[rehearsed.place], QUOTED)
    wrong = f"left out, the phrasing '{phrasing}' is answered with fact '{winner}' ({rehearsed.match.confidence:.2f})"
    fix = "move it there if it belongs there, else add phrasings like it here"
    return placed.document.warning(placed.path("phrasings", rehearsed.place), wrong, fix)


def _pairs(placed: list[PlacedFact], taken: Counter[tuple[int, int]]) -> Iterator[Problem]:
    for (loser, winner), count in sorted(taken.items()):
        back = taken[winner, loser]
        if count + back >= TAKEN_TOGETHER and (back == 0 or loser < winner):
            one, other = placed[loser], placed[winner]
            wrong = f"facts '{one.entry.id}' and '{other.entry.id}' take {count + back} of each other's phrasings"
            fix = f"join them if they answer one question, else sharpen the phrasings of both (the other: {other})"
            yield one.document.warning(one.path("id"), wrong, fix)


def _hardly_reached(placed: list[PlacedFact], reached: Counter[int]) -> Iterator[Problem]:
    for number, one in enumerate(placed):
        written = len(one.entry.phrasings)
        if written >= FEWEST and reached[number] < REACHED * written:
            wrong = f"only {reached[number]} of the {written} phrasings of fact '{one.entry.id}' find it when left out"
            yield one.document.warning(one.path("id"), wrong, "write more phrasings that share their words")
