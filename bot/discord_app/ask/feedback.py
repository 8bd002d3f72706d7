"""What people say of replies: that a fact answers, that it does not, that none of the suggested does; and requests."""

import asyncio
import logging

from bot.desk import Desk
from bot.discord_app.ask.question_context import Asked
from bot.discord_app.ask.suggestions import choices_panel
from bot.discord_app.interactions import Interaction, asker_of, say, used
from bot.discord_app.notices.request_notices import RequestNotices
from bot.querylog.rows import LogUnavailable, WriteResult

log = logging.getLogger(__name__)

READING_SECONDS = 1.0
"""How long a question's words are looked for; its row may then take 1.5 s, and Discord wants an answer in 3 s."""

THANKS = "Thank you, noted: this answers it."
NOT_ASKED = "### Not what was asked"
NONE_OF_THESE = "### None of these"
NOTED = "Thank you, noted."
UNNOTED = "Thank you, but that could not be noted: nothing can be saved right now."
PERHAPS = " Perhaps one of these is:"
EDITORS = " The editors can look into it."
WITH_EDITORS = (
    "Your question is with the editors. Once a fact answers it, you are told in this channel, by name and for "
    "everybody to see, if the bot may post here."
)
WAITS = (
    "Nothing can be saved right now; your question goes to the editors as soon as that works. Once a fact answers it, "
    "you are told in this channel, by name and for everybody to see, if the bot may post here."
)
LOST = "Your question could not be put to the editors: nothing can be saved right now. Please try again later."
WITH = {WriteResult.WRITTEN: WITH_EDITORS, WriteResult.WAITING: WAITS, WriteResult.DROPPED: LOST}
"""What is said of a request that has come so far."""
WORDLESS = "The words of that question are not kept any more. Ask again with `/fact`."


class Feedback:
    """Keeps at one desk what people say of replies. Every answer is for the person alone who pressed."""

    def __init__(self, desk: Desk, notices: RequestNotices) -> None:
        """``notices`` tell the editors that something was put to them."""
        self._desk = desk
        self._notices = notices

    async def answers(self, interaction: Interaction, fact_id: str, query_id: int) -> None:
        """Keeps that a fact answers a question."""
        result = await self._desk.records.judge(query_id, fact_id, "answers", asker_of(interaction, "judge"))
        await say(interaction, UNNOTED if result is WriteResult.DROPPED else THANKS)

    async def not_asked(self, interaction: Interaction, fact_id: str, query_id: int) -> None:
        """Keeps that a fact is not what was asked, and offers the other close facts and the editors."""
        result = await self._desk.records.judge(query_id, fact_id, "not-asked", asker_of(interaction, "judge"))
        asked, base = _asked(interaction, query_id), self._desk.base
        others = [fact for other in asked.others if other != fact_id and (fact := base.fact(other))]
        rest = PERHAPS if others else EDITORS if asked.question else ""
        lead = f"{NOT_ASKED}\n{_noted(result)}{rest}"
        await interaction.response.send_message(view=choices_panel(lead, others, asked), ephemeral=True)

    async def none_of_these(self, interaction: Interaction, query_id: int) -> None:
        """Keeps that none of the suggested facts is what was asked, and offers the editors."""
        result = await self._desk.records.judge(query_id, None, "none-of-these", asker_of(interaction, "judge"))
        lead = f"{NONE_OF_THESE}\n{_noted(result)}{EDITORS}"
        view = choices_panel(lead, (), _asked(interaction, query_id))
        await interaction.response.send_message(view=view, ephemeral=True)

    async def request(self, interaction: Interaction, query_id: int) -> None:
        """Puts the question to the editors; the same person's second press changes nothing."""
        words = await self._words(interaction, query_id)
        if not words:
            await say(interaction, WORDLESS)
            return
        result = await self._desk.records.request(query_id, words, asker_of(interaction, "request"))
        await say(interaction, WITH[result])
        self._notices.put(interaction.guild_id, result)

    async def _words(self, interaction: Interaction, query_id: int) -> str | None:
        """What was asked: all of it from the log, or else as much as the panel repeats."""
        try:
            async with asyncio.timeout(READING_SECONDS):
                words = await self._desk.records.words_of(query_id)
        except LogUnavailable as error:
            log.error("%s", error)
            words = None
        except TimeoutError:
            log.warning("the query log is slow: a question goes to the editors as its panel repeats it")
            words = None
        return words or _asked(interaction, query_id).words


def _asked(interaction: Interaction, query_id: int) -> Asked:
    """The question of the panel that was pressed, for a panel of one person's own."""
    return Asked.read(used(interaction), query_id).alone()


def _noted(result: WriteResult) -> str:
    return UNNOTED if result is WriteResult.DROPPED else NOTED
