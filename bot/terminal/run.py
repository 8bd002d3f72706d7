"""``factbot run``: the bot in Discord, until it is told to stop."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import typer
from pydantic import SecretStr

from bot.background import ASIDE
from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.discord_app.gateway.command_sync import commands_file
from bot.discord_app.gateway.connection_state import Contact, Shards
from bot.discord_app.gateway.errors import Refused
from bot.discord_app.gateway.invite import Unreachable, application_of, bot_named_in, invitation
from bot.discord_app.notices.editors_channel import EditorsChannel
from bot.discord_app.notices.request_notices import RequestNotices
from bot.discord_app.service import Service
from bot.editing.reloader import Edit, kept
from bot.factbase.loading import Loader
from bot.factbase.problem import BadFactBase
from bot.heartbeat import ailments, find, notes, pulse_file
from bot.metrics import Metrics, MetricsUnavailable, served
from bot.querylog.store import LogUnavailable, QueryLog
from bot.settings import BadSettings, Settings, read_settings
from bot.snapshot import Snapshot, first_snapshot
from bot.terminal.keeping import keeping
from bot.terminal.messages import begin_to_speak
from bot.wording import counted


def ending_signals() -> list[signal.Signals]:
    """SIGHUP where there is one, unless it was ignored before, as ``nohup`` has it; SIGINT; and last SIGTERM."""
    hang_up = getattr(signal, "SIGHUP", None)
    others = [signal.SIGINT, signal.SIGTERM]
    return [hang_up, *others] if hang_up and signal.getsignal(hang_up) is not signal.SIG_IGN else others


@contextmanager
def told_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Has the ending signals set ``stop`` as long as the context lasts, and nothing end the process after it.

    The event loop's own handlers would not do: they go with the loop, before the process is gone.
    """
    loop = asyncio.get_running_loop()
    numbers = ending_signals()
    for number in numbers:
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)


def end_beside_threads(code: int) -> None:
    """Ends the process with that exit code where work aside is still being done; returns where there is none.

    Python's own end takes the interpreter down under such a thread, which may be in C that cannot bear it.
    """
    if any(thread.name == ASIDE for thread in threading.enumerate()):
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, OSError, ValueError):  # there is none, or nobody reads it any more
                stream.flush()
        os._exit(code)


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


def report_health() -> int:
    """Prints how the bot is; 0 where it is well, else 1. A bad edit is told, and makes it no less well."""
    pulse = find(pulse_file(read_settings().log))
    wrong = ailments(pulse)
    for ailment in wrong:
        print(f"unwell: {ailment}")
    if pulse is None:
        return 1
    if not wrong:
        connection = "connected to Discord" if pulse.offline_since is None else "connecting to Discord again"
        base = f"{counted(pulse.facts, 'fact')}, base version {pulse.base_version}"
        print(f"well: {connection}, {base}, query log writable")
    for note in notes(pulse):
        print(f"note: {note}")
    return 1 if wrong else 0


def print_invitation(application: int | None) -> int:
    """Prints the link for an application, else for that of this environment's token; 1 where Discord refuses that.

    Where Discord cannot be reached, the id is taken from the token itself, which is said. Raises
    :exc:`bot.settings.BadSettings`.
    """
    if application is None:
        token = read_settings().token()
        try:
            application = asyncio.run(application_of(token))
        except Refused as error:
            typer.echo(f"factbot: {error}", err=True)
            return 1
        except Unreachable as error:
            application = bot_named_in(token)
            if application is None:
                typer.echo(f"factbot: Discord cannot be reached ({error}); give --application ID", err=True)
                return 1
            typer.echo(f"factbot: Discord cannot be reached ({error}); the id is taken from the token", err=True)
    print(invitation(application))
    return 0
