"""``factbot run``: the bot in Discord, until it is told to stop."""

import asyncio
import logging

import typer
from pydantic import SecretStr

from bot.desk import Desk, take_snapshot
from bot.discord_app.service import Refused, Service
from bot.pulse import pulse_file
from bot.querylog.store import LogUnavailable, QueryLog
from bot.settings import Settings, read_settings
from bot.wording import counted

log = logging.getLogger("factbot")


def run_bot() -> int:
    """Runs the bot; 0 once it was told to stop, 1 where it cannot run, with one line that says why.

    Raises :exc:`bot.settings.BadSettings` and :exc:`bot.factbase.problem.BadFactBase`.
    """
    settings = read_settings()
    token = settings.token()
    logging.basicConfig(level=settings.verbosity, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for library in ("discord", "aiosqlite"):
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("discord.client").addFilter(_worth_saying)
    try:
        asyncio.run(_run(settings, token))
    except (Refused, LogUnavailable) as error:
        typer.echo(f"factbot: {error}", err=True)
        return 1
    return 0


def _worth_saying(record: logging.LogRecord) -> bool:
    """Leaves out that there is no voice, and each attempt to reconnect: the client says once that Discord is away."""
    said = record.getMessage()
    return not said.startswith("Attempting a reconnect") and not said.endswith("voice will NOT be supported")


async def _run(settings: Settings, token: SecretStr) -> None:
    snapshot = take_snapshot(settings.facts, settings.sources)
    async with await QueryLog.open(settings.log) as querylog:
        log.info("%s loaded, base version %s", counted(len(snapshot.base.facts), "fact"), snapshot.base.version)
        desk = Desk(snapshot, querylog)
        await Service(desk, querylog, pulse_file(settings.log), settings.guilds).run(token)
