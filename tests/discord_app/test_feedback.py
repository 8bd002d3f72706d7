"""What people say of replies is kept for the pair of question and fact, and what was missing reaches the editors."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.discord_app.ask.feedback import LOST, THANKS, UNNOTED, WAITS, WITH_EDITORS
from bot.querylog import queue
from bot.querylog.rows import MOST_OPEN
from bot.reply import Asker
from tests.conftest import log_name, query_log_rows
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, menu, texts
from tests.querylog.rows import until

KNOWN = "when was ISIS-K formed?"
UNKNOWN = "who won the 1998 world cup"
VAGUE = "commander"


def rows(log: Path, query: str) -> list[tuple[object, ...]]:
    """What another process reads in the log."""
    with closing(sqlite3.connect(log)) as reader:
        return reader.execute(query).fetchall()


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another process holds the log, which takes no rows meanwhile."""
    with closing(sqlite3.connect(world.log, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def judgements(world: World) -> list[tuple[object, ...]]:
    """Every judgement: of which question's words, of which fact, what, by whom."""
    joined = "FROM judgements AS j JOIN queries AS q ON q.id = j.query_id ORDER BY j.id"
    return rows(world.log, f"SELECT q.query, j.fact_id, j.judgement, j.asker {joined}")


def requests(world: World) -> list[tuple[object, ...]]:
    """Every request: its words, who asked and where."""
    return rows(world.log, "SELECT text, user_id, channel_id FROM requests ORDER BY id")


async def test_twenty_open_requests_are_told_to_be_enough(world: World) -> None:
    asker = Asker("fact", str(world.alice.id), str(world.channel.guild.id), "2")
    for number in range(MOST_OPEN):
        await world.desk.records.request(number, f"question {number}", asker)
    offered = await world.alice.slash(world.channel, "fact", query=UNKNOWN)

    result = await world.alice.click(offered.response, label="Ask the editors")

    assert "20 of your questions wait for the editors already" in texts(result.response)
    assert len(await world.desk.records.open_requests()) == MOST_OPEN


@pytest.mark.parametrize("share", [True, False])
async def test_anyone_may_say_that_a_fact_answers_and_is_thanked_privately(world: World, share: bool) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN, share=share)
    await world.restart()
    person = world.bob if share else world.alice

    pressed = await person.click(answer.response, label="Answers it")

    assert texts(pressed.response) == THANKS
    assert pressed.ephemeral
    assert judgements(world) == [(KNOWN, "founding-date", "answers", log_name(world.log, person))]


async def test_a_shared_answer_is_judged_for_the_question_that_was_asked(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    (posted,) = (await world.alice.click(private.response, label="Share")).followups

    await world.bob.click(posted, label="Answers it")

    assert judgements(world) == [(KNOWN, "founding-date", "answers", log_name(world.log, world.bob))]


async def test_two_people_may_judge_at_once_and_a_changed_mind_counts_once(world: World) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)

    for person, label in [(world.alice, "Answers it"), (world.bob, "Answers it"), (world.bob, "Not what I asked")]:
        await person.click(answer.response, label=label)

    assert [row[2:] for row in judgements(world)] == [
        ("answers", log_name(world.log, world.alice)),
        ("not-asked", log_name(world.log, world.bob)),
    ]


async def test_not_what_i_asked_offers_the_other_close_facts_and_the_editors(world: World) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    before = answer.response.components

    pressed = await world.bob.click(answer.response, label="Not what I asked")

    assert pressed.ephemeral
    assert menu(pressed.response) == menu(answer.response)
    assert "Ask the editors" in buttons(pressed.response)
    assert answer.response.components == before
    assert judgements(world) == [(KNOWN, "founding-date", "not-asked", log_name(world.log, world.bob))]


async def test_a_fact_from_there_takes_the_place_of_the_offer_and_is_judged_for_the_first_question(
    world: World,
) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    offer = await world.bob.click(answer.response, label="Not what I asked")
    other = menu(offer.response)[1]["value"]
    await world.restart()

    await world.bob.select(offer.response, [other])
    await world.bob.click(offer.response, label="Answers it")

    assert f"fact:{other}" in texts(offer.response)
    assert judgements(world)[-1] == (KNOWN, other, "answers", log_name(world.log, world.bob))


async def test_none_of_these_is_kept_and_offers_the_editors(world: World) -> None:
    offered = await world.alice.slash(world.channel, "fact", query=VAGUE, share=True)
    await world.restart()

    pressed = await world.bob.click(offered.response, label="None of these")

    assert pressed.ephemeral
    assert f"Asked: {VAGUE}" in texts(pressed.response)
    assert list(buttons(pressed.response)) == ["Ask the editors"]
    assert judgements(world) == [(VAGUE, None, "none-of-these", log_name(world.log, world.bob))]


@pytest.mark.parametrize("question", [VAGUE, UNKNOWN])
async def test_a_question_without_an_answer_can_be_put_to_the_editors_once(world: World, question: str) -> None:
    offered = await world.alice.slash(world.channel, "fact", query=question)
    await world.restart()

    first = await world.alice.click(offered.response, label="Ask the editors")
    second = await world.alice.click(offered.response, label="Ask the editors")

    assert [texts(first.response), texts(second.response)] == [WITH_EDITORS, WITH_EDITORS]
    assert first.ephemeral
    assert requests(world) == [(question, str(world.alice.id), str(world.channel.id))]


async def test_two_people_may_put_the_same_question_to_the_editors(world: World) -> None:
    offered = await world.alice.slash(world.channel, "fact", query=UNKNOWN, share=True)

    await world.alice.click(offered.response, label="Ask the editors")
    await world.bob.click(offered.response, label="Ask the editors")

    assert [row[:2] for row in requests(world)] == [(UNKNOWN, str(world.alice.id)), (UNKNOWN, str(world.bob.id))]


async def test_a_long_question_reaches_the_editors_whole(world: World) -> None:
    question = " ".join(f"@everyone **is** it_true_{n}" for n in range(60))
    offered = await world.alice.slash(world.channel, "fact", query=question)

    await world.alice.click(offered.response, label="Ask the editors")

    assert requests(world)[0][0] == question


async def test_a_question_that_the_log_has_lost_is_taken_from_the_panel(world: World) -> None:
    question = "did @everyone pay <@1> *ten* dollars_ # to https://example.org ?"
    offered = await world.alice.slash(world.channel, "fact", query=question)
    with closing(sqlite3.connect(world.log)) as other, other:
        other.execute("DELETE FROM queries")

    await world.alice.click(offered.response, label="Ask the editors")

    assert requests(world)[0][0] == question


async def test_a_request_that_has_to_wait_is_said_to_wait_and_reaches_the_editors(world: World) -> None:
    offered = await world.alice.slash(world.channel, "fact", query=UNKNOWN)
    with locked(world):
        pressed = await world.alice.click(offered.response, label="Ask the editors")

    assert texts(pressed.response) == WAITS
    assert pressed.ephemeral
    await until(lambda: requests(world) != [])
    assert requests(world) == [(UNKNOWN, str(world.alice.id), str(world.channel.id))]


async def test_a_request_that_is_lost_is_said_to_be_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = await world.alice.slash(world.channel, "fact", query=UNKNOWN)
    monkeypatch.setattr(queue, "MOST_ENTRIES", 0)  # so many rows wait that no more may

    pressed = await world.alice.click(offered.response, label="Ask the editors")

    assert texts(pressed.response) == LOST
    assert pressed.ephemeral
    assert requests(world) == []


@pytest.mark.parametrize(
    ("question", "label"), [(KNOWN, "Answers it"), (KNOWN, "Not what I asked"), (VAGUE, "None of these")]
)
async def test_nobody_is_told_that_a_judgement_is_noted_which_is_lost(
    world: World, monkeypatch: pytest.MonkeyPatch, question: str, label: str
) -> None:
    shown = await world.alice.slash(world.channel, "fact", query=question)
    monkeypatch.setattr(queue, "MOST_ENTRIES", 0)

    pressed = await world.alice.click(shown.response, label=label)

    assert UNNOTED in texts(pressed.response)
    assert "Thank you, noted" not in texts(pressed.response)
    assert judgements(world) == []


async def test_a_question_that_the_log_is_slow_to_find_is_taken_from_the_panel(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def slow(query_id: int) -> str | None:
        return await asyncio.sleep(60, "too late")

    offered = await world.alice.slash(world.channel, "fact", query=UNKNOWN)
    monkeypatch.setattr(world.desk.records, "words_of", slow)
    monkeypatch.setattr("bot.discord_app.ask.feedback.READING_SECONDS", 0.05)

    pressed = await world.alice.click(offered.response, label="Ask the editors")

    assert texts(pressed.response) == WITH_EDITORS
    assert requests(world)[0][0] == UNKNOWN
    assert "the query log is slow" in caplog.text


async def test_a_fact_that_nobody_asked_for_in_words_is_not_judged(world: World) -> None:
    answer = await world.alice.slash(world.channel, "fact", query="fact:founding-date")
    listed = await world.alice.slash(world.channel, "disputes")
    await world.alice.select(listed.response, [menu(listed.response)[0]["value"]])

    for shown in (answer.response, listed.response):
        assert "Reference: fact:" in texts(shown)
        assert not {"Answers it", "Not what I asked", "Ask the editors"} & set(buttons(shown))
    assert "Share" in buttons(answer.response)


async def test_what_is_chosen_is_still_in_the_log_as_a_question_of_its_own(world: World) -> None:
    offered = await world.alice.slash(world.channel, "fact", query=VAGUE)
    chosen = menu(offered.response)[0]["value"]

    await world.alice.select(offered.response, [chosen])

    assert query_log_rows(world.log, "command, query")[-1] == ("fact pick", f"fact:{chosen}")
