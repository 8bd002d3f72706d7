"""``factbot preview``: the bot in the browser, until it is told to stop."""

import asyncio
import logging
import tempfile
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path

import typer

from bot.desk import Desk
from bot.editing.reloader import kept
from bot.factbase.loading import Loader
from bot.preview.stage import NotInstalled, Unservable, require, staged
from bot.querylog.store import QueryLog
from bot.settings import Settings, read_settings
from bot.snapshot import Snapshot, first_snapshot
from bot.terminal.keeping import keeping
from bot.terminal.run import told_by_signals


def run_preview(port: int, browser: bool) -> int:
    """Serves the page; 0 once it was told to stop or the page ended it, 1 where it cannot be served.

    Raises :exc:`bot.settings.BadSettings`, :exc:`bot.factbase.problem.BadFactBase` and
    :exc:`bot.querylog.unavailable.LogUnavailable`.
    """
    settings = read_settings()
    try:
        require()
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
        logging.getLogger("bot.editing").setLevel(settings.verbosity)
        logging.getLogger("discord").setLevel(logging.ERROR)  # it warns of what a simulated Discord lacks
        loader = Loader(settings.facts, settings.sources)
        asyncio.run(_run(settings, loader, first_snapshot(loader), port, browser))
    except (NotInstalled, Unservable) as error:
        typer.echo(f"factbot: {error}", err=True)
        return 1
    return 0


async def _run(settings: Settings, loader: Loader, snapshot: Snapshot, port: int, browser: bool) -> None:
    stop = asyncio.Event()
    with told_by_signals(stop), tempfile.TemporaryDirectory(prefix="factbot-preview-") as folder:
        log = settings.log if "log" in settings.model_fields_set else Path(folder) / "log.sqlite3"
        async with await QueryLog.open(log, replace(keeping(settings), days=None)) as querylog:
            desk = Desk(snapshot, querylog)
            async with kept(desk, loader), staged(desk, port) as stage:
                typer.echo(f"The bot is at {stage.url} on this machine alone; Ctrl-C ends it.", err=True)
                if browser:  # beside everything else: some browsers let one wait
                    threading.Thread(target=webbrowser.open, args=(stage.url,), daemon=True).start()
                endings = {asyncio.create_task(stop.wait()), asyncio.create_task(stage.page.wait_closed())}
                _, waiting = await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
                for task in waiting:
                    task.cancel()
