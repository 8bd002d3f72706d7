"""``factbot run``: the bot in Discord, until it is told to stop."""

import asyncio
import logging
import signal

import typer
from pydantic import SecretStr

from bot.desk import Desk, Snapshot
from bot.discord_app.client import FactbotClient
from bot.discord_app.command_sync import commands_file
from bot.discord_app.contact import Contact, Shards
from bot.discord_app.editors_channel import EditorsChannel
from bot.discord_app.refusal import Refused
from bot.discord_app.service import Service
from bot.editing.keeper import kept
from bot.factbase.loading import Loader
from bot.pulse import pulse_file
from bot.querylog.store import LogUnavailable, QueryLog
from bot.settings import Settings, read_settings
from bot.snapshot import first_snapshot
from bot.terminal.keeping import keeping
from bot.wording import counted

log = logging.getLogger("factbot")


def run_bot() -> int:
    """Runs the bot; 0 once it was told to stop, 1 where it cannot run, with one line that says why.

    Raises :exc:`bot.settings.BadSettings` and :exc:`bot.factbase.problem.BadFactBase`.
    """
    settings = read_settings()
    token = settings.token()
    logging.basicConfig(level=settings.verbosity, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for library in ("discord", "aiosqlite", "watchfiles"):
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("discord.client").addFilter(_worth_saying)
    logging.getLogger("discord.shard").addFilter(_worth_saying)
    loader = Loader(settings.facts, settings.sources)
    snapshot = first_snapshot(loader)  # outside the event loop: a signal ends it at once
    try:
        asyncio.run(_run(settings, token, loader, snapshot))
    except (Refused, LogUnavailable) as error:
        typer.echo(f"factbot: {error}", err=True)
        return 1
    return 0


def _worth_saying(record: logging.LogRecord) -> bool:
    """Leaves out that there is no voice, and each attempt to reconnect: we say once that Discord is away."""
    said = record.getMessage()
    return not said.startswith(("Attempting a reconnect", "Failed to connect")) and "voice will NOT" not in said


async def _run(settings: Settings, token: SecretStr, loader: Loader, snapshot: Snapshot) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    contact = Contact(Shards(settings.shard_count, settings.shards()))
    async with await QueryLog.open(settings.log, keeping(settings)) as querylog:
        log.info("%s loaded, base version %s", counted(len(snapshot.base.facts), "fact"), snapshot.base.version)
        desk = Desk(snapshot, querylog)

        editors = EditorsChannel(settings.editors_channel)

        def new_client() -> FactbotClient:
            client = FactbotClient(desk, settings.guilds, contact, commands_file(settings.log))
            editors.speak_through(client)
            return client

        async with kept(desk, loader, editors.tell), editors.speaking():
            await Service(new_client, contact, desk, querylog, pulse_file(settings.log)).run(token, stop)
