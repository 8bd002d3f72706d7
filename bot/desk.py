"""The desk: the one door by which every face asks the fact base, and where every question is recorded."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Self, TypeAlias

from bot.factbase.loading import load
from bot.factbase.model import Fact, FactBase
from bot.matching.confidence import Band
from bot.matching.explanation import Explanation
from bot.matching.matcher import CANDIDATES, Candidate, Matcher
from bot.querylog.store import LogUnavailable, QueryLog, Row, utc_now

log = logging.getLogger(__name__)

REFERENCE = "fact:"
"""What a question starts with that names one fact by its id, as autocomplete's choices do: ``fact:founding-date``."""


RECORD_SECONDS = 1.5
"""How long a reply waits for its row: half of the 3 s in which Discord wants a first answer. The row stays in line."""


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
    """A question, the base that was asked, and its five closest facts, best first."""

    base: FactBase
    query: str
    candidates: tuple[Candidate, ...]

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


class Suggestions(_Ranked):
    """No fact is sure enough; they may have meant one of the closest."""

    outcome = Band.SUGGESTIONS


class NoFact(_Ranked):
    """No fact covers the question."""

    outcome = Band.NONE


Reply: TypeAlias = Answer | Suggestions | NoFact

_KINDS: dict[Band, type[Reply]] = {kind.outcome: kind for kind in (Answer, Suggestions, NoFact)}

OPENING = 25
"""How many facts are offered to somebody who has typed nothing yet."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A fact base, the matcher over it, and the facts that show what it is about; swapped as one."""

    base: FactBase
    matcher: Matcher
    opening: tuple[Fact, ...]

    @classmethod
    def of(cls, base: FactBase) -> Self:
        """The snapshot of a base."""
        by_place = zip_longest(*(facts for _, facts in base.topics()))
        opening = islice((fact for place in by_place for fact in place if fact), OPENING)
        return cls(base, Matcher(base), tuple(opening))


def take_snapshot(facts: Path, sources: Path) -> Snapshot:
    """The snapshot of two folders. Raises :exc:`bot.factbase.problem.BadFactBase`."""
    return Snapshot.of(load(facts, sources))


class Desk:
    """Answers questions from the current snapshot and records each before its reply leaves."""

    def __init__(self, snapshot: Snapshot, querylog: QueryLog | None) -> None:
        """``querylog`` is None only where a log cannot be had; questions are answered all the same."""
        self._snapshot = snapshot
        self._querylog = querylog

    @property
    def base(self) -> FactBase:
        """The fact base that is answering now."""
        return self._snapshot.base

    async def ask(self, question: str, asker: Asker) -> Reply:
        """The reply to a question, or to a fact named as ``fact:id``; recorded before it is returned.

        Never raises for anything that a person can type, nor where the log cannot be written.
        """
        started = time.perf_counter()
        snapshot = self._snapshot
        query = " ".join(question.encode("utf-8", "replace").decode().split())
        fact = snapshot.base.fact(query.removeprefix(REFERENCE)) if query.startswith(REFERENCE) else None
        reply = _named(snapshot, query, fact) if fact else _matched(snapshot, query)
        await self._record(reply, asker, (time.perf_counter() - started) * 1000)
        return reply

    def complete(self, typed: str, limit: int) -> Sequence[Fact]:
        """The facts that a half-typed question may be heading for, best first; not recorded."""
        snapshot = self._snapshot
        if not typed.strip():
            return snapshot.opening[:limit]
        return [candidate.fact for candidate in snapshot.matcher.complete(typed, limit)]

    def explain(self, question: str) -> Explanation:
        """Why a question finds the facts it finds; not recorded."""
        return self._snapshot.matcher.explain(question)

    async def reload(self, facts: Path, sources: Path) -> Snapshot:
        """Builds a new snapshot aside and swaps it in; questions under way finish on the old one.

        Raises :exc:`bot.factbase.problem.BadFactBase` and keeps the old one where the folders have problems.
        """
        self._snapshot = await asyncio.to_thread(take_snapshot, facts, sources)
        return self._snapshot

    async def _record(self, reply: Reply, asker: Asker, latency_ms: float) -> None:
        if self._querylog is None:
            return
        row = Row(
            asked_at=utc_now(),
            guild_id=asker.guild_id,
            channel_id=asker.channel_id,
            asker=asker.id,
            command=asker.command,
            query=reply.query,
            outcome=reply.outcome.value,
            fact_id=reply.fact.id if isinstance(reply, Answer) else None,
            confidence=reply.confidence,
            latency_ms=latency_ms,
            base_version=reply.base.version,
        )
        try:
            async with asyncio.timeout(RECORD_SECONDS):
                await self._querylog.record(row)
        except LogUnavailable as error:
            log.error("%s", error)
        except TimeoutError:
            log.error("the query log is slow: a reply leaves before its row is known to be written")


def _named(snapshot: Snapshot, query: str, fact: Fact) -> Reply:
    """The answer to a fact's own id, with what its claim lies close to."""
    close = [one for one in snapshot.matcher.match(fact.claim).candidates if one.fact.id != fact.id]
    return Answer(snapshot.base, query, (Candidate(fact, 1.0), *close[: CANDIDATES - 1]))


def _matched(snapshot: Snapshot, query: str) -> Reply:
    found = snapshot.matcher.match(query)
    return _KINDS[found.band](snapshot.base, query, found.candidates)
