"""The slash command ``/fact`` and its autocompletion."""

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.desk import Desk
from bot.discord_app.ask.answer_panel import answer_panel
from bot.discord_app.ask.question_context import Asked
from bot.discord_app.ask.suggestions import reply_panel
from bot.discord_app.interactions import Interaction, Replies, asker_of, completion, say, seen_by_one, shown, used
from bot.discord_app.navigation import with_that_way_back
from bot.discord_app.text import MAX_CHOICES
from bot.factbase.model import REFERENCE
from bot.reply import Reply

GONE = "That fact is no longer in the fact base. Ask again with `/fact`."


class Asking:
    """Questions and chosen facts, answered from one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(self, interaction: Interaction, query: str, share: bool) -> None:
        """Answers a question, for the asker alone or for the channel."""
        reply = await self._desk.ask(query, asker_of(interaction, "fact"))
        view = reply_panel(reply, Asked.of(reply, shared=share))
        await interaction.response.send_message(view=view, ephemeral=not share)

    async def pick(self, interaction: Interaction, fact_id: str, query_id: int) -> None:
        """Shows a fact that was offered for the question of that id."""
        if reply := await opened(self._desk, interaction, fact_id, "fact pick"):
            message = used(interaction)
            view = reply_panel(reply, Asked.read(message, query_id).alone())
            await shown(interaction, with_that_way_back(view, message))

    async def turn(self, interaction: Interaction, fact_id: str, query_id: int, page: int) -> None:
        """Shows another page of a fact's answer."""
        base = self._desk.base
        if (fact := base.fact(fact_id)) is None:
            await say(interaction, GONE)
            return
        message = used(interaction)
        asked = Asked.read(message, query_id)
        view = answer_panel(base, fact, asked if seen_by_one(interaction) else asked.alone(), page)
        await shown(interaction, with_that_way_back(view, message))


async def opened(desk: Desk, interaction: Interaction, fact_id: str, command: str) -> Reply | None:
    """The answer to a fact that somebody chose, recorded as asked through that command or control.

    None where an edit has removed the fact meanwhile, which the person has been told.
    """
    if desk.base.fact(fact_id) is None:
        await say(interaction, GONE)
        return None
    return await desk.ask(f"{REFERENCE}{fact_id}", asker_of(interaction, command))


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
