"""What the desk records of what people ask and say, and what it reads back."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from sqlite3 import Connection
from typing import TypeVar

from bot.factbase.model import Fact, FactBase
from bot.querylog.decisions import Choice, Decision, gaps, unwritten
from bot.querylog.reports import Traffic, rejected_facts, traffic, words_of
from bot.querylog.requests import (
    AlikeRequests,
    Gap,
    ServerRequests,
    count_listed,
    follows,
    server_requests,
    to_tell,
)
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import (
    CHECKED,
    Follow,
    Judgement,
    JudgementRow,
    LogUnavailable,
    Reason,
    Request,
    Row,
    RowIds,
    WriteResult,
    since_days,
    utc_now,
)
from bot.querylog.store import QueryLog
from bot.reply import Answer, Asker, Reply

log = logging.getLogger(__name__)
T = TypeVar("T")


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


class Records:
    """Writes and reads the query log for a desk.

    People of a Discord server are shown :meth:`gaps` and :meth:`requests` of that server alone. Methods that write
    while somebody waits for an answer never raise, and return a :class:`WriteResult`; :meth:`forget` and everything
    that reads raise :exc:`LogUnavailable`.
    """

    def __init__(self, querylog: QueryLog | None) -> None:
        """``querylog`` is None only if no log can be opened; then nothing is kept."""
        self._querylog = querylog
        self._ids = RowIds()

    def new_id(self) -> int:
        """An id for a row that is still to be written."""
        return self._ids.make()

    async def question(self, reply: Reply, asker: Asker, latency_ms: float) -> WriteResult:
        """Records a question and its reply.

        The words of a checked message are left out: they are somebody's who did not ask. So is a channel outside
        servers, which names one or a few people.
        """
        row = Row(
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
        return await self._querylog.record(row) if self._querylog else WriteResult.DROPPED

    async def judge(
        self, query_id: int, fact_id: str | None, judgement: Judgement, asker: Asker, reason: Reason | None = None
    ) -> WriteResult:
        """Records what somebody says of a reply, whose id is ``query_id``; it replaces what they said before."""
        row = JudgementRow(self._ids.make(), query_id, fact_id, judgement, asker.id, utc_now(), asker.guild_id, reason)
        return await self._querylog.judge(row) if self._querylog else WriteResult.DROPPED

    async def request(self, query_id: int, text: str, asker: Asker) -> WriteResult:
        """Records a question for the editors, and where to tell its asker; the same question twice is one request."""
        row = Request(
            id=self._ids.make(),
            query_id=query_id,
            text=text,
            asked_at=utc_now(),
            guild_id=asker.guild_id,
            channel_id=asker.channel_id,
            asker=asker.id,
            user_id=asker.id,
        )
        return await self._querylog.request(row) if self._querylog else WriteResult.DROPPED

    async def open_requests(self, after: int = 0) -> Sequence[Request]:
        """Requests of all servers whose askers can be told of an answer: the next ones after an id, oldest first."""
        return await self._read(partial(to_tell, after=after))

    async def settle(self, request_id: int, fact_id: str) -> bool:
        """Closes a request whose asker has been told, and forgets whose it was; False if it is not open any more."""
        return await self._log().settle(request_id, fact_id)

    async def withdraw(self, query_id: int, asker: Asker) -> bool:
        """Deletes the open request that an asker made of that question; False if there is none."""
        return await self._log().withdraw(asker.id, query_id) if asker.id else False

    async def follow(self, fact: Fact, seen: str, asker: Asker) -> WriteResult:
        """Records that somebody follows a fact, whose verdict and values they have ``seen``.

        ``UNCHANGED`` if they follow as many as they may.
        """
        if self._querylog is None or asker.id is None:
            return WriteResult.DROPPED
        known = self._ids.make(), fact.id, fact.claim, seen, utc_now()
        return await self._querylog.follow(Follow(*known, asker.guild_id, asker.channel_id, asker.id))

    async def unfollow(self, fact_id: str, asker: Asker) -> bool:
        """Ends that an asker follows a fact; False if they do not."""
        return await self._log().unfollow(asker.id, fact_id) if asker.id else False

    async def follows(self, after: int = 0) -> Sequence[Follow]:
        """What people of all servers follow: the next ones after an id, in the order of their ids."""
        return await self._read(partial(follows, after=after))

    async def waiting_for(self, asker: Asker) -> tuple[Sequence[Follow], Sequence[Request]]:
        """The facts that an asker follows, and their open requests, latest first."""
        return await self._log().waiting_for(asker.id) if asker.id else ((), ())

    async def begin_telling(self, row: Request | Follow) -> bool:
        """Counts a try to tell somebody; False if they need not be told any more: it was deleted or is settled."""
        return await self._log().begin_telling(row)

    async def told(self, row: Follow, seen: str, claim: str) -> None:
        """Notes what a follower has been told of a fact by now."""
        await self._log().told(row.id, row._replace(id=self._ids.make(), claim=claim, seen=seen))

    async def forget(self, asker: Asker) -> int:
        """Deletes everything that is kept of an asker; returns the number of rows."""
        return await self._log().forget(asker.id) if asker.id else 0

    async def count_rows(self, asker: Asker) -> int:
        """How many rows are kept of an asker."""
        return await self._log().count(asker.id) if asker.id else 0

    @property
    def policy(self) -> RetentionPolicy | None:
        """How long questions are kept, and whether with their words; None if nothing is kept."""
        return self._querylog.policy if self._querylog else None

    async def words_of(self, query_id: int) -> str | None:
        """The words of the question with that id; None if they are not kept."""
        return await self._read(partial(words_of, query_id=query_id))

    async def rejected(self, query_id: int) -> frozenset[str]:
        """The facts that somebody called not what was asked in the question with that id."""
        return await self._read(partial(rejected_facts, query_id=query_id))

    async def gaps(self, guild_id: str, days: int = 30) -> Sequence[Gap]:
        """A server's unanswered questions of the last days about which no editor decided, most asked first."""
        return await self._read(partial(gaps, since=since_days(days), guild_id=guild_id))

    async def unwritten(self, guild_id: str) -> int:
        """How many phrasings were decided in a server and wait to be written into the files."""
        return sum(one.guild_id == guild_id for one in await self._read(unwritten))

    async def decide(self, gap: Gap, choice: Choice, fact_id: str | None, guild_id: str) -> None:
        """Records what an editor of a server decided about a question."""
        await self._log().decide(Decision(self._ids.make(), gap.query, choice, fact_id, utc_now(), guild_id))

    async def requests(self, guild_id: str) -> ServerRequests:
        """A server's open requests, oldest first, alike ones together."""
        return await self._read(partial(server_requests, guild_id=guild_id))

    async def set_aside(self, guild_id: str, request_id: int, aside: bool) -> AlikeRequests | None:
        """Takes a server's request and those alike off its editors' list or, if not ``aside``, puts them back.

        Their askers are still told of an answer. None if the request is not there (any more).
        """
        there = await self.requests(guild_id)
        lists = there.listed if aside else there.aside
        found = next((alike for alike in lists if request_id in {one.id for one in alike.requests}), None)
        if found:
            await self._log().set_aside([one.id for one in found.requests], aside)
        return found

    async def status(self, base: FactBase, guild_id: str | None = None) -> Status:
        """The state of the base and the log, and what was asked today in one server or, with None, in all."""
        querylog = self._log()
        waiting = 0
        try:
            today: Traffic | str = await self._read(partial(traffic, since=since_days(1), guild_id=guild_id))
            if guild_id:
                waiting = await self._read(partial(count_listed, guild_id=guild_id))
        except LogUnavailable as error:
            today = str(error)
        return Status(
            base_version=base.version,
            facts=len(base.facts),
            log_bytes=querylog.size(),
            log_problem=await querylog.problem(),
            rows_waiting=querylog.waiting,
            rows_dropped=querylog.dropped,
            today=today,
            requests_waiting=waiting,
        )

    async def _read(self, report: Callable[[Connection], T]) -> T:
        return await self._log().read(report)

    def _log(self) -> QueryLog:
        if self._querylog is None:
            raise LogUnavailable("there is no query log")
        return self._querylog
