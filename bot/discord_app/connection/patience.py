"""How long a shard is waited for: a gateway may let it in, hear its heartbeats, and never give it a session."""

import asyncio

SESSION_SECONDS = 120.0
"""Seconds in which a shard that has no session must have one; pacing may take a quarter of that."""


class Patience:
    """Waits for shards, for each so long and no longer."""

    def __init__(self) -> None:
        self._timers: dict[int, asyncio.TimerHandle] = {}
        self._over = asyncio.Event()

    def begin(self, shard: int) -> None:
        """A shard needs a session; where it is waited for already, the time goes on."""
        if shard not in self._timers:
            self._timers[shard] = asyncio.get_running_loop().call_later(SESSION_SECONDS, self._over.set)

    def end(self, shard: int) -> None:
        """A shard has its session."""
        if timer := self._timers.pop(shard, None):
            timer.cancel()

    def end_all(self) -> None:
        """No shard is waited for any more."""
        for shard in list(self._timers):
            self.end(shard)

    async def over(self) -> None:
        """Returns when a shard was waited for too long."""
        await self._over.wait()
