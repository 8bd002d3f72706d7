"""What people say of replies is kept for the pair of question and fact, and what was missing reaches the editors."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from simcord.components import walk_components

from bot.discord_app.ask.feedback import DIRECTLY, HERE, LOST, REASONS, SENT, THANKS, UNNOTED, WAITS, WITHDRAWN
from bot.querylog import writer
from bot.querylog.rows import MOST_OPEN
from bot.reply import Asker
from tests.conftest import log_name, query_log_rows
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, menu, offered, send_to_editors, texts
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


async def sources_of(person: Any, shared: Any) -> Any:  # noqa: ANN401
    """The private answer to somebody who asks a shared one for its sources."""
    return (await person.click(shared, label="Show the sources")).response


async def test_twenty_open_requests_are_told_to_be_enough(world: World) -> None:
    asker = Asker("fact", str(world.alice.id), str(world.channel.guild.id), "2")
    for number in range(MOST_OPEN):
        await world.desk.records.request(number, f"question {number}", asker)
    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN)

    sent = await send_to_editors(world.alice, result.response)

    assert "20 of your questions are waiting for the editors" in texts(sent.response)
    assert len(await world.desk.records.open_requests()) == MOST_OPEN


async def test_a_private_answer_shows_that_it_was_judged(world: World) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.restart()
    before = texts(answer.response)

    pressed = await world.alice.click(answer.response, label="This answers it")

    assert pressed.followups == []
    assert buttons(answer.response)["Noted: this answers it"]["disabled"]
    assert "Not my question" in buttons(answer.response)
    assert texts(answer.response) == before
    assert judgements(world) == [(KNOWN, "founding-date", "answers", log_name(world.log, world.alice))]


async def test_a_shared_answer_is_judged_for_the_question_that_was_asked(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    (posted,) = (await world.alice.click(private.response, label="Share")).followups
    await world.restart()

    await world.bob.click(await sources_of(world.bob, posted), label="This answers it")

    assert judgements(world) == [(KNOWN, "founding-date", "answers", log_name(world.log, world.bob))]


async def test_a_judgement_of_an_older_public_answer_is_thanked_privately(world: World) -> None:
    shared = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    stored = world.env.backend.get_message(world.channel.id, shared.response.id)
    (show,) = [part for part in walk_components(stored.components) if part.get("label") == "Show the sources"]
    show["custom_id"] = show["custom_id"].replace("show:", "judge:answers:")

    pressed = await world.bob.click(shared.response, label="Show the sources")

    assert texts(pressed.response) == THANKS
    assert pressed.ephemeral
    assert judgements(world) == [(KNOWN, "founding-date", "answers", log_name(world.log, world.bob))]


async def test_two_people_may_judge_at_once_and_a_changed_mind_counts_once(world: World) -> None:
    shared = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    of_alice, of_bob = [await sources_of(person, shared.response) for person in (world.alice, world.bob)]

    await world.alice.click(of_alice, label="This answers it")
    await world.bob.click(of_bob, label="This answers it")
    await world.bob.click(of_bob, label="Not my question")

    assert [row[2:] for row in judgements(world)] == [
        ("answers", log_name(world.log, world.alice)),
        ("not-asked", log_name(world.log, world.bob)),
    ]


async def test_not_my_question_offers_the_other_close_facts_in_place(world: World) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN)
    others = [option["value"] for option in menu(answer.response)]

    pressed = await world.alice.click(answer.response, label="Not my question")

    assert pressed.followups == []
    assert list(offered(answer.response)) == others
    assert "Ask the editors" in buttons(answer.response)
    assert judgements(world) == [(KNOWN, "founding-date", "not-asked", log_name(world.log, world.alice))]


@pytest.mark.parametrize(("reason", "label"), REASONS.items())
async def test_not_my_question_takes_a_reason_in_one_press(world: World, reason: str, label: str) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.alice.click(answer.response, label="Not my question")
    await world.restart()

    pressed = await world.alice.click(answer.response, label=label)

    assert pressed.followups == []
    assert buttons(answer.response)[f"Noted: {label.lower()}"]["disabled"]
    assert "Ask the editors" in buttons(answer.response)
    assert rows(world.log, "SELECT fact_id, judgement, reason FROM judgements") == [
        ("founding-date", "not-asked", reason)
    ]


async def test_two_people_each_say_why_and_the_last_word_counts(world: World) -> None:
    shared = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    for person, *labels in ((world.alice, "Out of date", "Something else"), (world.bob, "Source misread")):
        panel = await sources_of(person, shared.response)
        for label in ("Not my question", *labels):
            await person.click(panel, label=label)

    assert rows(world.log, "SELECT reason FROM judgements ORDER BY id") == [("other",), ("misread",)]


async def test_a_fact_from_there_is_judged_for_the_first_question(world: World) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.alice.click(answer.response, label="Not my question")
    other = next(
        part["custom_id"] for part in buttons(answer.response).values() if part["custom_id"].startswith("show")
    )
    await world.restart()

    await world.alice.click(answer.response, custom_id=other)
    await world.alice.click(answer.response, label="This answers it")

    fact_id = other.split(":")[2]
    assert f"fact:{fact_id}" in texts(answer.response)
    assert judgements(world)[-1] == (KNOWN, fact_id, "answers", log_name(world.log, world.alice))


async def test_none_of_these_is_kept_and_offers_the_editors(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=VAGUE, share=True)
    await world.restart()

    pressed = await world.bob.click(result.response, label="None of these")

    assert pressed.ephemeral
    assert f"Asked: {VAGUE}" in texts(pressed.response)
    assert list(buttons(pressed.response)) == ["Ask the editors"]
    assert judgements(world) == [(VAGUE, None, "none-of-these", log_name(world.log, world.bob))]


@pytest.mark.parametrize("question", [VAGUE, UNKNOWN])
async def test_a_question_without_an_answer_can_be_sent_to_the_editors(world: World, question: str) -> None:
    result = await world.alice.slash(world.channel, "fact", query=question)
    await world.restart()

    sent = await send_to_editors(world.alice, result.response)

    assert sent.followups == []
    assert f"{SENT} {HERE}" in texts(result.response)
    assert requests(world) == [(question, str(world.alice.id), str(world.channel.id))]


async def test_a_question_is_withdrawn_where_it_was_sent_and_can_be_sent_again(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN)
    await send_to_editors(world.alice, result.response)
    await world.restart()

    await world.alice.click(result.response, label="Withdraw from the editors")

    assert requests(world) == []
    assert WITHDRAWN in texts(result.response)
    assert SENT not in texts(result.response)
    await send_to_editors(world.alice, result.response)
    assert len(requests(world)) == 1


async def test_of_two_who_sent_a_shared_question_each_withdraws_their_own(world: World) -> None:
    shared = await world.alice.slash(world.channel, "fact", query=UNKNOWN, share=True)
    sent = [await send_to_editors(person, shared.response) for person in (world.alice, world.bob)]

    await world.alice.click(sent[0].response, label="Withdraw from the editors")

    assert [row[1] for row in requests(world)] == [str(world.bob.id)]


async def test_a_question_can_be_amended_before_it_is_sent(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN)

    await send_to_editors(world.alice, result.response, question="Who won the women's cup in 1999?")

    assert requests(world)[0][0] == "Who won the women's cup in 1999?"


async def test_whoever_asks_may_choose_a_direct_message(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN)

    await send_to_editors(world.alice, result.response, where=["message"])

    ((_, person, channel),) = requests(world)
    assert f"{SENT} {DIRECTLY}" in texts(result.response)
    assert person == str(world.alice.id)
    assert channel != str(world.channel.id)


async def test_two_people_may_put_the_same_question_to_the_editors(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN, share=True)

    for person in (world.alice, world.bob):
        sent = await send_to_editors(person, result.response)
        assert sent.ephemeral
        assert texts(sent.response).startswith(SENT)

    assert [row[:2] for row in requests(world)] == [(UNKNOWN, str(world.alice.id)), (UNKNOWN, str(world.bob.id))]


async def test_a_long_question_reaches_the_editors_whole(world: World) -> None:
    question = " ".join(f"@everyone **is** it_true_{n}" for n in range(60))
    result = await world.alice.slash(world.channel, "fact", query=question)

    await send_to_editors(world.alice, result.response)

    assert requests(world)[0][0] == question


async def test_a_question_that_the_log_has_lost_is_taken_from_the_panel(world: World) -> None:
    question = "did @everyone pay <@1> *ten* dollars_ # to https://example.org ?"
    result = await world.alice.slash(world.channel, "fact", query=question)
    with closing(sqlite3.connect(world.log)) as other, other:
        other.execute("DELETE FROM queries")

    await send_to_editors(world.alice, result.response)

    assert requests(world)[0][0] == question


async def test_a_request_that_has_to_wait_is_said_to_wait_and_reaches_the_editors(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN)
    with locked(world):
        await send_to_editors(world.alice, result.response)

    assert WAITS in texts(result.response)
    await until(lambda: requests(world) != [])
    assert requests(world) == [(UNKNOWN, str(world.alice.id), str(world.channel.id))]


async def test_a_request_that_is_lost_is_said_to_be_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN)
    monkeypatch.setattr(writer, "MOST_WAITING", 0)  # so many rows wait that no more may

    pressed = await send_to_editors(world.alice, result.response)

    assert texts(pressed.response) == LOST
    assert pressed.ephemeral
    assert requests(world) == []


@pytest.mark.parametrize(
    ("question", "label"), [(KNOWN, "This answers it"), (KNOWN, "Not my question"), (VAGUE, "None of these")]
)
async def test_nobody_is_told_that_a_judgement_is_noted_which_is_lost(
    world: World, monkeypatch: pytest.MonkeyPatch, question: str, label: str
) -> None:
    shown = await world.alice.slash(world.channel, "fact", query=question)
    monkeypatch.setattr(writer, "MOST_WAITING", 0)

    pressed = await world.alice.click(shown.response, label=label)

    said = texts(shown.response) + texts(pressed.response or shown.response)
    assert UNNOTED in said
    assert "Thanks, noted" not in said
    assert judgements(world) == []


async def test_a_question_that_the_log_is_slow_to_find_is_taken_from_the_panel(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def slow(query_id: int) -> str | None:
        return await asyncio.sleep(60, "too late")

    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN)
    monkeypatch.setattr(world.desk.records, "words_of", slow)
    monkeypatch.setattr("bot.discord_app.ask.feedback.READING_SECONDS", 0.05)

    await send_to_editors(world.alice, result.response)

    assert SENT in texts(result.response)
    assert requests(world)[0][0] == UNKNOWN
    assert "the log is slow" in caplog.text


async def test_a_fact_that_nobody_asked_for_in_words_is_not_judged(world: World) -> None:
    answer = await world.alice.slash(world.channel, "fact", query="fact:founding-date")
    listed = await world.alice.slash(world.channel, "disputes")
    await world.alice.select(listed.response, [menu(listed.response)[0]["value"]])

    for shown in (answer.response, listed.response):
        assert "Reference: fact:" in texts(shown)
        assert not {"This answers it", "Not my question", "Ask the editors"} & set(buttons(shown))
    assert "Share" in buttons(answer.response)


async def test_what_is_chosen_is_still_in_the_log_as_a_question_of_its_own(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=VAGUE)
    chosen, custom_id = next(iter(offered(result.response).items()))

    await world.alice.click(result.response, custom_id=custom_id)

    assert query_log_rows(world.log, "command, query")[-1] == ("fact pick", f"fact:{chosen}")
