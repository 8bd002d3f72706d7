"""How many attempts to connect may follow one another."""

import asyncio

from bot.discord_app.gateway.connection_state import TokenBucket


async def test_after_a_quiet_time_no_more_may_follow_one_another_than_ever() -> None:
    bucket = TokenBucket(2, 0.1)
    await asyncio.sleep(0.5)

    assert [bucket.take() > 0 for _ in range(3)] == [False, False, True]
