"""The ids of the log's rows: made before a row is written, so that a reply can carry its row's id at once."""

import secrets
import time

RANDOM_BITS = 21
"""How many of an id's low bits are random: two processes that write in the same millisecond meet once in 2 million."""


class RowIds:
    """Makes ids of 63 bits: milliseconds since 1970, then random bits.

    They rise with time, within one process strictly, and need no agreement between processes, so that the logs of
    several containers merge. The layout lasts until the year 2109.
    """

    def __init__(self) -> None:
        self._last = 0

    def make(self) -> int:
        """An id that is higher than every one made before, also where the clock is set back."""
        drawn = time.time_ns() // 1_000_000 << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
        self._last = max(drawn, self._last + 1)
        return self._last


def first_of(seconds: float) -> int:
    """The lowest id that a row of that moment, in seconds since 1970, can have."""
    return int(seconds * 1000) << RANDOM_BITS
