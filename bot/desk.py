"""The desk: the one door by which every face asks the fact base, and where every question is recorded."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Self

from bot.factbase.loading import load
from bot.factbase.model import Fact, FactBase
from bot.matching.explanation import Explanation
from bot.matching.matcher import CANDIDATES, Candidate, Matcher
from bot.querylog.rows import REFERENCE
from bot.querylog.store import QueryLog
from bot.records import Records
from bot.reply import KINDS, Answer, Asker, NoFact, Reply, Suggestions

__all__ = [
    "REFERENCE",
    "Answer",
    "Asker",
    "Desk",
    "NoFact",
    "Reply",
    "Snapshot",
    "Suggestions",
    "take_snapshot",
]

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


class Desk(Records):
    """Answers questions from the current snapshot and records each before its reply leaves."""

    def __init__(self, snapshot: Snapshot, querylog: QueryLog | None) -> None:
        """``querylog`` is None only where a log cannot be had; questions are answered all the same."""
        super().__init__(querylog)
        self._snapshot = snapshot

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
        row_id = self._ids.make()
        reply = _named(snapshot, query, fact, row_id) if fact else _matched(snapshot, query, row_id)
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

    def closest(self, question: str) -> Fact | None:
        """The fact that meets most of a question, however little; None where none meets any; not recorded."""
        first = self._snapshot.matcher.match(question).candidates[:1]
        return first[0].fact if first and first[0].confidence > 0 else None

    async def reload(self, facts: Path, sources: Path) -> Snapshot:
        """Builds a new snapshot aside and swaps it in; questions under way finish on the old one.

        Raises :exc:`bot.factbase.problem.BadFactBase` and keeps the old one where the folders have problems.
        """
        self._snapshot = await asyncio.to_thread(take_snapshot, facts, sources)
        return self._snapshot


def _named(snapshot: Snapshot, query: str, fact: Fact, row_id: int) -> Reply:
    """The answer to a fact's own id, with what its claim lies close to."""
    close = [one for one in snapshot.matcher.match(fact.claim).candidates if one.fact.id != fact.id]
    return Answer(snapshot.base, query, (Candidate(fact, 1.0), *close[: CANDIDATES - 1]), row_id)


def _matched(snapshot: Snapshot, query: str, row_id: int) -> Reply:
    found = snapshot.matcher.match(query)
    return KINDS[found.band](snapshot.base, query, found.candidates, row_id)
