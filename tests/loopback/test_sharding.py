"""Two processes share the servers of one bot, each with its own log, and one log comes of both."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT, query_log_rows
from tests.loopback.conftest import Start
from tests.loopback.payloads import guild
from tests.loopback.server import LoopbackDiscord


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """A Discord with three servers, one for each shard."""
    async with LoopbackDiscord([guild(f"Paper {shard}", shard, shards=3) for shard in range(3)]) as discord:
        yield discord
    assert discord.violations() == []


async def test_two_processes_serve_three_shards_between_them_and_their_logs_merge(
    discord: LoopbackDiscord, start: Start, tmp_path: Path
) -> None:
    logs = [tmp_path / "first.sqlite3", tmp_path / "second.sqlite3"]
    bots = [
        await start(FACTBOT_LOG=str(log), FACTBOT_SHARD_COUNT="3", FACTBOT_SHARD_IDS=ids)
        for log, ids in zip(logs, ("0", "1,2"), strict=True)
    ]
    for bot in bots:
        await bot.says("connected to Discord")
    await bots[0].says("sent the commands to Discord")
    await bots[1].says("learned the ids of the commands from Discord")
    for number, place in enumerate(discord.guilds):
        await discord.ask(f"who founded ISIS-K? {number}", at=place)
    assert [await bot.stop() for bot in bots] == [0, 0]

    ids = [place["id"] for place in discord.guilds]
    shards = sorted(tuple(data["shard"]) for data in discord.gateway.identifies)
    assert shards == [(0, 3), (1, 3), (2, 3)]
    assert [[guild for (guild,) in query_log_rows(log, "guild_id")] for log in logs] == [ids[:1], ids[1:]]
    assert len(discord.rest.syncs) == 1

    merged = await asyncio.to_thread(_factbot, "log", "merge", *logs, log=tmp_path / "merged.sqlite3")
    assert merged.returncode == 0, merged.stderr
    assert [guild for (guild,) in query_log_rows(tmp_path / "merged.sqlite3", "guild_id")] == ids


def _factbot(*arguments: str | Path, log: Path) -> subprocess.CompletedProcess[str]:
    environment = {"FACTBOT_LOG": str(log), "PYTHONPATH": str(PROJECT)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], env=environment, capture_output=True, encoding="utf-8", timeout=60
    )
