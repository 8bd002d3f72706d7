"""SIGTERM, SIGINT and SIGHUP end the bot in order, at any moment, and lose nobody's answer."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable

from tests.conftest import query_log_rows
from tests.loopback.conftest import Start
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord

QUICKLY = 8.0
"""Seconds; the engine of a container kills after ten."""
MOMENTS = [(0.0, 0.3, 0.6, 0.9, 1.2), (0.1, 0.4, 0.7, 1.0, 1.5), (0.2, 0.5, 0.8, 1.1, 2.0)]
"""Seconds after its first handler at which it is stopped, in three rows: from its imports until it is connected."""


async def until(holds: Callable[[], bool]) -> None:
    """Waits until that holds, 60 s at most."""
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - what it asks is kept without events
            await asyncio.sleep(0.01)


async def test_it_may_be_stopped_at_any_moment_of_its_start(start: Start) -> None:
    async def stop_after(seconds: float, number: signal.Signals) -> None:
        bot = await start()
        await bot.heeds_signals()
        await asyncio.sleep(seconds)
        told = time.monotonic()
        assert (await bot.stop(number), "Traceback" in bot.output) == (0, False), (seconds, bot.output)
        assert time.monotonic() - told < QUICKLY, seconds

    async def one_after_another(row: tuple[float, ...]) -> None:
        for number, seconds in enumerate(row):
            await stop_after(seconds, (signal.SIGTERM, signal.SIGINT)[number % 2])

    await asyncio.gather(*map(one_after_another, MOMENTS))


async def test_what_is_under_way_is_finished_and_nothing_new_is_begun(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    discord.rest.fail("/callback", 503, times=20)  # each answer is tried again a second later
    under_way = [asyncio.create_task(discord.ask(f"when was ISIS-K formed? {n}")) for n in range(20)]
    await until(lambda: discord.rest.failures_left("/callback") == 0)
    bot.send(signal.SIGTERM)
    await until(lambda: discord.gateway.connections == 0)
    late = asyncio.create_task(discord.ask("who founded ISIS-K?"))

    answers = await asyncio.gather(*under_way)
    code = await bot.ended()

    late.cancel()
    assert len(answers) == 20
    assert code == 0
    assert len(query_log_rows(bot.log)) == 20
    assert not bot.log.with_name(bot.log.name + "-wal").exists()
    assert discord.gateway.sessions == {}
    assert "Traceback" not in bot.output


async def test_what_cannot_be_finished_is_not_waited_for_longer_than_promised(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    discord.rest.fail("/callback", 503, times=9)  # it would be tried again for 25 s
    stuck = asyncio.create_task(discord.ask("when was ISIS-K formed?"))
    await until(lambda: discord.rest.failures_left("/callback") < 9)

    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < 5 + QUICKLY

    stuck.cancel()
    assert "Traceback" not in bot.output


async def test_however_often_it_is_told_to_stop_it_ends_once_and_in_order(
    discord: LoopbackDiscord, start: Start
) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        bot = await start()
        await bot.says("connected to Discord")
        ending = asyncio.create_task(bot.ended())
        while not ending.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(bot.pid, number)  # asyncio's own way reaps a process that has just ended, and loses its code
            await asyncio.sleep(0.002)

        assert (await ending, "Traceback" in bot.output) == (0, False), bot.output
        assert discord.gateway.sessions == {}


async def test_a_terminal_that_is_closed_ends_it_in_order(discord: LoopbackDiscord, bot: BotProcess) -> None:
    assert await bot.stop(signal.SIGHUP) == 0
    assert discord.gateway.sessions == {}
    assert "stopping" in bot.output
