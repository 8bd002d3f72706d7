"""Telling editors something in a channel of theirs: what became of their edits, what is put to them."""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial

import discord
from discord import ui

from bot.background import under_way
from bot.discord_app.gateway.errors import UNSENT, WRITTEN, may_write, refused
from bot.discord_app.layout import GREY, HEADING, framed, view_of
from bot.discord_app.text import MAX_BLOCKS, briefly, literal, pack, pieces, shortened
from bot.editing.reloader import Edit, Outcome, details, summary
from bot.factbase.problem import Problem

MOST_PANELS = 3
"""The most messages that one edit posts; what does not fit them is counted."""
MOST_LINES = MOST_PANELS * MAX_BLOCKS
"""More lines than those messages hold: an edit may have thousands, and to make each of them takes long."""


def edit_panels(edit: Edit) -> list[ui.LayoutView]:
    """What became of one edit, in as many messages as it takes, at most :data:`MOST_PANELS`."""
    told = edit.problems or edit.warnings
    happened = list(details(edit.changes)) if edit.changes else []
    lines = [*_told(told[:MOST_LINES]), *_listed(happened[:MOST_LINES])]
    left = len(told[MOST_LINES:]) + len(happened[MOST_LINES:])
    pages = pack(lines)
    shown = pages[:MOST_PANELS]
    if left := left + sum(len(page) for page in pages[MOST_PANELS:]):
        shown[-1].append(f"… and {left} more.")
    return [_panel(_lead(edit) if number == 0 else "", page) for number, page in enumerate(shown)]


def _lead(edit: Edit) -> str:
    match edit.outcome:
        case Outcome.REFUSED:
            return "### An edit is not taken\nThe last good facts go on answering. Please mend:"
        case Outcome.UNDONE:
            return "### The edit is undone\nThe folders hold again what has been answering all the while."
        case Outcome.TAKEN:
            look = "\nPlease look at the warnings." if edit.warnings else ""
            changed = f"The facts have changed\n{literal(summary(edit.changes))}" if edit.changes else ""
            return f"### {changed or 'An edit changes no fact'}{look}"


def _panel(lead: str, lines: Sequence[str]) -> ui.LayoutView:
    container = framed(GREY)
    for text in (lead, "\n".join(lines)):
        if text:
            container.add_item(ui.TextDisplay(text))
    return view_of(container)


def _told(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        first, *rest = pieces(literal(str(problem)))
        yield f"- {first}"
        yield from rest


def _listed(happened: Iterable[tuple[str, str]]) -> Iterator[str]:
    for what, claim in happened:
        yield f"- **{what}** · {literal(shortened(claim, HEADING))}"


log = logging.getLogger(__name__)

MOST_WAITING = 20
"""How much waits to be told while Discord is away; of more, the oldest is left to the log."""
NO_CHANNEL = "no server of this process has a text channel"
"""What is said, with its id after it, of a channel that is not there or takes no messages."""
READY_SECONDS = 1.0
"""How often it is looked whether Discord is there."""
AGAIN_SECONDS = 60.0
"""After how long it is tried again where Discord failed: it knows a message's nonce for a few minutes."""


class EditorsChannel:
    """Posts in one channel what editors are told, in order, and as soon as Discord is there and takes it."""

    def __init__(self, channel_id: int | None) -> None:
        """Without the id of a channel nobody is told."""
        self._channel_id = channel_id
        self._client: discord.Client | None = None
        self._waiting: deque[Callable[[], Sequence[ui.LayoutView]]] = deque(maxlen=MOST_WAITING)
        self._panels: deque[tuple[str, ui.LayoutView]] = deque()
        self._stirred = asyncio.Event()
        self._failing = False

    def speak_through(self, client: discord.Client) -> None:
        """Posts through this client from now on."""
        self._client = client

    @property
    def problem(self) -> str | None:
        """Why editors cannot be told now, by what Discord has told of the channel; None where nothing is known."""
        if self._channel_id is None or self._client is None or not self._client.is_ready():
            return None
        channel = self._client.get_channel(self._channel_id)
        if not isinstance(channel, WRITTEN):
            return f"{NO_CHANNEL} {self._channel_id}"
        me: discord.Member | None = channel.guild.me  # which discord.py promises, and cannot where it was not told
        try:
            rights = channel.permissions_for(me) if me else None
        except discord.ClientException:  # of a thread whose own channel is not known
            rights = None
        if rights and not (rights.view_channel and may_write(channel, rights)):
            return f"the bot lacks the right to see channel {self._channel_id} or to write there"
        return None

    @property
    def guild_id(self) -> int | None:
        """The server in which the channel is; None without one, and as long as Discord has not told of it."""
        channel = self._client.get_channel(self._channel_id) if self._client and self._channel_id else None
        return channel.guild.id if isinstance(channel, WRITTEN) else None

    def tell(self, edit: Edit) -> None:
        """Has an edit told; returns at once."""
        self.post(partial(edit_panels, edit))

    def post(self, panels: Callable[[], Sequence[ui.LayoutView]]) -> None:
        """Has panels posted, which are made when it is their turn; returns at once."""
        if self._channel_id is None:
            return
        self._waiting.append(panels)
        self._stirred.set()

    def speaking(self) -> AbstractAsyncContextManager[None]:
        """Posts for as long as the context lasts."""
        return under_way(self._speak, "telling editors")

    async def _speak(self) -> None:
        if self._channel_id is not None:
            await self._ready()
            if problem := self.problem:
                self._fail(problem)
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            while self._panels or self._waiting:
                client = await self._ready()
                if not self._panels:
                    panels = self._waiting.popleft()
                    self._panels.extend((secrets.token_hex(8), panel) for panel in panels())
                if not await self._posted(client, *self._panels[0]):
                    await asyncio.sleep(AGAIN_SECONDS)

    async def _ready(self) -> discord.Client:
        while self._client is None or not self._client.is_ready():  # noqa: ASYNC110 - a client that fails is replaced
            await asyncio.sleep(READY_SECONDS)
        return self._client

    async def _posted(self, client: discord.Client, nonce: str, panel: ui.LayoutView) -> bool:
        """Posts the next panel; False where Discord failed, so that it is to be tried again.

        What Discord refuses is left to the log with all that belongs to it. A failure is logged once, until it works.
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
            log.warning("editors cannot be told in FACTBOT_EDITORS_CHANNEL (%s)", briefly(reason))
        self._failing = True

    async def _post(self, client: discord.Client, nonce: str, panel: ui.LayoutView) -> None:
        channel = client.get_channel(self._channel_id or 0)
        if not isinstance(channel, WRITTEN):
            raise LookupError(f"{NO_CHANNEL} {self._channel_id}")
        await channel.send(view=panel, nonce=nonce, allowed_mentions=discord.AllowedMentions.none())
