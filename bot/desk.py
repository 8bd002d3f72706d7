"""The desk: the one door by which every face asks the fact base, and where every question is recorded."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.background import in_background, no_collection, short_turns
from bot.factbase.fields import Changes, changes_between, lacks
from bot.factbase.loading import Loader
from bot.factbase.model import Fact, FactBase, referred
from bot.factbase.problem import BadFactBase, Position, Problem, Severity, shown
from bot.factbase.texts import UNSEEN
from bot.matching.confidence import Band
from bot.matching.explain import Explanation
from bot.matching.matcher import Candidate
from bot.querylog.reports import Traffic, traffic
from bot.querylog.requests import count_listed
from bot.querylog.rows import CHECKED, LogUnavailable, Row, since_days, utc_now
from bot.querylog.store import QueryLog
from bot.reply import KINDS, Answer, Asker, NoFact, Reply
from bot.snapshot import Snapshot

UNREAD = 300
"""Maximum length of an internal error shown to editors."""


@dataclass(frozen=True, slots=True)
class Editing:
    """How the folders of facts and sources are, as they were last read.

    ``read_at`` and ``taken_at`` are when that was, and when the base that answers was taken: seconds since the epoch.
    ``problems`` are the errors for which what stands there is not taken, in reading order; empty if it is.
    ``changes`` is what the last edit that was taken changed, None before the first.
    """

    read_at: float
    taken_at: float
    problems: tuple[Problem, ...] = ()
    changes: Changes | None = None

    @property
    def problem(self) -> str | None:
        """The first problem and how many more there are, in one line; None if there is none."""
        if not self.problems:
            return None
        more = len(self.problems) - 1
        return f"{self.problems[0]}" + (f" (and {more} more)" if more else "")


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a desk and its log, for the people who run it.

    ``log_bytes`` is None if the file cannot be inspected; ``log_problem`` is the reason why the log takes no rows now,
    or None. ``rows_dropped`` counts since the start. ``today`` counts from midnight UTC, or is the reason why the log
    cannot be read. ``requests_waiting`` are those on the list of the server's editors; 0 for all servers together, and
    if the log cannot be read.
    """

    base_version: str
    facts: int
    log_bytes: int | None
    log_problem: str | None
    rows_waiting: int
    rows_dropped: int
    today: Traffic | str
    requests_waiting: int = 0


class Desk:
    """Answers questions from the current snapshot, and records each before its reply leaves."""

    def __init__(self, snapshot: Snapshot, querylog: QueryLog | None) -> None:
        """``querylog`` is None only if no log can be opened; questions are answered all the same."""
        self.records = querylog or QueryLog.none()
        self._snapshot = snapshot
        self._reloading = asyncio.Lock()
        self.calibrating: asyncio.Task[None] | None = None  # for the last edit
        self._listeners: list[Callable[[], None]] = []
        self._observers: list[Callable[[Reply, float], None]] = []
        now = time.time()
        self.editing = Editing(now, now)

    @property
    def base(self) -> FactBase:
        """The fact base that is answering now."""
        return self._snapshot.base

    async def ask(self, question: str, asker: Asker) -> Reply:
        """The reply to a question, or to a fact named as ``fact:id``; recorded before it is returned.

        Never raises for anything that a person can type, nor if the log cannot be written.
        """
        started = time.perf_counter()
        reply = _replied(self._snapshot, question, self.records.new_id())
        await self.records.record(_row(reply, asker, (time.perf_counter() - started) * 1000))
        if asker.command != CHECKED:
            for observe in self._observers:
                observe(reply, time.perf_counter() - started)
        return reply

    def complete(self, typed: str, limit: int) -> Sequence[Fact]:
        """The facts that a half-typed question may be heading for, best first; not recorded."""
        return self._snapshot.complete(typed, limit)

    def explain(self, question: str) -> Explanation:
        """Why a question finds the facts it finds; not recorded."""
        return self._snapshot.matcher.explain(question)

    def closest(self, question: str) -> Sequence[Fact]:
        """The facts that may be meant at any confidence, best first; not recorded."""
        return [one.fact for one in self._snapshot.match(question).candidates if one.confidence > 0]

    def answering(self, question: str) -> Fact | None:
        """The fact that answers a question for certain; None if none does; not recorded."""
        found = self._snapshot.matcher.match(question)
        return found.candidates[0].fact if found.band is Band.ANSWER else None

    async def status(self, guild_id: str | None = None) -> Status:
        """The state of the base and the log, and what was asked today in one server or, with None, in all."""
        records, waiting = self.records, 0
        try:
            today: Traffic | str = await records.read(partial(traffic, since=since_days(1), guild_id=guild_id))
            if guild_id:
                waiting = await records.read(partial(count_listed, guild_id=guild_id))
        except LogUnavailable as error:
            today = str(error)
        return Status(
            base_version=self.base.version,
            facts=len(self.base.facts),
            log_bytes=records.size(),
            log_problem=await records.problem(),
            rows_waiting=records.waiting,
            rows_dropped=records.dropped,
            today=today,
            requests_waiting=waiting,
        )

    def observe(self, observer: Callable[[Reply, float], None]) -> None:
        """Calls the observer with each reply to a question, and after how many seconds it was there.

        As in the log's reports, a statement of a checked message is no question.
        """
        self._observers.append(observer)

    def listen(self, listener: Callable[[], None]) -> None:
        """Calls the listener after each change of the base, on the event loop, until :meth:`unlisten`."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[], None]) -> None:
        """Calls the listener no more."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    async def reload(self, loader: Loader, settle: float = 0.0) -> Changes | None:
        """Reads the loader's folders and swaps the base in that stands there; gives what changed, None for nothing.

        If that base lacks something, the folders are read again after ``settle``, in seconds: a file may be half
        written. All of it is done in a background thread, and questions under way finish on the base that they began
        with. Raises :exc:`bot.factbase.problem.BadFactBase` and keeps the old base if the folders have problems; if
        reading them raises anything else, so does this, and :attr:`editing` has a problem that says so.
        How sure answers are is fitted to the base after it, by the task :attr:`calibrating`.
        """
        async with self._reloading:
            try:
                with short_turns(), no_collection():
                    made = await in_background(lambda: _renewed(self._snapshot, loader, settle))
            except BadFactBase as bad:
                errors = tuple(problem for problem in bad.problems if problem.severity is Severity.ERROR)
                self.editing = replace(self.editing, read_at=time.time(), problems=errors)
                raise
            except Exception as fault:
                self.editing = replace(self.editing, read_at=time.time(), problems=(_unread(loader, fault),))
                raise
            now = time.time()
            if made is None:
                self.editing = replace(self.editing, read_at=now, problems=())
                return None
            self._snapshot, changes = made
            self.editing = Editing(now, now, changes=changes)
            for listener in tuple(self._listeners):
                listener()
        self.calibrating = asyncio.create_task(self._calibrate(self._snapshot))
        return changes

    async def _calibrate(self, snapshot: Snapshot) -> None:
        """Fits how sure answers are to an edited base, which answers already."""
        calibrated = await in_background(snapshot.calibrated)
        if self._snapshot is snapshot:
            self._snapshot = calibrated


def _renewed(snapshot: Snapshot, loader: Loader, settle: float) -> tuple[Snapshot, Changes] | None:
    """The snapshot of the base that stands in the folders, and what changed; None if it is the same base."""
    base = loader.load()
    if settle and lacks(snapshot.base, base):
        time.sleep(settle)
        base = loader.load()
    if base.version == snapshot.base.version:
        return None
    return snapshot.edited(base), changes_between(snapshot.base, base)


def _unread(loader: Loader, fault: Exception) -> Problem:
    """What editors are told if reading the folders failed for a reason that only a programmer can mend."""
    wrong = f"the folders could not be read: {type(fault).__name__}: {fault}"
    fix = "this is a bug in factbot; undo the last edit, and report the bug with the bot's log messages"
    return Problem(str(loader.folders[0]), Position(), shown(wrong, UNREAD), fix)


def _row(reply: Reply, asker: Asker, latency_ms: float) -> Row:
    """What the log keeps of a question and its reply.

    The words of a checked message are left out: they are somebody's who did not ask. So is a channel outside servers,
    which names one or a few people.
    """
    return Row(
        id=reply.id,
        asked_at=utc_now(),
        guild_id=asker.guild_id,
        channel_id=asker.channel_id if asker.guild_id else None,
        asker=asker.id,
        command=asker.command,
        query="" if asker.command == CHECKED else reply.query,
        outcome=reply.outcome.value,
        fact_id=reply.fact.id if isinstance(reply, Answer) else None,
        confidence=reply.confidence,
        latency_ms=latency_ms,
        base_version=reply.base.version,
    )


def _replied(snapshot: Snapshot, question: str, row_id: int) -> Reply:
    query = " ".join(UNSEEN.sub("", question.encode("utf-8", "replace").decode()).split())
    if named := referred(query):
        fact = snapshot.base.fact(named)
        return _named(snapshot, query, fact, row_id) if fact else _unknown(snapshot, query, named, row_id)
    return _matched(snapshot, query, row_id)


def _named(snapshot: Snapshot, query: str, fact: Fact, row_id: int) -> Reply:
    """The answer to a fact's own id, with what its claim lies close to."""
    return Answer(snapshot.base, query, (Candidate(fact, 1.0), *snapshot.close_to(fact)), row_id)


def _unknown(snapshot: Snapshot, query: str, fact_id: str, row_id: int) -> Reply:
    """That there is no such fact, and what the words of its id are closest to: it may have been renamed."""
    return NoFact(snapshot.base, query, snapshot.match(fact_id.replace("-", " ")).candidates, row_id)


def _matched(snapshot: Snapshot, query: str, row_id: int) -> Reply:
    found = snapshot.match(query)
    return KINDS[found.band](snapshot.base, query, found.candidates, row_id)
