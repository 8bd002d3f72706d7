"""The channel of the editors: where it works it is written to, and nothing that is amiss with it ends the bot."""

import asyncio

import pytest

from bot.discord_app.notices.editors_channel import EditorsChannel
from tests.editing import Folder
from tests.loopback.conftest import Serve, Start
from tests.loopback.payloads import Json, snowflake, thread
from tests.loopback.server import LoopbackDiscord
from tests.loopback.test_ending import until

QUESTION = "when was ISIS-K formed?"


async def test_an_edit_is_told_in_the_channel(discord: LoopbackDiscord, start: Start, folder: Folder) -> None:
    (channel,) = discord.guilds[0]["channels"]
    bot = await start(
        FACTBOT_EDITORS_CHANNEL=channel["id"], FACTBOT_FACTS=str(folder.facts), FACTBOT_SOURCES=str(folder.sources)
    )
    await discord.connected()
    folder.change("facts/bridges.yaml", "is 210 metres long", "is 310 metres long")

    def told() -> list[Json]:
        return [sent.body for sent in discord.rest.sent if sent.path == f"/channels/{channel['id']}/messages"]

    await until(lambda: told() != [])

    assert "is 310 metres long" in str(told())
    assert "editors cannot be told" not in bot.output


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that looks often how everything is."""
    monkeypatch.setattr("bot.discord_app.service.HEARTBEAT_SECONDS", 0.02)


@pytest.mark.usefixtures("quick")
async def test_a_thread_whose_channel_is_not_known_does_not_end_the_bot(discord: LoopbackDiscord, serve: Serve) -> None:
    place = discord.guilds[0]
    place["threads"].append({**thread(place), "parent_id": snowflake()})
    serve(editors_channel=EditorsChannel(int(place["threads"][0]["id"])), guild_ready_timeout=0.1)
    await discord.connected()
    await asyncio.sleep(0.5)

    await discord.ask(QUESTION)


@pytest.mark.usefixtures("quick")
async def test_a_server_in_which_the_bot_does_not_see_itself_does_not_end_it(
    discord: LoopbackDiscord, serve: Serve
) -> None:
    discord.gateway.shows_the_bot = False
    (channel,) = discord.guilds[0]["channels"]
    serve(editors_channel=EditorsChannel(int(channel["id"])), guild_ready_timeout=0.1)
    await discord.connected()
    await asyncio.sleep(0.5)

    await discord.ask(QUESTION)
