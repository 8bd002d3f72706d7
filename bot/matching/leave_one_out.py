"""What each phrasing would find if nobody had written it: a warning of what questions to come may find.

Leave-one-out (Lachenbruch & Mickey 1968): each phrasing is asked of a base without it. Every fact leaves out its first
phrasing at once, then every fact its second, and so on, so that a base is indexed once a place and not once a phrasing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.factbase.documents import Documents, PlacedFact
from bot.factbase.model import FactBase
from bot.factbase.problem import Code, Problem, shown
from bot.matching.calibration import kept_calibration
from bot.matching.confidence import Band
from bot.matching.finder import Finder
from bot.matching.matcher import Match, Matcher
from bot.matching.weights import shipped

TAKEN_FROM = 0.85
"""The confidence from which another fact's answer is told: of less sure ones, some are wrong on every base."""
TAKEN_TOGETHER, TAKEN_SHARE = 4, 0.2
"""The phrasings, and the share of all that both have, that two facts must take from each other to be told as a pair."""
REACHED = 0.5
"""The share of a fact's left-out phrasings that must have it as the answer or suggested."""
SUGGESTED = 3
"""The suggestions that are looked at, best first."""
FEWEST = 4
"""The phrasings from which that share says anything."""
QUOTED = 80
"""Characters of a phrasing that is told."""
TOLD = 3
"""The phrasings that one warning names."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A phrasing, by the numbers of its fact and of its place there, and what it found when it was left out."""

    fact: int
    place: int
    match: Match

    @property
    def found(self) -> list[str]:
        """The ids of the facts that it found, best first: an answer's alone, and none if nothing is suggested."""
        told = {Band.ANSWER: 1, Band.SUGGESTIONS: SUGGESTED, Band.NONE: 0}[self.match.band]
        return [candidate.fact.id for candidate in self.match.candidates[:told]]


def leave_each_out(base: FactBase) -> Iterator[LeftOut]:
    """Every phrasing of a base, asked of the base without it."""
    finder = Finder(base)
    calibration = kept_calibration(finder, shipped(), base.version)
    for place in range(max((len(fact.phrasings) for fact in base.facts), default=0)):
        having = [number for number, fact in enumerate(base.facts) if place < len(fact.phrasings)]
        matcher = Matcher(finder.without(dict.fromkeys(having, place)), shipped(), calibration)
        for number in having:
            yield LeftOut(number, place, matcher.match(base.facts[number].phrasings[place]))


def check_matching(documents: Documents, base: FactBase) -> Iterator[Problem]:
    """A warning for all that endangers matching.

    That is: every phrasing that another fact would answer if it were left out, every pair of facts that take each
    other's phrasings, and every fact that hardly anything reaches. ``base`` is what ``documents`` hold.
    """
    placed = list(documents.facts())
    taken: dict[tuple[int, int], list[LeftOut]] = defaultdict(list)
    missed: dict[int, list[LeftOut]] = defaultdict(list)
    numbers = {fact.id: number for number, fact in enumerate(base.facts)}
    for left_out in leave_each_out(base):
        own, found = base.facts[left_out.fact].id, left_out.found
        if own not in found:
            missed[left_out.fact].append(left_out)
        if found and found[0] != own:
            taken[left_out.fact, numbers[found[0]]].append(left_out)
            if left_out.match.band is Band.ANSWER and left_out.match.confidence >= TAKEN_FROM:
                yield from _misled(placed[left_out.fact], left_out, found[0])
    yield from _pairs(placed, taken)
    yield from _hardly_reached(placed, missed)


def _misled(placed: PlacedFact, left_out: LeftOut, winner: str) -> Iterator[Problem]:
    phrasing = _quoted(placed, left_out)
    wrong = f"left out, the phrasing {phrasing} is answered with fact '{winner}' ({left_out.match.confidence:.2f})"
    fix = "move it there if it belongs there, else add phrasings like it here"
    return placed.document.warning(Code.TAKEN_PHRASING, placed.path("phrasings", left_out.place), wrong, fix)


def _pairs(placed: list[PlacedFact], taken: Mapping[tuple[int, int], list[LeftOut]]) -> Iterator[Problem]:
    for (loser, winner), lost in sorted(taken.items(), key=lambda entry: entry[0]):
        back = taken.get((winner, loser), [])
        count = len(lost) + len(back)
        one, other = placed[loser], placed[winner]
        written = len(one.entry.phrasings) + len(other.entry.phrasings)
        if count >= max(TAKEN_TOGETHER, TAKEN_SHARE * written) and (not back or loser < winner):
            named = _first(_quoted(one, each) for each in lost)
            if back:
                named += f" of '{one.entry.id}', {_first(_quoted(other, each) for each in back)} of '{other.entry.id}'"
                wrong = f"facts '{one.entry.id}' and '{other.entry.id}' take {count} of each other's phrasings: {named}"
            else:
                wrong = f"fact '{other.entry.id}' takes {count} of the phrasings of fact '{one.entry.id}': {named}"
            fix = f"join them if they answer one question, else sharpen the phrasings of both (the other: {other})"
            yield from one.document.warning(Code.TAKING_FACTS, one.path("id"), wrong, fix)


def _hardly_reached(placed: list[PlacedFact], missed: Mapping[int, list[LeftOut]]) -> Iterator[Problem]:
    for number, those in sorted(missed.items()):
        one = placed[number]
        written = len(one.entry.phrasings)
        reached = written - len(those)
        if written >= FEWEST and reached < REACHED * written:
            named = _first(f"{_quoted(one, each)} finds {_best(each)}" for each in those)
            wrong = f"only {reached} of the {written} phrasings of fact '{one.entry.id}' find it when left out: {named}"
            yield from one.document.warning(
                Code.HARDLY_FOUND, one.path("id"), wrong, "write more phrasings that share their words"
            )


def _quoted(placed: PlacedFact, left_out: LeftOut) -> str:
    return f"'{shown(placed.entry.phrasings[left_out.place], QUOTED)}'"


def _best(left_out: LeftOut) -> str:
    """What a phrasing finds first."""
    return f"'{left_out.found[0]}'" if left_out.found else "nothing"


def _first(naming: Iterable[str]) -> str:
    """The first few of what is to be named, and how many more there are."""
    named = list(naming)
    more = f", and {len(named) - TOLD} more" if len(named) > TOLD else ""
    return ", ".join(named[:TOLD]) + more
