"""From questions that nobody could answer to phrasings: rehearsed, written, and decided once."""

import asyncio
import difflib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.editing.evidence import evidence_entry, new_fact
from bot.editing.rehearsal import rehearse
from bot.editing.workspace import Workspace
from bot.matching.confidence import Band
from bot.matching.matcher import Matcher
from bot.querylog.decisions import Choice, Decision, decisions, gaps, unwritten
from bot.querylog.merge import merge
from bot.querylog.rows import RowIds, since_days, utc_now
from bot.querylog.store import QueryLog
from bot.terminal.app import app
from bot.terminal.learn import go_through, list_lessons
from tests.querylog.rows import a_row

ASKED = {
    "duration of passage": 30,
    "Duration of passage?": 20,
    "inaugural sailing": 30,
    "how big is the moon": 20,
    "is there a bar on board": 10,
    "sailing in fog": 5,
    "When does it start?": 85,
}
"""200 questions: of each, how often it was asked; only the last is answered."""
PASSAGE = "Duration of passage?"
"""The latest wording of the question that is asked most."""


@pytest.fixture
def base(workspace: Workspace) -> Workspace:
    """Two facts, of which one is asked for in words that it lacks."""
    entry = evidence_entry("harbour-news", 3, ["25 minutes"], "Gives the time.")
    claim = "The ferry takes 25 minutes to cross the bay."
    new_fact(workspace, "The ferry", claim, [entry], "time", "25 minutes", ["How long does the ferry take?"])
    return workspace.reread()


@pytest.fixture
async def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.sqlite3"
    ids = RowIds()
    async with await QueryLog.open(path) as querylog:
        for question, times in ASKED.items():
            answered = question == "When does it start?"
            outcome, fact = ("answer", "first-crossing") if answered else ("none", None)
            row = a_row(question)._replace(outcome=outcome, fact_id=fact)
            for _ in range(times):
                await querylog.record(row._replace(id=ids.make(), asked_at=utc_now()))
    return path


def typing(*keys: str) -> Callable[[str], str]:
    """An editor who types these, one after another."""
    left: Iterator[str] = iter(keys)
    return lambda _: next(left)


def learn(base: Workspace, log: Path, *keys: str) -> None:
    """An editor goes through all questions, and types these."""
    go_through(base, log, 30, typing(*keys))


def read(log: Path) -> list[Decision]:
    with closing(sqlite3.connect(log)) as connection:
        return decisions(connection)


def decide(log: Path, question: str, choice: Choice = "phrasing", fact: str | None = "time", number: int = 1) -> None:
    """Another editor decides, in Discord."""

    async def record() -> None:
        async with await QueryLog.open(log) as querylog:
            await querylog.decide(Decision(number, question, choice, fact, utc_now(), "123"))

    asyncio.run(record())


def answers(base: Workspace, question: str) -> str | None:
    """The id of the fact that answers a question now."""
    built = base.reread().loading.base
    assert built is not None
    match = Matcher.of(built).match(question)
    return match.candidates[0].fact.id if match.band is Band.ANSWER else None


def test_alike_questions_come_once_and_most_asked_first(log: Path) -> None:
    with closing(sqlite3.connect(log)) as connection:
        found = gaps(connection, since_days(30))

    assert [(lesson.query, lesson.times) for lesson in found][:2] == [(PASSAGE, 50), ("inaugural sailing", 30)]
    assert list(found[0].wordings) == [PASSAGE, "duration of passage"]


def test_200_questions_are_learned_and_the_diff_is_the_phrasings(
    base: Workspace, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = base.facts / "the-ferry.yaml"
    by_hand = file.read_text(encoding="utf-8").replace(
        "  - id: time", "\n  # the harbour's own figure\n  - id: 'time'  # not in fog"
    )
    file.write_bytes(by_hand.replace("\n", "\r\n").encode())
    before = file.read_bytes()

    learn(base.reread(), log, "f time", "y", "f first-crossing", "y", "x", "n", "l")

    told = capsys.readouterr().out
    diff = [
        line
        for line in difflib.ndiff(before.decode().splitlines(True), file.read_bytes().decode().splitlines(True))
        if line[0] in "-+"
    ]
    assert diff == ["+       - inaugural sailing\r\n", f"+       - {PASSAGE}\r\n"]
    assert "1 of 5: asked 50 times by 1 person" in told
    assert "With 1 new phrasing, of 7 questions that people asked: answers 2 more, 0 change to another fact" in told
    assert [answers(base, question) for question in ASKED] == [
        "time", "time", "first-crossing", None, None, None, "first-crossing",
    ]  # fmt: skip
    assert [(one.choice, one.fact_id) for one in read(log)] == [
        ("phrasing", "time"),
        ("phrasing", "first-crossing"),
        ("not-for-us", None),
        ("new-fact", None),
        ("later", None),
    ]


def test_what_is_decided_does_not_come_again(base: Workspace, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    learn(base, log, "l", "l", "x", "n", "l")
    capsys.readouterr()

    learn(base, log)

    assert capsys.readouterr().out == (
        "Nothing to decide.\n\nThese need a new fact ('factbot facts new' writes one):\n  'is there a bar on board'\n"
    )


def test_a_new_fact_that_was_written_is_needed_no_more(
    base: Workspace, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    learn(base, log, "l", "l", "x", "n", "l")
    entry = evidence_entry("pier-blog", 3, ["if the sea is calm"], "Has a bar.")
    new_fact(base, "The ferry", "There is a bar on board.", [entry], "bar", None, ["is there a bar on board"])
    capsys.readouterr()

    learn(base.reread(), log)

    assert capsys.readouterr().out == "Nothing to decide.\n"


def test_nothing_is_written_without_a_yes(base: Workspace, log: Path) -> None:
    before = (base.facts / "the-ferry.yaml").read_bytes()

    learn(base, log, "f time", "n", "f none", "q")

    assert (base.facts / "the-ferry.yaml").read_bytes() == before
    assert read(log) == []


def test_what_was_decided_in_discord_is_shown_first_and_written(
    base: Workspace, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(log, "sailing in fog")

    learn(base, log, "1", "y", "q")

    assert "1 of 5: asked 5 times" in (told := capsys.readouterr().out)
    assert "1. The ferry takes 25 minutes to cross the bay. time (decided in Discord)" in told
    assert answers(base, "sailing in fog") == "time"
    (one,) = read(log)
    assert one.written_at is not None


def test_what_was_decided_in_discord_can_be_put_right(base: Workspace, log: Path) -> None:
    decide(log, "sailing in fog")

    learn(base, log, "x", "q")

    assert [one.choice for one in read(log)] == ["phrasing", "not-for-us"]
    with closing(sqlite3.connect(log)) as connection:
        assert unwritten(connection) == []


def test_a_decision_for_a_fact_that_is_gone_is_told(
    base: Workspace, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(log, "sailing in fog", fact="fog")

    learn(base, log, "f time", "y", "q")

    assert "a phrasing of 'fog', which is no fact of this base any more" in capsys.readouterr().out
    assert answers(base, "sailing in fog") == "time"


def test_what_another_editor_decides_meanwhile_is_not_decided_again(
    base: Workspace, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = typing("n", "q")

    def slow(_: str) -> str:
        if not read(log):
            decide(log, PASSAGE, "not-for-us", None)
        return keys("")

    go_through(base, log, 30, slow)

    assert f"Another editor has just decided about '{PASSAGE}'." in capsys.readouterr().out
    assert [one.choice for one in read(log)] == ["not-for-us"]


def test_decisions_are_merged_and_exported(base: Workspace, log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    decide(other, PASSAGE, "not-for-us", None)

    merge(log, other)

    with closing(sqlite3.connect(log)) as connection:
        assert PASSAGE not in [gap.query for gap in gaps(connection, since_days(30))]
    done = CliRunner().invoke(
        app, ["log", "export", "--format", "jsonl", "--table", "decisions"], env={"FACTBOT_LOG": str(log)}
    )
    assert (json.loads(done.stdout)["question"], json.loads(done.stdout)["choice"]) == (PASSAGE, "not-for-us")


def test_programs_get_a_list(base: Workspace, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(log, "sailing in fog")

    list_lessons(base, log, 30)

    decided, first, *_ = json.loads(capsys.readouterr().out)
    assert (decided["question"], decided["decided"]) == ("sailing in fog", "time")
    assert (first["question"], first["times"], first["picked"], first["decided"]) == (PASSAGE, 50, None, None)


def test_a_rehearsal_names_questions_that_another_fact_would_answer(base: Workspace) -> None:
    built = base.loading.base
    assert built is not None

    result = rehearse(built, {"time": ["When does it start?"]}, ["When does it start?", "duration of passage"])

    assert result.asked == 2
    assert result.gained == ()
