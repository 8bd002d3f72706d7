"""Asking: a question or a chosen fact goes to the desk, and its reply is laid out as a panel."""

from bot.desk import Desk
from bot.discord_app.answering.replies import Interaction, say
from bot.discord_app.answering.showing import seen_by_one, shown, used
from bot.discord_app.answering.way_back import with_that_way_back
from bot.discord_app.panels.answer import answer_panel
from bot.discord_app.panels.asked import Asked
from bot.discord_app.panels.reply import reply_panel
from bot.factbase.reference import REFERENCE
from bot.reply import Asker, Reply

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


def asker_of(interaction: Interaction, command: str) -> Asker:
    """Who asks and where, for the log; ``command`` is through which command or control."""
    return Asker(
        command=command,
        id=str(interaction.user.id),
        guild_id=str(interaction.guild_id) if interaction.guild_id else None,
        channel_id=str(interaction.channel_id) if interaction.channel_id else None,
    )
