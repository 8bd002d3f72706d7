"""Who asks, the three replies there are, and which values of a question no source of the fact has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bot.factbase.model import Fact, FactBase, referred
from bot.factbase.numbers import Kind, Quantity
from bot.factbase.texts import plain_typography, quantities, words
from bot.matching.confidence import Band
from bot.matching.matcher import Candidate

MAY_BE_MEANT = 0.001
"""The confidence from which a fact is suggested after the first: of those below, 2 of 256 were the right one."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and in which place: Discord's snowflakes as text, or what another face knows its people by.

    ``command`` is through which command or control they ask. ``guild_id`` is None outside a server, ``channel_id`` and
    ``id`` outside Discord.
    """

    command: str
    id: str | None = None
    guild_id: str | None = None
    channel_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A question, the base that was asked, its five closest facts, best first, and the id of its row in the log."""

    base: FactBase
    query: str
    candidates: tuple[Candidate, ...]
    id: int

    @property
    def confidence(self) -> float:
        """How likely the first candidate answers the question, 0..1; 0 if there is none."""
        return self.candidates[0].confidence if self.candidates else 0.0

    @property
    def closest(self) -> tuple[Candidate, ...]:
        """The candidates that meet anything of the question at all; those that only fill up the five are left out."""
        return tuple(candidate for candidate in self.candidates if candidate.confidence > 0)


class Answer(_Ranked):
    """One fact answers the question: the first candidate's."""

    outcome = Band.ANSWER

    @property
    def fact(self) -> Fact:
        """The fact that answers."""
        return self.candidates[0].fact

    @property
    def unsupported_values(self) -> tuple[str, ...]:
        """The figures and dates of the question that no source of the fact has; none if nothing was asked in words."""
        return () if self.by_reference else unsupported_values(self.fact, self.query)

    @property
    def by_reference(self) -> bool:
        """Whether the question is that fact's reference, so that nothing was asked in words."""
        return referred(self.query) == self.fact.id


class Suggestions(_Ranked):
    """No fact is sure enough; they may have meant one of the closest."""

    outcome = Band.SUGGESTIONS

    @property
    def closest(self) -> tuple[Candidate, ...]:
        """The candidates that may be meant, the first always among them."""
        first, *others = self.candidates
        return first, *(candidate for candidate in others if candidate.confidence >= MAY_BE_MEANT)


class NoFact(_Ranked):
    """No fact covers the question."""

    outcome = Band.NONE

    @property
    def unknown(self) -> str | None:
        """The id that the question refers to, if it is a reference and no fact (any more) has that id."""
        return referred(self.query)

    @property
    def confidence(self) -> float:
        """How likely the first candidate answers the question, 0..1; 0 if the question is a reference to nothing."""
        return 0.0 if self.unknown else super().confidence


Reply: TypeAlias = Answer | Suggestions | NoFact

KINDS: dict[Band, type[Reply]] = {kind.outcome: kind for kind in (Answer, Suggestions, NoFact)}
"""The reply of each band."""


FEW = 10
"""Up to this number, one spelled out behind "the" tells which things are meant: "the two attacks"."""


def unsupported_values(fact: Fact, question: str) -> tuple[str, ...]:
    """The figures and dates of a question, as typed, that nothing in the fact's claim and evidence has.

    Only those of the kind that the answer's values have: a year for "founded in 2015", a count for "13 troops". A
    number that counts something else, and a date that only tells which event is meant, are left out. Phrasings, which
    hold what people assert wrongly, count for nothing; that a source has a value does not make it true.
    """
    named = quantities(question)
    if not named:
        return ()
    given = _quantities(fact.value or fact.claim, *(entry.value for entry in fact.evidence if entry.value))
    asked = [quantity for quantity in named if _is_of_a_kind(quantity, given, fact)]
    kept = list(_in_question(asked, plain_typography(question), _nouns(fact)))
    held = (*given, *_quantities(*_evidence_texts(fact), fact.claim))
    lacking = [quantity for quantity in kept if not any(one.has(quantity) for one in held)]
    if len(lacking) < len(kept) and " or " not in plain_typography(question).casefold():
        return ()  # one value is had, and so the other says what is meant
    return tuple(dict.fromkeys(quantity.text for quantity in lacking))


def _evidence_texts(fact: Fact) -> Iterator[str]:
    for entry in fact.evidence:
        yield from (entry.says, *entry.anchors)


@lru_cache(maxsize=10_000)
def _quantities(*texts: str) -> tuple[Quantity, ...]:
    """The quantities of editors' texts, which are read again for every question on their fact."""
    return tuple(quantities(*texts))


def _nouns(fact: Fact) -> frozenset[str]:
    """What the fact's texts count, in whatever words people ask for it."""
    texts = (fact.claim, *fact.phrasings, *_evidence_texts(fact))
    return frozenset(
        noun for quantity in _quantities(*texts) if quantity.kind is Kind.NUMBER for noun in quantity.nouns
    )


def _is_of_a_kind(asked: Quantity, given: Iterable[Quantity], fact: Fact) -> bool:
    for one in given:
        if one.kind is asked.kind and one.unit == asked.unit:
            return True
        if one.kind is Kind.NUMBER and asked.amounts and not one.unit and set(asked.nouns) & _nouns(fact):
            return True  # 2000 fighters
    return False


def _in_question(asked: list[Quantity], question: str, nouns: frozenset[str]) -> Iterator[Quantity]:
    """Those quantities of a question that people name as its answer, and not to say what they ask about."""
    counts = sum(quantity.kind is Kind.NUMBER for quantity in asked)
    for quantity in asked:
        before = words(question[: quantity.start])[-1:]
        pointed_at = bool(before) and before[0] in {"the", "these", "those", "both", "all", "this", "that", "a", "an"}
        if quantity.kind is Kind.DATE and quantity.amounts and pointed_at and quantity.nouns:
            continue  # the 2021 attack
        counted = bool(set(quantity.nouns) & nouns)
        few = not any(letter.isdigit() for letter in quantity.text) and min(quantity.amounts, default=0) <= FEW
        if quantity.kind is Kind.NUMBER and ((pointed_at and (few or not counted)) or (counts > 1 and not counted)):
            continue  # the two groups
        yield quantity
