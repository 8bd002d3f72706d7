"""How fast the query log takes rows, and how long each waits for its commit: ``python -m tests.bench.recording``."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.querylog.retention import RetentionPolicy
from bot.querylog.store import QueryLog
from tests.querylog.rows import a_row

SECONDS = 2.0
"""How long each measurement takes."""


async def measure(folder: Path, writers: int, full_sync: bool) -> tuple[float, float, float]:
    """Rows a second, and the median and 99th percentile of the wait for one, in milliseconds."""
    waits: list[float] = []
    async with await QueryLog.open(
        folder / f"{writers}-{full_sync}.sqlite3", RetentionPolicy(full_sync=full_sync)
    ) as log:
        started = time.perf_counter()

        async def write() -> None:
            while (now := time.perf_counter()) - started < SECONDS:
                await log.record(a_row("how many people were there on that day?"))
                waits.append((time.perf_counter() - now) * 1000)

        await asyncio.gather(*(write() for _ in range(writers)))
        took = time.perf_counter() - started
    return len(waits) / took, statistics.median(waits), statistics.quantiles(waits, n=100)[98]


def main() -> None:
    """Prints the table."""
    table = Table("people at once", "FACTBOT_LOG_SYNC", "rows/s", "wait p50 ms", "wait p99 ms")
    with tempfile.TemporaryDirectory() as folder:
        for full_sync in (False, True):
            for writers in (1, 8, 64, 256):
                rate, median, high = asyncio.run(measure(Path(folder), writers, full_sync))
                sync = "full" if full_sync else "normal"
                table.add_row(f"{writers}", sync, f"{rate:,.0f}", f"{median:.2f}", f"{high:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
