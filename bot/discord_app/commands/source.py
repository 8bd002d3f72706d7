"""The slash command ``/source`` and its autocompletion."""

import logging
from typing import Any

import discord
from discord import app_commands

from bot import wording
from bot.desk import Desk
from bot.discord_app.comparing import Comparing
from bot.discord_app.limits import MAX_CHOICES, MAX_LABEL
from bot.discord_app.literal import shortened
from bot.discord_app.replies import Replies
from bot.factbase.model import Source
from bot.matching.naming import sources_named

log = logging.getLogger(__name__)


def source_command(desk: Desk, comparing: Comparing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over that desk. Its choices carry a source's id; any other name finds the source most like it."""

    async def choices(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        try:
            return [
                app_commands.Choice(name=_label(source), value=source.id)
                for source in sources_named(desk.base, typed)[:MAX_CHOICES]
            ]
        except Exception:
            log.exception("autocompletion failed")
            return []

    @app_commands.command(
        name="source", description="One source: what it rests on, what it alone says, whom it contradicts"
    )
    @app_commands.describe(
        name="Its publisher, its title or its id",
        share="Post it for the whole channel (it is private otherwise)",
    )
    @app_commands.autocomplete(name=choices)
    async def source(interaction: discord.Interaction[Any], name: str, share: bool = False) -> None:
        await replies.answered(interaction, comparing.show_source(interaction, name, share))

    return source


def _label(source: Source) -> str:
    name = wording.source_name(source)
    return shortened(f"{name}: {source.title}" if source.publisher else name, MAX_LABEL)
