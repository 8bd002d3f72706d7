"""The rows of the query log as values, their ids and moments, and the result of a write."""

import enum
import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias

CHECKED = "check message"
"""The command of rows that nobody asked: the statements of a message that was checked. Most of them have no fact."""
RANDOM_BITS = 21
"""How many of an id's low bits are random: two processes that write in the same millisecond meet once in 2 million."""
DATED = {"queries": "asked_at", "judgements": "judged_at", "requests": "asked_at"}
"""Each table whose rows belong to an asker, and the column that says when a row was made."""

MADE = DATED | {"follows": "followed_at", "decisions": "decided_at"}
"""Each table whose rows are deleted when they are old, and the column that says when a row was made."""

LONGEST_QUESTION = 2000
"""Characters of the longest question that is taken, and kept."""
MOST_OPEN = 20
"""How many questions of one person may wait for the editors."""
MOST_FOLLOWED = 25
"""How many facts one person may follow: as many as a menu shows."""

Judgement: TypeAlias = Literal["answers", "not-asked", "none-of-these"]
"""What a person says of a reply: the fact answers, it is not what was asked, none of the suggestions is."""
Reason: TypeAlias = Literal["another-fact", "out-of-date", "misread", "other"]
"""Why a fact is not what was asked: another one is meant, it is out of date, a source is misread, something else."""


class LogUnavailable(Exception):
    """The query log cannot be opened, read or changed; the text says why."""


class WriteResult(enum.Enum):
    """What became of a row that was handed to the query log."""

    WRITTEN = enum.auto()
    """It is in the file."""
    UNCHANGED = enum.auto()
    """The file needed no change, or allowed none: the row is there already, was deleted, or is one too many."""
    WAITING = enum.auto()
    """It waits in memory until the file takes it."""
    DROPPED = enum.auto()
    """It is lost: there is no log, too many rows wait, or no table takes it."""


class Row(NamedTuple):
    """A row of the table ``queries``; ``schema.sql`` describes the columns.

    ``fact_id`` is None unless the outcome is ``answer``.
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
    """A row of the table ``judgements``."""

    id: int
    query_id: int
    fact_id: str | None
    judgement: Judgement
    asker: str | None
    judged_at: str
    guild_id: str | None
    reason: Reason | None = None


class Request(NamedTuple):
    """A row of the table ``requests``, without what an answer adds to it."""

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


class Follow(NamedTuple):
    """A row of the table ``follows``."""

    id: int
    fact_id: str
    claim: str
    seen: str
    followed_at: str
    guild_id: str | None
    channel_id: str | None
    user_id: str
    tries: int = 0


class RowIds:
    """Makes ids of 63 bits: milliseconds since 1970, then random bits. They last until the year 2109.

    An id is known before its row is written, so that a reply can carry it at once; and processes need not agree on
    them, so that the logs of several containers merge.
    """

    def __init__(self) -> None:
        self._last = 0

    def make(self) -> int:
        """An id that is higher than every one made before, also if the clock is set back."""
        drawn = time.time_ns() // 1_000_000 << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
        self._last = max(drawn, self._last + 1)
        return self._last


def first_of(seconds: float) -> int:
    """The lowest id that a row of that moment, in seconds since 1970, can have."""
    return int(seconds * 1000) << RANDOM_BITS


def utc_now() -> str:
    """The present moment as the log writes it: UTC, ISO 8601, milliseconds, ``Z``."""
    return iso(utc_time())


def since_days(days: int) -> str:
    """Midnight UTC of the first of the last ``days`` days, today among them, as the log writes it."""
    today = utc_time().replace(hour=0, minute=0, second=0, microsecond=0)
    return iso(max(today - timedelta(days=days - 1), datetime(1970, 1, 1, tzinfo=UTC)))


def utc_time() -> datetime:
    """The present moment by this machine's clock."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """A moment with a time zone, as the log writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
