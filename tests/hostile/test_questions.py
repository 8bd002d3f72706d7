"""Whatever anybody types is answered: soon, within Discord's limits, and without pinging or formatting."""

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from bot.desk import Desk
from bot.querylog.rows import LONGEST_QUESTION
from bot.reply import Asker
from bot.snapshot import Snapshot
from tests.conftest import query_log_rows
from tests.discord_app.conftest import World
from tests.hostile.texts import HOSTILE, LONGEST, worst

MOST_SECONDS = 0.1
"""Of a processor's time that a question may take with the shipped base; Discord waits three seconds for all of it."""
ASKER = Asker(command="/fact", id="7", guild_id="8", channel_id="9")


def spent(snapshot: Snapshot, text: str) -> float:
    """Seconds of this thread's own time in which a text is matched, asked for the first time."""
    started = time.thread_time()
    found = snapshot.matcher.match(text)
    took = time.thread_time() - started
    assert len(found.candidates) == 5
    return took


def test_no_text_takes_long_to_match_however_it_is_made(shipped: Snapshot) -> None:
    texts = dict(worst(shipped.base))

    slow = {what: took for what, text in texts.items() if (took := spent(shipped, text[:LONGEST])) > MOST_SECONDS}

    assert len(texts) > 20
    assert slow == {}


@given(text=HOSTILE)
@settings(max_examples=60)
def test_nor_does_any_text_that_chance_makes(shipped: Snapshot, text: str) -> None:
    assert spent(shipped, text) <= MOST_SECONDS


def test_completing_what_is_half_typed_takes_no_longer(shipped: Snapshot) -> None:
    desk = Desk(shipped, None)

    for what, text in worst(shipped.base):
        started = time.thread_time()
        assert len(desk.complete(text[:LONGEST], 25)) <= 25
        assert time.thread_time() - started <= MOST_SECONDS, what


@given(text=HOSTILE)
@example("")
@example("\ud800")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_text_has_a_reply_and_a_row(world: World, text: str) -> None:
    before = len(query_log_rows(world.log))

    reply = await world.desk.ask(text, ASKER)

    assert len(reply.candidates) == 5
    assert 0 <= reply.confidence <= 1
    assert len(query_log_rows(world.log)) == before + 1


@given(text=HOSTILE.map(lambda text: text.encode("utf-8", "ignore").decode() or " "))
@example("\u200b" * LONGEST)
@example("@everyone " * 600)
@example("[" * LONGEST)
@example("👩‍👩‍👧‍👦" * 800)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_text_is_answered_in_discord_and_pings_nobody(world: World, text: str) -> None:
    somebody = world.channel.guild.add_member(world.env.create_user("somebody"))

    for share in (False, True):
        result = await somebody.slash(world.channel, "fact", query=text[:LONGEST_QUESTION], share=share)

        assert result.response is not None
    assert all(pings(sent.body) == {"parse": []} for sent in world.sent() if sent.path.endswith("/callback"))


def pings(body: dict[str, Any]) -> dict[str, Any]:
    """Whom a first answer would ping."""
    allowed: dict[str, Any] = body["data"]["allowed_mentions"]
    return allowed


@pytest.mark.parametrize("text", ["\u200b" * LONGEST, "<@1>" * 1_500, "阿" * LONGEST, "a\u0301" * 3_000])
async def test_completions_are_answered_too(world: World, text: str) -> None:
    assert len(await world.alice.autocomplete(world.channel, "fact", "query", text)) <= 25
