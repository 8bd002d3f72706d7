"""Whether Discord is there: which shards are connected, since when one is not, said once."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

log = logging.getLogger(__name__)

TELL_AFTER_SECONDS = 3.0
"""How long a connection may be gone before anybody is told: resuming takes less, and Discord asks for it daily."""
SETTLED_SECONDS = 2.0
"""How long it must hold before it counts as back, so that one which comes and goes is told once."""

NEVER = 0.0
"""Stands for the time since which a bot is offline that has not been online yet."""


@dataclass(frozen=True, slots=True)
class Shards:
    """Which shards, of how many, this process serves; ids are from 0 up to ``count``, which is not one."""

    count: int = 1
    ids: tuple[int, ...] = (0,)


class Contact:
    """The state of all connections of this process, over every client that it makes."""

    def __init__(self, shards: Shards | None = None) -> None:
        """``shards`` are those that must be connected (default: the only one)."""
        self.shards = shards or Shards()
        self.offline_since: float | None = NEVER
        """When one was lost, in seconds since the epoch; :data:`NEVER` before all were there, None while they are."""
        self._up: set[int] = set()
        self._told = False
        self._timer: asyncio.TimerHandle | None = None

    def up(self, shard: int) -> None:
        """A shard is connected, or again."""
        self._up.add(shard)
        if self.offline_since is None or not self._up.issuperset(self.shards.ids):
            return
        first, self.offline_since = self.offline_since == NEVER, None
        if first:
            log.info("connected to Discord")
            self._told = False
        else:
            self._later(SETTLED_SECONDS, self._say_back)

    def down(self, shard: int) -> None:
        """A shard's connection is lost; discord.py goes on trying by itself."""
        self._up.discard(shard)
        if self.offline_since is None:
            self.offline_since = time.time()
            self._later(TELL_AFTER_SECONDS, self._say_away)

    def lost(self) -> bool:
        """Every shard is lost, as where a client comes to its end; true where all were connected until now."""
        were = self.offline_since is None
        for shard in self.shards.ids:
            self.down(shard)
        return were

    def failed(self, reason: object) -> None:
        """An attempt to reach Discord failed."""
        if not self._told:
            self._told = True
            log.warning("Discord cannot be reached (%s); trying until it can", reason)

    def leave(self) -> None:
        """The bot goes by itself: from here on no loss is told."""
        self._told = True
        self._later(0, lambda: None)

    def _later(self, seconds: float, say: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, say)

    def _say_away(self) -> None:
        self.failed("the connection was lost")

    def _say_back(self) -> None:
        if self._told:
            self._told = False
            log.info("connected to Discord again")
