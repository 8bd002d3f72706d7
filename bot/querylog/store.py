"""An open query log: what is written to it, and what is read from it."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import aiosqlite

from bot.background import supervised
from bot.querylog.decisions import Decision
from bot.querylog.disk import tells_of_damage
from bot.querylog.open import open_for_writing, read_only
from bot.querylog.reports import rows_of
from bot.querylog.requests import waiting_for
from bot.querylog.retention import RetentionPolicy, keep_small, keep_young
from bot.querylog.rows import (
    LONGEST_QUESTION,
    MOST_FOLLOWED,
    MOST_OPEN,
    THEIRS,
    Follow,
    JudgementRow,
    LogUnavailable,
    Pseudonyms,
    Request,
    Row,
    WriteResult,
    utc_now,
)
from bot.querylog.writer import INSERT_ROW, TRIAL, Writer

T = TypeVar("T")


def _insert(table: str, columns: Sequence[str], where: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join('?' for _ in columns)} WHERE {where}"


_JUDGE = _insert(
    "judgements",
    JudgementRow._fields,
    """true ON CONFLICT (query_id, ifnull(fact_id, ''), ifnull(asker, ''))
    DO UPDATE SET judgement = excluded.judgement, judged_at = excluded.judged_at, reason = excluded.reason""",
)
_SAME = "told_at IS NULL AND asker IS ? AND channel_id IS ? AND text = ?"
_ASK_AGAIN = f"UPDATE requests SET user_id = ? WHERE {_SAME}"  # noqa: S608 - our own names
"""The open request may have come with another log's rows, without whom to tell, which the log knows then."""
_REQUEST = _insert(
    "requests",
    Request._fields,
    f"""NOT EXISTS (SELECT 1 FROM requests WHERE {_SAME})
    AND (SELECT count(*) FROM requests WHERE asker IS ? AND told_at IS NULL) < {MOST_OPEN}
    ON CONFLICT DO NOTHING""",  # noqa: S608
)
_SETTLE = """UPDATE requests SET fact_id = ?, told_at = ?, user_id = NULL, text = CASE WHEN ? THEN text ELSE '' END
WHERE id = ? AND told_at IS NULL"""
_TRY = {
    Request: "UPDATE requests SET tries = tries + 1 WHERE id = ? AND told_at IS NULL",
    Follow: "UPDATE follows SET tries = tries + 1 WHERE id = ?",
}
_WITHDRAW = "DELETE FROM requests WHERE query_id = ? AND told_at IS NULL AND (asker = ? OR user_id = ?)"
_FOLLOW = _insert(
    "follows",
    Follow._fields,
    f"""(SELECT count(*) FROM follows WHERE user_id = ? AND fact_id <> ?) < {MOST_FOLLOWED}
    ON CONFLICT (user_id, fact_id) DO UPDATE SET guild_id = excluded.guild_id, channel_id = excluded.channel_id""",  # noqa: S608
)
_TOLD = "UPDATE follows SET id = ?, claim = ?, seen = ?, tries = 0 WHERE id = ?"
_DECIDE = "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?)"
_SET_ASIDE = "UPDATE requests SET set_aside_at = ? WHERE id IN (SELECT value FROM json_each(?)) AND told_at IS NULL"


class QueryLog:
    """One SQLite file in WAL mode, written by one connection; readers and other processes are never blocked.

    A row that is ``WRITTEN`` is committed, and survives any end of this process (a power cut too, with
    :attr:`RetentionPolicy.full_sync`). While the file refuses, rows wait in memory, and every other change and
    report raises :exc:`LogUnavailable` at once.

    Askers are handed over by their own ids; the file has only their pseudonyms, and open requests the id by which to
    tell them of an answer.
    """

    def __init__(
        self, path: Path, policy: RetentionPolicy, connection: aiosqlite.Connection, pseudonyms: Pseudonyms
    ) -> None:
        self._path = path
        self.policy = policy
        self._pseudonyms = pseudonyms
        self._writer = Writer(path, connection, self._reopen)
        limits = [(keep_young, policy.days), (keep_small, policy.megabytes)]
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

    async def record(self, row: Row) -> WriteResult:
        """Records a question."""
        name = self._pseudonyms.name(row.asker)
        words = row.query[:LONGEST_QUESTION] if self.policy.text else ""
        return await self._writer.put((INSERT_ROW, row._replace(asker=name, query=words)), asker=name)

    async def judge(self, row: JudgementRow) -> WriteResult:
        """Records what somebody says of a reply, in place of what they said before of the same reply."""
        name = self._pseudonyms.name(row.asker)
        return await self._writer.put((_JUDGE, row._replace(asker=name)), asker=name)

    async def request(self, request: Request) -> WriteResult:
        """Records a question for the editors.

        ``UNCHANGED`` if it is settled already, or if the person has :data:`MOST_OPEN` open ones.
        """
        name = self._pseudonyms.name(request.asker)
        row = request._replace(asker=name, text=request.text[:LONGEST_QUESTION])
        same = name, row.channel_id, row.text
        return await self._writer.put((_ASK_AGAIN, (row.user_id, *same)), (_REQUEST, (*row, *same, name)), asker=name)

    async def withdraw(self, asker: str, query_id: int) -> bool:
        """Deletes an asker's open request; False if there is none. Raises :exc:`LogUnavailable`."""
        values = (query_id, self._pseudonyms.name(asker), asker)
        return await self._writer.execute((_WITHDRAW, values), wipes=True) > 0

    async def follow(self, row: Follow) -> WriteResult:
        """Records that somebody follows a fact; ``UNCHANGED`` if they follow :data:`MOST_FOLLOWED` others."""
        values = (*row, row.user_id, row.fact_id)
        return await self._writer.put((_FOLLOW, values), asker=self._pseudonyms.name(row.user_id))

    async def unfollow(self, user_id: str, fact_id: str) -> bool:
        """Deletes that somebody follows a fact; False if they do not. Raises :exc:`LogUnavailable`."""
        delete = "DELETE FROM follows WHERE user_id = ? AND fact_id = ?"
        return await self._writer.execute((delete, (user_id, fact_id)), wipes=True) > 0

    async def begin_telling(self, row: Request | Follow) -> bool:
        """Counts a try to tell somebody; False if they need not be told any more. Raises :exc:`LogUnavailable`."""
        return await self._writer.execute((_TRY[type(row)], (row.id,))) > 0

    async def told(self, follow_id: int, row: Follow) -> None:
        """Notes what a follower has been told, in ``row``. Raises :exc:`LogUnavailable`."""
        await self._writer.execute((_TOLD, (row.id, row.claim, row.seen, follow_id)))

    async def settle(self, request_id: int, fact_id: str) -> bool:
        """Closes a request whose asker has been told, and forgets their id and, without ``policy.text``, its words.

        False if it is not open (any more). Raises :exc:`LogUnavailable`.
        """
        values = (fact_id, utc_now(), self.policy.text, request_id)
        return await self._writer.execute((_SETTLE, values), wipes=True) > 0

    async def set_aside(self, request_ids: Sequence[int], aside: bool) -> None:
        """Takes open requests off their editors' list, or puts them back on it. Raises :exc:`LogUnavailable`."""
        await self._writer.execute((_SET_ASIDE, (utc_now() if aside else None, json.dumps(request_ids))))

    async def decide(self, decision: Decision) -> None:
        """Records what an editor decided about a question. Raises :exc:`LogUnavailable`."""
        await self._writer.execute((_DECIDE, decision))

    async def forget(self, asker: str) -> int:
        """Deletes all rows of an asker, those that wait too; returns how many. Raises :exc:`LogUnavailable`.

        Open requests are found by the asker's own id too, also if the key by which rows name people was lost.
        """
        name = self._pseudonyms.name(asker) or ""
        values = {"name": name, "user": asker}
        deletes = ((f"DELETE FROM {table} WHERE {theirs}", values) for table, theirs in THEIRS.items())  # noqa: S608
        return self._writer.forget(name) + await self._writer.execute(*deletes, wipes=True)

    async def count(self, asker: str) -> int:
        """How many rows of an asker are in the file, and wait for it. Raises :exc:`LogUnavailable`."""
        name = self._pseudonyms.name(asker) or ""
        return self._writer.rows_of(name) + await self.read(partial(rows_of, asker=name, user_id=asker))

    async def waiting_for(self, asker: str) -> tuple[Sequence[Follow], Sequence[Request]]:
        """The facts that an asker follows, and their open requests, latest first. Raises :exc:`LogUnavailable`."""
        return await self.read(partial(waiting_for, asker=self._pseudonyms.name(asker) or "", user_id=asker))

    async def read(self, report: Callable[[sqlite3.Connection], T]) -> T:
        """The result of a report, made off the event loop and beside all writing. Raises :exc:`LogUnavailable`.

        A file that is found damaged is opened again, and so set aside: the writer may hold the damaged part in memory.
        """
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

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _reopen(self) -> aiosqlite.Connection:
        connection, self._pseudonyms = await open_for_writing(self._path, self.policy.full_sync)
        return connection

    def _report(self, report: Callable[[sqlite3.Connection], T]) -> T:
        with closing(read_only(self._path)) as connection:
            return report(connection)
