"""Who is answered, within which rate; and how: once, if need be with an apology whose cause is in the log."""

import asyncio
import contextlib
import logging
import math
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Set
from itertools import islice
from typing import Any

import aiohttp
import discord
from discord import app_commands, ui

from bot.discord_app.gateway.errors import UNSENT, may_write
from bot.discord_app.layout import MAX_CHOICES, clickable, notice_panel
from bot.discord_app.text import MAX_LABEL, for_log, shortened
from bot.querylog.rows import LogUnavailable
from bot.reply import Asker

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]

LOG_AWAY = "The bot’s records cannot be read or changed right now. Please try again later."
ALREADY_ANSWERED = 40060
"""Discord's error code for a second first answer to one interaction."""
EXPIRED = 10062
"""Discord's error code for an interaction whose three seconds are over."""


RATE, SECONDS = 10, 10.0
"""How many interactions one person has in how many seconds: more than reading needs, less than a script takes."""
TYPED = 50
"""How many completions one person has in that time: Discord asks for one with every key."""

ELSEWHERE = "This bot only answers in the servers that it was set up for."


class RateLimit:
    """At most ``rate`` calls per person in any :data:`SECONDS`. Only the last seconds are remembered.

    discord.py's own cooldown counts in fixed windows, and so lets nearly twice as many through around an edge.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._calls: dict[int, deque[float]] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def wait(self, person: int, now: float) -> float:
        """The seconds until the person may call again; 0 if they may now. ``now`` is in seconds."""
        calls = self._calls.get(person)
        return max(0.0, calls[0] + SECONDS - now) if calls and len(calls) == self._rate else 0.0

    def count(self, person: int, now: float) -> float:
        """Records a call and returns 0; if the person must wait, returns the seconds and records nothing."""
        if wait := self.wait(person, now):
            return wait
        calls = self._calls.pop(person, deque(maxlen=self._rate))
        calls.append(now)
        self._calls[person] = calls  # the last to call stands last
        while now - self._calls[oldest := next(iter(self._calls))][-1] >= SECONDS:
            del self._calls[oldest]
        return 0.0


class Admission:
    """Decides who is answered."""

    def __init__(self, guilds: Set[int]) -> None:
        """``guilds`` are the ids of the only servers to answer in; if there are none, the bot answers everywhere."""
        self._guilds = guilds
        self._questions, self._typing = RateLimit(RATE), RateLimit(TYPED)

    def refusal(self, interaction: Interaction) -> str | None:
        """Why the interaction is not answered, in one sentence; None if it is, and then it counts towards the rate."""
        if self._guilds and interaction.guild_id not in self._guilds and not _about_oneself(interaction):
            return ELSEWHERE
        now, person = interaction.created_at.timestamp(), interaction.user.id
        if interaction.type is discord.InteractionType.autocomplete:
            wait = self._questions.wait(person, now) or self._typing.count(person, now)
        else:
            wait = self._questions.count(person, now)
        return f"Too many requests at once. Please try again <t:{math.ceil(now + wait)}:R>." if wait else None


def _about_oneself(interaction: Interaction) -> bool:
    """Whether somebody asks what is stored about them, or ends or deletes it: they may anywhere."""
    data: dict[str, Any] = dict(interaction.data or {})
    return data.get("name") == "privacy" or str(data.get("custom_id", "")).startswith(("forget:", "end:", "unfollow:"))


class Replies:
    """Runs the work of commands and controls, and knows how many replies are pending."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission
        self._pending = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def finish(self, seconds: float) -> None:
        """Waits until no reply is pending, but no longer than ``seconds``."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._idle.wait()

    async def admits(self, interaction: Interaction) -> bool:
        """Whether the interaction is to be answered. If not, the person is told why; a completion gets no choices."""
        refusal = self._admission.refusal(interaction)
        if refusal is None:
            return True
        if interaction.type is discord.InteractionType.autocomplete:
            await self.answered(interaction, interaction.response.autocomplete([]))
        else:
            await self.answered(interaction, say(interaction, refusal))
        return False

    async def answered(self, interaction: Interaction, work: Awaitable[Any]) -> None:
        """Does the work, and apologises if it fails, so that nobody sees "the application did not respond"."""
        self._pending += 1
        self._idle.clear()
        try:
            await work
        except Exception as error:
            await apologise(interaction, error)
        finally:
            self._pending -= 1
            if not self._pending:
                self._idle.set()


async def respond(answer: Callable[[], Awaitable[Any]]) -> None:
    """Sends a first answer; a second time if the connection was cut, since Discord takes only one."""
    try:
        try:
            await answer()
        except aiohttp.ClientConnectionError:
            await answer()
    except discord.HTTPException as error:
        if error.code != ALREADY_ANSWERED:
            raise
        log.info("an interaction had already been answered")


async def send(interaction: Interaction, view: ui.LayoutView, *, private: bool = True) -> None:
    """Answers with a new message, for the person alone or, if they may write there, for the channel."""
    private = private or not may_share(interaction)
    view = clickable(view, interaction.client.mentions)
    await respond(lambda: interaction.response.send_message(view=view, ephemeral=private))


async def say(interaction: Interaction, text: str) -> None:
    """Answers with one sentence, for the person alone."""
    await send(interaction, notice_panel(text))


async def show(interaction: Interaction, view: ui.LayoutView) -> None:
    """Shows a view in place of a private panel whose control was used; from a public one, as a new private message."""
    if seen_by_one(interaction):
        await respond(lambda: interaction.response.edit_message(view=clickable(view, interaction.client.mentions)))
    else:
        await send(interaction, view)


def may_share(interaction: Interaction) -> bool:
    """Whether the person may write in the channel, so that the bot may post there for them."""
    return interaction.guild_id is None or may_write(interaction.channel, interaction.permissions)


def seen_by_one(interaction: Interaction) -> bool:
    """Whether the message whose control was used is visible to that person only."""
    return interaction.message is not None and interaction.message.flags.ephemeral


async def apologise(interaction: Interaction, error: Exception) -> None:
    """Tells the person that it failed, with a reference that is logged beside the cause.

    If the interaction has expired, nobody can be told.
    """
    interaction.client.connection_state.failures += 1
    if isinstance(error, LogUnavailable):
        log.warning("an interaction ended without the query log: %s", error)
        await _tell(interaction, LOG_AWAY)
        return
    if isinstance(error, discord.HTTPException):
        if error.code == EXPIRED:
            log.warning("an interaction could not be answered, since its time was over")
            return
        error.args = (for_log(error),)
    reference = secrets.token_hex(4)
    log.error("interaction failed, reference %s", reference, exc_info=error)
    await _tell(
        interaction, f"Something went wrong on our side. Please try again; if it persists, report `{reference}`."
    )


async def _tell(interaction: Interaction, text: str) -> None:
    """Tells the person a sentence, whether or not they have had an answer; if that fails too, the cause is logged."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=notice_panel(text), ephemeral=True)
        else:
            await say(interaction, text)
    except UNSENT as unreachable:
        log.error("no apology could be sent: %s", for_log(unreachable))
    except Exception:
        log.exception("no apology could be sent")


def asker_of(interaction: Interaction, command: str) -> Asker:
    """Who asks and where, for the log; ``command`` is the command or control that they used."""
    return Asker(
        command=command,
        id=str(interaction.user.id),
        guild_id=str(interaction.guild_id) if interaction.guild_id else None,
        channel_id=str(interaction.channel_id) if interaction.channel_id else None,
    )


Completion = Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]
"""What discord.py calls for the choices of an option."""


def completion(found: Callable[[str], Iterable[tuple[str, str]]]) -> Completion:
    """Completes what is typed from the labels and values that ``found`` returns, best first.

    If it fails, there are no choices and the cause is logged.
    """

    async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            options = islice(found(typed), MAX_CHOICES)
            return [app_commands.Choice(name=shortened(label, MAX_LABEL), value=value) for label, value in options]
        except Exception:
            log.exception("autocompletion failed")
            return []

    return complete
