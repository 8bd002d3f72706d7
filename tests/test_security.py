"""What the documentation says about who may do what is what the bot asks of Discord."""

import re
from typing import Any

import discord

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.querylog.rows import key_file
from bot.snapshot import Snapshot
from tests.conftest import PROJECT
from tests.discord_app.conftest import World
from tests.hostile.conftest import desk, simcord_bot, snapshot, world

__all__ = ["desk", "simcord_bot", "snapshot", "world"]

SECTION = (
    (PROJECT / "bot" / "README.md").read_text("utf-8").partition("\n## Security and privacy")[2].partition("\n## ")[0]
)
ROWS = [row.split("|")[1:-1] for row in re.findall(r"^\| .*(?:`/|\*Check).*$", SECTION, re.MULTILINE)]


async def commands(shipped: Snapshot) -> dict[str, Any]:
    """Every command that the bot has in Discord, context menus included, by its name."""
    tree = FactbotClient(Desk(shipped, None)).tree
    found = [*tree.get_commands(type=discord.AppCommandType.chat_input)]
    menus = [*tree.get_commands(type=discord.AppCommandType.message)]
    return {command.name: command for command in [*found, *menus]}


async def test_every_command_stands_in_the_table_and_only_those_for_editors_need_a_right(shipped: Snapshot) -> None:
    told = {name: row for row in ROWS for name in re.findall(r"[`*]/?([^`*]+)[`*]", row[0])}

    found = await commands(shipped)

    assert told.keys() == found.keys()
    for name, command in found.items():
        right = getattr(command, "default_permissions", None)
        assert right == (discord.Permissions(manage_guild=True) if name == "editors" else None)
        assert ("*Manage Server*" in told[name][1]) == (name == "editors")


async def test_the_bot_hears_of_servers_and_of_nothing_else(shipped: Snapshot) -> None:
    assert FactbotClient(Desk(shipped, None)).intents == discord.Intents(guilds=True)


async def test_a_question_is_stored_with_a_hash_in_its_askers_place(world: World) -> None:
    await world.alice.slash(world.channel, "fact", query="when was ISIS-K formed?")

    stored = b"".join(file.read_bytes() for file in world.log.parent.glob("log.sqlite3*"))

    assert b"when was ISIS-K formed?" in stored
    assert str(world.channel.id).encode() in stored
    assert str(world.alice.id).encode() not in stored
    assert b"alice" not in stored
    assert key_file(world.log).stat().st_mode & 0o777 == 0o600
