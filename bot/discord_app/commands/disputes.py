"""The slash command ``/disputes`` and its autocompletion."""

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.desk import Desk
from bot.discord_app.answering.completion import completion
from bot.discord_app.answering.replies import Replies
from bot.discord_app.features.browsing import Browsing
from bot.discord_app.listings.topics import ranked, topics


def disputes_command(desk: Desk, browsing: Browsing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over the list of disputes. It completes to topics that have some; a choice carries a topic's key."""

    def found(typed: str) -> Iterator[tuple[str, str]]:
        likest = ranked([topic for topic in topics(desk.base) if topic.disputed], typed)
        return ((topic.name, topic.key) for topic in likest)

    @app_commands.command(name="disputes", description="Where the sources disagree: who is for a claim and who against")
    @app_commands.describe(
        topic="Only what belongs to this topic",
        share="Post the list for the whole channel (it is private otherwise)",
    )
    @app_commands.autocomplete(topic=completion(found))
    async def disputes(interaction: discord.Interaction[Any], topic: str = "", share: bool = False) -> None:
        await replies.answered(interaction, browsing.disputes(interaction, topic, share))

    return disputes
