"""20,000 open requests neither fill the bot's memory nor keep others waiting."""

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.querylog.rows import Request
from bot.querylog.store import QueryLog
from tests.editing import Folder
from tests.loopback.conftest import Start
from tests.loopback.payloads import snowflake
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord
from tests.loopback.test_ending import until
from tests.querylog.rows import a_request

pytestmark = pytest.mark.slow

OPEN, EACH = 20_000, 20
"""Open requests, and how many of them one person has: as many as one may."""
MOST_MB, MOST_SECONDS = 300, 1.5
"""The most memory, in MB, which compose.yaml limits to 512; and the most seconds that anybody waits."""
WORDS = ("who", "when", "where", "did", "the", "a", "bridge", "road", "mayor", "open", "close", "paint", "vote", "sing")


async def flooded(path: Path, guild: str, channel: str) -> None:
    """Writes a log with that many open requests of one server, no two alike."""
    chance = random.Random(1)  # noqa: S311 - no secret
    async with await QueryLog.open(path):
        pass
    rows: list[Request] = []
    for number in range(OPEN):
        words = " ".join(chance.choices(WORDS, k=8))
        asked = a_request(number, str(number // EACH + 10**17))
        rows.append(asked._replace(text=f"{words} {number}?", guild_id=guild, channel_id=channel))
    insert = f"INSERT INTO requests ({', '.join(Request._fields)}) VALUES ({', '.join('?' for _ in Request._fields)})"  # noqa: S608
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(insert, rows)


async def waits(discord: LoopbackDiscord, times: int = 100) -> list[float]:
    """The seconds that people waited for their answers, the shortest first."""
    return sorted([(await discord.ask("When did the Arn bridge open?")).seconds for _ in range(times)])


async def listed(discord: LoopbackDiscord) -> float:
    """The seconds until an editor has the list of requests."""
    subcommand = {"name": "requests", "type": 1, "options": []}
    edits = sum(sent.method == "PATCH" for sent in discord.rest.sent)
    started = time.perf_counter()
    await discord.interact(2, {"id": snowflake(), "name": "editors", "type": 1, "options": [subcommand]})
    await until(lambda: sum(sent.method == "PATCH" for sent in discord.rest.sent) > edits)
    return time.perf_counter() - started


def peak(bot: BotProcess) -> float:
    """The most memory that the process has had, in MB."""
    status = Path(f"/proc/{bot.pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1]) / 1024


async def test_a_flood_of_requests_neither_fills_the_bot_nor_keeps_others_waiting(
    discord: LoopbackDiscord, start: Start, folder: Folder, tmp_path: Path
) -> None:
    place = discord.guilds[0]
    await flooded(tmp_path / "log.sqlite3", place["id"], place["channels"][0]["id"])

    bot = await start(FACTBOT_FACTS=str(folder.facts), FACTBOT_SOURCES=str(folder.sources))
    await discord.connected()
    at_the_start = await waits(discord)
    folder.change("facts/bridges.yaml", "210 metres long", "310 metres long")
    await bot.says("edit accepted")
    beside_an_edit = await waits(discord)
    editor = await listed(discord)

    for what, seconds in (("at the start", at_the_start), ("beside an edit", beside_an_edit)):
        print(f"{what}: median {seconds[50] * 1000:.0f} ms, slowest {seconds[-1] * 1000:.0f} ms")
    print(f"/editors requests: {editor * 1000:.0f} ms; most memory: {peak(bot):.0f} MB")
    assert max(at_the_start[-1], beside_an_edit[-1]) < MOST_SECONDS
    assert editor < 2 * MOST_SECONDS
    assert peak(bot) < MOST_MB
    assert "Traceback" not in bot.output
