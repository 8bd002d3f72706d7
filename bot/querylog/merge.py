"""One log out of several: rows keep their ids, so that a merge can be repeated and never doubles a row."""

import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.querylog.backup import copy
from bot.querylog.open import damage, migrate, prepare, reason, untouched, version
from bot.querylog.rows import LogUnavailable

AT_ONCE = 2000
"""How many rows a transaction takes over."""
BREATH_SECONDS = 0.01
"""The pause between transactions in which a running bot writes its own rows."""
WAIT_SECONDS = 5.0

_TAKE = {
    "queries": "ON CONFLICT (id) DO NOTHING",
    "judgements": """
        ON CONFLICT (id) DO UPDATE SET judgement = excluded.judgement, judged_at = excluded.judged_at
            WHERE excluded.judged_at > judged_at
        ON CONFLICT (query_id, ifnull(fact_id, ''), ifnull(asker, ''))
            DO UPDATE SET judgement = excluded.judgement, judged_at = excluded.judged_at
            WHERE excluded.judged_at > judged_at""",
    "requests": """
        ON CONFLICT DO UPDATE SET
            text = CASE WHEN excluded.told_at IS NULL THEN text ELSE excluded.text END,
            user_id = CASE WHEN excluded.told_at IS NULL THEN user_id END,
            fact_id = excluded.fact_id, told_at = excluded.told_at, tries = max(tries, excluded.tries),
            set_aside_at = nullif(max(ifnull(set_aside_at, ''), ifnull(excluded.set_aside_at, '')), '')
            WHERE told_at IS NULL AND (
                excluded.told_at IS NOT NULL OR ifnull(excluded.set_aside_at, '') > ifnull(set_aside_at, '')
            )""",
}
"""Per table, what becomes of a row that is there: of two states of one row, the later one stays.

A request that was put back on its list has no moment of that: where another log has it set aside, it is.
"""
_UNTOLD = """
SELECT count(*) FROM requests r JOIN other.requests USING (id) WHERE r.told_at IS NULL AND r.user_id IS NULL
"""
_CLASHES = "SELECT count(*) FROM other.queries o JOIN queries q USING (id) WHERE o.asked_at <> q.asked_at"


@dataclass(frozen=True, slots=True)
class Merged:
    """How many rows of a log were new or newer, and how many questions had the id of another one and were left out.

    No clash of ids is to be expected in a log's life, but a silent one would lose a question, so clashes are counted.
    ``other_key`` is whether its rows name askers by another key, so that who asked in both logs counts as two people;
    ``untold`` how many open requests came without whom to tell of an answer.
    """

    taken: int
    clashes: int
    other_key: bool = False
    untold: int = 0


def merge(log: Path, other: Path) -> Merged:
    """Takes over the rows of another log, which is not changed; an older version's is brought up to date in a copy.

    A bot may be running on ``log``. Pseudonyms stay what they are; own ids in open requests are not taken over.
    Raises :exc:`LogUnavailable`.
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
            with closing(sqlite3.connect(same, isolation_level=None)) as connection:
                migrate(connection)
                connection.execute("UPDATE requests SET user_id = NULL")  # who took a request tells its asker
            with closing(sqlite3.connect(log.absolute(), isolation_level=None, timeout=WAIT_SECONDS)) as connection:
                connection.execute("ATTACH ? AS other", (str(same),))
                clashes = connection.execute(_CLASHES).fetchone()[0]
                key = connection.execute("SELECT fingerprint FROM other.key").fetchone()
                taken = sum(_take(connection, table) for table in _TAKE)
                untold = connection.execute(_UNTOLD).fetchone()[0]
                return Merged(taken, clashes, key is not None and key != (pseudonyms.fingerprint,), untold)
    except (OSError, sqlite3.Error, LogUnavailable) as error:
        raise LogUnavailable(f"{other} cannot be merged into {log} ({reason(error, other)})") from error


def _take(connection: sqlite3.Connection, table: str) -> int:
    """Takes a table's rows over, some at a time, and says how many were new or newer."""
    taken, last = 0, -1
    following = f"SELECT max(id) FROM (SELECT id FROM other.{table} WHERE id > ? ORDER BY id LIMIT ?)"  # noqa: S608
    take = f"INSERT INTO {table} SELECT * FROM other.{table} WHERE id > ? AND id <= ? {_TAKE[table]}"  # noqa: S608
    while (end := connection.execute(following, (last, AT_ONCE)).fetchone()[0]) is not None:
        taken += connection.execute(take, (last, end)).rowcount
        last = end
        time.sleep(BREATH_SECONDS)
    return taken
