"""From questions that nobody could answer to phrasings: rehearsed, written, and decided once."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.editing.evidence import evidence_entry, new_fact
from bot.editing.rehearsal import rehearse
from bot.editing.workspace import Workspace
from bot.matching.confidence import Band
from bot.matching.matcher import Matcher
from bot.querylog.decisions import Decision, decisions, gaps, unwritten
from bot.querylog.rows import RowIds, since_days, utc_now
from bot.querylog.store import QueryLog
from bot.terminal.learn import learn, list_lessons
from tests.querylog.rows import a_row

VAIN = ["duration of passage", "Duration of passage?", "how big is the moon"]


@pytest.fixture
def base(workspace: Workspace) -> Workspace:
    """Two facts, of which one is asked for in words that it lacks."""
    entry = evidence_entry("harbour-news", 3, ["25 minutes"], "Gives the time.")
    claim = "The ferry takes 25 minutes to cross the bay."
    new_fact(workspace, "The ferry", claim, [entry], "time", "25 minutes", ["How long does the ferry take?"])
    return workspace.reread()


@pytest.fixture
async def log(tmp_path: Path) -> Path:
    """A log of 200 questions, 60 of them asked in vain."""
    path = tmp_path / "log.sqlite3"
    ids = RowIds()
    async with await QueryLog.open(path) as querylog:
        for number in range(200):
            vain = VAIN[number // 20] if number < 60 else None
            asked = a_row(vain or "When does it start?")._replace(id=ids.make(), asked_at=utc_now())
            outcome = "none" if vain else "answer"
            await querylog.record(asked._replace(outcome=outcome, fact_id=None if vain else "first-crossing"))
    return path


def typing(*keys: str) -> Callable[[str], str]:
    """An editor who types these, one after another."""
    left: Iterator[str] = iter(keys)
    return lambda _: next(left)


def read(log: Path) -> list[Decision]:
    with closing(sqlite3.connect(log)) as connection:
        return decisions(connection)


async def test_alike_questions_come_once_and_most_asked_first(log: Path) -> None:
    with closing(sqlite3.connect(log)) as connection:
        found = gaps(connection, since_days(30))

    assert [(lesson.query, lesson.times) for lesson in found] == [(VAIN[1], 40), (VAIN[2], 20)]
    assert list(found[0].wordings) == [VAIN[1], VAIN[0]]


def test_learned_questions_are_answered_and_the_diff_is_the_phrasings(
    base: Workspace, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = base.facts / "the-ferry.yaml"
    before = file.read_text(encoding="utf-8")

    learn(base, log, 30, typing("f time", "y", "x"))

    after = file.read_text(encoding="utf-8")
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert [line.strip() for line in added] == [f"- {VAIN[1]}"]
    assert "answers 2 more, 0 change to another fact" in capsys.readouterr().out
    assert [(one.choice, one.fact_id) for one in read(log)] == [("phrasing", "time"), ("not-for-us", None)]
    built = base.reread().loading.base
    assert built is not None
    match = Matcher.of(built).match(VAIN[0])
    assert (match.band, match.candidates[0].fact.id) == (Band.ANSWER, "time")


def test_what_is_decided_does_not_come_again(base: Workspace, log: Path) -> None:
    learn(base, log, 30, typing("l", "n"))

    learn(base, log, 30, typing())

    assert [one.choice for one in read(log)] == ["later", "new-fact"]


def test_nothing_is_written_without_a_yes(base: Workspace, log: Path) -> None:
    before = (base.facts / "the-ferry.yaml").read_bytes()

    learn(base, log, 30, typing("f time", "n", "q"))

    assert (base.facts / "the-ferry.yaml").read_bytes() == before
    assert read(log) == []


async def test_what_was_decided_in_discord_is_written_first(base: Workspace, log: Path) -> None:
    async with await QueryLog.open(log) as querylog:
        await querylog.decide(Decision(1, VAIN[1], "phrasing", "time", utc_now(), "123"))

    def decide() -> None:
        learn(base, log, 30, typing("y", "q"))

    await asyncio.to_thread(decide)

    with closing(sqlite3.connect(log)) as connection:
        assert unwritten(connection) == []
    assert VAIN[1] in (base.facts / "the-ferry.yaml").read_text(encoding="utf-8")


def test_programs_get_a_list(base: Workspace, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    list_lessons(base, log, 30)

    first, second = json.loads(capsys.readouterr().out)
    assert (first["question"], first["times"], first["picked"]) == (VAIN[1], 40, None)
    assert second["wordings"] == [VAIN[2]]


def test_a_rehearsal_names_questions_that_another_fact_would_answer(base: Workspace) -> None:
    built = base.loading.base
    assert built is not None

    result = rehearse(built, {"time": ["When does it start?"]}, ["When does it start?", "duration of passage"])

    assert result.asked == 2
    assert result.gained == ()
