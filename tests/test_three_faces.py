"""Whichever way a question comes in, it is one row of the same log."""

from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.querylog.store import QueryLog
from bot.reply import Asker
from bot.snapshot import Snapshot
from tests.conftest import query_log_rows
from tests.terminal.test_commands import factbot

pytestmark = pytest.mark.e2e


@pytest.fixture
async def querylog(tmp_path: Path) -> Any:  # noqa: ANN401 - an async generator
    """A log that all three faces write."""
    async with await QueryLog.open(tmp_path / "log.sqlite3") as log:
        yield log


@pytest.fixture
def desk(shipped: Snapshot, querylog: QueryLog) -> Desk:
    """The desk of the bot and of a face of a test's own."""
    return Desk(shipped, querylog)


@pytest.fixture
def simcord_bot(desk: Desk) -> FactbotClient:
    """The bot over that desk."""
    return FactbotClient(desk)


async def test_a_hundred_questions_over_three_faces_are_a_hundred_rows(
    simcord_env: Any,  # noqa: ANN401 - SimCord's environment
    desk: Desk,
    tmp_path: Path,
) -> None:
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("newsroom")
    people = [guild.add_member(simcord_env.create_user(f"person {number}")) for number in range(34)]
    for number, person in enumerate(people):
        await person.slash(channel, "fact", query=f"discord {number}")
    typed = "".join(f"terminal {number}\n" for number in range(33))
    done = factbot("ask", "--json", "--batch", "-", typed=typed, log=tmp_path / "log.sqlite3")
    for number in range(33):
        await desk.ask(f"test {number}", Asker(command="test"))

    assert done.returncode == 0
    rows = query_log_rows(tmp_path / "log.sqlite3", "command, query")
    assert len(rows) == len(set(rows)) == 100
    assert {str(command) for command, _ in rows} == {"fact", "ask", "test"}
