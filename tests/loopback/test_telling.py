"""Whoever put a question to the editors is told by the next bot, where this one could not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.querylog.store import QueryLog
from tests.discord_app.wire import Sent
from tests.loopback.conftest import Start
from tests.loopback.payloads import snowflake
from tests.loopback.rest import Rest
from tests.loopback.server import LoopbackDiscord
from tests.loopback.test_ending import until
from tests.querylog.rows import a_request


@pytest.mark.parametrize(
    "fail",
    [lambda rest: rest.hang_up("/messages"), lambda rest: rest.fail("/messages", 500)],
    ids=["the connection is lost", "it is stopped while Discord fails"],
)
async def test_who_could_not_be_told_is_told_by_the_next_bot(
    discord: LoopbackDiscord, start: Start, tmp_path: Path, fail: Callable[[Rest], None]
) -> None:
    channel, person = discord.guilds[0]["channels"][0]["id"], snowflake()
    asked = a_request(1, person)._replace(text="when was ISIS-K formed?", channel_id=channel)
    async with await QueryLog.open(tmp_path / "log.sqlite3") as querylog:
        await querylog.record(asked)

    def told() -> list[Sent]:
        return [sent for sent in discord.rest.sent if sent.path == f"/channels/{channel}/messages"]

    fail(discord.rest)
    first = await start()
    await until(lambda: discord.rest.failures_left("/messages") == 0)
    ended = await first.stop()
    assert (ended, told()) == (0, [])

    await start()
    await until(lambda: told() != [])

    (news,) = told()
    assert news.body["nonce"] == str(asked.id)
    assert f"<@{person}>" in str(news.body)
    assert "Traceback" not in first.output
