"""Whoever adds a table to the log decides how long it is kept, whose it is, and how it is merged and exported."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from bot.querylog.merge import _TAKE, NOT_MERGED
from bot.querylog.open import prepare
from bot.querylog.reports import PRIVATE, Table
from bot.querylog.rows import MADE, THEIRS


@pytest.fixture
def columns(tmp_path: Path) -> dict[str, set[str]]:
    """The columns of each table of a new log."""
    path = tmp_path / "log.sqlite3"
    prepare(path)
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} for table in tables}


def test_rows_of_every_table_are_deleted_when_they_are_old(columns: dict[str, set[str]]) -> None:
    assert set(MADE) == set(columns) - {"key"}
    assert all(MADE[table] in columns[table] for table in MADE)


def test_whoever_has_rows_in_a_table_can_delete_them(columns: dict[str, set[str]]) -> None:
    people = {"asker", "user_id"}

    assert set(THEIRS) == {table for table, names in columns.items() if names & people}
    assert all(name in THEIRS[table] for table in THEIRS for name in columns[table] & people)


def test_every_table_is_exported_without_whose_it_is(columns: dict[str, set[str]]) -> None:
    assert set(get_args(Table)) == set(columns) - {"key"}
    assert {"user_id"} == PRIVATE


def test_every_table_is_merged_or_left_out_on_purpose(columns: dict[str, set[str]]) -> None:
    assert set(_TAKE) | NOT_MERGED == set(columns)
    assert not set(_TAKE) & NOT_MERGED
