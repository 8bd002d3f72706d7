"""Our bot beside bare discord.py bots over the loopback: ``python -m tests.bench.throughput``.

All are processes of their own, with the same interactions put to them in turns; ours matches, lays out and logs, the
others answer a constant: a line, or a panel as large as one of ours, by which one sees what discord.py takes for it.
The loopback Discord is this process. CPU is what the bot's own process used, by which they compare even where the
loopback is what limits them. Exits 1 if ours has less than half the rate of the bot that answers with a panel.

Ours remembers what it found for questions that were asked before. So it is measured thrice: with questions that come
again, as in a channel (any of the shipped phrasings at any time); with questions that nobody has ever asked; and with
a few that come again and again, by which one sees what everything takes but the matching of questions.

``--memory 100000`` puts that many to ours alone and tells how its memory grew after the first 5,000.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.factbase.loading import load as load_base
from tests.bench.wire_load import Measured, Step, load, menu_message, steps
from tests.conftest import PROJECT
from tests.loopback.payloads import Json
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord

FEW = 100
"""How many questions come again and again: the bot remembers them all."""
LEAST = 0.5
"""The least part of the rate of the bare bot with a panel that ours is to have."""
WARM_UP, MEMORY_WARM_UP = 1_000, 5_000
AT_ONCE = 16
_TICKS = os.sysconf("SC_CLK_TCK")


class Bot:
    """One of the bots, with a Discord of its own and the load that is put to it."""

    def __init__(
        self, name: str, discord: LoopbackDiscord, process: BotProcess, asked: Sequence[str], anew: bool
    ) -> None:
        """``asked`` are the questions that are put to it, ``anew`` is whether each is worded anew every time."""
        self.name, self.discord, self.process = name, discord, process
        self._asked, self._anew = asked, anew
        self.rounds: list[Measured] = []
        self.alone: Measured | None = None
        self.cpu_ms: list[float] = []

    @classmethod
    async def start(
        cls, name: str, module: str, folder: Path, stack: AsyncExitStack, asked: Sequence[str], anew: bool = False
    ) -> "Bot":
        """Starts it and its Discord; both end with the stack."""
        discord = await stack.enter_async_context(LoopbackDiscord(keeps=False))
        at = discord.rest_address, discord.gateway.address
        process = await BotProcess.start(*at, folder / f"{name}.sqlite3", module=module)
        stack.push_async_callback(process.kill)
        await discord.connected()
        return cls(name, discord, process, asked, anew)

    def coming(self, message: Json, seed: int) -> Iterator[Step]:
        """What is put to it; ``message`` has the menu in which people choose."""
        return steps(self._asked, message, seed, self._anew)

    async def round(self, coming: Iterator[Step], interactions: int) -> None:
        """Measures a round under load."""
        before = self._cpu_seconds()
        self.rounds.append(await load(self.discord, coming, interactions, AT_ONCE))
        self.cpu_ms.append((self._cpu_seconds() - before) / interactions * 1000)

    def rate(self) -> float:
        """Interactions a second, the median of all rounds."""
        return statistics.median(measured.rate for measured in self.rounds)

    def memory_mb(self) -> float:
        """The process's resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024

    def _cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


def questions() -> list[str]:
    """The shipped base's phrasings, as people ask."""
    base = load_base(PROJECT / "facts", PROJECT / "sources")
    return [phrasing for fact in base.facts for phrasing in fact.phrasings]


async def compare(interactions: int, rounds: int) -> bool:
    """Measures all bots in turns and prints the table; whether ours is fast enough."""
    asked = questions()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="factbot-bench-")))
        ours = await Bot.start("factbot", "bot", folder, stack, asked)
        bare = await Bot.start("bare", "tests.bench.bare_bot", folder, stack, asked)
        panel = await Bot.start("bare panel", "tests.bench.bare_panel_bot", folder, stack, asked)
        unheard = await Bot.start("asked anew", "bot", folder, stack, asked, anew=True)
        familiar = await Bot.start("asked again", "bot", folder, stack, asked[:: len(asked) // FEW])
        every = (ours, unheard, familiar, bare, panel)
        message = await menu_message(ours.discord)
        for bot in every:
            await load(bot.discord, bot.coming(message, 0), WARM_UP, AT_ONCE)
        for number in range(1, rounds + 1):
            for bot in every:
                await bot.round(bot.coming(message, number), interactions)
        for bot in every:
            bot.alone = await load(bot.discord, bot.coming(message, rounds + 1), 1_000, at_once=1)
    _show(every, panel)
    return ours.rate() >= LEAST * panel.rate()


def _show(every: Sequence[Bot], panel: Bot) -> None:
    table = Table(title=f"{AT_ONCE} interactions at once, in {len(panel.rounds)} rounds; then 1,000 one by one")
    for heading in ("bot", "a second", "of panel", "CPU ms each", "p50 ms", "p99 ms", "alone p50 ms", "alone p99 ms"):
        table.add_column(heading, justify="left" if heading == "bot" else "right")
    for bot in every:
        under_load = [1000 * statistics.median(one.quantile(part) for one in bot.rounds) for part in (0.5, 0.99)]
        alone = [1000 * bot.alone.quantile(part) for part in (0.5, 0.99)] if bot.alone else []
        figures = [f"{figure:.1f}" for figure in (*under_load, *alone)]
        cpu = f"{statistics.median(bot.cpu_ms):.2f}"
        table.add_row(bot.name, f"{bot.rate():.0f}", f"{bot.rate() / panel.rate():.2f}", cpu, *figures)
    Console().print(table)


async def grow(interactions: int) -> None:
    """Prints how our memory grows over so many interactions."""
    asked = questions()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="factbot-bench-")))
        ours = await Bot.start("factbot", "bot", folder, stack, asked)
        coming = ours.coming(await menu_message(ours.discord), seed=1)
        await load(ours.discord, coming, MEMORY_WARM_UP, AT_ONCE)
        warm = ours.memory_mb()
        print(f"after {MEMORY_WARM_UP:,} interactions: {warm:.1f} MB", flush=True)
        for part in range(1, 11):
            measured = await load(ours.discord, coming, interactions // 10, AT_ONCE)
            grown = ours.memory_mb() - warm
            print(f"after {part * interactions // 10:,} more: {grown:+.1f} MB, {measured.rate:.0f}/s", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures; 0, or 1 where ours is too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interactions", type=int, default=2_000, help="of each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", type=int, metavar="INTERACTIONS", help="measure growth of memory instead")
    given = parser.parse_args(arguments)
    if given.memory:
        asyncio.run(grow(given.memory))
        return 0
    return 0 if asyncio.run(compare(given.interactions, given.rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
