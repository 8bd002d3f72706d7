"""The SQL by which rows are written."""

import json
from collections.abc import Sequence
from functools import cache
from itertools import chain

from bot.querylog.rows import JudgementRow, Request, Row

Parameters = Sequence[str | int | float | None]
Statement = tuple[str, Parameters]
"""One SQL statement with its values."""

DATED = {"queries": "asked_at", "judgements": "judged_at", "requests": "asked_at"}
"""Every table, whose rows all belong to an asker, and the column that says when a row was made."""


def _insert(table: str, columns: Sequence[str], rest: str = "WHERE true") -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join('?' for _ in columns)} {rest}"


@cache
def _queries(rows: int) -> str:
    row = f"({', '.join('?' for _ in Row._fields)})"
    return f"INSERT INTO queries ({', '.join(Row._fields)}) VALUES {', '.join([row] * rows)}"  # noqa: S608 - our own names


_QUERY = _queries(1)
_JUDGEMENT = _insert(
    "judgements",
    JudgementRow._fields,
    """WHERE true ON CONFLICT (query_id, ifnull(fact_id, ''), ifnull(asker, ''))
    DO UPDATE SET judgement = excluded.judgement, judged_at = excluded.judged_at""",
)
_OPEN_SAME = "told_at IS NULL AND asker IS ? AND channel_id IS ? AND text = ?"
_ASKED_AGAIN = f"UPDATE requests SET user_id = ? WHERE {_OPEN_SAME}"  # noqa: S608 - our own names
_REQUEST = _insert(
    "requests",
    Request._fields,
    f"WHERE NOT EXISTS (SELECT 1 FROM requests WHERE {_OPEN_SAME}) ON CONFLICT DO NOTHING",  # noqa: S608
)
_SETTLE = """UPDATE requests SET fact_id = ?, told_at = ?, user_id = NULL, text = CASE WHEN ? THEN text ELSE '' END,
    tries = tries + 1
WHERE id = ? AND told_at IS NULL"""
_REOPEN = "UPDATE requests SET fact_id = NULL, told_at = NULL, user_id = ?, text = ? WHERE id = ?"

_SET_ASIDE = "UPDATE requests SET set_aside_at = ? WHERE id IN (SELECT value FROM json_each(?)) AND told_at IS NULL"


def write_query(row: Row) -> Statement:
    """Writes a question's row."""
    return _QUERY, row


def together(statements: Sequence[Statement]) -> Statement | None:
    """One statement that does what these do: the only one, or all if they write questions' rows; None for others.

    It needs no transaction around it, and goes to SQLite's thread in one step where a transaction takes three.
    """
    if len(statements) == 1:
        return statements[0]
    if any(sql is not _QUERY for sql, _ in statements):
        return None
    return _queries(len(statements)), tuple(chain.from_iterable(row for _, row in statements))


def write_judgement(row: JudgementRow) -> Statement:
    """Writes a judgement, in the place of the one that the same person gave of the same reply before."""
    return _JUDGEMENT, row


def write_request(request: Request) -> list[Statement]:
    """Writes a request, unless the same person's is there: of the same row, or open with the same words and place.

    Such an open one may have come out of another log, without whom to tell, which it knows then.
    """
    same = request.asker, request.channel_id, request.text
    return [(_ASKED_AGAIN, (request.user_id, *same)), (_REQUEST, (*request, *same))]


def settle_request(request_id: int, fact_id: str, told_at: str, keep_text: bool) -> Statement:
    """Closes an open request and forgets its asker's own id, and its words unless they are to be kept."""
    return _SETTLE, (fact_id, told_at, keep_text, request_id)


def reopen_request(request: Request) -> Statement:
    """Opens a closed request again as it was, except for its tries; one that was deleted meanwhile stays deleted."""
    return _REOPEN, (request.user_id, request.text, request.id)


def set_aside(request_ids: Sequence[int], at: str | None) -> Statement:
    """Takes open requests off their editors' list at a moment or, with None, puts them back on it."""
    return _SET_ASIDE, (at, json.dumps(request_ids))


def forget_asker(asker: str) -> list[Statement]:
    """Deletes every row of an asker."""
    return [(f"DELETE FROM {table} WHERE asker = ?", (asker,)) for table in DATED]  # noqa: S608 - our own names


def purge(table: str, before: str, most: int) -> Statement:
    """Deletes rows of a table made before a moment, the oldest first, so many at most."""
    made = DATED[table]
    oldest = f"SELECT id FROM {table} WHERE {made} < ? ORDER BY {made} LIMIT ?"  # noqa: S608 - our own names
    return f"DELETE FROM {table} WHERE id IN ({oldest})", (before, most)  # noqa: S608


_LAST_ID = 2**63 - 1
TRIAL = (
    write_query(Row(_LAST_ID, "", None, None, None, "trial", "", "none", None, 0.0, 0.0, "")),
    ("DELETE FROM queries WHERE id = ?", (_LAST_ID,)),
)
"""A real write that leaves nothing: a row where the next ones go, and out again. It meets what they would meet."""
