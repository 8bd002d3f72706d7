"""Whoever follows a fact is told once of each change, with before and after; nobody else is pinged."""

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.discord_app.client import FactbotClient
from bot.discord_app.following import ENDED, ENOUGH, UNSAVED
from bot.discord_app.notices import personal_notices
from bot.discord_app.notices.personal_notices import seen_of
from bot.factbase.loading import Loader
from bot.querylog import writer
from bot.querylog.rows import MOST_FOLLOWED, Follow
from bot.reply import Asker
from bot.snapshot import Snapshot, take_snapshot
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, texts
from tests.editing import Folder

QUESTION = "When did the Arn bridge open?"
DISPUTE = """\
    disputes:
      - source: almanac
        paragraph: 1
        says: Dates it a year later.
        anchors: ["1932"]
"""


@pytest.fixture
def snapshot(folder: Folder) -> Snapshot:
    """The bot answers from that."""
    return take_snapshot(folder.facts, folder.sources)


async def follow(world: World, person: Any) -> Any:  # noqa: ANN401 - SimCord's member
    """Somebody asks for a fact and follows it; the panel of the answer."""
    answer = await person.slash(world.channel, "fact", query=QUESTION)
    await person.click(answer.response, label="Follow")
    return answer.response


async def reload(world: World, folder: Folder) -> None:
    """The bot loads the fact base anew, and has told whom it tells."""
    await world.desk.reload(Loader(folder.facts, folder.sources))
    await asyncio.gather(*world.env.bot.personal_notices._running)


async def settle_the_dispute(world: World, folder: Folder) -> None:
    """An editor takes the disputing entry out: the verdict changes."""
    folder.change("facts/bridges.yaml", DISPUTE, "")
    await reload(world, folder)


def told(world: World) -> list[Any]:
    """The bodies of the messages that the bot sent by itself, or tried to."""
    return [sent.body for sent in world.sent() if sent.path.endswith("/messages")]


def channels(world: World) -> list[str]:
    """The channels of these messages: the server's, or ``direct``."""
    here = f"/channels/{world.channel.id}/messages"
    return ["here" if sent.path == here else "direct" for sent in world.sent() if sent.path.endswith("/messages")]


def said(body: Any) -> str:  # noqa: ANN401
    """The text of such a message."""
    return "\n".join(part.get("content", "") for part in body["components"][0]["components"])


async def test_a_press_follows_and_the_same_button_stops_that(world: World, folder: Folder) -> None:
    panel = await follow(world, world.alice)
    assert "You follow this fact. If its verdict or a value changes, the bot tells you by direct message" in texts(
        panel
    )
    assert "Follow" not in buttons(panel)
    await world.restart()

    await world.alice.click(panel, label="Stop following")
    await settle_the_dispute(world, folder)

    assert ENDED in texts(panel)
    assert "You follow this fact" not in texts(panel)
    assert "Follow" in buttons(panel)
    assert told(world) == []


async def test_a_shared_answer_whose_verdict_turned_since_says_so_when_pressed(world: World, folder: Folder) -> None:
    shared = await world.alice.slash(world.channel, "fact", query=QUESTION, share=True)
    before = await world.bob.click(shared.response, label="Show the sources")
    await settle_the_dispute(world, folder)

    after = await world.bob.click(shared.response, label="Show the sources")

    turned = "⚠️ **The verdict has changed** since this was posted: it was *disputed*."
    assert texts(after.response).startswith(f"{turned}\n")
    assert "has changed" not in texts(before.response)


async def test_a_follower_is_told_once_directly_with_before_and_after(world: World, folder: Folder) -> None:
    await follow(world, world.alice)

    await settle_the_dispute(world, folder)
    folder.change("facts/bridges.yaml", "arn bridge opening year", "arn bridge opened")
    await reload(world, folder)
    await world.restart()

    (body,) = told(world)
    assert channels(world) == ["direct"]
    assert f"<@{world.alice.id}>, a fact that you follow has changed:" in said(body)
    assert "**Before**: ⚖️ Disputed: The Arn bridge opened in 1931." in said(body)
    assert "**Now**: ☝️ Single origin: The Arn bridge opened in 1931." in said(body)
    assert body["allowed_mentions"] == {"parse": [], "users": [world.alice.id]}


async def test_a_new_value_is_told_and_the_same_in_other_words_is_not(world: World, folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "opened in 1931.", "opened in 1931.\n    value: at least 12 boats")
    await reload(world, folder)
    await follow(world, world.alice)

    folder.change("facts/bridges.yaml", "at least 12 boats", "12 or more boats")
    await reload(world, folder)
    assert told(world) == []
    folder.change("facts/bridges.yaml", "12 or more boats", "13 boats")
    await reload(world, folder)

    (body,) = told(world)
    assert "**Before**: ⚖️ Disputed: at least 12 boats\n**Now**: ⚖️ Disputed: 13 boats" in said(body)


async def test_each_change_has_its_own_message_which_discord_takes_once(world: World, folder: Folder) -> None:
    await follow(world, world.alice)

    await settle_the_dispute(world, folder)
    folder.change("facts/bridges.yaml", "  - id: length", f"{DISPUTE}  - id: length")
    await reload(world, folder)

    first, second = told(world)
    assert first["nonce"] != second["nonce"]
    assert "**Now**: ⚖️ Disputed" in said(second)


async def test_an_edit_while_the_bot_was_down_is_told_at_its_start(world: World, folder: Folder) -> None:
    await follow(world, world.alice)
    folder.change("facts/bridges.yaml", DISPUTE, "")
    world.desk._snapshot = take_snapshot(folder.facts, folder.sources)  # loaded while the bot was away

    await world.restart()
    await asyncio.gather(*world.env.bot.personal_notices._running)

    assert len(told(world)) == 1


async def test_a_fact_that_is_gone_is_told_once_and_no_longer_followed(world: World, folder: Folder) -> None:
    await follow(world, world.alice)

    for name in ("unveiling", "opening"):
        folder.change("facts/bridges.yaml", "id: opening" if name == "unveiling" else "id: unveiling", f"id: {name}")
        await reload(world, folder)

    (body,) = told(world)
    assert "a fact that you followed is no longer in the fact base:\n### The Arn bridge opened in 1931." in said(body)
    assert await world.desk.records.follows() == []


async def test_two_followers_are_each_told_and_pinged_alone(world: World, folder: Folder) -> None:
    for person in (world.alice, world.bob):
        await follow(world, person)

    await settle_the_dispute(world, folder)

    assert sorted(body["allowed_mentions"]["users"][0] for body in told(world)) == [world.alice.id, world.bob.id]


async def test_who_takes_no_direct_messages_is_told_in_the_channel(world: World, folder: Folder) -> None:
    await follow(world, world.alice)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)

    await settle_the_dispute(world, folder)

    assert channels(world) == ["direct", "here"]
    assert told(world)[1]["allowed_mentions"] == {"parse": [], "users": [world.alice.id]}


async def test_a_notice_leads_to_the_sources_and_stops_following(world: World, folder: Folder) -> None:
    await follow(world, world.alice)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    await settle_the_dispute(world, folder)
    (notice,) = [message for message in world.channel.history(viewer=world.bob) if message.author.bot]
    await world.restart()

    opened = await world.bob.click(notice, label="Show the sources")
    stopped = await world.alice.click(notice, label="Stop following")

    assert "Dates the opening to 1931." in texts(opened.response)
    assert (opened.ephemeral, texts(stopped.response)) == (True, ENDED)
    assert await world.desk.records.follows() == []


@pytest.mark.parametrize("when", ["before the message", "after the message"])
async def test_a_kill_beside_the_message_loses_and_doubles_nothing(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """The next process finds the log as the killed one left it; Discord takes a nonce once."""
    await follow(world, world.alice)
    step = "begin_telling" if when == "before the message" else "told"

    async def killed(*_: object) -> bool:
        raise asyncio.CancelledError

    with monkeypatch.context() as killing:
        killing.setattr(world.desk.records, step, killed)
        folder.change("facts/bridges.yaml", DISPUTE, "")
        await world.desk.reload(Loader(folder.facts, folder.sources))
        await asyncio.gather(*world.env.bot.personal_notices._running, return_exceptions=True)
    await world.restart()
    await asyncio.gather(*world.env.bot.personal_notices._running)

    assert len({body["nonce"] for body in told(world)}) == 1
    assert all(body["enforce_nonce"] for body in told(world))
    assert [row.seen for row in await world.desk.records.follows()] == [seen_of(world.desk.base.facts[0])]


async def test_a_follower_is_told_once_discord_has_recovered(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_notices, "AGAIN_SECONDS", 0.01)
    await follow(world, world.alice)
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=2)

    await settle_the_dispute(world, folder)

    assert len(told(world)) == 3
    assert len({body["nonce"] for body in told(world)}) == 1


async def test_a_message_that_the_log_cannot_note_is_not_sent_again(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_notices, "AGAIN_SECONDS", 0.05)
    await follow(world, world.alice)
    noting, refusals = world.desk.records.told, iter([OSError("the disk")])

    async def failing_once(row: Follow, seen: str, claim: str) -> None:
        if error := next(refusals, None):
            raise error
        await noting(row, seen, claim)

    monkeypatch.setattr(world.desk.records, "told", failing_once)

    await settle_the_dispute(world, folder)

    assert len(told(world)) == 1


async def test_the_button_keeps_what_it_says_on_other_pages(world: World) -> None:
    panel = await follow(world, world.alice)

    await world.alice.click(panel, label="Share")

    assert "Stop following" in buttons(panel)


async def test_so_many_facts_and_no_more_are_followed(world: World, snapshot: Snapshot) -> None:
    rows = [(number, f"f{number}", "", "[]", "2026", str(world.alice.id)) for number in range(MOST_FOLLOWED)]
    with closing(sqlite3.connect(world.log)) as other, other:
        into = "INSERT INTO follows (id, fact_id, claim, seen, followed_at, user_id) VALUES (?, ?, ?, ?, ?, ?)"
        other.executemany(into, rows)
    answer = await world.alice.slash(world.channel, "fact", query=QUESTION)

    pressed = await world.alice.click(answer.response, label="Follow")

    assert texts(pressed.response) == ENOUGH
    assert "Follow" in buttons(answer.response)


async def test_a_follow_that_is_lost_is_said_to_be(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=QUESTION)
    monkeypatch.setattr(writer, "MOST_WAITING", 0)

    pressed = await world.alice.click(answer.response, label="Follow")

    assert texts(pressed.response) == UNSAVED


async def test_a_bot_that_is_limited_to_other_servers_tells_no_follower(world: World, folder: Folder) -> None:
    await follow(world, world.alice)
    await world.restart(FactbotClient(world.desk, frozenset({1})))

    await settle_the_dispute(world, folder)

    assert told(world) == []


async def test_who_has_everything_deleted_follows_nothing(world: World, folder: Folder) -> None:
    await follow(world, world.alice)

    await world.desk.records.forget(Asker("privacy", str(world.alice.id)))
    await settle_the_dispute(world, folder)

    assert told(world) == []
    assert not any(str(world.alice.id).encode() in file.read_bytes() for file in world.log.parent.glob("log.sqlite3*"))
