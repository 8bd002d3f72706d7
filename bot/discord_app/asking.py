"""Asking: a question or a chosen fact goes to the desk, and its reply is laid out as a panel."""

import discord

from bot.desk import REFERENCE, Asker, Desk
from bot.discord_app.panels.answer import answer_panel
from bot.discord_app.panels.frame import QUESTION_ID, question_line
from bot.discord_app.panels.reply import reply_panel
from bot.discord_app.replies import Interaction, say
from bot.discord_app.trail import in_place

GONE = "That fact is no longer in the fact base. Ask again with `/fact`."


class Asking:
    """Questions and chosen facts, answered from one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(self, interaction: Interaction, query: str, share: bool) -> None:
        """Answers a question, for the asker alone or for the channel."""
        reply = await self._desk.ask(query, asker_of(interaction, "fact"))
        asked_in_words = not reply.query.startswith(REFERENCE)
        question = question_line(reply.query) if share and asked_in_words else None
        await interaction.response.send_message(view=reply_panel(reply, question), ephemeral=not share)

    async def pick(self, interaction: Interaction, fact_id: str) -> None:
        """Replaces the panel that offered a fact with that fact's answer."""
        if self._desk.base.fact(fact_id) is None:
            await say(interaction, GONE)
            return
        reply = await self._desk.ask(f"{REFERENCE}{fact_id}", asker_of(interaction, "fact pick"))
        await in_place(interaction, reply_panel(reply, question=_quoted(interaction.message)))

    async def turn(self, interaction: Interaction, fact_id: str, page: int) -> None:
        """Shows another page of a fact's answer in place."""
        base = self._desk.base
        if (fact := base.fact(fact_id)) is None:
            await say(interaction, GONE)
            return
        await in_place(interaction, answer_panel(base, fact, page, _quoted(interaction.message)))


def asker_of(interaction: Interaction, command: str) -> Asker:
    """Who asks and where, for the log; ``command`` is through which command or control."""
    return Asker(
        command=command,
        id=str(interaction.user.id),
        guild_id=str(interaction.guild_id) if interaction.guild_id else None,
        channel_id=str(interaction.channel_id) if interaction.channel_id else None,
    )


def _quoted(message: discord.Message | None) -> str | None:
    """The question that a panel repeats, so that it stays when the panel changes."""
    if message is None:
        return None
    for component in message.components:
        for child in getattr(component, "children", ()):
            if isinstance(child, discord.TextDisplay) and child.id == QUESTION_ID:
                return child.content
    return None
