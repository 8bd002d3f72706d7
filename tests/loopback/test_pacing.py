"""How long a shard is waited for, and how many attempts may follow one another."""

import asyncio

import pytest

from bot.discord_app.gateway.connection_state import Bucket, Patience


async def test_a_shard_that_got_its_session_is_waited_for_no_more_however_often_that_began(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.SESSION_SECONDS", 0.1)
    patience = Patience()
    patience.begin(0)
    patience.begin(0)  # it lost its connection, and asks for a session anew
    patience.end(0)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(patience.over(), 0.3)


async def test_a_wait_that_begins_twice_is_over_when_its_first_time_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.SESSION_SECONDS", 0.2)
    patience = Patience()
    patience.begin(0)
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.SESSION_SECONDS", 60.0)
    patience.begin(0)

    await asyncio.wait_for(patience.over(), 10)


async def test_after_a_quiet_time_no_more_may_follow_one_another_than_ever() -> None:
    bucket = Bucket(2, 0.1)
    await asyncio.sleep(0.5)

    assert [bucket.take() > 0 for _ in range(3)] == [False, False, True]
