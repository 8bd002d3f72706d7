"""Feedback on a reply (it answers, it does not, none of these) and questions that are put to the editors."""

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence

from bot.desk import Desk
from bot.discord_app.ask.answer_panel import JUDGEMENTS
from bot.discord_app.ask.question_context import QuestionContext
from bot.discord_app.ask.suggestions import choices_panel
from bot.discord_app.controls import FACT, QUERY, Command, Handler, used
from bot.discord_app.interactions import Interaction, Replies, asker_of, say, send
from bot.discord_app.notices.request_notices import RequestNotices
from bot.querylog.rows import MOST_OPEN, LogUnavailable, WriteResult

log = logging.getLogger(__name__)

READING_SECONDS = 1.0
"""How long a question is looked up; its row may then take 1.5 s, and Discord wants an answer within 3 s."""

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
NOT_ADDED = (
    f"Nothing was added: this question has been answered since, or {MOST_OPEN} of your questions wait for the editors "
    "already. You are told once a fact answers one of them; `/privacy` deletes them."
)
WITH = {
    WriteResult.WRITTEN: WITH_EDITORS,
    WriteResult.UNCHANGED: NOT_ADDED,
    WriteResult.WAITING: WAITS,
    WriteResult.DROPPED: LOST,
}
WORDLESS = "The words of that question are not kept any more. Ask again with `/fact`."


class Feedback:
    """Records what people say of replies, and answers each for them alone."""

    def __init__(self, desk: Desk, notices: RequestNotices) -> None:
        """``notices`` tell the editors of new questions."""
        self._desk = desk
        self._notices = notices

    def commands(self, replies: Replies) -> Sequence[Command]:
        """None."""
        return []

    def controls(self) -> Mapping[str, Handler]:
        """The buttons under answers and suggestions."""
        return {
            rf"judge:(?P<judgement>{'|'.join(JUDGEMENTS)}):{QUERY}:{FACT}": self.judge,
            rf"none:{QUERY}": self.none_of_these,
            rf"request:{QUERY}": self.request,
        }

    async def judge(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Records that a fact answers a question, or that it does not; then offers other close facts or the editors."""
        query_id, fact_id = int(match["query"]), match["fact"]
        asker = asker_of(interaction, "judge")
        if match["judgement"] == "answers":
            result = await self._desk.records.judge(query_id, fact_id, "answers", asker)
            await say(interaction, UNNOTED if result is WriteResult.DROPPED else THANKS)
            return
        result = await self._desk.records.judge(query_id, fact_id, "not-asked", asker)
        context, base = _context(interaction, query_id), self._desk.base
        others = [fact for other in context.others if other != fact_id and (fact := base.fact(other))]
        rest = PERHAPS if others else EDITORS if context.question else ""
        await send(interaction, choices_panel(f"{NOT_ASKED}\n{_noted(result)}{rest}", others, context))

    async def none_of_these(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Records that none of the suggested facts is what was asked, and offers the editors."""
        query_id = int(match["query"])
        result = await self._desk.records.judge(query_id, None, "none-of-these", asker_of(interaction, "judge"))
        lead = f"{NONE_OF_THESE}\n{_noted(result)}{EDITORS}"
        await send(interaction, choices_panel(lead, (), _context(interaction, query_id)))

    async def request(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Puts the question to the editors; a second press by the same person changes nothing."""
        query_id = int(match["query"])
        words = await self._words(interaction, query_id)
        if not words:
            await say(interaction, WORDLESS)
            return
        result = await self._desk.records.request(query_id, words, asker_of(interaction, "request"))
        await say(interaction, WITH[result])
        self._notices.put(interaction.guild_id, result)

    async def _words(self, interaction: Interaction, query_id: int) -> str | None:
        """The question from the log, or else as the panel shows it."""
        try:
            async with asyncio.timeout(READING_SECONDS):
                words = await self._desk.records.words_of(query_id)
        except LogUnavailable as error:
            log.error("%s", error)
            words = None
        except TimeoutError:
            log.warning("the query log is slow: a question goes to the editors as its panel shows it")
            words = None
        return words or _context(interaction, query_id).words


def _context(interaction: Interaction, query_id: int) -> QuestionContext:
    """The question of the panel whose button was pressed, for a new private panel."""
    return QuestionContext.read(used(interaction), query_id).alone()


def _noted(result: WriteResult) -> str:
    return UNNOTED if result is WriteResult.DROPPED else NOTED
