"""The rows of the query log as values; their fields are the columns of their tables."""

import enum
import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias

CHECKED = "check message"
"""The command of rows that nobody asked: the statements of a message that was checked. Most of them have no fact."""

Judgement: TypeAlias = Literal["answers", "not-asked", "none-of-these"]
"""What a person says of a reply: the fact answers, it is not what was asked, none of the suggestions is."""


class Row(NamedTuple):
    """One question and what became of it; a row of the table ``queries``.

    ``asked_at`` is UTC in ISO 8601, ``confidence`` 0..1, ``latency_ms`` milliseconds; ``fact_id`` is None unless the
    outcome is ``answer``.
    """

    id: int
    asked_at: str
    guild_id: str | None
    channel_id: str | None
    asker: str | None
    command: str
    query: str
    outcome: str
    fact_id: str | None
    confidence: float
    latency_ms: float
    base_version: str


class JudgementRow(NamedTuple):
    """What one person says of the reply to a question; a row of the table ``judgements``.

    ``fact_id`` is None where it is said of all that was suggested.
    """

    id: int
    query_id: int
    fact_id: str | None
    judgement: Judgement
    asker: str | None
    judged_at: str
    guild_id: str | None


class Request(NamedTuple):
    """A question that somebody put to the editors; a row of the table ``requests``.

    ``user_id`` is the asker's own id in Discord, by which they can be told; the log forgets it once they have been.
    ``tries`` is how often it was tried to tell the asker;
    ``set_aside_at`` when editors took it off their list, None while it is on it.
    """

    id: int
    query_id: int
    text: str
    asked_at: str
    guild_id: str | None
    channel_id: str | None
    asker: str | None
    user_id: str | None
    tries: int = 0
    set_aside_at: str | None = None


def utc_now() -> str:
    """The present moment as the log writes it: UTC, ISO 8601, milliseconds, ``Z``."""
    return iso(utc_time())


def since_days(days: int) -> str:
    """Midnight UTC of the first of the last so many days, today among them, as the log writes it."""
    today = utc_time().replace(hour=0, minute=0, second=0, microsecond=0)
    return iso(max(today - timedelta(days=days - 1), datetime(1970, 1, 1, tzinfo=UTC)))


def utc_time() -> datetime:
    """The present moment by this machine's clock."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """A moment of known time zone as the log writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


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


class WriteResult(enum.Enum):
    """How far a row has come."""

    WRITTEN = enum.auto()
    """It is in the file."""
    WAITING = enum.auto()
    """It stands in line, and is written as soon as the file takes it."""
    DROPPED = enum.auto()
    """It was dropped: there is no log, too many rows wait, or no table takes it."""


class LogUnavailable(Exception):
    """The query log cannot be opened, read or written; the text says why."""


class RowDropped(LogUnavailable):
    """What was handed to the query log is lost: it is written neither now nor later. The text says why."""
