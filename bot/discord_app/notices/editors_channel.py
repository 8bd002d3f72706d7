"""Notices in the editors' channel: what became of an edit, and that questions were put to them."""

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial

import discord
from discord import ui

from bot.background import under_way
from bot.desk import Desk
from bot.discord_app.gateway.errors import UNSENT, WRITTEN, may_write, refused
from bot.discord_app.layout import GREY, HEADING, framed, notice_panel, view_of
from bot.discord_app.text import MAX_BLOCKS, for_log, literal, pack, pieces, shortened
from bot.editing.reloader import Edit, Outcome, details, summary
from bot.factbase.problem import Problem
from bot.querylog.rows import LogUnavailable, WriteResult, first_of

MOST_PANELS = 3
"""The most messages about one edit; lines that do not fit are counted."""
MOST_LINES = MOST_PANELS * MAX_BLOCKS
"""The most lines that are made: an edit may have thousands."""


def edit_panels(edit: Edit) -> list[ui.LayoutView]:
    """What became of one edit, in at most :data:`MOST_PANELS` messages."""
    problems = edit.problems or edit.warnings
    happened = list(details(edit.changes)) if edit.changes else []
    lines = [*_problems(problems[:MOST_LINES]), *_changes(happened[:MOST_LINES])]
    left = len(problems[MOST_LINES:]) + len(happened[MOST_LINES:])
    pages = [[line for line, _ in page] for page in pack((line, None) for line in lines)]
    shown = pages[:MOST_PANELS]
    if left := left + sum(len(page) for page in pages[MOST_PANELS:]):
        shown[-1].append(f"… and {left} more.")
    texts = [(_lead(edit) if number == 0 else "", "\n".join(page)) for number, page in enumerate(shown)]
    return [view_of(framed(GREY, *filter(None, parts))) for parts in texts]


def _lead(edit: Edit) -> str:
    match edit.outcome:
        case Outcome.REFUSED:
            return "### The last edit has errors and is not live\nThe bot answers from the earlier facts. Please fix:"
        case Outcome.UNDONE:
            return "### The edit was undone\nThe files now match the facts that the bot uses."
        case Outcome.TAKEN:
            look = "\nPlease check these warnings." if edit.warnings else ""
            changed = f"The facts have changed\n{literal(summary(edit.changes))}" if edit.changes else ""
            return f"### {changed or 'The edit changed no fact'}{look}"


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        first, *rest = pieces(literal(str(problem)))
        yield f"- {first}"
        yield from rest


def _changes(happened: Iterable[tuple[str, str]]) -> Iterator[str]:
    for what, claim in happened:
        yield f"- **{what}** · {literal(shortened(claim, HEADING))}"


log = logging.getLogger(__name__)

MOST_WAITING = 20
"""How many notices wait while Discord is away; the oldest are dropped."""
NO_CHANNEL = "no server of this process has a text channel"
"""What is logged, with its id, of a channel that does not exist or takes no messages."""
READY_SECONDS = 1.0
"""Poll interval while waiting for the client to be ready."""
AGAIN_SECONDS = 60.0
"""The pause before another attempt to post, for which Discord takes each nonce once, or to read the log."""


class EditorsChannel:
    """Posts notices in one channel, in order, as soon as Discord takes them."""

    def __init__(self, channel_id: int | None) -> None:
        """Without the id of a channel nothing is posted."""
        self._channel_id = channel_id
        self.client: discord.Client | None = None
        """The client to post through; a new one replaces it."""
        self._waiting: deque[Callable[[], Sequence[ui.LayoutView]]] = deque(maxlen=MOST_WAITING)
        self._panels: deque[tuple[str, ui.LayoutView]] = deque()
        self._woken = asyncio.Event()
        self._failing = False
        self._found: object = None

    @property
    def problem(self) -> str | None:
        """Why nothing can be posted now, as far as Discord has said; None if no reason is known."""
        if self._channel_id is None or self.client is None or not self.client.is_ready():
            return None
        channel = self._known(self.client)
        if not isinstance(channel, WRITTEN):
            return f"{NO_CHANNEL} {self._channel_id}"
        me: discord.Member | None = channel.guild.me  # which can be None, despite discord.py's annotation
        try:
            rights = channel.permissions_for(me) if me else None
        except discord.ClientException:  # of a thread whose channel is not known
            rights = None
        if rights and not (rights.view_channel and may_write(channel, rights)):
            return f"the bot lacks the right to see channel {self._channel_id} or to write there"
        return None

    @property
    def guild_id(self) -> int | None:
        """The id of the channel's server; None if there is no channel, or Discord has not said yet."""
        channel = self._known(self.client) if self.client else None
        return channel.guild.id if isinstance(channel, WRITTEN) else None

    def _known(self, client: discord.Client) -> object:
        """The channel as discord.py knows it, which forgets threads that are archived, or as it was found last."""
        return client.get_channel(self._channel_id or 0) or self._found

    async def _find(self, client: discord.Client) -> object:
        """The channel, or None. A thread that is archived is asked for; a message opens it again."""
        self._found = client.get_channel(self._channel_id or 0)
        if self._found is None:
            with suppress(discord.NotFound, discord.Forbidden):
                self._found = await client.fetch_channel(self._channel_id or 0)
        return self._found

    def tell(self, edit: Edit) -> None:
        """Queues a notice about an edit."""
        self.post(partial(edit_panels, edit))

    def post(self, panels: Callable[[], Sequence[ui.LayoutView]]) -> None:
        """Queues panels, which are made when it is their turn."""
        if self._channel_id is None:
            return
        self._waiting.append(panels)
        self._woken.set()

    def running(self) -> AbstractAsyncContextManager[None]:
        """Posts for as long as the context lasts."""
        return under_way(self._run, "telling editors")

    async def _run(self) -> None:
        if self._channel_id is not None:
            with suppress(*UNSENT):
                await self._find(await self._ready())
            if problem := self.problem:
                self._fail(problem)
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._panels or self._waiting:
                client = await self._ready()
                if not self._panels:
                    panels = self._waiting.popleft()
                    self._panels.extend((secrets.token_hex(8), panel) for panel in panels())
                if not await self._posted(client, *self._panels[0]):
                    await asyncio.sleep(AGAIN_SECONDS)

    async def _ready(self) -> discord.Client:
        while self.client is None or not self.client.is_ready():  # noqa: ASYNC110 - a client that fails is replaced
            await asyncio.sleep(READY_SECONDS)
        return self.client

    async def _posted(self, client: discord.Client, nonce: str, panel: ui.LayoutView) -> bool:
        """Posts the next panel; False if Discord failed, so that another attempt makes sense.

        If Discord refuses a panel, all of its notice is dropped. A failure is logged once until posting works again.
        """
        try:
            await self._post(client, nonce, panel)
        except Exception as error:
            self._fail(error)
            if isinstance(error, UNSENT) and not refused(error):
                return False
            self._panels.clear()
        else:
            self._failing = False
            self._panels.popleft()
        return True

    def _fail(self, reason: object) -> None:
        if not self._failing:
            log.warning("editors cannot be told in FACTBOT_EDITORS_CHANNEL (%s)", for_log(reason))
        self._failing = True

    async def _post(self, client: discord.Client, nonce: str, panel: ui.LayoutView) -> None:
        channel = await self._find(client)
        if not isinstance(channel, WRITTEN):
            raise LookupError(f"{NO_CHANNEL} {self._channel_id}")
        await channel.send(view=panel, nonce=nonce, allowed_mentions=discord.AllowedMentions.none())


APART_SECONDS = 600.0
"""The least time between two notices of requests, so that nobody fills the channel by asking."""
MOST_READS = 60
"""How often the log is read for a question that waits to be written: for an hour."""


class RequestNotices:
    """Says how many questions wait, at most every ten minutes, and not which.

    They stand in the editors' list, from which whoever asked can delete them.
    """

    def __init__(self, desk: Desk, channel: EditorsChannel) -> None:
        self._desk = desk
        self._channel = channel
        self._woken = asyncio.Event()
        self._newest = first_of(time.time())
        self._last = -APART_SECONDS
        self._reads = 0

    def put(self, guild_id: int | None, result: WriteResult) -> None:
        """Queues a notice of a new question, if the editors' channel is in that server.

        ``result`` says whether the question was written to the log.
        """
        if guild_id is not None and guild_id == self._channel.guild_id and result is not WriteResult.DROPPED:
            self._reads = MOST_READS if result is WriteResult.WAITING else self._reads
            self._woken.set()

    def running(self) -> AbstractAsyncContextManager[None]:
        """Posts for as long as the context lasts."""
        return under_way(self._run, "telling editors of requests")

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            await asyncio.sleep(self._last + APART_SECONDS - time.monotonic())
            self._woken.clear()
            if not await self._notify():
                await asyncio.sleep(AGAIN_SECONDS)
                self._woken.set()

    async def _notify(self) -> bool:
        """Posts a notice if there are new questions; False if the log is to be read again."""
        try:
            listed = (await self._desk.records.requests(str(self._channel.guild_id))).listed
        except LogUnavailable as error:
            log.warning("editors are not told yet that a question was put to them: %s", error)
            return False
        newest = max((request.id for alike in listed for request in alike.requests), default=0)
        if newest > self._newest:
            self._newest, self._last, self._reads = newest, time.monotonic(), 0
            waits = "question waits" if len(listed) == 1 else "questions wait"
            text = f"{len(listed)} {waits} for a fact in this server: `/editors requests`"
            self._channel.post(lambda: [notice_panel(text)])
        self._reads = max(0, self._reads - 1)
        return not self._reads
