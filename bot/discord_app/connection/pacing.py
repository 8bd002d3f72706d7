"""Paces the attempts to connect: discord.py reconnects at once, however often it is dropped."""

import time

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
