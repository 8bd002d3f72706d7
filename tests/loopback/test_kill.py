"""What Discord accepted is in the log, whatever ends the process: ``python -m tests.bench.kills`` does it at length."""

import random
from pathlib import Path

from tests.loopback.killing import kill_under_load


async def test_every_answer_that_discord_accepted_has_its_row_though_the_bot_is_killed(tmp_path: Path) -> None:
    moments = random.Random(1)  # noqa: S311 - moments, not secrets

    kills = [await kill_under_load(tmp_path / "log.sqlite3", moments) for _ in range(3)]

    assert all(kill.accepted for kill in kills)
    assert {(kill.missing, kill.integrity) for kill in kills} == {(0, "ok")}
