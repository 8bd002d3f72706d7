"""``factbot preview``: the bot in a browser, until it is told to stop."""

import asyncio
import logging
import tempfile
import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from bot.desk import Desk
from bot.editing.reloader import reloading
from bot.factbase.loading import Loader
from bot.preview import NotInstalled, Unservable, require, staged
from bot.querylog.retention import RetentionPolicy
from bot.querylog.store import QueryLog
from bot.settings import Settings, read_settings
from bot.snapshot import Snapshot, first_snapshot
from bot.terminal.stopping import set_by_signals


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
    except (NotInstalled, Unservable) as error:
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
