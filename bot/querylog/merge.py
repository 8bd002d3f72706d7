"""One log out of several: rows keep their ids, so that a merge can be repeated and never doubles a row.

The other log may be anybody's file: only tables of our own shape are read, and only rows that the bot may have written.
"""

import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.querylog.backup import copy
from bot.querylog.disk import connect, damage, number, reason
from bot.querylog.open import migrate, prepare, untouched, version
from bot.querylog.rows import LONGEST_QUESTION, MADE, LogUnavailable, first_of, iso, utc_time

AT_ONCE = 2000
"""How many rows a transaction copies."""
PAUSE_SECONDS = 0.01
"""The pause between transactions in which a running bot writes its own rows."""
_LATEST = "SET judgement = excluded.judgement, judged_at = excluded.judged_at, reason = excluded.reason"
_TAKE = {
    "queries": "ON CONFLICT (id) DO NOTHING",
    "judgements": f"""
        ON CONFLICT (id) DO UPDATE {_LATEST} WHERE excluded.judged_at > judged_at
        ON CONFLICT (query_id, ifnull(fact_id, ''), ifnull(asker, ''))
            DO UPDATE {_LATEST} WHERE excluded.judged_at > judged_at""",
    "requests": """
        ON CONFLICT DO UPDATE SET
            text = CASE WHEN excluded.told_at IS NULL THEN text ELSE excluded.text END,
            user_id = CASE WHEN excluded.told_at IS NULL THEN user_id END,
            fact_id = excluded.fact_id, told_at = excluded.told_at, tries = max(tries, excluded.tries),
            set_aside_at = nullif(max(ifnull(set_aside_at, ''), ifnull(excluded.set_aside_at, '')), '')
            WHERE told_at IS NULL AND (
                excluded.told_at IS NOT NULL OR ifnull(excluded.set_aside_at, '') > ifnull(set_aside_at, '')
            )""",
    "decisions": """
        ON CONFLICT (id) DO UPDATE SET written_at = excluded.written_at
            WHERE written_at IS NULL AND excluded.written_at IS NOT NULL""",
}
"""Per table, what becomes of a row that is there: of two states of one row, the later one stays.

A request that was put back on its list has no moment of that: if another log has it set aside, it is.
"""
NOT_MERGED = {"follows", "key"}
"""Who follows a fact is told by the bot that they asked; each log has a key of its own."""
_SENSIBLE = {
    "queries": f"length(query) <= {LONGEST_QUESTION} AND confidence BETWEEN 0 AND 1 AND latency_ms >= 0",
    "judgements": "query_id > 0",
    "requests": f"length(text) <= {LONGEST_QUESTION} AND tries >= 0",
    "decisions": f"length(question) <= {LONGEST_QUESTION}",
}
"""Per table, what holds of every row that a bot writes, besides an id and a moment that have been."""
_PAST = "id BETWEEN 1 AND :last_id AND {made} <= :tomorrow AND julianday({made}) > 0 AND length({made}) <= 24"
"""A row from the future would never be old enough to be deleted."""
_SHORT = ("guild_id", "channel_id", "asker", "user_id", "fact_id", "command", "base_version")
_LONGEST_NAME = 100
_UNTOLD = """
SELECT count(*) FROM requests r JOIN other.requests USING (id) WHERE r.told_at IS NULL AND r.user_id IS NULL
"""
_CLASHES = "SELECT count(*) FROM other.queries o JOIN queries q USING (id) WHERE o.asked_at <> q.asked_at"


@dataclass(frozen=True, slots=True)
class Merged:
    """How many rows of a log were new or newer, and how many questions had the id of another one and were left out.

    No clash of ids is to be expected in a log's life, but a silent one would lose a question, so clashes are counted.
    ``other_key`` is whether its rows name askers by another key, so that who asked in both logs counts as two people;
    ``untold`` how many open requests came without whom to tell of an answer; ``senseless`` how many rows were left out
    that no bot writes.
    """

    taken: int
    clashes: int
    other_key: bool = False
    untold: int = 0
    senseless: int = 0


def merge(log: Path, other: Path) -> Merged:
    """Copies the rows of another log, which is not changed; an older version's is brought up to date in a copy.

    A bot may be running on ``log``. Pseudonyms stay what they are; own ids in open requests are not copied. Raises
    :exc:`LogUnavailable`.
    """
    try:
        if not other.is_file():
            raise LogUnavailable("there is no such file")
        if log.exists() and log.samefile(other):
            raise LogUnavailable("it is the log itself")
        pseudonyms = prepare(log)
        with tempfile.TemporaryDirectory(prefix=f"{log.name}.merge-", dir=log.parent) as folder:
            same = Path(folder) / "other.sqlite3"
            with closing(untouched(other)) as source:
                version(source)
                copy(source, same)
            if found := damage(same):
                raise LogUnavailable(f"it is damaged: {found}")
            with closing(connect(log)) as here, closing(connect(same)) as connection:
                connection.execute("PRAGMA trusted_schema = OFF")
                migrate(connection)
                if _shape(connection) != _shape(here):
                    raise LogUnavailable("its tables are not those of a query log")
                connection.execute("UPDATE requests SET user_id = NULL")  # the bot that was asked tells its asker
                senseless = sum(_leave_out(connection, table) for table in _TAKE)
                key = connection.execute("SELECT fingerprint FROM key").fetchone()
            with closing(connect(log)) as connection:
                connection.execute("ATTACH ? AS other", (str(same),))
                return Merged(
                    clashes=number(connection, _CLASHES),
                    taken=sum(_take(connection, table) for table in _TAKE),
                    other_key=key is not None and key != (pseudonyms.fingerprint,),
                    untold=number(connection, _UNTOLD),
                    senseless=senseless,
                )
    except (OSError, sqlite3.Error, LogUnavailable) as error:
        raise LogUnavailable(f"{other} cannot be merged into {log} ({reason(error, other)})") from error


def _shape(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """Every table, index, view and trigger, with the SQL that made it."""
    return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()


def _leave_out(connection: sqlite3.Connection, table: str) -> int:
    """Deletes the rows of a copy that no bot writes; returns how many."""
    columns = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
    short = [f"ifnull(length({name}), 0) <= {_LONGEST_NAME}" for name in _SHORT if name in columns]
    sensible = " AND ".join([_SENSIBLE[table], *short, _PAST.format(made=MADE[table])])
    tomorrow = utc_time() + timedelta(days=1)
    values = {"last_id": first_of(tomorrow.timestamp()), "tomorrow": iso(tomorrow)}
    return connection.execute(f"DELETE FROM {table} WHERE ({sensible}) IS NOT TRUE", values).rowcount  # noqa: S608


def _take(connection: sqlite3.Connection, table: str) -> int:
    """Copies a table's rows, some at a time; returns how many were new or newer."""
    taken, last = 0, -1
    following = f"SELECT max(id) FROM (SELECT id FROM other.{table} WHERE id > ? ORDER BY id LIMIT ?)"  # noqa: S608
    take = f"INSERT INTO {table} SELECT * FROM other.{table} WHERE id > ? AND id <= ? {_TAKE[table]}"  # noqa: S608
    while (end := connection.execute(following, (last, AT_ONCE)).fetchone()[0]) is not None:
        taken += connection.execute(take, (last, end)).rowcount
        last = end
        time.sleep(PAUSE_SECONDS)
    return taken
