"""The slash command ``/disputes`` and its autocompletion."""

import logging
from typing import Any

import discord
from discord import app_commands

from bot.desk import Desk
from bot.discord_app.browsing import Browsing
from bot.discord_app.limits import MAX_CHOICES, MAX_LABEL
from bot.discord_app.literal import shortened
from bot.discord_app.replies import Replies
from bot.discord_app.topics import ranked, topics

log = logging.getLogger(__name__)


def disputes_command(desk: Desk, browsing: Browsing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over the list of disputes. It completes to topics that have some; a choice carries a topic's key."""

    async def choices(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        try:
            found = ranked([topic for topic in topics(desk.base) if topic.disputed], typed)
            return [
                app_commands.Choice(name=shortened(topic.name, MAX_LABEL), value=topic.key)
                for topic in found[:MAX_CHOICES]
            ]
        except Exception:
            log.exception("autocompletion failed")
            return []

    @app_commands.command(name="disputes", description="Where the sources disagree: who is for a claim and who against")
    @app_commands.describe(
        topic="Only what belongs to this topic",
        share="Post the list for the whole channel (it is private otherwise)",
    )
    @app_commands.autocomplete(topic=choices)
    async def disputes(interaction: discord.Interaction[Any], topic: str = "", share: bool = False) -> None:
        await replies.answered(interaction, browsing.disputes(interaction, topic, share))

    return disputes
