"""Editors are told in their channel what became of their edits, within Discord's limits, pinging nobody."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from bot.discord_app.notices import editors_channel
from bot.discord_app.notices.editors_channel import EditorsChannel
from bot.editing.reloader import Edit, reloading
from bot.factbase.loading import Loader
from bot.snapshot import Snapshot, take_snapshot
from tests.discord_app.conftest import World
from tests.editing import FACTS, Folder

pytestmark = pytest.mark.slow

SOON_S = 30.0


@pytest.fixture
def snapshot(folder: Folder) -> Snapshot:
    """The bot answers from that."""
    return take_snapshot(folder.facts, folder.sources)


@pytest.fixture(autouse=True)
def told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has editors told without waiting long for the next edit."""
    monkeypatch.setattr("bot.editing.reloader.QUIET_SECONDS", 0.3)


@pytest.fixture
async def told(world: World, folder: Folder) -> AsyncIterator[EditorsChannel]:
    """The bot follows the edits and tells of them in the channel."""
    channel = EditorsChannel(int(world.channel.id))
    channel.client = world.env.bot
    async with reloading(world.desk, Loader(folder.facts, folder.sources), channel.tell), channel.running():
        await asyncio.sleep(0.2)
        yield channel


def posted(world: World, channel: int | None = None) -> list[Any]:
    """The bodies that the bot posted in the channel, by default the newsroom, or tried to."""
    return [sent.body for sent in world.sent() if sent.path == f"/channels/{channel or world.channel.id}/messages"]


async def until_posted(world: World, count: int, channel: int | None = None) -> list[Any]:
    """The bodies, once there are so many."""
    async with asyncio.timeout(SOON_S):
        while len(posted(world, channel)) < count:  # noqa: ASYNC110 - another task posts
            await asyncio.sleep(0.02)
    return posted(world, channel)


@pytest.mark.usefixtures("told")
async def test_what_a_good_edit_changed_is_posted(world: World, folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "is 210 metres long", "is *310* metres long for @everyone")

    (body,) = await until_posted(world, 1)

    assert "facts: 1 changed" in str(body)
    said = body["components"][0]["components"][1]["content"]
    assert said == "- **now reads** · The Arn bridge is \\*310\\* metres long for @\u2060everyone."
    assert body["allowed_mentions"] == {"parse": []}


@pytest.mark.usefixtures("told")
async def test_a_bad_edit_is_posted_with_file_and_line_and_so_is_its_end(world: World, folder: Folder) -> None:
    folder.write("facts/bridges.yaml", FACTS.replace("id: length", "id: opening"))
    (refused,) = await until_posted(world, 1)
    folder.write("facts/bridges.yaml", FACTS)
    _, undone = await until_posted(world, 2)

    assert "The last edit has errors and is not live" in str(refused)
    assert "bridges.yaml:19:9: the id 'opening' is taken by the fact at" in str(refused)
    assert "The edit was undone" in str(undone)


@pytest.mark.usefixtures("told")
async def test_what_should_be_looked_at_is_posted_with_what_changed(world: World, folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "claim: The Arn bridge is 210", "claim: The #1 bridge is 210")
    (changed,) = await until_posted(world, 1)
    folder.change("facts/bridges.yaml", "Gives its length.", "Gives its length. #2")
    _, same = await until_posted(world, 2)

    texts = [component["content"] for component in changed["components"][0]["components"]]
    assert texts[0] == "### The facts have changed\nfacts: 1 changed\nPlease check these warnings."
    warning, now = texts[1].splitlines()
    assert "bridges.yaml:20:15: warning: the text ends before" in warning
    assert now == "- **now reads** · The"
    assert "The edit changed no fact" in str(same)
    assert "bridges.yaml:26:32: warning" in str(same)


@pytest.mark.usefixtures("told")
async def test_an_edit_of_hundreds_of_facts_takes_three_messages_at_most_and_counts_the_rest(
    world: World, folder: Folder
) -> None:
    entries = [
        f"  - id: n{n}\n    claim: {'😀 *' * 60} {n}\n    supports:\n"
        f'      - {{source: almanac, paragraph: 1, says: It is so., anchors: ["{n}"]}}\n'
        for n in range(300)
    ]
    folder.write("facts/many.yaml", "topic: Many\nfacts:\n" + "".join(entries))

    bodies = await until_posted(world, 3)
    await asyncio.sleep(0.5)

    assert len(posted(world)) == 3
    assert "facts: 300 added" in str(bodies[0])
    assert "more." in str(bodies[2])


@pytest.mark.usefixtures("told")
async def test_an_edit_is_posted_once_discord_has_recovered_and_so_is_the_next_one(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editors_channel, "AGAIN_SECONDS", 0.05)
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=2)

    for metres in (310, 410):
        folder.write("facts/bridges.yaml", FACTS.replace("is 210 metres", f"is {metres} metres"))
        bodies = await until_posted(world, {310: 3, 410: 4}[metres])

    assert ["310" in str(body) for body in bodies] == [True, True, True, False]
    assert len({body["nonce"] for body in bodies}) == 2  # by which Discord takes what was tried thrice once
    assert "410" in str(bodies[3])


@pytest.mark.usefixtures("told")
async def test_what_discord_refuses_is_not_tried_again(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(editors_channel, "AGAIN_SECONDS", 0.05)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50001)

    folder.write("facts/bridges.yaml", FACTS.replace("is 210 metres", "is 310 metres"))
    await until_posted(world, 1)
    await asyncio.sleep(0.3)

    assert len(posted(world)) == 1
    assert caplog.text.count("editors cannot be told in FACTBOT_EDITORS_CHANNEL") == 1


@pytest.mark.usefixtures("told")
async def test_each_time_that_discord_fails_is_said_once(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(editors_channel, "AGAIN_SECONDS", 0.05)

    for metres, times in ((310, 3), (410, 6)):
        world.env.inject_error("POST", "/channels/*/messages", status=503, times=2)
        folder.write("facts/bridges.yaml", FACTS.replace("is 210 metres", f"is {metres} metres"))
        await until_posted(world, times)
        await asyncio.sleep(0.1)

    assert caplog.text.count("editors cannot be told in FACTBOT_EDITORS_CHANNEL") == 2


async def test_a_channel_that_is_not_there_is_said_once_and_harms_nothing(
    world: World, folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    channel = EditorsChannel(1)
    channel.client = world.env.bot
    async with reloading(world.desk, Loader(folder.facts, folder.sources), channel.tell), channel.running():
        for metres in (310, 410):
            folder.write("facts/bridges.yaml", FACTS.replace("is 210 metres", f"is {metres} metres"))
            async with asyncio.timeout(SOON_S):
                while str(metres) not in world.desk.base.facts[1].claim:  # noqa: ASYNC110 - another task takes it
                    await asyncio.sleep(0.02)
            await asyncio.sleep(0.8)

    assert caplog.text.count("editors cannot be told in FACTBOT_EDITORS_CHANNEL") == 1
    assert posted(world) == []


@pytest.mark.parametrize("right", ["send_messages", "view_channel"])
async def test_a_channel_in_which_the_bot_may_not_write_is_a_problem_that_is_said_before_any_edit(
    world: World, caplog: pytest.LogCaptureFixture, right: str
) -> None:
    guild = world.channel.guild
    closed = discord.PermissionOverwrite.from_pair(discord.Permissions.none(), discord.Permissions(**{right: True}))
    quiet = guild.create_text_channel("quiet", overwrites={guild.default_role: closed})
    channel, well = EditorsChannel(int(quiet.id)), EditorsChannel(int(world.channel.id))
    for one in (channel, well):
        assert one.problem is None  # nothing is known yet
        one.client = world.env.bot

    async with channel.running(), well.running():
        await asyncio.sleep(0.2)

    problem = f"the bot lacks the right to see channel {quiet.id} or to write there"
    assert (channel.problem, well.problem) == (problem, None)
    assert caplog.messages == [f"editors cannot be told in FACTBOT_EDITORS_CHANNEL ({problem})"]


async def test_a_thread_takes_notices_also_once_it_is_archived(world: World, folder: Folder) -> None:
    world.env.backend.create_thread(world.channel.id, "edits", owner_id=world.alice.id)
    (thread,) = world.channel.threads
    channel = EditorsChannel(int(thread.id))
    channel.client = world.env.bot
    async with reloading(world.desk, Loader(folder.facts, folder.sources), channel.tell), channel.running():
        for times, metres in enumerate((310, 410), 1):
            folder.write("facts/bridges.yaml", FACTS.replace("is 210 metres", f"is {metres} metres"))
            assert f"{metres} metres" in str((await until_posted(world, times, thread.id))[-1])
            assert (channel.problem, channel.guild_id) == (None, world.channel.guild.id)
            if known := world.env.bot.get_channel(thread.id):
                await known.edit(archived=True)

    assert world.env.bot.get_channel(thread.id) is None


async def test_what_happens_before_discord_is_there_is_told_once_it_is(world: World, folder: Folder) -> None:
    channel = EditorsChannel(int(world.channel.id))
    loader = Loader(folder.facts, folder.sources)
    async with reloading(world.desk, loader, channel.tell), channel.running():
        folder.change("facts/bridges.yaml", "is 210 metres long", "is 310 metres long")
        await asyncio.sleep(0.5)
        assert posted(world) == []

        channel.client = world.env.bot

        assert "facts: 1 changed" in str(await until_posted(world, 1))


async def test_of_more_edits_than_may_wait_for_discord_the_latest_are_told(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editors_channel, "MOST_WAITING", 2)
    channel, told = EditorsChannel(int(world.channel.id)), 0

    def tell(edit: Edit) -> None:
        nonlocal told
        channel.tell(edit)
        told += 1

    async with reloading(world.desk, Loader(folder.facts, folder.sources), tell), channel.running():
        for count, metres in enumerate((310, 410, 510), 1):
            folder.write("facts/bridges.yaml", FACTS.replace("is 210 metres", f"is {metres} metres"))
            async with asyncio.timeout(SOON_S):
                while told < count:  # noqa: ASYNC110 - another task tells
                    await asyncio.sleep(0.02)
        channel.client = world.env.bot
        await until_posted(world, 2)
        await asyncio.sleep(0.3)

    assert ["410" in str(posted(world)[0]), "510" in str(posted(world)[1])] == [True, True]
    assert len(posted(world)) == 2
