"""The slash command ``/fact`` and its autocompletion."""

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.desk import Desk
from bot.discord_app.answering.completion import completion
from bot.discord_app.answering.replies import Replies
from bot.discord_app.features.asking import Asking
from bot.discord_app.text.limits import MAX_CHOICES
from bot.factbase.reference import REFERENCE


def fact_command(desk: Desk, asking: Asking, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over that desk. Its choices carry ``fact:id``, so that what is chosen arrives as that fact."""

    def found(typed: str) -> Iterator[tuple[str, str]]:
        return ((fact.claim, f"{REFERENCE}{fact.id}") for fact in desk.complete(typed, MAX_CHOICES))

    @app_commands.command(name="fact", description="What the sources say: a claim, who supports it and who disagrees")
    @app_commands.describe(
        query="Your question in your own words, or a statement to check",
        share="Post the answer for the whole channel (it is private otherwise)",
    )
    @app_commands.autocomplete(query=completion(found))
    async def fact(interaction: discord.Interaction[Any], query: str, share: bool = False) -> None:
        await replies.answered(interaction, asking.ask(interaction, query, share))

    return fact
