"""What new phrasings would change: real questions asked of the base with and without them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.factbase.model import FactBase
from bot.matching.confidence import Band
from bot.matching.matcher import Match, Matcher


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How the answers to so many questions (``asked``) would change.

    ``gained`` are questions that are answered only with the change, ``lost`` those only without it; ``moved`` are those
    answered with another fact, each with the ids of the fact before and after.
    """

    asked: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    moved: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        """One line: ``answers 9 more, 0 change to another fact``."""
        lost = f", {len(self.lost)} no longer answered" if self.lost else ""
        what = f"answers {len(self.gained)} more, {len(self.moved)} change to another fact{lost}"
        return f"of {self.asked} questions that people asked: {what}"


def rehearse(base: FactBase, phrasings: Mapping[str, Sequence[str]], questions: Sequence[str]) -> Rehearsal:
    """Ask the questions of the base with and without new phrasings, which are given by fact id."""
    facts = tuple(
        replace(fact, phrasings=(*fact.phrasings, *phrasings[fact.id])) if fact.id in phrasings else fact
        for fact in base.facts
    )
    without, with_them = Matcher.of(base), Matcher.of(replace(base, facts=facts))
    gained, lost, moved = [], [], []
    for question in questions:
        before, after = _answer(without.match(question)), _answer(with_them.match(question))
        if after and not before:
            gained.append(question)
        elif before and not after:
            lost.append(question)
        elif before and after and before != after:
            moved.append((question, before, after))
    return Rehearsal(len(questions), tuple(gained), tuple(lost), tuple(moved))


def _answer(match: Match) -> str | None:
    return match.candidates[0].fact.id if match.band is Band.ANSWER else None
