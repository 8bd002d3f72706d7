"""Edits in a row, good and bad, while people ask: nobody waits, and every answer comes from a whole base."""

import shutil
from pathlib import Path

from tests.bench.editing import measure
from tests.conftest import PROJECT

SLOWEST_S = 1.0
"""What no answer may exceed on a machine that runs other tests beside; ``python -m tests.bench.editing``, on one that
does not, holds the answers against 250 ms."""


async def test_no_answer_is_slow_or_torn_while_edits_are_taken_and_refused(tmp_path: Path) -> None:
    for name in ("facts", "sources"):
        shutil.copytree(PROJECT / name, tmp_path / name)

    outcome = await measure(tmp_path / "facts", tmp_path / "sources", tmp_path / "log.sqlite3", edits=20)

    assert (len(outcome.taken), len(outcome.refused)) == (10, 10)
    assert outcome.whole
    assert len(outcome.seen) > 5
    assert len(outcome.answers) > 100
    assert max(outcome.answers) < SLOWEST_S
