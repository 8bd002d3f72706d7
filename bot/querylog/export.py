"""A log's tables as text for other programs, row by row, in the memory of one row."""

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from typing import Literal, TextIO, TypeAlias

Format: TypeAlias = Literal["csv", "jsonl"]
Table: TypeAlias = Literal["queries", "judgements", "requests"]

PRIVATE = {"user_id"}
"""Columns that name a person, which are left out."""
_FORMULA = re.compile(r"(^|[;,|\t\r\n])(?=[ \"]*[=+\-@\t\r\n＝＋－＠])")
"""Where a spreadsheet may see a formula begin, by any of the separators that languages use (OWASP, "CSV Injection")."""
_LONG_NUMBER = re.compile(r"\d{16,}")
"""What a spreadsheet would round."""
_ORDER_MARK = "\ufeff"
"""By which a spreadsheet tells UTF-8."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal may obey instead of showing it; the carriage return among it, which CSV is written with unquoted."""


def export(connection: sqlite3.Connection, table: Table, form: Format, out: TextIO) -> None:
    """Writes a table, oldest row first, as one moment shows it.

    CSV is for spreadsheets: it has a byte-order mark, a header, and an apostrophe before each cell that they would run
    as a formula or round, such as ids. JSON has one object a line; ids are strings in it, since they are beyond what
    many programs hold exactly. In both, what a terminal would obey is written out.
    """
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - one of ours
    every = [name for name, *_ in cursor.description]
    names = [name for name in every if name not in PRIVATE]
    rows = ({name: value for name, value in zip(every, row, strict=True) if name in names} for row in cursor)
    if form == "csv":
        _write_csv(names, rows, out)
    else:
        _write_jsonl(rows, out)


def _write_csv(names: list[str], rows: Iterator[dict[str, object]], out: TextIO) -> None:
    out.write(_ORDER_MARK)
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)


def _write_jsonl(rows: Iterator[dict[str, object]], out: TextIO) -> None:
    for row in rows:
        named = {name: str(value) if name in ("id", "query_id") else value for name, value in row.items()}
        line = json.dumps(named, ensure_ascii=False)
        out.write(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n")


def _harmless(value: object) -> object:
    """The value as a spreadsheet shows it without running or rounding it, and a terminal without obeying it."""
    if isinstance(value, float) or value is None:
        return value
    text = _FORMULA.sub(r"\1'", str(value)) if not _LONG_NUMBER.fullmatch(str(value)) else f"'{value}"
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
