"""What stands on the page's stage: time goes on, editors may do more than others, and real people are left alone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.querylog.reports import Traffic
from bot.querylog.store import QueryLog
from bot.reply import Asker
from bot.snapshot import Snapshot, take_snapshot
from bot.terminal.preview import GUILD, staged
from tests.discord_app.panel import texts
from tests.discord_app.test_telling import FACT, QUESTION
from tests.editing import Folder

REAL = Asker(guild_id="1123581321345589144", channel_id="1123581321345589145", id="1123581321345589146", command="fact")


@pytest.fixture
async def desk(shipped: Snapshot, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk with a real log."""
    async with await QueryLog.open(tmp_path / "log.sqlite3") as querylog:
        yield Desk(shipped, querylog)


async def test_the_simulated_clock_goes_with_the_real_one(desk: Desk) -> None:
    """Without that, whoever pressed ten times would be told to wait for ever."""
    async with staged(desk) as stage:
        before = stage.env.now()
        assert abs((datetime.now(UTC) - before).total_seconds()) < 60

        async with asyncio.timeout(30):
            while stage.env.now() <= before:  # noqa: ASYNC110 - SimCord tells nobody of its clock
                await asyncio.sleep(0.05)


async def test_one_of_the_two_manages_the_server(desk: Desk) -> None:
    async with staged(desk) as stage:
        assert "editors gaps" in stage.editor.available_commands(stage.channel)
        assert "editors gaps" not in stage.colleague.available_commands(stage.channel)


async def test_real_people_are_not_told_here_what_they_wait_for(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("facts/people.yaml", FACT)
    async with await QueryLog.open(tmp_path / "log.sqlite3") as querylog:
        desk = Desk(take_snapshot(folder.facts, folder.sources), querylog)
        waits = await desk.ask("who built the lighthouse?", REAL)
        await desk.records.request(waits.id, QUESTION, REAL)

        async with staged(desk) as stage:
            assert isinstance(stage.env.bot, FactbotClient)
            await asyncio.gather(*stage.env.bot.personal_notices._running)

        assert [request.text for request in await desk.records.open_requests()] == [QUESTION]


async def test_an_answer_is_that_of_the_desk(desk: Desk) -> None:
    async with staged(desk) as stage:
        answered = await stage.colleague.slash(stage.channel, "fact", query="when was isis-k formed")

        assert "ISIS-K was founded in 2015." in texts(answered.response)
        today = (await desk.status(str(GUILD))).today
        assert isinstance(today, Traffic)
        assert today.questions == 1
