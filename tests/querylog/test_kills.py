"""A process that is killed at any moment: every row that was told to be written is there, and the file is whole."""

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import PROJECT

pytestmark = pytest.mark.e2e

WRITER = """
import asyncio, sys, pathlib
from bot.querylog.store import QueryLog
from tests.querylog.rows import a_judgement, a_row
async def person(log):
    while True:
        row = a_row("?" * 300)
        await log.record(row)
        print(row.id, flush=True)
        await log.record(a_judgement(row.id))
async def main():
    async with await QueryLog.open(pathlib.Path(sys.argv[1])) as log:
        await asyncio.gather(*(person(log) for _ in range(8)))
asyncio.run(main())
"""


def test_every_row_that_was_told_survives_ten_kills(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    told: set[int] = set()
    for _ in range(10):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, encoding="ascii") as writer:
            assert writer.stdout
            told.add(int(writer.stdout.readline()))
            time.sleep(random.uniform(0, 0.3))  # noqa: S311 - any moment will do
            writer.kill()
            told.update(int(line) for line in writer.stdout if line.endswith("\n"))

    with closing(sqlite3.connect(path)) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = {row_id for (row_id,) in reader.execute("SELECT id FROM queries")}
    assert len(told) > 100
    assert told <= kept
