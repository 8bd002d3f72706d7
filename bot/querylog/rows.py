"""The rows of the query log: as values, how each is added, their ids and moments, the names of people in them."""

import enum
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Literal, NamedTuple, Self, TypeAlias

from bot.environment import write_private

CHECKED = "check message"
"""The command of rows that nobody asked: the statements of a message that was checked. Most of them have no fact."""
KEY_BYTES = 32
NAME_BYTES = 16
"""128 bits: no two people share a name by chance."""
RANDOM_BITS = 21
"""How many of an id's low bits are random: two processes that write in the same millisecond meet once in 2 million."""
MADE = {
    "queries": "asked_at",
    "judgements": "judged_at",
    "requests": "asked_at",
    "follows": "followed_at",
    "decisions": "decided_at",
}
"""Each table whose rows are deleted when they are old, and the column that says when a row was made."""
THEIRS = {
    "queries": "asker = :name",
    "judgements": "asker = :name",
    "requests": "asker = :name OR user_id = :user",
    "follows": "user_id = :user",
}
"""Each table that has rows of people, and which are somebody's, by their pseudonym and their id in Discord."""

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


Statement: TypeAlias = tuple[str, Sequence[str | int | float | None] | Mapping[str, str | int]]
"""One SQL statement with its values."""

_SAME = "told_at IS NULL AND asker IS ? AND channel_id IS ? AND text = ?"
_ASK_AGAIN = f"UPDATE requests SET user_id = ? WHERE {_SAME}"  # noqa: S608 - our own names
"""The open request may have come with another log's rows, without whom to tell, which the log knows then."""


def _insert(table: str, columns: Sequence[str], where: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join('?' for _ in columns)} WHERE {where}"


ANOTHER_ROW = f", ({', '.join('?' for _ in Row._fields)})"
INSERT_ROW = f"INSERT INTO queries ({', '.join(Row._fields)}) VALUES {ANOTHER_ROW[2:]}"  # noqa: S608
_JUDGE = _insert(
    "judgements",
    JudgementRow._fields,
    """true ON CONFLICT (query_id, ifnull(fact_id, ''), ifnull(asker, ''))
    DO UPDATE SET judgement = excluded.judgement, judged_at = excluded.judged_at, reason = excluded.reason""",
)
_REQUEST = _insert(
    "requests",
    Request._fields,
    f"""NOT EXISTS (SELECT 1 FROM requests WHERE {_SAME})
    AND (SELECT count(*) FROM requests WHERE asker IS ? AND told_at IS NULL) < {MOST_OPEN}
    ON CONFLICT DO NOTHING""",  # noqa: S608
)
_FOLLOW = _insert(
    "follows",
    Follow._fields,
    f"""(SELECT count(*) FROM follows WHERE user_id = ? AND fact_id <> ?) < {MOST_FOLLOWED}
    ON CONFLICT (user_id, fact_id) DO UPDATE SET guild_id = excluded.guild_id, channel_id = excluded.channel_id""",  # noqa: S608
)
_LAST_ID = 2**63 - 1
TRIAL: Sequence[Statement] = (
    (INSERT_ROW, (_LAST_ID, "", None, None, None, "trial", "", "none", None, 0.0, 0.0, "")),
    ("DELETE FROM queries WHERE id = ?", (_LAST_ID,)),
)
"""A write that leaves nothing: a row is added at the end of the table, and deleted again."""


def insertion(row: Row | JudgementRow | Request | Follow) -> Sequence[Statement]:
    """The statements that add a row; no row is added beyond a person's limit."""
    if isinstance(row, Row):
        return ((INSERT_ROW, row),)
    if isinstance(row, JudgementRow):
        return ((_JUDGE, row),)
    if isinstance(row, Follow):
        return ((_FOLLOW, (*row, row.user_id, row.fact_id)),)
    same = row.asker, row.channel_id, row.text
    return (_ASK_AGAIN, (row.user_id, *same)), (_REQUEST, (*row, *same, row.asker))


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


def key_file(querylog: Path) -> Path:
    """The file of the key: the query log's name with ``.key`` added."""
    return querylog.with_name(querylog.name + ".key")


class Pseudonyms:
    """Turns ids into names that only the holder of the key can recompute: a keyed hash (BLAKE2b, RFC 7693)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of_log(cls, querylog: Path) -> Self:
        """Those of a log, by the key beside it; a missing key is made, for its owner alone, and none is replaced.

        Only one process may make a key at a time. Raises :exc:`LogUnavailable` if it can be neither read nor made.
        """
        file = key_file(querylog)
        try:
            if not file.exists():
                write_private(file, secrets.token_bytes(KEY_BYTES).hex().encode(), sync=True)
            key = bytes.fromhex(file.read_text(encoding="ascii"))
        except OSError as error:
            raise LogUnavailable(f"the query log's key {file} cannot be read or made ({error.strerror})") from error
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise LogUnavailable(
                f"the query log's key {file} is damaged; restore it from its backup, or remove it (the bot then takes "
                "people for new ones, and they can no longer delete what they asked before)"
            )
        return cls(key)

    @property
    def fingerprint(self) -> str:
        """What identifies the key, 32 hexadecimal digits; no asker has it for a name."""
        return blake2b(key=self._key, digest_size=NAME_BYTES, person=b"fingerprint").hexdigest()

    def name(self, asker: str | None) -> str | None:
        """The name of an asker, 32 hexadecimal digits; None for nobody."""
        if asker is None:
            return None
        return blake2b(asker.encode("utf-8", "replace"), key=self._key, digest_size=NAME_BYTES).hexdigest()


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
