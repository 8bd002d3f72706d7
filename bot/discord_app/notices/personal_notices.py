"""Notices to one person: the editors have answered their question, or a fact that they follow has changed."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import discord
from discord import ui

from bot.desk import Desk
from bot.discord_app.gateway.errors import UNSENT, refused
from bot.discord_app.layout import (
    COLOURS,
    GREY,
    HEADING,
    UNFOLLOW,
    VERDICT,
    button,
    framed,
    row_of,
    show_button,
    verdict_text,
    view_of,
)
from bot.discord_app.text import for_log, literal, shortened
from bot.factbase.model import Fact, FactBase
from bot.factbase.texts import value_key
from bot.factbase.verdict import Verdict
from bot.querylog.rows import Follow, Request
from bot.reply import Asker
from bot.wording import MARKS, VERDICTS

log = logging.getLogger(__name__)
Row = TypeVar("Row", Request, Follow)

MOST_TRIES = 3
"""The most attempts to notify one person."""
AGAIN_SECONDS = 120.0
"""The pause before another attempt: within a few minutes Discord takes each nonce once."""


def seen_of(fact: Fact) -> str:
    """What followers are told of a fact, as the log keeps it: its verdict, its value or claim, all other values."""
    own = fact.value or fact.claim
    others = {value_key(side.value): side.value for side in (*fact.sides, *fact.nearby) if side.value}
    others.pop(value_key(own), None)
    return json.dumps([fact.verdict.value, own, *(others[key] for key in sorted(others))], ensure_ascii=False)


def _changed(seen: str, now: str) -> bool:
    """Whether the verdict or a value is another; the same value in other words is not."""
    before, after = json.loads(seen), json.loads(now)
    return before[0] != after[0] or [*map(value_key, before[1:])] != [*map(value_key, after[1:])]


def _line(seen: str) -> str:
    verdict, *values = json.loads(seen)
    said = literal(shortened(" · ".join(values), VERDICT))
    return f"{MARKS[Verdict(verdict)]} {VERDICTS[Verdict(verdict)]}: {said}"


def notice_of_answer(base: FactBase, person: int, query_id: int, fact: Fact) -> ui.LayoutView:
    """Names the person (by Discord's id) and the fact that answers their question to the editors.

    The question is not repeated, since it may have been asked privately.
    """
    frame = framed(
        COLOURS[fact.verdict],
        f"<@{person}>, the editors have answered your question:",
        f"### {literal(shortened(fact.claim, HEADING))}",
        verdict_text(base, fact),
    )
    return view_of(frame.add_item(row_of(show_button(query_id, fact))))


def notice_of_change(row: Follow, fact: Fact | None) -> ui.LayoutView:
    """Names the follower and the fact, before and after; None is a fact that is gone."""
    before = f"**Before**: {_line(row.seen)}"
    if fact is None:
        lead = f"<@{row.user_id}>, a fact that you followed is no longer in the fact base:"
        return view_of(framed(GREY, lead, f"### {literal(shortened(row.claim, HEADING))}", before))
    frame = framed(
        COLOURS[fact.verdict],
        f"<@{row.user_id}>, a fact that you follow has changed:",
        f"### {literal(shortened(fact.claim, HEADING))}",
        f"{before}\n**Now**: {_line(seen_of(fact))}",
    )
    return view_of(frame.add_item(row_of(show_button(0, fact), button(UNFOLLOW, f"unfollow:{fact.id}"))))


@dataclass(frozen=True, slots=True)
class _Notice:
    """A message that somebody is owed, for a row of the log; ``close`` notes in the log that it was sent."""

    row: Request | Follow
    fact_id: str
    panel: Callable[[], ui.LayoutView]
    close: Callable[[], Awaitable[object]]


class PersonalNotices:
    """Notifies each person once, at the start and whenever the fact base changes.

    The log notes a message after it was sent: if the process is killed in between, the next one sends it again, with
    the same nonce, by which Discord takes it once for some minutes.
    """

    def __init__(self, client: discord.Client, desk: Desk, guilds: Set[int]) -> None:
        """``guilds`` are the ids of the only servers to write in; if there are none, the bot writes everywhere."""
        self._client = client
        self._desk = desk
        self._guilds = guilds
        self._running: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()
        self._resting: set[int] = set()
        self._sent: set[int] = set()

    def begin(self) -> None:
        """Notifies of what is owed now, and after each change of the fact base."""
        self._desk.listen(self._start)
        self._start()

    async def end(self) -> None:
        """Notifies nobody any more."""
        self._desk.unlisten(self._start)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _start(self) -> None:
        task = asyncio.create_task(self._keep_trying())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _keep_trying(self) -> None:
        failing = False
        while True:
            try:
                async with self._one_at_a_time:
                    if await self.notify():
                        return
                failing = False
            except Exception:
                if not failing:
                    log.exception("not everybody could be told what they wait for; trying until they can")
                failing = True
            await asyncio.sleep(AGAIN_SECONDS)

    async def notify(self) -> bool:
        """Notifies everybody whose question is answered by a fact that they have not rejected, and every follower.

        False if some are to be notified later. Their rows rest until then: several edits in quick succession would
        otherwise use up the attempts. Raises :exc:`bot.querylog.rows.LogUnavailable`.
        """
        told: set[tuple[object, ...]] = set()
        records = self._desk.records
        answered = await self._each(records.open_requests, self._answer, told)
        return await self._each(records.follows, self._change, told) and answered

    async def _each(
        self,
        rows_after: Callable[[int], Awaitable[Sequence[Row]]],
        owed: Callable[[Row], Awaitable[_Notice | None]],
        told: set[tuple[object, ...]],
    ) -> bool:
        everybody, last = True, 0
        while rows := await rows_after(last):
            for row in rows:
                await asyncio.sleep(0)  # lets questions go first: thousands may wait, and each takes milliseconds
                may_write = not self._guilds or (row.guild_id is not None and int(row.guild_id) in self._guilds)
                if row.id not in self._resting and may_write and (notice := await owed(row)):
                    everybody &= await self._tell(notice, told)
            last = rows[-1].id
        return everybody

    async def _answer(self, row: Request) -> _Notice | None:
        fact = self._desk.answering(row.text)
        if fact is None or row.user_id is None or fact.id in await self._desk.records.rejected(row.query_id):
            return None
        panel = partial(notice_of_answer, self._desk.base, int(row.user_id), row.query_id, fact)
        return _Notice(row, fact.id, panel, partial(self._desk.records.settle, row.id, fact.id))

    async def _change(self, row: Follow) -> _Notice | None:
        fact, records = self._desk.base.fact(row.fact_id), self._desk.records
        close: Callable[[], Awaitable[object]] = partial(records.unfollow, row.fact_id, Asker("follow", row.user_id))
        if fact:
            if not _changed(row.seen, now := seen_of(fact)):
                return None
            close = partial(records.told, row, now, fact.claim)
        return _Notice(row, row.fact_id, partial(notice_of_change, row, fact), close)

    async def _tell(self, notice: _Notice, told: set[tuple[object, ...]]) -> bool:
        """Sends a notice; False if Discord failed and it is to be sent later. A failure of the last attempt is logged.

        ``told`` has each person, channel and fact of which a message has been sent: one message is enough.
        """
        row = notice.row
        message = type(row), row.user_id, row.channel_id, notice.fact_id
        if message not in told and row.id not in self._sent:
            if not await self._desk.records.begin_telling(row):
                return True
            try:
                await self._send(notice)
            except Exception as error:
                if not refused(error) and row.tries + 1 < MOST_TRIES:
                    self._resting.add(row.id)
                    asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._resting.discard, row.id)
                    return False
                said = "a notice about fact %s cannot be told in channel %s: %s"
                unforeseen = None if isinstance(error, UNSENT) else error
                log.warning(said, notice.fact_id, row.channel_id, for_log(error), exc_info=unforeseen)
            self._sent.add(row.id)  # the log may fail now
            told.add(message)
        await notice.close()
        self._sent.discard(row.id)
        return True

    async def _send(self, notice: _Notice) -> None:
        """Sends it where its asker chose; to a follower directly or, if they take no such messages, in the channel."""
        row = notice.row
        person = discord.Object(int(row.user_id or 0))
        if isinstance(row, Follow):
            try:
                await self._post(await self._client.create_dm(person), notice, person)
            except discord.HTTPException as error:
                if row.guild_id is None or not refused(error):
                    raise
            else:
                return
        if row.channel_id is not None:
            await self._post(self._client.get_partial_messageable(int(row.channel_id)), notice, person)

    async def _post(self, channel: discord.abc.Messageable, notice: _Notice, person: discord.Object) -> None:
        mentions = discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=[person])
        await channel.send(view=notice.panel(), nonce=notice.row.id, allowed_mentions=mentions)
