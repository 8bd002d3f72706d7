"""The open query log: what the desk writes to it of what people ask and say, and what it reads back."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

import aiosqlite

from bot.background import supervised
from bot.factbase.model import Fact
from bot.querylog.decisions import Decision, gaps, unwritten
from bot.querylog.disk import tells_of_damage
from bot.querylog.open import open_for_writing, read_only
from bot.querylog.reports import rejected_facts, rows_of, words_of
from bot.querylog.requests import AlikeRequests, Gap, ServerRequests, follows, server_requests, to_tell, waiting_for
from bot.querylog.retention import RetentionPolicy, keep_small, keep_young
from bot.querylog.rows import (
    LONGEST_QUESTION,
    THEIRS,
    TRIAL,
    Follow,
    Judgement,
    JudgementRow,
    LogUnavailable,
    Pseudonyms,
    Reason,
    Request,
    Row,
    RowIds,
    WriteResult,
    insertion,
    since_days,
    utc_now,
)
from bot.querylog.writer import Writer
from bot.reply import Asker

T = TypeVar("T")

_SETTLE = """UPDATE requests SET fact_id = ?, told_at = ?, user_id = NULL, text = CASE WHEN ? THEN text ELSE '' END
WHERE id = ? AND told_at IS NULL"""
_TRY = {
    Request: "UPDATE requests SET tries = tries + 1 WHERE id = ? AND told_at IS NULL",
    Follow: "UPDATE follows SET tries = tries + 1 WHERE id = ?",
}
_WITHDRAW = f"DELETE FROM requests WHERE query_id = :query AND told_at IS NULL AND ({THEIRS['requests']})"  # noqa: S608
_UNFOLLOW = "DELETE FROM follows WHERE user_id = ? AND fact_id = ?"
_TOLD = "UPDATE follows SET id = ?, claim = ?, seen = ?, tries = 0 WHERE id = ?"
_DECIDE = "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?)"
_SET_ASIDE = "UPDATE requests SET set_aside_at = ? WHERE id IN (SELECT value FROM json_each(?)) AND told_at IS NULL"


class QueryLog:
    """One SQLite file in WAL mode, written by one connection; readers and other processes are never blocked.

    A row that is ``WRITTEN`` is committed, and survives any end of this process (a power cut too, with
    :attr:`RetentionPolicy.full_sync`). While the file refuses, rows wait in memory: what adds a row while somebody
    waits for an answer never raises, and returns a :class:`WriteResult`. Everything else raises
    :exc:`LogUnavailable` at once.

    The file knows askers by their pseudonyms. Open requests and follows have the id too by which to tell somebody.
    People of a Discord server are shown :meth:`gaps` and :meth:`requests` of that server alone.
    """

    def __init__(
        self,
        path: Path,
        policy: RetentionPolicy | None,
        connection: aiosqlite.Connection | None,
        pseudonyms: Pseudonyms,
    ) -> None:
        self._path = path
        self.policy = policy
        """How long rows are kept, and which; None if nothing is kept, because no log could be opened."""
        self._pseudonyms = pseudonyms
        self._writer = Writer(path, connection, self._reopen)
        self.new_id = RowIds().make
        """Makes an id for a row that is still to be written."""
        limits = [(keep_young, policy.days), (keep_small, policy.megabytes)] if policy else []
        self._purging = {
            asyncio.create_task(
                supervised(partial(keep, self._writer.execute, self.read, most), "deleting old rows of the query log")
            )
            for keep, most in limits
            if most
        }

    @classmethod
    async def open(cls, path: Path, policy: RetentionPolicy = RetentionPolicy()) -> Self:  # noqa: B008 - it is frozen
        """The log in that file, which is made if it is missing; a damaged one is set aside.

        Raises :exc:`LogUnavailable`.
        """
        return cls(path, policy, *await open_for_writing(path, policy.full_sync))

    @classmethod
    def none(cls) -> Self:
        """A log that keeps nothing, for when none can be opened: every row is ``DROPPED``."""
        return cls(Path(), None, None, Pseudonyms(b""))

    async def record(self, row: Row | JudgementRow | Request | Follow) -> WriteResult:
        """Adds a row, whose asker is still given by their own id.

        A judgement replaces what they said before of the same reply. The result is ``UNCHANGED`` if a request is
        settled already, or if the person has as many requests or follows as they may.
        """
        name = self._pseudonyms.name(row.user_id if isinstance(row, Follow) else row.asker)
        if isinstance(row, Row):
            words = row.query[:LONGEST_QUESTION] if self.policy and self.policy.text else ""
            row = row._replace(asker=name, query=words)
        elif isinstance(row, Request):
            row = row._replace(asker=name, text=row.text[:LONGEST_QUESTION])
        elif isinstance(row, JudgementRow):
            row = row._replace(asker=name)
        return await self._writer.put(*insertion(row), asker=name)

    async def judge(
        self, query_id: int, fact_id: str | None, judgement: Judgement, asker: Asker, reason: Reason | None = None
    ) -> WriteResult:
        """Records what somebody says of a reply, whose id is ``query_id``."""
        said = query_id, fact_id, judgement, asker.id, utc_now(), asker.guild_id, reason
        return await self.record(JudgementRow(self.new_id(), *said))

    async def request(self, query_id: int, text: str, asker: Asker) -> WriteResult:
        """Records a question for the editors, and where to tell its asker; the same question twice is one request."""
        asked = query_id, text, utc_now(), asker.guild_id, asker.channel_id, asker.id, asker.id
        return await self.record(Request(self.new_id(), *asked))

    async def withdraw(self, query_id: int, asker: Asker) -> bool:
        """Deletes the open request that an asker made of that question; False if there is none."""
        values: dict[str, str | int] = {"query": query_id, **self._known_as(asker)}
        return await self._writer.execute((_WITHDRAW, values), wipes=True) > 0

    async def follow(self, fact: Fact, seen: str, asker: Asker) -> WriteResult:
        """Records that somebody follows a fact, whose verdict and values they have ``seen``."""
        known = fact.id, fact.claim, seen, utc_now(), asker.guild_id, asker.channel_id, asker.id or ""
        return await self.record(Follow(self.new_id(), *known))

    async def unfollow(self, fact_id: str, asker: Asker) -> bool:
        """Ends that an asker follows a fact; False if they do not."""
        return await self._writer.execute((_UNFOLLOW, (asker.id, fact_id)), wipes=True) > 0

    async def waiting_for(self, asker: Asker) -> tuple[Sequence[Follow], Sequence[Request]]:
        """The facts that an asker follows, and their open requests, latest first."""
        return await self.read(partial(waiting_for, known_as=self._known_as(asker)))

    async def open_requests(self, after: int = 0) -> Sequence[Request]:
        """Requests of all servers whose askers can be told of an answer: the next ones after an id, oldest first."""
        return await self.read(partial(to_tell, after=after))

    async def follows(self, after: int = 0) -> Sequence[Follow]:
        """What people of all servers follow: the next ones after an id, in the order of their ids."""
        return await self.read(partial(follows, after=after))

    async def begin_telling(self, row: Request | Follow) -> bool:
        """Counts a try to tell somebody; False if they need not be told any more: it was deleted or is settled."""
        return await self._writer.execute((_TRY[type(row)], (row.id,))) > 0

    async def told(self, row: Follow, seen: str, claim: str) -> None:
        """Notes what a follower has been told of a fact by now."""
        await self._writer.execute((_TOLD, (self.new_id(), claim, seen, row.id)))

    async def settle(self, request_id: int, fact_id: str) -> bool:
        """Closes a request whose asker has been told, and forgets their id and, without ``policy.text``, its words.

        False if it is not open (any more).
        """
        values = (fact_id, utc_now(), self.policy is not None and self.policy.text, request_id)
        return await self._writer.execute((_SETTLE, values), wipes=True) > 0

    async def forget(self, asker: Asker) -> int:
        """Deletes all rows of an asker, those that wait too; returns how many.

        Open requests are found by the asker's own id too, also if the key by which rows name people was lost.
        """
        known = self._known_as(asker)
        deletes = ((f"DELETE FROM {table} WHERE {theirs}", known) for table, theirs in THEIRS.items())  # noqa: S608
        return self._writer.forget(known["name"]) + await self._writer.execute(*deletes, wipes=True)

    async def count_rows(self, asker: Asker) -> int:
        """How many rows of an asker are in the file, and wait for it."""
        known = self._known_as(asker)
        return self._writer.rows_of(known["name"]) + await self.read(partial(rows_of, known_as=known))

    async def words_of(self, query_id: int) -> str | None:
        """The words of the question with that id; None if they are not kept."""
        return await self.read(partial(words_of, query_id=query_id))

    async def rejected(self, query_id: int) -> frozenset[str]:
        """The facts that somebody called not what was asked in the question with that id."""
        return await self.read(partial(rejected_facts, query_id=query_id))

    async def gaps(self, guild_id: str, days: int = 30) -> Sequence[Gap]:
        """A server's unanswered questions of the last days about which no editor decided, most asked first."""
        return await self.read(partial(gaps, since=since_days(days), guild_id=guild_id))

    async def unwritten(self, guild_id: str) -> int:
        """How many phrasings were decided in a server and wait to be written into the files."""
        return sum(one.guild_id == guild_id for one in await self.read(unwritten))

    async def decide(self, decision: Decision) -> None:
        """Records what an editor decided about a question."""
        await self._writer.execute((_DECIDE, decision))

    async def requests(self, guild_id: str) -> ServerRequests:
        """A server's open requests, latest first, alike ones together."""
        return await self.read(partial(server_requests, guild_id=guild_id))

    async def set_aside(self, guild_id: str, request_id: int, aside: bool) -> AlikeRequests | None:
        """Takes a server's request and those alike off its editors' list or, if not ``aside``, puts them back.

        Their askers are still told of an answer. None if the request is not there (any more).
        """
        there = await self.requests(guild_id)
        lists = there.listed if aside else there.aside
        found = next((alike for alike in lists if request_id in {one.id for one in alike.requests}), None)
        if found:
            ids = json.dumps([one.id for one in found.requests])
            await self._writer.execute((_SET_ASIDE, (utc_now() if aside else None, ids)))
        return found

    async def read(self, report: Callable[[sqlite3.Connection], T]) -> T:
        """The result of a report, made off the event loop and beside all writing.

        A file that is found damaged is opened again, and so set aside: the writer may hold the damaged part in memory.
        """
        if self.policy is None:
            raise LogUnavailable("there is no query log")
        try:
            return await asyncio.to_thread(self._report, report)
        except sqlite3.Error as error:
            if tells_of_damage(error):
                self._writer.doubt(error)
            raise LogUnavailable(f"the query log cannot be read ({error})") from error

    async def problem(self) -> str | None:
        """Why the log takes no rows at this moment, found by a real write; None if it does."""
        try:
            await self._writer.execute(*TRIAL)
        except LogUnavailable as error:
            return self._told(str(error))
        return None

    @property
    def refusal(self) -> str | None:
        """Why the last write was refused; None if it was not."""
        return self._told(self._writer.refusal) if self._writer.refusal else None

    def _told(self, refusal: str) -> str:
        return f"{refusal}; rows waiting: {self.waiting}, dropped: {self.dropped}"

    @property
    def waiting(self) -> int:
        """How many rows wait to be written."""
        return self._writer.waiting

    @property
    def dropped(self) -> int:
        """How many rows had to be dropped since the log was opened: too many waited, or no table took them."""
        return self._writer.dropped

    def size(self) -> int | None:
        """Bytes on disk, including the write-ahead log; None if they cannot be looked at."""
        try:
            real = self._path.resolve()
            ahead = real.with_name(f"{real.name}-wal")
            return real.stat().st_size + (ahead.stat().st_size if ahead.exists() else 0)
        except OSError:
            return None

    async def close(self) -> None:
        """Writes what waits, if it can be written, and logs what is lost."""
        for task in self._purging:
            task.cancel()
        await asyncio.gather(*self._purging, return_exceptions=True)
        await self._writer.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    def _known_as(self, asker: Asker) -> dict[str, str]:
        """By what rows know an asker: the pseudonym and, if they are to be told something, the id."""
        return {"name": self._pseudonyms.name(asker.id) or "", "user": asker.id or ""}

    async def _reopen(self) -> aiosqlite.Connection:
        full_sync = self.policy is not None and self.policy.full_sync
        connection, self._pseudonyms = await open_for_writing(self._path, full_sync)
        return connection

    def _report(self, report: Callable[[sqlite3.Connection], T]) -> T:
        with closing(read_only(self._path)) as connection:
            return report(connection)
