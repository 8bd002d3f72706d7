"""Editors change files while the bot's process answers over the wire."""

import asyncio
from pathlib import Path

from tests.editing import FACTS, Folder
from tests.loopback.conftest import Start
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord


async def health_with_a_note(bot: BotProcess, within: float = 60) -> str:
    """What ``factbot health`` says once it has a note; it must then exit 0."""
    async with asyncio.timeout(within):
        while True:
            code, said = await bot.health()
            if "note: " in said:
                assert code == 0, said
                return said


async def test_a_good_edit_is_answered_from_and_a_bad_one_is_told_while_the_bot_stays_well(
    discord: LoopbackDiscord, start: Start, tmp_path: Path
) -> None:
    folder = Folder(tmp_path)
    channel = discord.guilds[0]["channels"][0]["id"]
    folders = {"FACTBOT_FACTS": str(folder.facts), "FACTBOT_SOURCES": str(folder.sources)}
    bot = await start(**folders, FACTBOT_EDITORS_CHANNEL=channel)
    await discord.connected()

    folder.change("facts/bridges.yaml", "is 210 metres long", "is 310 metres long")
    await bot.says("edit accepted: facts: 1 changed; base version ")
    edited = await discord.ask("How long is the Arn bridge?")
    folder.write("facts/bridges.yaml", FACTS.replace("id: length", "id: opening"))
    await bot.says(f"{folder.facts}/bridges.yaml:19:9: the id 'opening' is taken")
    unmoved = await discord.ask("How long is the Arn bridge?")
    noted = await health_with_a_note(bot)
    await bot.says("bridges.yaml:19:9: the id 'opening' is taken")
    folder.write("facts/bridges.yaml", FACTS)
    await bot.says("edit accepted:", times=2)
    posted = [str(sent.body) for sent in discord.rest.sent if sent.path == f"/channels/{channel}/messages"]
    code = await bot.stop()

    assert "is 310 metres long" in str(edited.data)
    assert "is 310 metres long" in str(unmoved.data)
    assert f"note: the last edit is rejected: {folder.facts}/bridges.yaml:19:9: the id 'opening' is taken" in noted
    assert noted.startswith("healthy: ")
    assert "facts: 1 changed" in posted[0]
    assert "bridges.yaml:19:9: the id 'opening' is taken" in posted[1]
    assert code == 0
    assert "Traceback" not in bot.output


async def test_the_last_good_base_answers_if_the_folder_is_bad_at_a_start(
    discord: LoopbackDiscord, start: Start, tmp_path: Path
) -> None:
    folder = Folder(tmp_path)
    folders = {"FACTBOT_FACTS": str(folder.facts), "FACTBOT_SOURCES": str(folder.sources)}
    bot = await start(**folders)
    await bot.says("connected to Discord")
    folder.change("facts/bridges.yaml", "is 210 metres long", "is 310 metres long")
    await bot.says("edit accepted: ")
    await bot.stop()
    folder.write("facts/bridges.yaml", FACTS.replace("id: length", "id: opening"))

    bot = await start(**folders)
    await bot.says("connected to Discord")
    answer = await discord.ask("How long is the Arn bridge?")
    noted = await health_with_a_note(bot)
    folder.write("facts/bridges.yaml", FACTS)
    await bot.says("edit accepted: ")

    assert "the folders have problems; the last good fact base answers, of " in bot.output
    assert "is 310 metres long" in str(answer.data)
    assert "bridges.yaml:19:9: the id 'opening' is taken" in noted
    assert "is 210 metres long" in str((await discord.ask("How long is the Arn bridge?")).data)
    assert await bot.stop() == 0
