"""The desk: one door for every face, a row for every question, and a bad edit that harms nothing."""

import asyncio
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import snapshot
from bot.desk import Desk
from bot.factbase.loading import Loader
from bot.factbase.model import Fact, FactBase
from bot.factbase.problem import BadFactBase
from bot.matching.matcher import Match, Matcher
from bot.matching.normalise import stem, words
from bot.querylog.store import QueryLog
from bot.reply import MAY_BE_MEANT, Answer, Asker, NoFact, Suggestions
from bot.snapshot import LONGEST_REMEMBERED, Snapshot, take_snapshot
from tests.conftest import query_log_rows
from tests.editing import Folder

ASKER = Asker(command="test", id="7", guild_id="8", channel_id="9")


@pytest.fixture
def small(tmp_path: Path) -> Folder:
    """A small fact base in a folder of its own."""
    (tmp_path / "base").mkdir()
    return Folder(tmp_path / "base")


async def test_the_three_replies(shipped: Snapshot) -> None:
    desk = Desk(shipped, None)

    answer = await desk.ask("when was ISIS-K formed", ASKER)
    unsure = await desk.ask("commander", ASKER)
    nothing = await desk.ask("who won the 1998 world cup", ASKER)

    assert isinstance(answer, Answer)
    assert answer.fact.id == "founding-date"
    assert isinstance(unsure, Suggestions)
    assert isinstance(nothing, NoFact)
    assert {len(reply.candidates) for reply in (answer, unsure, nothing)} == {5}


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("when was isis-k formed", "founding-date"),
        ("how many us soldiers died", "attack-deaths-us"),
        ("are the taliban and isis-k friends", "taliban-relation"),
        ("who foundd iskp", "founders"),
    ],
)
async def test_a_question_gets_its_fact_with_every_source_on_it(shipped: Snapshot, question: str, fact_id: str) -> None:
    reply = await Desk(shipped, None).ask(question, ASKER)

    assert isinstance(reply, Answer)
    assert reply.fact is shipped.base.fact(fact_id)
    speaking = {entry.source for entry in reply.fact.evidence}
    assert speaking == set(shipped.base.sources) - set(reply.fact.silent)


@pytest.mark.parametrize(
    "typed", ["FACT:khan-death", "fact: Khan-Death", "fact:khan-death.", "Reference: fact:khan-death"]
)
async def test_a_fact_is_named_by_its_reference_as_people_copy_or_type_it(shipped: Snapshot, typed: str) -> None:
    reply = await Desk(shipped, None).ask(typed, ASKER)

    assert isinstance(reply, Answer)
    assert reply.fact.id == "khan-death"


async def test_only_facts_that_may_be_meant_are_suggested(shipped: Snapshot) -> None:
    reply = await Desk(shipped, None).ask("Osama bin Laden", ASKER)

    assert isinstance(reply, Suggestions)
    assert len(reply.candidates) == 5
    assert reply.closest == tuple(one for one in reply.candidates if one.confidence >= MAY_BE_MEANT)
    assert 1 < len(reply.closest) < 5


async def test_everyday_words_alone_are_offered_facts_only_where_one_is_likely_meant(shipped: Snapshot) -> None:
    likely = await Desk(shipped, None).ask("where was it", ASKER)
    asked_of_nothing = await Desk(shipped, None).ask("what is it about", ASKER)

    assert isinstance(likely, Suggestions)
    assert likely.candidates[0].fact.id == "founding-place"
    assert isinstance(asked_of_nothing, NoFact)


async def test_a_fact_can_be_asked_for_by_its_id(shipped: Snapshot) -> None:
    reply = await Desk(shipped, None).ask("fact:khan-death", ASKER)

    assert isinstance(reply, Answer)
    assert (reply.fact.id, reply.confidence, reply.candidates[0].fact.id) == ("khan-death", 1.0, "khan-death")


async def test_every_question_is_a_row_before_its_reply_is_there(shipped: Snapshot, tmp_path: Path) -> None:
    async with await QueryLog.open(tmp_path / "log.sqlite3") as log:
        desk = Desk(shipped, log)
        for number in range(10):
            reply = await desk.ask(f"question {number}", ASKER)
            rows = query_log_rows(tmp_path / "log.sqlite3", "query")
            assert (len(rows), rows[-1]) == (number + 1, (reply.query,))


async def test_people_get_answers_where_the_log_cannot_be_written(shipped: Snapshot, tmp_path: Path) -> None:
    log = await QueryLog.open(tmp_path / "log.sqlite3")
    await log.close()

    reply = await Desk(shipped, log).ask("when was ISIS-K formed", ASKER)

    assert isinstance(reply, Answer)


async def test_a_locked_log_keeps_nobody_waiting_however_many_ask(shipped: Snapshot, tmp_path: Path) -> None:
    async with await QueryLog.open(tmp_path / "log.sqlite3") as log:
        desk = Desk(shipped, log)
        with closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            replies = await asyncio.wait_for(asyncio.gather(*(desk.ask("kabul deaths", ASKER) for _ in range(6))), 3)

        assert len(replies) == 6


async def test_stemming_in_many_threads_at_once_is_that_of_one(shipped: Snapshot) -> None:
    spoken = sorted({word for fact in shipped.base.facts for text in fact.phrasings for word in words(text)})
    alone = [stem.__wrapped__(word) for word in spoken]

    def in_order(order: list[str]) -> list[str]:
        return [stem.__wrapped__(word) for word in order]

    one, other = await asyncio.gather(
        asyncio.to_thread(in_order, spoken), asyncio.to_thread(in_order, list(reversed(spoken)))
    )
    assert one == alone
    assert other == list(reversed(alone))


async def test_what_only_fills_up_the_five_is_not_called_close(shipped: Snapshot) -> None:
    reply = await Desk(shipped, None).ask("zzzzqqq", ASKER)

    assert len(reply.candidates) == 5
    assert reply.closest == ()


async def test_nor_is_it_the_closest_fact_of_a_question(shipped: Snapshot) -> None:
    desk = Desk(shipped, None)

    assert desk.closest("zzzzqqq") == []
    assert desk.closest("commander")[0] in shipped.base.facts


async def test_an_edit_is_live_after_a_reload(small: Folder) -> None:
    desk = Desk(take_snapshot(small.facts, small.sources), None)
    small.change("facts/bridges.yaml", "claim: The Arn bridge is 210 metres long.", "claim: It is 210 metres long.")

    await desk.reload(Loader(small.facts, small.sources))

    assert desk.base.facts[1].claim == "It is 210 metres long."


async def test_a_bad_edit_changes_nothing(small: Folder) -> None:
    desk = Desk(take_snapshot(small.facts, small.sources), None)
    before = desk.base
    small.change("facts/bridges.yaml", "id: length", "id: opening")

    with pytest.raises(BadFactBase, match="the id 'opening' is taken"):
        await desk.reload(Loader(small.facts, small.sources))
    assert desk.base is before


async def test_when_the_base_was_taken_and_when_the_folders_were_read_are_told_apart(small: Folder) -> None:
    loader = Loader(small.facts, small.sources)
    desk = Desk(Snapshot.of(loader.load()), None)
    edited_at = time.time()
    small.change("facts/bridges.yaml", "210 metres long", "310 metres long")
    await desk.reload(loader)
    taken_at = desk.editing.taken_at

    small.change("facts/bridges.yaml", "id: length", "id: opening")
    broken_at = time.time()
    with pytest.raises(BadFactBase):
        await desk.reload(loader)

    assert edited_at <= taken_at <= broken_at <= desk.editing.read_at
    assert desk.editing.taken_at == taken_at


async def test_of_several_problems_the_first_is_told_in_a_line_and_the_errors_behind_it_are_counted(
    small: Folder,
) -> None:
    desk = Desk(take_snapshot(small.facts, small.sources), None)
    small.change("facts/bridges.yaml", "Gives its length.", "Gives #2.")  # a warning, for which no edit is refused
    small.change("facts/bridges.yaml", "paragraph: 1", "paragraph: 3")
    small.change("facts/bridges.yaml", "id: length", "id: opening")

    with pytest.raises(BadFactBase):
        await desk.reload(Loader(small.facts, small.sources))

    assert [problem.position.line for problem in desk.editing.problems] == [16, 19]
    assert desk.editing.problem == f"{desk.editing.problems[0]} (and 1 more)"


async def test_questions_under_way_finish_on_the_base_they_began_with(small: Folder, tmp_path: Path) -> None:
    async with await QueryLog.open(tmp_path / "log.sqlite3") as log:
        desk = Desk(take_snapshot(small.facts, small.sources), log)
        before = desk.base
        asked = asyncio.create_task(desk.ask("How long is the Arn bridge?", ASKER))
        await asyncio.sleep(0)
        small.change("facts/bridges.yaml", "Gives its length.", "Gives the length.")
        await desk.reload(Loader(small.facts, small.sources))

        assert (await asked).base is before
        assert (await desk.ask("How long is the Arn bridge?", ASKER)).base is desk.base is not before


async def test_what_was_found_for_a_short_text_is_remembered_until_the_base_changes(
    small: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for = count_calls(monkeypatch)
    desk = Desk(take_snapshot(small.facts, small.sources), None)
    for _ in range(3):
        first = await desk.ask("How long is the Arn bridge?", ASKER)
        desk.complete("how lo", 25)
    found_once = list(looked_for)
    small.change("facts/bridges.yaml", "210 metres long", "211 metres long")
    await desk.reload(Loader(small.facts, small.sources))
    again = await desk.ask("How long is the Arn bridge?", ASKER)

    assert found_once == ["How long is the Arn bridge?", "how lo"]
    assert [reply.candidates[0].fact.claim for reply in (first, again)] == [
        "The Arn bridge is 210 metres long.",
        "The Arn bridge is 211 metres long.",
    ]


async def test_no_more_texts_are_remembered_than_fit_and_no_long_ones(
    small: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "REMEMBERED", 2)
    looked_for = count_calls(monkeypatch)
    desk = Desk(take_snapshot(small.facts, small.sources), None)
    long = "bridge " * LONGEST_REMEMBERED

    for question in ("a", "b", "c", "a", "c", long, long):
        await desk.ask(question, ASKER)

    assert looked_for == ["a", "b", "c", "a", long.strip(), long.strip()]


def count_calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the matcher is given from here on; it works as ever."""
    given: list[str] = []
    match, complete = Matcher.match, Matcher.complete

    def counted_match(self: Matcher, text: str) -> Match:
        given.append(text)
        return match(self, text)

    def counted_complete(self: Matcher, typed: str, limit: int) -> list[Fact]:
        given.append(typed)
        return complete(self, typed, limit)

    monkeypatch.setattr(Matcher, "match", counted_match)
    monkeypatch.setattr(Matcher, "complete", counted_complete)
    return given


async def test_questions_are_answered_while_an_edit_is_read(shipped: Snapshot, small: Folder) -> None:
    answered = threading.Event()

    class Waiting(Loader):
        def load(self) -> FactBase:
            assert answered.wait(10), "nobody was answered all the while"
            return super().load()

    desk = Desk(shipped, None)
    reloading = asyncio.create_task(desk.reload(Waiting(small.facts, small.sources)))
    await asyncio.sleep(0.05)
    reply = await desk.ask("kabul deaths", ASKER)
    answered.set()
    await reloading

    assert reply.base is shipped.base
    assert len(desk.base.facts) == 2


@given(st.text(st.characters(), max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_can_be_typed_makes_it_fail(shipped: Snapshot, typed: str) -> None:
    desk = Desk(shipped, None)

    reply = asyncio.run(desk.ask(typed, ASKER))

    assert len(reply.candidates) == 5
    assert 0 <= reply.confidence <= 1
    assert len(desk.complete(typed, 25)) <= 25


@pytest.mark.parametrize(
    "typed", ["a" * 6000, "what " * 1200, "é" * 6000, "1" * 6000, "isis-k " * 850, "\U0001f525" * 6000]
)
async def test_six_thousand_characters_take_no_longer_than_a_moment(shipped: Snapshot, typed: str) -> None:
    started = time.thread_time()

    await Desk(shipped, None).ask(typed, ASKER)

    assert time.thread_time() - started < 0.25
