"""From nothing to a connected bot, and where the time goes: ``python -m tests.bench.start_time``.

The whole is measured on the real process before a loopback Discord; the parts in another process, one after another.
Exits 1 where 10,000 facts take longer than 10 s.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.folders import write_folders
from tests.bench.generated import generate
from tests.conftest import PROJECT
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord

SIZES = (100, 10_000)
MOST_SECONDS = 10.0
"""Within this, a bot of the largest size is to be connected."""
_PARTS = """
import json, sys, time
from pathlib import Path
began = time.perf_counter()
import bot.terminal.run
from bot.factbase.loading import load
from bot.snapshot import Snapshot
imported = time.perf_counter()
base = load(Path(sys.argv[1]), Path(sys.argv[2]))
loaded = time.perf_counter()
Snapshot.of(base)
print(json.dumps([imported - began, loaded - imported, time.perf_counter() - loaded]))
"""


def parts(facts: Path, sources: Path) -> list[float]:
    """The seconds that imports, the files, and the index take."""
    done = subprocess.run(
        [sys.executable, "-c", _PARTS, facts, sources],
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    measured: list[float] = json.loads(done.stdout)
    return measured


async def whole(facts: Path, sources: Path, log: Path) -> float:
    """The seconds from the process's start until Discord has its session."""
    async with LoopbackDiscord() as discord:
        at = discord.rest_address, discord.gateway.address
        began = time.perf_counter()
        bot = await BotProcess.start(*at, log, FACTBOT_FACTS=str(facts), FACTBOT_SOURCES=str(sources))
        await discord.connected(within=120)
        took = time.perf_counter() - began
        await bot.kill()
        return took


def main() -> int:
    """Measures and prints; 0, or 1 where the start takes too long."""
    table = Table(title="Seconds from the start of the process until it is connected")
    for heading in ("facts", "all", "imports", "files", "index", "the rest: Python, log, Discord"):
        table.add_column(heading, justify="right")
    took = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="factbot-bench-") as folder:
            folders = write_folders(generate(size).base, Path(folder))
            took = asyncio.run(whole(*folders, Path(folder) / "log.sqlite3"))
            each = parts(*folders)
        table.add_row(f"{size:,}", *(f"{seconds:.2f}" for seconds in (took, *each, max(0.0, took - sum(each)))))
    Console().print(table)
    return 0 if took <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
