"""Who asks, and the three replies there are."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.factbase.model import Fact, FactBase, referred
from bot.factbase.values import unsupported_values
from bot.matching.confidence import Band
from bot.matching.matcher import Candidate

MAY_BE_MEANT = 0.001
"""The confidence from which a fact is suggested after the first: of those below, 2 of 256 were the right one."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where: Discord's snowflakes as text, or what another face knows its people by.

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
        """How likely the first candidate answers the question, 0..1; 0 where there is none."""
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
        """The id that the question refers to, where it is a reference and no fact (any more) has that id."""
        return referred(self.query)

    @property
    def confidence(self) -> float:
        """How likely the first candidate answers the question, 0..1; 0 where the question is a reference to nothing."""
        return 0.0 if self.unknown else super().confidence


Reply: TypeAlias = Answer | Suggestions | NoFact

KINDS: dict[Band, type[Reply]] = {kind.outcome: kind for kind in (Answer, Suggestions, NoFact)}
"""The reply of each band."""
