"""How many files of ours the program passes: ``python -m tests.bench.walks [--files]``.

A file is passed if one of its functions is called (``sys.settrace``), on any thread; that an import runs the bodies of
modules and classes does not count. The walks: ``/fact`` from the
gateway to the row and the panel, a button after a restart, an edit until it is live, and ``factbot check``. Exits 1 if
one passes more files than it may.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import simcord
from simcord.components import walk_components
from typer.testing import CliRunner

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.factbase.loading import Loader
from bot.querylog.store import QueryLog
from bot.snapshot import take_snapshot
from bot.terminal.app import app
from tests.conftest import PROJECT
from tests.editing import Folder

MOST = {"/fact": 32, "a button after a restart": 11, "an edit": 26, "factbot check": 17}
"""How many files each walk may pass."""
FOLDERS = {"FACTBOT_FACTS": "facts", "FACTBOT_SOURCES": "sources"}
HOUSE = str(PROJECT / "bot")
QUESTION = "When did the Arn bridge open?"


@contextmanager
def passed(codes: set[CodeType]) -> Iterator[None]:
    """Adds the code of every function of ours that is called."""

    def trace(frame: FrameType, event: str, arg: object) -> None:
        if frame.f_code.co_filename.startswith(HOUSE) and frame.f_code.co_flags & CO_OPTIMIZED:
            codes.add(frame.f_code)

    threading.settrace(trace)
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(None)
        threading.settrace(None)


async def walk(folder: Path) -> dict[str, set[CodeType]]:
    """The functions that each walk passes."""
    walks: dict[str, set[CodeType]] = {name: set() for name in list(MOST)[:3]}
    base = Folder(folder)
    async with await QueryLog.open(folder / "log.sqlite3") as querylog:
        desk = Desk(take_snapshot(base.facts, base.sources), querylog)
        async with simcord.run(FactbotClient(desk)) as env:
            guild = env.create_guild()
            channel = guild.create_text_channel("newsroom")
            alice = guild.add_member(env.create_user("alice"))
            with passed(walks["/fact"]):
                answer: Any = (await alice.slash(channel, "fact", query=QUESTION)).response
            await env.restart_bot(FactbotClient(desk))
            with passed(walks["a button after a restart"]):
                await alice.click(answer, label=_button(answer))
        base.change("facts/bridges.yaml", "Gives its length.", "Gives its length, in metres.")
        with passed(walks["an edit"]):
            await desk.reload(Loader(base.facts, base.sources))
    return walks


def check(folder: Path) -> set[CodeType]:
    """The functions that ``factbot check`` passes."""
    codes: set[CodeType] = set()
    with passed(codes):
        CliRunner().invoke(app, ["check"], env={name: str(folder / path) for name, path in FOLDERS.items()})
    return codes


def _button(message: Any) -> str:  # noqa: ANN401 - SimCord's
    labels = [str(part["label"]) for part in walk_components(message.components) if part.get("type") == 2]
    return labels[0]


def main() -> int:
    """Prints how many files and functions each walk passes; 1 if one passes too many files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", action="store_true", help="name the files too")
    named = parser.parse_args().files
    with tempfile.TemporaryDirectory(prefix="factbot-walks-") as folder:
        walks = asyncio.run(walk(Path(folder))) | {"factbot check": check(Path(folder))}
    within = True
    for name, codes in walks.items():
        files = sorted({code.co_filename.removeprefix(HOUSE + "/") for code in codes})
        within = within and 0 < len(files) <= MOST[name]
        print(f"{name}: {len(files)} files (at most {MOST[name]}), {len(codes)} functions")
        if named:
            print(*(f"  {file}" for file in files), sep="\n")
    return 0 if within else 1


if __name__ == "__main__":
    raise SystemExit(main())
