"""The slash command ``/source`` and its autocompletion."""

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot import wording
from bot.desk import Desk
from bot.discord_app.answering.completion import completion
from bot.discord_app.answering.replies import Replies
from bot.discord_app.features.comparing import Comparing
from bot.factbase.model import Source
from bot.matching.name_lookup import sources_named


def source_command(desk: Desk, comparing: Comparing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over that desk. Its choices carry a source's id; any other name finds the source most like it."""

    def found(typed: str) -> Iterator[tuple[str, str]]:
        return ((_label(source), source.id) for source in sources_named(desk.base, typed))

    @app_commands.command(
        name="source", description="One source: what it rests on, what it alone says, whom it contradicts"
    )
    @app_commands.describe(
        name="Its publisher, its title or its id",
        share="Post it for the whole channel (it is private otherwise)",
    )
    @app_commands.autocomplete(name=completion(found))
    async def source(interaction: discord.Interaction[Any], name: str, share: bool = False) -> None:
        await replies.answered(interaction, comparing.show_source(interaction, name, share))

    return source


def _label(source: Source) -> str:
    name = wording.source_name(source)
    return f"{name}: {source.title}" if source.publisher else name
