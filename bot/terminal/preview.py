"""``factbot preview``: the bot in a browser, until it is told to stop.

Discord is simulated on this machine: one server, two people, the real client, and a page to use it in.
"""

import asyncio
import logging
import tempfile
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import discord
import typer

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.editing.reloader import reloading
from bot.factbase.loading import Loader
from bot.querylog.retention import RetentionPolicy
from bot.querylog.store import QueryLog
from bot.settings import Settings, read_settings
from bot.snapshot import Snapshot, first_snapshot
from bot.terminal.stopping import set_by_signals

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


class Unservable(Exception):
    """The extra ``preview`` is not installed, or the page cannot be served; the text says which."""


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
    """Raise :exc:`Unservable` unless SimCord and the packages of its page are installed; imports nothing."""
    if not all(find_spec(module) for module in ("simcord", "linkify_it", "markdown_it", "regex", "PIL")):
        raise Unservable(f"the preview is not installed; {HOW_TO_INSTALL}")


def preview(
    port: Annotated[int, typer.Option(help="The port to serve on; 0 takes any free one.", min=0, max=65_535)] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open the page.")] = True,
) -> int:
    """Try the bot in the browser, without Discord and without a token."""
    settings = read_settings()
    try:
        require()
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
        logging.getLogger("bot.editing").setLevel(settings.verbosity)
        logging.getLogger("discord").setLevel(logging.ERROR)  # it warns about what the simulation lacks
        loader = Loader(settings.facts, settings.sources)
        asyncio.run(_run(settings, loader, first_snapshot(loader), port, browser))
    except Unservable as error:
        typer.echo(f"factbot: {error}", err=True)
        return 1
    return 0


async def _run(settings: Settings, loader: Loader, snapshot: Snapshot, port: int, browser: bool) -> None:
    stop = asyncio.Event()
    with set_by_signals(stop), tempfile.TemporaryDirectory(prefix="factbot-preview-") as folder:
        log = settings.log if "log" in settings.model_fields_set else Path(folder) / "log.sqlite3"
        policy = RetentionPolicy(None, settings.log_text, settings.log_sync == "full")  # only the bot deletes old rows
        async with await QueryLog.open(log, policy) as querylog:
            desk = Desk(snapshot, querylog)
            async with reloading(desk, loader), staged(desk, port) as stage:
                typer.echo(f"The bot is at {stage.url} (this machine only); Ctrl-C ends it.", err=True)
                if browser:  # in a thread: some browsers block until they close
                    threading.Thread(target=webbrowser.open, args=(stage.url,), daemon=True).start()
                endings = {asyncio.create_task(stop.wait()), asyncio.create_task(stage.page.wait_closed())}
                _, waiting = await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
                for task in waiting:
                    task.cancel()


@asynccontextmanager
async def staged(desk: Desk, port: int = 0) -> AsyncIterator[Stage]:
    """Run the bot in a simulated Discord inside the block, with a page on the loopback address.

    ``port`` is the page's; 0 takes any free one. Raises :exc:`Unservable`.
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
