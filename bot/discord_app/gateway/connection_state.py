"""Whether Discord is there: which shards are connected, since when one is not, said once."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bot.discord_app.text import briefly

SPARE_ATTEMPTS = 10
"""How many attempts, beside one for each shard, may follow one another at once: more than any ordinary mishap needs."""
ATTEMPT_SECONDS = 30.0
"""Seconds between attempts after that, so that a day of mishaps stays far from the 1,000 sessions Discord grants it."""

IDENTIFY_SECONDS = 5.0
"""Seconds that Discord wants between two sessions of one bot (all but the largest have a ``max_concurrency`` of 1)."""


class Bucket:
    """A bucket of things that may be done, which fills up by one every so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._left = float(most)
        self._at = time.monotonic()

    def take(self) -> float:
        """Takes one; gives the seconds to wait before it may be done."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) / self._seconds) - 1
        self._at = now
        return max(0.0, -self._left * self._seconds)


class Pacing:
    """What one process may try, whichever of its clients does."""

    def __init__(self, shards: int) -> None:
        """``shards`` is how many connections it has."""
        self.attempts = Bucket(SPARE_ATTEMPTS + shards, ATTEMPT_SECONDS)
        """Connections that are opened to the gateway."""
        self.identifies = Bucket(1, IDENTIFY_SECONDS)
        """New sessions."""


log = logging.getLogger(__name__)

TELL_AFTER_SECONDS = 3.0
"""How long a connection may be gone before anybody is told: resuming takes less, and Discord asks for it daily."""
START_SECONDS = 30.0
"""How long the first shard's connection may take before anybody is told; each further one begins later."""
SETTLED_SECONDS = 2.0
"""How long it must hold before it counts as back, so that one which comes and goes is told once."""
HELD_SECONDS = 60.0
"""How long it must have held for the next attempts to follow one another as if nothing had been amiss."""
TRIES = 3
"""How often in a row a shard may fail to be connected before its session is given up."""

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
        self.pacing = Pacing(len(self.shards.ids))
        self._up: set[int] = set()
        self._losses: Counter[int] = Counter()
        self._whole_since: float | None = None
        self._held = False
        self._told = False
        self._timer: asyncio.TimerHandle | None = None

    @property
    def unresumable(self) -> bool:
        """Whether a shard could not be connected several times in a row, by any client's attempts."""
        return max(self._losses.values(), default=0) > TRIES

    def begin(self) -> None:
        """The first attempt begins: where it takes long, that is said."""
        seconds = START_SECONDS + IDENTIFY_SECONDS * (len(self.shards.ids) - 1)
        self._later(seconds, lambda: self.failed("it has not let the bot in so far"))

    def up(self, shard: int) -> None:
        """A shard is connected, or again."""
        self._up.add(shard)
        del self._losses[shard]
        if self._whole_since is not None or not self._up.issuperset(self.shards.ids):
            return
        self._whole_since = time.monotonic()
        if self.offline_since == NEVER:
            self.offline_since = None
            log.info("connected to Discord")
            self._told = False
            self._quiet()
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
        self._later(TELL_AFTER_SECONDS - (now - self.offline_since), self._say_away)

    def lost(self) -> bool:
        """Every shard is lost, as where a client comes to its end; true where all had been connected for long."""
        for shard in self.shards.ids:
            self.down(shard)
        self._losses.clear()
        held, self._held = self._held, False
        return held

    def failed(self, reason: object) -> None:
        """An attempt to reach Discord failed."""
        if not self._told:
            self._told = True
            said = briefly(reason) or type(reason).__name__
            log.warning("Discord cannot be reached (%s); trying until it can", said)

    def leave(self) -> None:
        """The bot goes by itself: from here on no loss is told."""
        self._told = True
        self._quiet()

    def _later(self, seconds: float, say: Callable[[], None]) -> None:
        self._quiet()
        self._timer = asyncio.get_running_loop().call_later(seconds, say)

    def _quiet(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _say_away(self) -> None:
        self.failed("the connection was lost")

    def _settle(self) -> None:
        self.offline_since = None
        if self._told:
            self._told = False
            log.info("connected to Discord again")


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
