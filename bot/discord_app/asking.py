"""Asking: a question or a chosen fact goes to the desk, and its reply is laid out as a panel."""

from bot.desk import REFERENCE, Asker, Desk
from bot.discord_app.panels.answer import answer_panel
from bot.discord_app.panels.asked import Asked
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
        view = reply_panel(reply, Asked.of(reply, shared=share))
        await interaction.response.send_message(view=view, ephemeral=not share)

    async def pick(self, interaction: Interaction, fact_id: str, query_id: int | None, apart: bool) -> None:
        """Shows a chosen fact in the place of the panel that offered it, or apart for that person alone.

        ``query_id`` is the question that the fact was offered for; without one, choosing it is the question.
        """
        if self._desk.base.fact(fact_id) is None or interaction.message is None:
            await say(interaction, GONE)
            return
        reply = await self._desk.ask(f"{REFERENCE}{fact_id}", asker_of(interaction, "fact pick"))
        before = Asked.read(interaction.message, reply.id if query_id is None else query_id)
        if apart:
            view = reply_panel(reply, before.alone())
            await interaction.response.send_message(view=view, ephemeral=True)
        else:
            await in_place(interaction, reply_panel(reply, before.anew()))

    async def turn(self, interaction: Interaction, fact_id: str, query_id: int, page: int) -> None:
        """Shows another page of a fact's answer in place."""
        base = self._desk.base
        if (fact := base.fact(fact_id)) is None or interaction.message is None:
            await say(interaction, GONE)
            return
        asked = Asked.read(interaction.message, query_id)
        await in_place(interaction, answer_panel(base, fact, asked, page))


def asker_of(interaction: Interaction, command: str) -> Asker:
    """Who asks and where, for the log; ``command`` is through which command or control."""
    return Asker(
        command=command,
        id=str(interaction.user.id),
        guild_id=str(interaction.guild_id) if interaction.guild_id else None,
        channel_id=str(interaction.channel_id) if interaction.channel_id else None,
    )
