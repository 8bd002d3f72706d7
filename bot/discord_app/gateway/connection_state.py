"""The state of the connection to Discord: which shards are connected, since when one is not, and what is logged."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bot.discord_app.text import for_log

log = logging.getLogger(__name__)

SPARE_ATTEMPTS = 10
"""How many attempts to connect may follow one another without a pause, besides one for each shard."""
ATTEMPT_SECONDS = 30.0
"""Seconds between attempts after that. Discord allows a bot 1,000 sessions a day."""
IDENTIFY_SECONDS = 5.0
"""Seconds that Discord wants between two new sessions (``max_concurrency`` is 1 for all but the largest bots)."""
TELL_AFTER_SECONDS = 3.0
"""How long a connection may be lost before it is logged: resuming takes less, and Discord asks for it daily."""
START_SECONDS = 30.0
"""How long the first shard may take to connect before it is logged; each further one starts later."""
SETTLED_SECONDS = 2.0
"""How long a connection must hold to count as restored, so that a flapping one is logged once."""
HELD_SECONDS = 60.0
"""How long a connection must have held for the pauses between attempts to start again from the shortest."""
TRIES = 3
"""How often in a row a shard may fail to connect before its session is given up."""

NEVER = 0.0
"""Stands for the time since which a bot is offline that has never been online."""


class TokenBucket:
    """Allows ``most`` actions at once, and then one every so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._left = float(most)
        self._at = time.monotonic()

    def take(self) -> float:
        """Takes a token; returns the seconds to wait before acting."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) / self._seconds) - 1
        self._at = now
        return max(0.0, -self._left * self._seconds)


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards that this process serves; ids are from 0 up to ``count``, exclusively."""

    count: int = 1
    ids: tuple[int, ...] = (0,)


class ConnectionState:
    """The state of all connections of this process. It outlives each client."""

    def __init__(self, shards: Shards | None = None) -> None:
        """``shards`` are those that must be connected (default: the only one)."""
        self.shards = shards or Shards()
        self.offline_since: float | None = NEVER
        """When the first shard was lost, in seconds since the epoch; None if all are connected."""
        self.attempts = TokenBucket(SPARE_ATTEMPTS + len(self.shards.ids), ATTEMPT_SECONDS)
        """Connections that are opened to the gateway."""
        self.identifies = TokenBucket(1, IDENTIFY_SECONDS)
        """New sessions."""
        self.reconnects = 0
        """How often a lost connection was restored."""
        self.failures = 0
        """How many interactions ended in an apology."""
        self.changed = asyncio.Event()
        """Set when all shards are connected, and when one is not any more."""
        self._up: set[int] = set()
        self._losses: Counter[int] = Counter()
        self._whole_since: float | None = None
        self._held = False
        self._told = False
        self._timer: asyncio.TimerHandle | None = None

    @property
    def unresumable(self) -> bool:
        """Whether a shard could not be connected several times in a row."""
        return max(self._losses.values(), default=0) > TRIES

    def begin(self) -> None:
        """The first attempt begins; if it takes long, that is logged."""
        seconds = START_SECONDS + IDENTIFY_SECONDS * (len(self.shards.ids) - 1)
        self._later(seconds, lambda: self.failed("it has not let the bot in so far"))

    def up(self, shard: int) -> None:
        """A shard is connected."""
        self._up.add(shard)
        del self._losses[shard]
        if self._whole_since is not None or not self._up.issuperset(self.shards.ids):
            return
        self._whole_since = time.monotonic()
        if self.offline_since == NEVER:
            self.offline_since = None
            self.changed.set()
            log.info("connected to Discord")
            self._told = False
            self._cancel_timer()
        else:
            self._later(SETTLED_SECONDS, self._settle)

    def down(self, shard: int) -> None:
        """A shard's connection is lost; discord.py goes on trying by itself."""
        self._up.discard(shard)
        self._losses[shard] += 1
        if self._whole_since is None:
            return
        self._held = self._held or time.monotonic() - self._whole_since >= HELD_SECONDS
        self._whole_since = None
        now = time.time()
        self.offline_since = self.offline_since or now
        self.changed.set()
        self._later(TELL_AFTER_SECONDS - (now - self.offline_since), lambda: self.failed("the connection was lost"))

    def all_down(self) -> bool:
        """A client has ended, and every shard with it; True if all had been connected for long."""
        for shard in self.shards.ids:
            self.down(shard)
        self._losses.clear()
        held, self._held = self._held, False
        return held

    def failed(self, reason: object) -> None:
        """An attempt to reach Discord failed."""
        if not self._told:
            self._told = True
            said = for_log(reason) or type(reason).__name__
            log.warning("Discord cannot be reached (%s); retrying", said)

    def stop(self) -> None:
        """The bot stops: no loss is logged from now on."""
        self._told = True
        self._cancel_timer()

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        self._cancel_timer()
        self._timer = asyncio.get_running_loop().call_later(seconds, act)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _settle(self) -> None:
        self.reconnects += 1
        self.offline_since = None
        self.changed.set()
        if self._told:
            self._told = False
            log.info("connected to Discord again")
