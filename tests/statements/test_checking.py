"""Every statement of a message is asked at the desk, in its order and within a bounded time."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.discord_app.check import statements as checking
from bot.discord_app.check.statements import MOST_STATEMENTS, check
from bot.querylog.store import QueryLog
from bot.reply import Asker, Suggestions
from bot.snapshot import Snapshot
from tests.conftest import query_log_rows

ASKER = Asker(command="check message", id="1")
COVERED = "ISIS-K was founded in 2012."
UNSURE = "The Taliban are their best friends!"
UNKNOWN = "Lunch at noon, everybody?"


async def test_statements_are_told_apart_by_what_the_base_has_on_them(shipped: Snapshot) -> None:
    found = await check(Desk(shipped, None), f"{UNKNOWN} {COVERED} {UNSURE} ISIS-K was founded in 2014.", ASKER)

    assert [(finding.fact.id, finding.statements[0]) for finding in found.covered] == [("founding-date", COVERED)]
    assert [(finding.fact.id, finding.statements) for finding in found.uncertain] == [("taliban-relation", (UNSURE,))]
    assert found.unknown == (UNKNOWN,)
    assert (found.asked, found.left_out) == (4, 0)


async def test_a_fact_is_uncertain_where_it_is_likelier_than_not_and_below_that_unknown(shipped: Snapshot) -> None:
    desk = Desk(shipped, None)
    said = [UNSURE, "The Taliban won.", "The airport was bombed.", "Pakistan is a country.", "They get paid well."]
    offered = {text: reply for text in said if isinstance(reply := await desk.ask(text, ASKER), Suggestions)}
    likely = [text for text, reply in offered.items() if reply.confidence >= 0.5]

    found = await check(desk, " ".join(offered), ASKER)

    assert 0 < len(likely) < len(offered)
    assert [text for finding in found.uncertain for text in finding.statements] == likely
    assert found.unknown == tuple(text for text in offered if text not in likely)


async def test_no_more_statements_are_asked_than_a_message_of_prose_has(shipped: Snapshot) -> None:
    message = " ".join(f"Point {number} stands." for number in range(MOST_STATEMENTS + 3))

    found = await check(Desk(shipped, None), message, ASKER)

    assert (found.asked, found.left_out) == (MOST_STATEMENTS, 3)


async def test_asking_ends_when_its_time_is_up(shipped: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ASKING_SECONDS", 0.0)

    found = await check(Desk(shipped, None), f"{COVERED} {UNKNOWN} {UNSURE}", ASKER)

    assert (found.asked, found.left_out) == (1, 2)
    assert [finding.fact.id for finding in found.covered] == ["founding-date"]


async def test_a_log_that_takes_no_writes_holds_a_check_up_only_once(shipped: Snapshot, tmp_path: Path) -> None:
    message = " ".join(f"Point {number} stands." for number in range(MOST_STATEMENTS))
    path = tmp_path / "log.sqlite3"
    async with await QueryLog.open(path) as querylog:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            started = time.perf_counter()

            found = await check(Desk(shipped, querylog), message, ASKER)

            assert time.perf_counter() - started < 8  # each would wait for a second
            other.execute("ROLLBACK")
    assert found.asked == MOST_STATEMENTS


async def test_rows_stand_in_the_order_of_the_statements(shipped: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    async with await QueryLog.open(path) as querylog:
        await check(Desk(shipped, querylog), f"{UNKNOWN} {COVERED} {UNSURE}", ASKER)

    commands, outcomes = zip(*query_log_rows(path, "command, outcome"), strict=True)
    assert set(commands) == {"check message"}
    assert outcomes[1] == "answer"
    assert "answer" not in (outcomes[0], outcomes[2])
