"""``factbot run`` and ``factbot invite``."""

import asyncio
import logging
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from bot.background import BACKGROUND
from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.discord_app.gateway.connection_state import ConnectionState, Shards
from bot.discord_app.gateway.errors import Refused
from bot.discord_app.gateway.invite import Unreachable, application_of, bot_named_in, invitation
from bot.discord_app.notices.editors_channel import EditorsChannel, RequestNotices
from bot.discord_app.service import Service
from bot.editing.last_good import base_file, keep_base, kept_snapshot
from bot.editing.reloader import Edit, reloading
from bot.environment import BadSettings
from bot.factbase.loading import Loader
from bot.factbase.problem import BadFactBase, Problem, Severity
from bot.heartbeat import heartbeat_file
from bot.metrics import Build, Connection, Metrics, MetricsUnavailable, served
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from bot.settings import Settings, https_proxy, read_settings
from bot.snapshot import Snapshot, first_snapshot
from bot.terminal.log_lines import configure_logging, failure_line
from bot.terminal.stopping import exit_past_threads, set_by_signals
from bot.wording import counted

log = logging.getLogger("factbot")


def run() -> int:
    """Run the bot in Discord."""
    settings = read_settings()
    configure_logging(settings.verbosity, settings.log_format)
    code = 0
    try:
        token = settings.token()
        loader = Loader(settings.facts, settings.sources)
        snapshot, problems = _first_snapshot(loader, base_file(settings.log))  # before the event loop: signals end it
        asyncio.run(_run(settings, token, loader, snapshot, problems))
    except (BadSettings, LogUnavailable, MetricsUnavailable, Refused) as error:
        typer.echo(failure_line(f"factbot: {error}"), err=True)
        code = 1
    exit_past_threads(BACKGROUND, code)
    return code


def _first_snapshot(loader: Loader, kept_base: Path) -> tuple[Snapshot, tuple[Problem, ...]]:
    """The snapshot of the folders or, if they have problems, that of the last good base, and the problems.

    Raises :exc:`bot.factbase.problem.BadFactBase` if no base is kept.
    """
    try:
        return first_snapshot(loader), ()
    except BadFactBase as bad:
        if (snapshot := kept_snapshot(kept_base)) is None:
            raise
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
        return FactbotClient(desk, settings.guilds, state, editors, notices, proxy=https_proxy())

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
        reloading(desk, loader, tell),
        editors.running(),
        notices.running(),
    ):
        await Service(new_client, state, desk, querylog, heartbeat_file(settings.log)).run(token, stop)


def retention(settings: Settings) -> RetentionPolicy:
    """How long the running bot keeps rows, and which, by these settings."""
    return RetentionPolicy(
        settings.log_days or None, settings.log_text, settings.log_sync == "full", settings.log_mb or None
    )


def invite(
    application: Annotated[
        int | None,
        typer.Option(
            metavar="ID", help="The application's id; by default that of the bot's token.", min=1, max=2**63 - 1
        ),
    ] = None,
) -> int:
    """Print the link that adds the bot to a server.

    If Discord cannot be reached, the application's id is read from the token itself.
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
