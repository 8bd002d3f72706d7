"""What a desk writes down of what people ask and say, and what it tells of that."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from sqlite3 import Connection
from typing import Any, TypeVar

from bot.factbase.model import Fact, FactBase
from bot.querylog import asked, gaps, traffic
from bot.querylog.fate import Fate
from bot.querylog.gaps import Gap
from bot.querylog.ids import RowIds
from bot.querylog.keeping import Keeping
from bot.querylog.requests import AlikeRequests, ServerRequests, count_listed, server_requests, to_tell
from bot.querylog.rows import Judgement, JudgementRow, Request, Row, since_days, utc_now
from bot.querylog.store import LogUnavailable, QueryLog, RowDropped
from bot.querylog.traffic import Traffic
from bot.reply import Answer, Asker, Reply
from bot.status import Status

log = logging.getLogger(__name__)
T = TypeVar("T")

RECORD_SECONDS = 1.5
"""How long a reply waits for its row: half of the 3 s in which Discord wants a first answer. The row stays in line."""


class Records(ABC):
    """The part of a desk that keeps records.

    People of one Discord server are shown :meth:`gaps` and :meth:`requests` of that server alone.
    Everything that reads and :meth:`forget` raise :exc:`LogUnavailable` where the log cannot be had; what is written on
    the way of an answer does not, and says what became of it.
    """

    def __init__(self, querylog: QueryLog | None) -> None:
        self._querylog = querylog
        self._ids = RowIds()

    @property
    @abstractmethod
    def base(self) -> FactBase:
        """The fact base that is answering now."""

    @abstractmethod
    def closest(self, question: str) -> Fact | None:
        """The fact that meets most of a question, however little; None where none meets any; not recorded."""

    async def judge(self, query_id: int, fact_id: str | None, judgement: Judgement, asker: Asker) -> Fate:
        """Keeps what somebody says of a reply, ``query_id`` being its id; a later judgement of the same replaces it."""
        row = JudgementRow(self._ids.make(), query_id, fact_id, judgement, asker.id, utc_now(), asker.guild_id)
        return await self._write(lambda querylog: querylog.judge(row))

    async def request(self, query_id: int, text: str, asker: Asker) -> Fate:
        """Keeps a question for the editors, and where to tell its asker; asked twice by the same person it is one."""
        row = Request(
            id=self._ids.make(),
            query_id=query_id,
            text=text,
            asked_at=utc_now(),
            guild_id=asker.guild_id,
            channel_id=asker.channel_id,
            asker=asker.id,
            user_id=asker.id,
            base_version=self.base.version,
        )
        return await self._write(lambda querylog: querylog.request(row))

    async def open_requests(self) -> Sequence[Request]:
        """Every request whose asker is to be told of an answer and can be, oldest first, of all servers."""
        return await self._read(to_tell)

    async def settle(self, request_id: int, fact_id: str) -> bool:
        """Closes a request that a fact answers now, and forgets whose it was.

        True for the one caller that may tell the asker; False where another has, where the request is gone, and where
        the log cannot be written, so that the request stays open.
        """
        try:
            return await self._log().settle(request_id, fact_id)
        except LogUnavailable as error:
            log.error("%s", error)
            return False

    async def reopen(self, request: Request) -> Fate:
        """Opens a settled request again, since its asker could not be told; one that they deleted stays deleted."""
        return await self._write(lambda querylog: querylog.reopen(request))

    async def forget(self, asker: Asker) -> int:
        """Deletes everything that is kept of an asker, and says how many rows that was."""
        return await self._log().forget(asker.id) if asker.id else 0

    async def kept(self, asker: Asker) -> int:
        """How many rows are kept of an asker."""
        return await self._log().count(asker.id) if asker.id else 0

    @property
    def keeping(self) -> Keeping | None:
        """How long questions are kept, and with which words; None where nothing is kept at all."""
        return self._querylog.keeping if self._querylog else None

    async def asked(self, query_id: int) -> str | None:
        """What was asked in the question of that id; None where its words are not kept."""
        return await self._read(partial(asked.words_of, query_id=query_id))

    async def rejected(self, query_id: int) -> frozenset[str]:
        """The facts of which somebody said that they are not what was asked in the question of that id."""
        return await self._read(partial(asked.rejected, query_id=query_id))

    async def gaps(self, guild_id: str, days: int = 30, limit: int = 25) -> Sequence[Gap]:
        """What a server asked in the last days and found no answer to, alike questions together, most asked first."""
        return await self._read(
            partial(gaps.gaps, closest=self.closest, since=since_days(days), guild_id=guild_id, limit=limit),
        )

    async def requests(self, guild_id: str) -> ServerRequests:
        """A server's open requests, oldest first, alike ones together."""
        return await self._read(partial(server_requests, guild_id=guild_id))

    async def set_aside(self, guild_id: str, request_id: int, aside: bool) -> AlikeRequests | None:
        """Takes a server's request and those alike off its editors' list or, where not ``aside``, puts them back.

        Their askers are told of an answer all the same. None where it is not there (any more).
        """
        there = await self.requests(guild_id)
        lists = there.listed if aside else there.aside
        found = next((alike for alike in lists if request_id in {one.id for one in alike.requests}), None)
        if found:
            await self._log().set_aside([one.id for one in found.requests], aside)
        return found

    async def status(self, guild_id: str | None = None) -> Status:
        """How the desk and its log are, and what was asked today in one server or, with None, in all.

        A log that cannot be read or written makes no difference to the rest.
        """
        querylog = self._log()
        waiting = 0
        try:
            today: Traffic | str = await self._read(partial(traffic.traffic, since=since_days(1), guild_id=guild_id))
            if guild_id:
                waiting = await self._read(partial(count_listed, guild_id=guild_id))
        except LogUnavailable as error:
            today = str(error)
        return Status(
            base_version=self.base.version,
            facts=len(self.base.facts),
            log_bytes=querylog.size(),
            log_problem=await querylog.problem(),
            rows_waiting=querylog.waiting,
            rows_dropped=querylog.dropped,
            today=today,
            requests_waiting=waiting,
        )

    async def _record(self, reply: Reply, asker: Asker, latency_ms: float) -> None:
        """Writes a question's row before its reply leaves."""
        row = Row(
            id=reply.id,
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
        await self._write(lambda querylog: querylog.record(row))

    async def _write(self, write: Callable[[QueryLog], Coroutine[Any, Any, None]]) -> Fate:
        if self._querylog is None:
            return Fate.LOST
        try:
            async with asyncio.timeout(RECORD_SECONDS):
                await write(self._querylog)
        except LogUnavailable as error:
            log.debug("%s", error)  # the log has said so itself, once, and keeps the row or counts it as dropped
            return Fate.LOST if isinstance(error, RowDropped) else Fate.WAITING
        except TimeoutError:
            log.warning("the query log is slow: a reply leaves before its row is known to be written")
            return Fate.WAITING
        return Fate.WRITTEN

    async def _read(self, report: Callable[[Connection], T]) -> T:
        return await self._log().read(report)

    def _log(self) -> QueryLog:
        if self._querylog is None:
            raise LogUnavailable("there is no query log")
        return self._querylog
