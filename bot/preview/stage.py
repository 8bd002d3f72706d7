"""A simulated Discord on this machine: one server, two people, the real client, and a page in which to use it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

import discord

from bot.desk import Desk
from bot.discord_app.client import FactbotClient

if TYPE_CHECKING:
    import simcord

HOW_TO_INSTALL = "pip install '.[preview]', in a clone of factbot"
GUILD = 1
"""The simulated server's id, which no real one has.

The bot is limited to it: with a real bot's log it would otherwise tell that bot's askers here, and take them for told.
"""
TICK_SECONDS = 1.0
"""How often the simulated clock, which stands still by itself, is set to the real one."""
SETTLING_SECONDS = 30.0
"""How long the bot may take over one thing that somebody does; drawing the pictures of ``/sources`` takes seconds."""


class NotInstalled(Exception):
    """The extra ``preview`` is not installed."""


class Unservable(Exception):
    """The page cannot be served; the text says why."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A simulated Discord that is running, and its page."""

    env: "simcord.Env"
    channel: "simcord.ChannelHandle"
    editor: "simcord.MemberActor"
    """Somebody who may manage the server."""
    colleague: "simcord.MemberActor"
    """Somebody who may not."""
    page: "simcord.Preview"

    @property
    def url(self) -> str:
        """The page's address on this machine; whoever has it can use the page."""
        return self.page.url


def require() -> None:
    """Raises :exc:`NotInstalled` unless SimCord is there with what its page needs; imports nothing."""
    if not all(find_spec(module) for module in ("simcord", "linkify_it", "markdown_it", "regex", "PIL")):
        raise NotInstalled(f"the preview is not installed; {HOW_TO_INSTALL}")


@asynccontextmanager
async def staged(desk: Desk, port: int = 0) -> AsyncIterator[Stage]:
    """The bot at a desk, in a simulated Discord, with a page on the loopback address for as long as the context lasts.

    ``port`` is the page's; 0 takes any that is free. Raises :exc:`NotInstalled` and :exc:`Unservable`.
    """
    require()
    import simcord

    client = FactbotClient(desk, frozenset({GUILD}))
    async with simcord.run(client, check_errors=False, settle_timeout=SETTLING_SECONDS) as env:
        _set_clock(env)
        guild = env.create_guild("Your server", id=GUILD)
        if guild.me is not None:
            await guild.me.edit(nick="factbot")
        managing = guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))
        channel = guild.create_text_channel("newsroom", topic="Type / for the bot's commands")
        editor = guild.add_member(env.create_user("editor"), roles=[managing])
        colleague = guild.add_member(env.create_user("colleague"))
        async with AsyncExitStack() as stack:
            serving = env.preview(channel, viewers=(editor, colleague), layout="channel", port=port)
            try:
                page = await stack.enter_async_context(serving)
            except simcord.SetupError as error:
                raise Unservable(f"{error}; --port 0 takes any that is free" if port else str(error)) from error
            ticking = asyncio.create_task(_keep_time(env))
            stack.callback(ticking.cancel)
            yield Stage(env, channel, editor, colleague, page)


async def _keep_time(env: "simcord.Env") -> None:
    while True:
        await asyncio.sleep(TICK_SECONDS)
        _set_clock(env)


def _set_clock(env: "simcord.Env") -> None:
    """Sets the simulated clock in one step: SimCord's own ``advance_time`` refuses what somebody does meanwhile."""
    env.backend.advance_clock(max(0.0, (datetime.now(UTC) - env.now()).total_seconds()))
