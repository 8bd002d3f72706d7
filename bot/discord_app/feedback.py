"""What people say of replies: that a fact answers, that it does not, that none of the suggested does; and requests."""

import logging

from bot.desk import Desk
from bot.discord_app.asking import asker_of
from bot.discord_app.panels.asked import Asked
from bot.discord_app.panels.choices import choices_panel
from bot.discord_app.replies import Interaction, say
from bot.querylog.store import LogUnavailable

log = logging.getLogger(__name__)

THANKS = "Thank you, noted: this answers it."
NOT_ASKED = "### Not what was asked\nThank you, noted."
NONE_OF_THESE = "### None of these\nThank you, noted."
PERHAPS = " Perhaps one of these is:"
EDITORS = " The editors can look into it."
WITH_EDITORS = (
    "Your question is with the editors. Once a fact answers it, you are told here, by name, if the bot may post in "
    "this channel."
)
WORDLESS = "The words of that question are not kept any more. Ask again with `/fact`."


class Feedback:
    """Keeps at one desk what people say of replies. Every answer is for the person alone who pressed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answers(self, interaction: Interaction, fact_id: str, query_id: int) -> None:
        """Keeps that a fact answers a question."""
        await self._desk.judge(query_id, fact_id, "answers", asker_of(interaction, "judge"))
        await say(interaction, THANKS)

    async def not_asked(self, interaction: Interaction, fact_id: str, query_id: int) -> None:
        """Keeps that a fact is not what was asked, and offers the other close facts and the editors."""
        await self._desk.judge(query_id, fact_id, "not-asked", asker_of(interaction, "judge"))
        asked, base = _asked(interaction, query_id), self._desk.base
        others = [fact for other in asked.others if other != fact_id and (fact := base.fact(other))]
        rest = PERHAPS if others else EDITORS if asked.question else ""
        await interaction.response.send_message(view=choices_panel(NOT_ASKED + rest, others, asked), ephemeral=True)

    async def none_of_these(self, interaction: Interaction, query_id: int) -> None:
        """Keeps that none of the suggested facts is what was asked, and offers the editors."""
        await self._desk.judge(query_id, None, "none-of-these", asker_of(interaction, "judge"))
        asked = _asked(interaction, query_id)
        await interaction.response.send_message(view=choices_panel(NONE_OF_THESE + EDITORS, (), asked), ephemeral=True)

    async def request(self, interaction: Interaction, query_id: int) -> None:
        """Puts the question to the editors; the same person's second press changes nothing."""
        words = await self._words(interaction, query_id)
        if not words:
            await say(interaction, WORDLESS)
            return
        await self._desk.request(query_id, words, asker_of(interaction, "request"))
        await say(interaction, WITH_EDITORS)

    async def _words(self, interaction: Interaction, query_id: int) -> str | None:
        """What was asked: all of it from the log, or else as much as the panel repeats."""
        try:
            words = await self._desk.asked(query_id)
        except LogUnavailable as error:
            log.error("%s", error)
            words = None
        return words or _asked(interaction, query_id).words


def _asked(interaction: Interaction, query_id: int) -> Asked:
    """The question of the panel that was pressed, for a panel of one person's own."""
    if interaction.message is None:
        return Asked(query_id)
    return Asked.read(interaction.message, query_id).alone()
