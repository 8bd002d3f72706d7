"""Feedback on a reply (it answers, it does not, none of these) and questions that are put to the editors."""

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import discord
from discord import ui

from bot.desk import Desk
from bot.discord_app.ask.question_context import QuestionContext
from bot.discord_app.ask.reply_panels import JUDGEMENTS, choices_panel
from bot.discord_app.controls import FACT, QUERY, Feature, Handler, submitted, switch, used
from bot.discord_app.interactions import Interaction, asker_of, respond, say, seen_by_one, show
from bot.discord_app.layout import button, keeping_back_button, row_of, with_used_button
from bot.discord_app.notices.editors_channel import RequestNotices
from bot.querylog.rows import LONGEST_QUESTION, MOST_OPEN, LogUnavailable, Reason, WriteResult

log = logging.getLogger(__name__)

READING_SECONDS = 1.0
"""How long a question is looked up; its row may then take 1.5 s, and Discord wants an answer within 3 s."""

THANKS = "Thanks, noted."
NOT_MY_QUESTION, NONE_OF_THESE = "### Not your question", "### None of these"
UNNOTED = "Your feedback was not saved: nothing can be saved right now. Please try again later."
WHY = "-# If you like, tell the editors why this fact is not what you asked for:"
REASONS: Mapping[Reason, str] = {
    "another-fact": "Another fact",
    "out-of-date": "Out of date",
    "misread": "Source misread",
    "other": "Something else",
}
"""Why a fact is not what was asked: the labels of the buttons."""
PERHAPS = " Is it one of these?"
EDITORS = " The editors can look into it."
HERE = "When they answer, the bot will mention you here, where everyone can see it."
DIRECTLY = "When they answer, the bot will send you a direct message."
SENT = "Sent to the editors."
WITHDRAWN = "The editors no longer have this question."
WAITS = "Nothing can be saved right now. Your question will go to the editors as soon as it can be saved."
LOST = "Your question could not be sent to the editors: nothing can be saved right now. Please try again later."
NOT_ADDED = (
    f"Your question was not sent: it has been answered already, or {MOST_OPEN} of your questions are waiting for the "
    "editors. The bot tells you when a fact answers one of them. `/privacy` lists and withdraws them."
)
WORDLESS = "The words of that question are no longer stored. Ask again with `/fact`."
IN_CHANNEL, BY_MESSAGE = "channel", "message"


def request_modal(query_id: int, words: str, in_server: bool) -> ui.Modal:
    """The form that sends a question to the editors: the words to amend and, in a server, where to be told."""
    modal = ui.Modal(title="Ask the editors", custom_id=f"ask:{query_id}", timeout=None)
    question: ui.TextInput[Any] = ui.TextInput(
        custom_id="question", style=discord.TextStyle.paragraph, default=words, max_length=LONGEST_QUESTION
    )
    hint = "Add what the editors need to know"
    modal.add_item(ui.Label(text="Your question", description=hint, component=question))
    if in_server:
        options = [
            discord.SelectOption(label="Mention me here, where everyone can see it", value=IN_CHANNEL, default=True),
            discord.SelectOption(label="Send me a direct message", value=BY_MESSAGE),
        ]
        where: ui.Select[Any] = ui.Select(custom_id="where", options=options)
        modal.add_item(ui.Label(text="When they answer", component=where))
    modal.add_item(ui.TextDisplay("-# You can withdraw it, here or by `/privacy`"))
    modal.stop()  # like views, it is found by its custom id
    return modal


class Feedback(Feature):
    """Records what people say of replies, and answers each for them alone."""

    def __init__(self, desk: Desk, notices: RequestNotices) -> None:
        """``notices`` tell the editors of new questions."""
        self._desk = desk
        self._notices = notices

    def controls(self) -> Mapping[str, Handler]:
        """The buttons under answers and suggestions."""
        return {
            rf"judge:(?P<judgement>{'|'.join(JUDGEMENTS)}):{QUERY}:{FACT}": self._judge,
            rf"why:(?P<reason>{'|'.join(REASONS)}):{QUERY}:{FACT}": self._say_why,
            rf"none:{QUERY}": self._none_of_these,
            rf"request:{QUERY}": self._open_form,
            rf"ask:{QUERY}": self._request,
            rf"withdraw:{QUERY}": self._withdraw,
        }

    async def _judge(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Records that a fact answers a question, or that it does not; then offers other close facts or the editors."""
        query_id, fact_id = int(match["query"]), match["fact"]
        asker = asker_of(interaction, "judge")
        if match["judgement"] == "answers":
            result = await self._desk.records.judge(query_id, fact_id, "answers", asker)
            if result is WriteResult.DROPPED:
                await say(interaction, UNNOTED)
            elif seen_by_one(interaction):
                await show(interaction, with_used_button(used(interaction), match[0], "Noted: this answers it"))
            else:
                await say(interaction, THANKS)
            return
        result = await self._desk.records.judge(query_id, fact_id, "not-asked", asker)
        context, base = _context(interaction, query_id), self._desk.base
        others = [fact for other in context.others if other != fact_id and (fact := base.fact(other))]
        rest = PERHAPS if others else EDITORS if context.question else ""
        view = choices_panel(f"{NOT_MY_QUESTION}\n{_noted(result)}{rest}", others, context)
        frame = next(item for item in view.children if isinstance(item, ui.Container))
        frame.add_item(ui.TextDisplay(WHY))
        frame.add_item(row_of(*(button(REASONS[why], f"why:{why}:{query_id}:{fact_id}") for why in REASONS)))
        await show(interaction, keeping_back_button(view, used(interaction)))

    async def _say_why(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Records why a fact is not what was asked; another reason later replaces it."""
        asker, reason = asker_of(interaction, "judge"), cast(Reason, match["reason"])
        result = await self._desk.records.judge(int(match["query"]), match["fact"], "not-asked", asker, reason)
        if result is WriteResult.DROPPED:
            await say(interaction, UNNOTED)
        else:
            label = f"Noted: {REASONS[reason].lower()}"
            await show(interaction, with_used_button(used(interaction), match[0], label))

    async def _none_of_these(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Records that none of the suggested facts is what was asked, and offers the editors."""
        query_id = int(match["query"])
        result = await self._desk.records.judge(query_id, None, "none-of-these", asker_of(interaction, "judge"))
        lead = f"{NONE_OF_THESE}\n{_noted(result)}{EDITORS}"
        await show(interaction, choices_panel(lead, (), _context(interaction, query_id)))

    async def _open_form(self, interaction: Interaction, match: re.Match[str]) -> None:
        query_id = int(match["query"])
        if words := await self._words(interaction, query_id):
            modal = request_modal(query_id, words[:LONGEST_QUESTION], interaction.guild_id is not None)
            await respond(lambda: interaction.response.send_modal(modal))
        else:
            await say(interaction, WORDLESS)

    async def _request(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Sends the question of a form to the editors; a second one by the same person changes nothing."""
        query_id, form = int(match["query"]), submitted(interaction)
        asker, told = asker_of(interaction, "request"), HERE
        if form.get("where") == BY_MESSAGE:
            direct = await interaction.user.create_dm()
            asker, told = replace(asker, channel_id=str(direct.id)), DIRECTLY
        words = " ".join(form["question"].split())
        result = await self._desk.records.request(query_id, words, asker) if words else WriteResult.DROPPED
        said = {
            WriteResult.WRITTEN: f"{SENT} {told}",
            WriteResult.WAITING: f"{WAITS} {told}",
            WriteResult.UNCHANGED: NOT_ADDED,
            WriteResult.DROPPED: LOST,
        }[result]
        if result in (WriteResult.DROPPED, WriteResult.UNCHANGED):
            await say(interaction, said)
        else:
            await switch(interaction, f"request:{query_id}", f"withdraw:{query_id}", "Withdraw from the editors", said)
        self._notices.put(interaction.guild_id, result)

    async def _withdraw(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Takes a question back from the editors, if they have not answered it."""
        await self._desk.records.withdraw(int(match["query"]), asker_of(interaction, "request"))
        await switch(interaction, match[0], f"request:{match['query']}", "Ask the editors", WITHDRAWN)

    async def _words(self, interaction: Interaction, query_id: int) -> str | None:
        """The question from the log, or else as the panel shows it."""
        try:
            async with asyncio.timeout(READING_SECONDS):
                words = await self._desk.records.words_of(query_id)
        except (LogUnavailable, TimeoutError) as error:
            log.warning("a question goes to the editors as its panel shows it: %s", str(error) or "the log is slow")
            words = None
        return words or _context(interaction, query_id).words


def _context(interaction: Interaction, query_id: int) -> QuestionContext:
    """The question of the panel whose button was pressed, for a new private panel."""
    return QuestionContext.read(used(interaction), query_id).alone()


def _noted(result: WriteResult) -> str:
    return UNNOTED if result is WriteResult.DROPPED else THANKS
