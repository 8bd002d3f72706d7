"""``factbot run`` and what belongs to it: its log messages, ``health`` and ``invite``."""

import asyncio
import json
import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import typer
from pydantic import SecretStr

from bot.background import ASIDE
from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.discord_app.gateway.command_sync import commands_file
from bot.discord_app.gateway.connection_state import ConnectionState, Shards
from bot.discord_app.gateway.errors import Refused
from bot.discord_app.gateway.invite import Unreachable, application_of, bot_named_in, invitation
from bot.discord_app.notices.editors_channel import EditorsChannel
from bot.discord_app.notices.request_notices import RequestNotices
from bot.discord_app.service import Service
from bot.editing.last_good import base_file, keep_base, kept_snapshot
from bot.editing.reloader import Edit, kept, list_problems
from bot.factbase.loading import Loader
from bot.factbase.problem import BadFactBase, Problem, Severity
from bot.heartbeat import health_notes, health_problems, heartbeat_file, read_heartbeat
from bot.metrics import Build, Connection, Metrics, MetricsUnavailable, served
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from bot.settings import BadSettings, Settings, read_settings
from bot.snapshot import Snapshot, first_snapshot
from bot.terminal.stopping import exit_past_threads, set_by_signals
from bot.wording import counted

log = logging.getLogger("factbot")

_SECRETS = re.compile(r"(?<=/interactions/)\d+/[^/\s'\"]+|(?<=/webhooks/)\d+/[^/\s'\"]+|(?<=User: )\d+")
"""What libraries put into their errors: an interaction's token in an address, and the id of a person."""


class PlainFormatter(logging.Formatter):
    """One line for each record, and the traceback below it, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback if there is one."""
        return _SECRETS.sub("…", super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: ``time`` (UTC), ``level``, ``logger``, ``message``, ``exception``."""

    def format(self, record: logging.LogRecord) -> str:
        """The object; it has ``exception``, a traceback, only if there is one."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return _SECRETS.sub("…", json.dumps(fields))


def configure_logging(settings: Settings) -> None:
    """Write this process's log messages to standard error as the settings say."""
    plain = PlainFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if settings.log_format == "json" else plain)
    logging.basicConfig(level=settings.verbosity, handlers=[handler])
    for library in ("discord", "aiosqlite", "watchfiles"):
        logging.getLogger(library).setLevel(logging.WARNING)
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(_worth_saying)


def _worth_saying(record: logging.LogRecord) -> bool:
    """False for the lack of voice support, and for each attempt to reconnect: we say once that Discord is away."""
    message = record.getMessage()
    return not message.startswith(("Attempting a reconnect", "Failed to connect")) and "voice will NOT" not in message


def run_bot() -> int:
    """Run the bot; return 0 when it is told to stop, or 1 if it cannot run, with one message that says why.

    Raises :exc:`bot.settings.BadSettings` and :exc:`bot.factbase.problem.BadFactBase`.
    """
    settings = read_settings()
    configure_logging(settings)
    code = _run_until_told(settings)
    exit_past_threads(ASIDE, code)
    return code


def _run_until_told(settings: Settings) -> int:
    try:
        token = settings.token()
        loader = Loader(settings.facts, settings.sources)
        snapshot, problems = _first_snapshot(loader, base_file(settings.log))  # before the event loop: signals end it
        asyncio.run(_run(settings, token, loader, snapshot, problems))
    except (BadFactBase, BadSettings, LogUnavailable, MetricsUnavailable, Refused) as error:
        if settings.log_format == "json":
            log.critical("%s", error)
            return 1
        if isinstance(error, BadFactBase):
            raise  # every command reports this in the same way
        typer.echo(f"factbot: {error}", err=True)
        return 1
    return 0


def _first_snapshot(loader: Loader, kept_base: Path) -> tuple[Snapshot, tuple[Problem, ...]]:
    """The snapshot of the folders or, if they have problems, that of the last good base, and the problems.

    Raises :exc:`bot.factbase.problem.BadFactBase` if no base is kept.
    """
    try:
        return first_snapshot(loader), ()
    except BadFactBase as bad:
        if (snapshot := kept_snapshot(kept_base)) is None:
            raise
        list_problems(log.error, bad.problems)
        return snapshot, tuple(problem for problem in bad.problems if problem.severity is Severity.ERROR)


async def _run(
    settings: Settings, token: SecretStr, loader: Loader, snapshot: Snapshot, problems: tuple[Problem, ...]
) -> None:
    async with await QueryLog.open(settings.log, retention(settings)) as querylog:  # a signal still ends it at once
        stop = asyncio.Event()
        with set_by_signals(stop):
            desk = Desk(snapshot, querylog)
            desk.editing = replace(desk.editing, problems=problems)
            await _serve(settings, token, loader, desk, querylog, stop)


async def _serve(
    settings: Settings, token: SecretStr, loader: Loader, desk: Desk, querylog: QueryLog, stop: asyncio.Event
) -> None:
    build = Build(version("factbot"), settings.commit)
    log.info(
        "factbot %s%s: %s loaded, base version %s",
        build.version,
        f" ({build.commit[:12]})" if build.commit else "",
        counted(len(desk.base.facts), "fact"),
        desk.base.version,
    )
    state = ConnectionState(Shards(settings.shard_count, settings.shards()))
    keeping: set[asyncio.Task[None]] = set()
    editors = EditorsChannel(settings.editors_channel)
    notices = RequestNotices(desk, editors)
    metrics = Metrics(
        desk,
        querylog,
        lambda: Connection(state.offline_since is None, state.reconnects, state.failures, editors.problem),
        build,
    )

    def new_client() -> FactbotClient:
        return FactbotClient(desk, settings.guilds, state, commands_file(settings.log), editors, notices)

    def tell(edit: Edit) -> None:
        editors.tell(edit)
        metrics.edited(edit)

    def keep_good_base() -> None:
        task = asyncio.create_task(keep_base(loader, base_file(settings.log)))
        keeping.add(task)
        task.add_done_callback(keeping.discard)

    desk.listen(keep_good_base)
    if not desk.editing.problems:
        keep_good_base()
    async with (
        served(metrics, settings.metrics_port, settings.metrics_address),
        kept(desk, loader, tell),
        editors.running(),
        notices.running(),
    ):
        await Service(new_client, state, desk, querylog, heartbeat_file(settings.log)).run(token, stop)


def retention(settings: Settings) -> RetentionPolicy:
    """How long the running bot keeps rows, and which, by these settings."""
    return RetentionPolicy(
        settings.log_days or None, settings.log_text, settings.log_sync == "full", settings.log_mb or None
    )


def report_health() -> int:
    """Print how the bot is; return 0 if it is healthy, else 1. A rejected edit is a note, and no reason for a 1."""
    heartbeat = read_heartbeat(heartbeat_file(read_settings().log))
    wrong = health_problems(heartbeat)
    for problem in wrong:
        print(f"unhealthy: {problem}")
    if heartbeat is None:
        return 1
    if not wrong:
        connection = "connected to Discord" if heartbeat.offline_since is None else "reconnecting to Discord"
        base = f"{counted(heartbeat.facts, 'fact')}, base version {heartbeat.base_version}"
        print(f"healthy: {connection}, {base}, the query log can be written")
    for note in health_notes(heartbeat):
        print(f"note: {note}")
    return 1 if wrong else 0


def print_invitation(application: int | None) -> int:
    """Print the link for an application id, or for the application of the token; return 1 if Discord refuses it.

    If Discord cannot be reached, the id is read from the token itself, and a message says so. Raises
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
