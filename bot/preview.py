"""A simulated Discord on this machine: one server, two people, the real client, and a page to use it in."""

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
"""The id of the simulated server; no real server has it.

The bot is limited to this server. With a real bot's log it would otherwise answer that bot's askers here, and mark them
as answered.
"""
TICK_SECONDS = 1.0
"""The interval at which the simulated clock, which does not run by itself, is set to the real one."""
SETTLING_SECONDS = 30.0
"""The time limit for one action; drawing the pictures of ``/sources`` takes seconds."""


class NotInstalled(Exception):
    """The extra ``preview`` is not installed."""


class Unservable(Exception):
    """The page cannot be served; the text says why."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A running simulation and its page."""

    env: "simcord.Env"
    channel: "simcord.ChannelHandle"
    editor: "simcord.MemberActor"
    """A member who may manage the server."""
    colleague: "simcord.MemberActor"
    """A member who may not."""
    page: "simcord.Preview"

    @property
    def url(self) -> str:
        """The address of the page on this machine; anybody who has it can use the page."""
        return self.page.url


def require() -> None:
    """Raise :exc:`NotInstalled` unless SimCord and the packages of its page are installed; imports nothing."""
    if not all(find_spec(module) for module in ("simcord", "linkify_it", "markdown_it", "regex", "PIL")):
        raise NotInstalled(f"the preview is not installed; {HOW_TO_INSTALL}")


@asynccontextmanager
async def staged(desk: Desk, port: int = 0) -> AsyncIterator[Stage]:
    """Run the bot in a simulated Discord inside the block, with a page on the loopback address.

    ``port`` is the page's; 0 takes any free one. Raises :exc:`NotInstalled` and :exc:`Unservable`.
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
                raise Unservable(f"{error}; --port 0 takes any free one" if port else str(error)) from error
            ticking = asyncio.create_task(_keep_time(env))
            stack.callback(ticking.cancel)
            _set_clock(env)  # setting up took a while
            yield Stage(env, channel, editor, colleague, page)


async def _keep_time(env: "simcord.Env") -> None:
    while True:
        await asyncio.sleep(TICK_SECONDS)
        _set_clock(env)


def _set_clock(env: "simcord.Env") -> None:
    """Set the simulated clock in one step: SimCord's own ``advance_time`` refuses actions in the meantime."""
    env.backend.advance_clock(max(0.0, (datetime.now(UTC) - env.now()).total_seconds()))
