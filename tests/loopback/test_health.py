"""``factbot health`` tells a bot that works from one that only runs."""

import asyncio
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import asdict, replace
from json import dumps
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.discord_app import service
from bot.discord_app.client import FactbotClient
from bot.discord_app.gateway.connection_state import ConnectionState, Shards
from bot.heartbeat import (
    HEARTBEAT_SECONDS,
    OFFLINE_SECONDS,
    STALE_SECONDS,
    Heartbeat,
    health_notes,
    health_problems,
    heartbeat_file,
    read_heartbeat,
    remove_heartbeat,
    report_health,
    write_heartbeat,
)
from bot.querylog.store import QueryLog
from bot.snapshot import take_snapshot
from tests.conftest import PROJECT
from tests.editing import Folder
from tests.loopback.conftest import Start
from tests.loopback.server import LoopbackDiscord
from tests.querylog.rows import until

WELL = Heartbeat(pid=1, at=1000.0, facts=3, base_version="abc", offline_since=None, log_problem=None)


async def test_a_bot_that_is_connected_is_well_until_it_is_stopped(start: Start, discord: LoopbackDiscord) -> None:
    discord.gateway.turns_away = True
    bot = await start()
    await bot.says("Discord cannot be reached")
    before = await bot.health()
    discord.gateway.turns_away = False
    await bot.says("connected to Discord")
    code, said = await bot.well()
    await bot.stop()

    assert before == (1, "unhealthy: not connected to Discord yet\n")
    assert (code, said[:31]) == (0, "healthy: connected to Discord, ")
    assert await bot.health() == (1, "unhealthy: no bot is running with this query log\n")


def test_notes_are_told_of_an_unhealthy_bot_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FACTBOT_LOG", str(tmp_path / "log.sqlite3"))
    write_heartbeat(
        replace(WELL, at=time.time(), offline_since=0, edit_problem="a slip"), heartbeat_file(tmp_path / "log.sqlite3")
    )

    assert report_health() == 1
    said = capsys.readouterr().out
    assert said == "unhealthy: not connected to Discord yet\nnote: the last edit is rejected: a slip\n"


def test_a_healthy_bot_has_no_problem() -> None:
    assert health_problems(WELL, now=1001.0) == []


def test_reconnecting_is_no_problem_for_a_while() -> None:
    assert health_problems(Heartbeat(1, 1000.0, 3, "abc", 1000.0 - OFFLINE_SECONDS + 1, None), now=1000.0) == []


@pytest.mark.parametrize(
    ("heartbeat", "now", "problem"),
    [
        (None, 0.0, "no bot is running"),
        (WELL, 1000.0 + STALE_SECONDS + 1, "no heartbeat for 16 s"),
        (WELL, 1000.0 - STALE_SECONDS - 1, "last heartbeat is 16 s in the future"),
        (
            Heartbeat(1, 1000.0, 3, "abc", 1000.0 - OFFLINE_SECONDS - 1, None),
            1000.0,
            "not connected to Discord for 21 s",
        ),
        (Heartbeat(1, 1000.0, 3, "abc", 0, None), 1000.0, "not connected to Discord yet"),
        (Heartbeat(1, 1000.0, 3, "abc", None, "disk full"), 1000.0, "the query log cannot be written: disk full"),
    ],
)
def test_a_problem_is_named(heartbeat: Heartbeat | None, now: float, problem: str) -> None:
    assert [found for found in health_problems(heartbeat, now) if problem in found]


@pytest.mark.parametrize("left", ["", "null", "[]", "{}", '{"pid": 1}', dumps(asdict(WELL) | {"at": "noon"}), "\xff"])
def test_an_unreadable_heartbeat_counts_as_none(left: str, tmp_path: Path) -> None:
    (tmp_path / "heartbeat").write_text(left, encoding="latin-1")

    assert read_heartbeat(tmp_path / "heartbeat") is None


def test_a_sign_of_life_is_found_as_it_was_left(tmp_path: Path) -> None:
    write_heartbeat(WELL, tmp_path / "heartbeat")

    assert read_heartbeat(tmp_path / "heartbeat") == WELL


@asynccontextmanager
async def beating(folder: Path, heartbeat: Path) -> AsyncIterator[None]:
    """A bot that leaves signs of life there."""
    base = Folder(folder)
    async with await QueryLog.open(folder / "log.sqlite3") as querylog:
        desk = Desk(take_snapshot(base.facts, base.sources), querylog)
        bot = service.Service(lambda: FactbotClient(desk), ConnectionState(Shards(1, (0,))), desk, querylog, heartbeat)
        heart = asyncio.create_task(bot._beat())
        try:
            yield
        finally:
            heart.cancel()


async def test_that_no_sign_of_life_can_be_left_is_said_once_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(service, "HEARTBEAT_SECONDS", 0.01)
    heartbeat = tmp_path / "heartbeat"
    async with beating(tmp_path, heartbeat):
        for times in (1, 2):
            heartbeat.unlink(missing_ok=True)
            heartbeat.mkdir()
            await until(lambda times=times: caplog.text.count("no heartbeat can be written") == times)  # type: ignore[misc]
            await asyncio.sleep(0.2)
            assert caplog.text.count("no heartbeat can be written") == times
            heartbeat.rmdir()
            await until(heartbeat.exists)


@pytest.mark.parametrize(("age", "told"), [(2, True), (STALE_SECONDS + 1, False)])
async def test_a_second_bot_beside_one_log_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, age: float, told: bool
) -> None:
    heartbeat = tmp_path / "heartbeat"
    write_heartbeat(
        replace(WELL, pid=os.getpid(), at=time.time() - age, run="another"), heartbeat
    )  # as in two containers

    async with beating(tmp_path, heartbeat):
        await until(lambda: b'"run": "another"' not in heartbeat.read_bytes())

    assert (f"another bot (process {os.getpid()}) used this query log moments ago" in caplog.text) is told


def test_a_bot_that_stops_leaves_another_ones_sign_of_life(tmp_path: Path) -> None:
    heartbeat = tmp_path / "heartbeat"
    write_heartbeat(replace(WELL, pid=os.getpid(), run="another"), heartbeat)

    remove_heartbeat(heartbeat, "mine")
    assert read_heartbeat(heartbeat)
    remove_heartbeat(heartbeat, "another")
    assert not read_heartbeat(heartbeat)


def test_a_bad_edit_is_a_note_and_no_problem() -> None:
    heartbeat = replace(WELL, edit_problem="facts/a.yaml:3:9: the id 'a' is taken")

    assert health_problems(heartbeat, now=1001.0) == []
    assert health_notes(heartbeat) == ["the last edit is rejected: facts/a.yaml:3:9: the id 'a' is taken"]
    assert health_notes(WELL) == []


async def test_an_editors_channel_that_is_not_there_is_told_once_it_is_ready_and_is_a_note(start: Start) -> None:
    bot = await start(FACTBOT_EDITORS_CHANNEL="1")

    await bot.says("editors cannot be told in FACTBOT_EDITORS_CHANNEL (no server of this process has a text channel 1)")
    async with asyncio.timeout(60):
        while "note: " not in (await bot.health())[1]:  # noqa: ASYNC110 - it is another process
            await asyncio.sleep(0.5)

    code, said = await bot.health()
    assert code == 0
    assert said.endswith(
        "\nnote: editors cannot be told in FACTBOT_EDITORS_CHANNEL: no server of this process has a text channel 1\n"
    )


HANG = """
import asyncio, pathlib, sys, time
from bot.discord_app import service
from tests.loopback.test_health import beating
service.HANGING_SECONDS, service.HEARTBEAT_SECONDS = 1.5, 0.2
async def main():
    async with beating(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1]) / "heartbeat"):
        await asyncio.sleep(3)
        print("alive", flush=True)
        time.sleep(60)  # which holds the event loop up
asyncio.run(main())
"""


def test_a_bot_that_hangs_ends_and_says_where(tmp_path: Path) -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", HANG, tmp_path], cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=60
    )

    assert (done.returncode, done.stdout) == (1, "alive\n")
    assert "Timeout (0:00:01.500000)!" in done.stderr
    assert re.search(r'File "<string>", line \d+ in main', done.stderr)
    assert time.monotonic() - began < 30


async def test_a_bot_is_well_as_soon_as_it_is_connected(start: Start, discord: LoopbackDiscord) -> None:
    bot = await start()
    await bot.says("connected to Discord")
    heartbeat = heartbeat_file(bot.log)

    await until(lambda: health_problems(read_heartbeat(heartbeat)) == [], within=HEARTBEAT_SECONDS / 2)


async def test_a_bot_that_waits_for_its_log_is_stopped_at_once(start: Start, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as other:
        other.execute("CREATE TABLE mine (x)")
        other.execute("BEGIN EXCLUSIVE")
        bot = await start()
        await bot.heeds_signals()
        await asyncio.sleep(2)
        told = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - told < 2
