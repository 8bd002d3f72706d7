"""``/fact``: a question is answered, a suggested fact is opened, a page is turned, an answer is shared."""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import discord
from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.ask.question_context import QuestionContext
from bot.discord_app.ask.reply_panels import SHARE, SHARED, answer_panel, reply_panel, shared_panel
from bot.discord_app.controls import FACT, PAGE, QUERY, Command, Feature, Handler, chosen, used
from bot.discord_app.interactions import (
    Interaction,
    Replies,
    asker_of,
    completion,
    may_share,
    respond,
    say,
    seen_by_one,
    send,
    show,
)
from bot.discord_app.layout import COLOURS, MAX_CHOICES, keeping_back_button, with_used_button
from bot.discord_app.text import MAX_LABEL, told_apart
from bot.factbase.model import REFERENCE
from bot.factbase.verdict import Verdict
from bot.querylog.rows import LONGEST_QUESTION
from bot.reply import Answer, Reply
from bot.wording import VERDICTS, mark

Question = app_commands.Range[str, 0, LONGEST_QUESTION]
ALREADY = "You have shared this already."
MAY_NOT = "You may not write in this channel, so the bot posts nothing there for you."
REMEMBERED = 1000
"""How many shared panels are remembered: a second press only comes before Discord shows the disabled button."""
TURNED = "⚠️ **The verdict has changed** since this was posted: it was *{}*."
GONE = "That fact is no longer in the fact base. Ask again with `/fact`."


class Sharing:
    """Posts private panels for everybody in the channel, each once."""

    def __init__(self) -> None:
        self.begun: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)
        """The messages that were shared, and the custom ids of what was pressed."""

    async def post(self, interaction: Interaction, custom_id: str, posted: ui.LayoutView) -> None:
        """Disables the button that was pressed, then posts a view; if that fails, the button comes back.

        What a button of a message shares is posted once. Discord lets people press buttons where they may not write:
        nothing is posted there for them.
        """
        message = used(interaction)
        key = (message.id, custom_id)
        if not may_share(interaction):
            await say(interaction, MAY_NOT)
        elif key in self.begun:
            await say(interaction, ALREADY)
        else:
            self.begun.append(key)
            try:
                done = with_used_button(message, custom_id, SHARED)
                await respond(lambda: interaction.response.edit_message(view=done))
                await interaction.followup.send(view=posted)
            except Exception:
                if key in self.begun:
                    self.begun.remove(key)
                if interaction.response.is_done():
                    offered = with_used_button(message, custom_id, SHARE, then=custom_id)
                    await interaction.edit_original_response(view=offered)
                raise


class Asking(Feature):
    """Answers questions, shows chosen facts and shares them."""

    def __init__(self, desk: Desk, sharing: Sharing) -> None:
        self._desk = desk
        self._sharing = sharing

    def controls(self) -> Mapping[str, Handler]:
        """The menus of facts, the button of a notice that a question is answered, and those of an answer."""
        return {
            rf"share:{QUERY}:{FACT}": self._share,
            rf"pick:{QUERY}": self._pick,
            rf"show:{QUERY}:{FACT}": self._pick,
            rf"page:{QUERY}:{FACT}:{PAGE}": self._turn,
        }

    def commands(self, replies: Replies) -> Sequence[Command]:
        """``/fact``. Its choices have the value ``fact:id``, so that the chosen fact itself is asked for."""

        def found(typed: str) -> Iterator[tuple[str, str]]:
            facts = self._desk.complete(typed, MAX_CHOICES)
            labels = told_apart([fact.claim for fact in facts], MAX_LABEL - 3)
            for fact, label in zip(facts, labels, strict=True):
                yield f"{mark(fact)} {label}", f"{REFERENCE}{fact.id}"

        @app_commands.command(description="What the sources say: a claim, who supports it and who disagrees")
        @app_commands.describe(
            query="Your question in your own words, or a statement to check",
            share="Post the answer for the whole channel (private by default)",
        )
        @app_commands.autocomplete(query=completion(found))
        async def fact(interaction: Interaction, query: Question, share: bool = False) -> None:
            await replies.answered(interaction, self._ask(interaction, query, share))

        return [fact]

    async def _ask(self, interaction: Interaction, query: str, share: bool) -> None:
        """Answers a question, for the person alone or, if they may write there, for the channel."""
        share = share and may_share(interaction)
        reply = await self._desk.ask(query, asker_of(interaction, "fact"))
        await send(interaction, reply_panel(reply, QuestionContext.of(reply, shared=share)), private=not share)

    async def _pick(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows a fact that was chosen in a menu, or that a button names."""
        fact_id = match.groupdict().get("fact") or chosen(interaction)
        if reply := await opened(self._desk, interaction, fact_id, "fact pick"):
            message = used(interaction)
            context = QuestionContext.read(message, int(match["query"])).alone()
            if "fact" in match.groupdict() and isinstance(reply, Answer):
                context = replace(context, lead=_turned(message, reply.fact.verdict))
            if set(context.others) <= {fact_id}:
                context = replace(context, others=tuple(candidate.fact.id for candidate in reply.closest))
            await show(interaction, keeping_back_button(reply_panel(reply, context), message))

    async def _turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        base = self._desk.base
        if (fact := base.fact(match["fact"])) is None:
            await say(interaction, GONE)
            return
        message = used(interaction)
        context = QuestionContext.read(message, int(match["query"]))
        view = answer_panel(base, fact, context if seen_by_one(interaction) else context.alone(), int(match["page"]))
        await show(interaction, keeping_back_button(view, message))

    async def _share(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Posts an answer in short, with its question and who shared it."""
        base = self._desk.base
        if (fact := base.fact(match["fact"])) is None:
            await say(interaction, GONE)
            return
        context = QuestionContext.read(used(interaction), int(match["query"])).shared_by(interaction.user.id)
        await self._sharing.post(interaction, match[0], shared_panel(base, fact, context))


def _turned(message: discord.Message, now: Verdict) -> str | None:
    """What is said first if a message showed an answer with another verdict, which its frame's colour tells."""
    frames = (part.accent_colour for part in message.components if isinstance(part, discord.Container))
    colour = next(frames, None)
    before = next((verdict for verdict, own in COLOURS.items() if own == colour), now)
    return None if before is now else TURNED.format(VERDICTS[before].lower())


async def opened(desk: Desk, interaction: Interaction, fact_id: str, command: str) -> Reply | None:
    """The answer to a fact that somebody chose, recorded as asked through that command or control.

    If the fact is gone, tells them so and returns None.
    """
    if desk.base.fact(fact_id) is None:
        await say(interaction, GONE)
        return None
    return await desk.ask(f"{REFERENCE}{fact_id}", asker_of(interaction, command))
