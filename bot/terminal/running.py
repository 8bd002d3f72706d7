"""``factbot run``: the bot in Discord, until it is told to stop."""

import asyncio
import logging

import typer
from pydantic import SecretStr

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.discord_app.connection.command_sync import commands_file
from bot.discord_app.connection.contact import Contact, Shards
from bot.discord_app.connection.refusal import Refused
from bot.discord_app.notices.editors_channel import EditorsChannel
from bot.discord_app.notices.request_notices import RequestNotices
from bot.discord_app.service import Service
from bot.editing.edit import Edit
from bot.editing.keeper import kept
from bot.factbase.loading import Loader
from bot.factbase.problem import BadFactBase
from bot.metrics import Metrics, MetricsUnavailable, served
from bot.pulse import pulse_file
from bot.querylog.store import LogUnavailable, QueryLog
from bot.settings import BadSettings, Settings, read_settings
from bot.snapshot import Snapshot, first_snapshot
from bot.terminal.keeping import keeping
from bot.terminal.messages import begin_to_speak
from bot.terminal.stopping import end_beside_threads, told_by_signals
from bot.wording import counted

log = logging.getLogger("factbot")


def run_bot() -> int:
    """Runs the bot; 0 once it was told to stop, 1 where it cannot run, with one message that says why.

    Raises :exc:`bot.settings.BadSettings` and :exc:`bot.factbase.problem.BadFactBase`.
    """
    settings = read_settings()
    begin_to_speak(settings)
    code = _run_until_told(settings)
    end_beside_threads(code)
    return code


def _run_until_told(settings: Settings) -> int:
    try:
        token = settings.token()
        loader = Loader(settings.facts, settings.sources)
        snapshot = first_snapshot(loader)  # outside the event loop: a signal ends it at once
        asyncio.run(_run(settings, token, loader, snapshot))
    except (BadFactBase, BadSettings, LogUnavailable, MetricsUnavailable, Refused) as error:
        if settings.log_format == "json":
            log.critical("%s", error)
            return 1
        if isinstance(error, BadFactBase):
            raise  # which every command tells in the same way
        typer.echo(f"factbot: {error}", err=True)
        return 1
    return 0


async def _run(settings: Settings, token: SecretStr, loader: Loader, snapshot: Snapshot) -> None:
    stop = asyncio.Event()
    with told_by_signals(stop):
        await _serve(settings, token, loader, snapshot, stop)


async def _serve(settings: Settings, token: SecretStr, loader: Loader, snapshot: Snapshot, stop: asyncio.Event) -> None:
    contact = Contact(Shards(settings.shard_count, settings.shards()))
    async with await QueryLog.open(settings.log, keeping(settings)) as querylog:
        log.info("%s loaded, base version %s", counted(len(snapshot.base.facts), "fact"), snapshot.base.version)
        desk = Desk(snapshot, querylog)

        editors = EditorsChannel(settings.editors_channel)
        notices = RequestNotices(desk, editors)

        def new_client() -> FactbotClient:
            return FactbotClient(desk, settings.guilds, contact, commands_file(settings.log), editors, notices)

        metrics = Metrics(desk, querylog, lambda: contact.offline_since is None)

        def tell(edit: Edit) -> None:
            editors.tell(edit)
            metrics.edited(edit)

        with served(metrics, settings.metrics_port, settings.metrics_address):
            async with kept(desk, loader, tell), editors.speaking(), notices.speaking():
                await Service(new_client, contact, desk, querylog, pulse_file(settings.log)).run(token, stop)
