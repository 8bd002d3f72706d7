"""Row ids: 63 bits, rising with time, never the same twice."""

import subprocess
import sys
import time

import pytest

from bot.querylog.rows import RANDOM_BITS, RowIds
from tests.conftest import PROJECT


def test_ids_rise_and_fit_sqlites_signed_64_bits() -> None:
    ids = RowIds()
    made = [ids.make() for _ in range(10_000)]

    assert made == sorted(set(made))
    assert 0 < made[0] < made[-1] < 2**63
    assert abs((made[0] >> RANDOM_BITS) / 1000 - time.time()) < 60


def test_ids_rise_also_where_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = RowIds()
    before = ids.make()
    monkeypatch.setattr(time, "time_ns", lambda: 0)

    assert ids.make() > before


def test_processes_that_make_ids_at_the_same_time_make_different_ones() -> None:
    made = "from bot.querylog.rows import RowIds; ids = RowIds(); [print(ids.make()) for _ in range(100)]"
    started = [
        subprocess.Popen([sys.executable, "-c", made], cwd=PROJECT, stdout=subprocess.PIPE, encoding="ascii")
        for _ in range(4)
    ]
    told = [process.communicate(timeout=30)[0].split() for process in started]

    assert len({row_id for ids in told for row_id in ids}) == 400
