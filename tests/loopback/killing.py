"""Killing the bot under load, again and again on one log, and holding the log against what Discord accepted."""

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.loopback.payloads import Json, elsewhere
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord, controls

ASKERS = 16
"""How many people ask at once, each the next question as soon as the last one is answered."""
LONGEST_SECONDS = 1.0
"""The longest that a bot lives once it answers; it is killed at a random moment before."""


@dataclass(frozen=True)
class Killed:
    """What one kill found: answers that Discord accepted, how many have no row, and SQLite's judgement of the file."""

    accepted: int
    missing: int
    integrity: str


async def kill_under_load(log: Path, moments: random.Random) -> Killed:
    """Starts the bot on that log, kills it (SIGKILL) while people ask and choose, and reads the log."""
    async with LoopbackDiscord() as discord:
        bot = await BotProcess.start(discord.rest_address, discord.gateway.address, log)
        askers: list[asyncio.Task[None]] = []
        try:
            await discord.connected()
            askers += [asyncio.create_task(_ask_on(discord)) for _ in range(ASKERS)]
            while not discord.rest.accepted:  # noqa: ASYNC110 - the first answer is kept without an event
                await asyncio.sleep(0.005)
            await asyncio.sleep(moments.uniform(0, LONGEST_SECONDS))
        finally:
            await bot.kill()
            for asker in askers:
                asker.cancel()
        await asyncio.gather(*askers, return_exceptions=True)
        return _judged(log, {pending.payload["channel_id"] for pending in discord.rest.accepted})


async def _ask_on(discord: LoopbackDiscord) -> None:
    """Asks and chooses without end, in a channel of its own each time: by that each row is found again."""
    while True:
        answered = await discord.ask("taliban", at=elsewhere(discord.guilds[0]))
        menu = next(one for one in controls(answered.message or {}) if "options" in one)
        chosen: list[Json] = menu["options"][:1]
        await discord.use(
            answered.message or {}, menu, [option["value"] for option in chosen], at=elsewhere(discord.guilds[0])
        )


def _judged(log: Path, channels: set[str]) -> Killed:
    with closing(sqlite3.connect(log)) as reader:
        ((integrity,),) = reader.execute("PRAGMA integrity_check").fetchall()
        rows = {channel for (channel,) in reader.execute("SELECT channel_id FROM queries")}
    return Killed(len(channels), len(channels - rows), integrity)
