"""The desk: the one door by which every face asks the fact base, and where every question is recorded."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bot.factbase.loading import load
from bot.factbase.model import Fact, FactBase
from bot.matching.confidence import Band
from bot.matching.explanation import Explanation
from bot.matching.matcher import Candidate, Matcher
from bot.querylog.store import LogUnavailable, QueryLog, Row, utc_now

log = logging.getLogger(__name__)

REFERENCE = "fact:"
"""What a question starts with that names one fact by its id, as autocomplete's choices do: ``fact:founding-date``."""


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
class Answer:
    """One fact answers the question; ``candidates`` are the closest facts, that one first."""

    base: FactBase
    query: str
    fact: Fact
    confidence: float
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """No fact is sure enough; they may have meant one of ``candidates``, best first."""

    base: FactBase
    query: str
    confidence: float
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class NoFact:
    """No fact covers the question; ``candidates`` are the closest all the same."""

    base: FactBase
    query: str
    confidence: float
    candidates: tuple[Candidate, ...]


Reply: TypeAlias = Answer | Suggestions | NoFact


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A fact base and the matcher over it, swapped as one."""

    base: FactBase
    matcher: Matcher


def take_snapshot(facts: Path, sources: Path) -> Snapshot:
    """The snapshot of two folders. Raises :exc:`bot.factbase.problem.BadFactBase`."""
    base = load(facts, sources)
    return Snapshot(base, Matcher(base))


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
            return _one_of_each_topic(snapshot.base)[:limit]
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
            outcome=outcome(reply).value,
            fact_id=reply.fact.id if isinstance(reply, Answer) else None,
            confidence=reply.confidence,
            latency_ms=latency_ms,
            base_version=reply.base.version,
        )
        try:
            await self._querylog.record(row)
        except LogUnavailable as error:
            log.error("%s", error)


def outcome(reply: Reply) -> Band:
    """The name of a reply's kind, as the log and the command line write it."""
    match reply:
        case Answer():
            return Band.ANSWER
        case Suggestions():
            return Band.SUGGESTIONS
        case NoFact():
            return Band.NONE


def _named(snapshot: Snapshot, query: str, fact: Fact) -> Reply:
    """The answer to a fact's own id, with what its claim lies close to."""
    close = [one for one in snapshot.matcher.match(fact.claim).candidates if one.fact.id != fact.id]
    return Answer(snapshot.base, query, fact, 1.0, (Candidate(fact, 1.0), *close[:4]))


def _matched(snapshot: Snapshot, query: str) -> Reply:
    found = snapshot.matcher.match(query)
    match found.band:
        case Band.ANSWER:
            best = found.candidates[0]
            return Answer(snapshot.base, query, best.fact, best.confidence, found.candidates)
        case Band.SUGGESTIONS:
            return Suggestions(snapshot.base, query, found.confidence, found.candidates)
        case Band.NONE:
            return NoFact(snapshot.base, query, found.confidence, found.candidates)


def _one_of_each_topic(base: FactBase) -> list[Fact]:
    """Facts in an order that shows first what the base is about: the first of each topic, then the second, ..."""
    ranked = [(place, fact) for _, facts in base.topics() for place, fact in enumerate(facts)]
    return [fact for _, fact in sorted(ranked, key=lambda pair: pair[0])]
