"""How the bot judges its connections: by whether they hold."""

import asyncio

import pytest

from bot.discord_app.gateway.connection_state import NEVER, ConnectionState, Shards


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> ConnectionState:
    """One shard's, which is connected, where what takes seconds takes tenths."""
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.SETTLED_SECONDS", 0.2)
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.TELL_AFTER_SECONDS", 0.3)
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.HELD_SECONDS", 0.2)
    return ConnectionState()


async def test_a_bot_that_comes_and_goes_is_offline_since_it_first_went_and_says_so_once(
    state: ConnectionState, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    state.up(0)
    state.down(0)
    since = state.offline_since
    for _ in range(8):
        state.up(0)
        await asyncio.sleep(0.05)
        state.down(0)
        await asyncio.sleep(0.01)
    assert since is not None
    assert state.offline_since == since
    assert caplog.text.count("Discord cannot be reached") == 1

    state.up(0)
    await asyncio.sleep(0.3)

    assert state.offline_since is None
    assert caplog.text.count("connected to Discord again") == 1


@pytest.mark.parametrize(("seconds", "long"), [(0.05, False), (0.25, True)])
async def test_only_a_connection_that_held_makes_the_next_attempts_as_if_nothing_had_been_amiss(
    state: ConnectionState, seconds: float, long: bool
) -> None:
    state.up(0)
    await asyncio.sleep(seconds)
    state.down(0)

    assert state.all_down() is long
    assert state.all_down() is False


async def test_what_is_told_of_an_attempt_that_failed_is_short(
    state: ConnectionState, caplog: pytest.LogCaptureFixture
) -> None:
    state.failed("<html>\n" + "<p>blocked</p>\n" * 100)

    (said,) = caplog.messages
    assert len(said) < 300
    assert "\n" not in said


async def test_a_bot_of_two_shards_is_online_once_both_are() -> None:
    both = ConnectionState(Shards(2, (0, 1)))

    both.up(0)
    assert both.offline_since == NEVER
    both.up(1)

    assert both.offline_since is None


async def test_a_start_that_was_slow_takes_nothing_from_what_is_said_of_a_later_loss(
    state: ConnectionState, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    state.failed("it does not answer")
    state.up(0)
    state.down(0)
    await asyncio.sleep(0.4)
    state.up(0)
    await asyncio.sleep(0.3)

    assert caplog.messages == [
        "Discord cannot be reached (it does not answer); retrying",
        "connected to Discord",
        "Discord cannot be reached (the connection was lost); retrying",
        "connected to Discord again",
    ]
