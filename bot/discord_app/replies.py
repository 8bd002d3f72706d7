"""How interactions are answered: asked at the desk, laid out as a panel, and never left without a reply."""

import asyncio
import logging
import secrets
from collections.abc import Coroutine
from typing import Any

import discord

from bot.desk import REFERENCE, Asker, Desk
from bot.discord_app.panels.answer import answer_panel
from bot.discord_app.panels.frame import QUESTION_ID, question_line
from bot.discord_app.panels.notice import notice_panel
from bot.discord_app.panels.reply import reply_panel

log = logging.getLogger(__name__)

GONE = "That fact is no longer in the fact base. Ask again with `/fact`."

Interaction = discord.Interaction[Any]


class Replies:
    """Answers interactions from one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._under_way: set[asyncio.Task[None]] = set()

    async def finish(self, within: float) -> None:
        """Waits until every reply under way has left, ``within`` seconds at most."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=within)

    async def ask(self, interaction: Interaction, query: str, share: bool) -> None:
        """Answers a question, for the asker alone or for the channel."""
        await self._answered(interaction, self._ask(interaction, query, share))

    async def pick(self, interaction: Interaction, fact_id: str) -> None:
        """Replaces the panel that offered a fact with that fact's answer."""
        await self._answered(interaction, self._pick(interaction, fact_id))

    async def turn(self, interaction: Interaction, fact_id: str, page: int) -> None:
        """Shows another page of a fact's answer in place."""
        await self._answered(interaction, self._turn(interaction, fact_id, page))

    async def _answered(self, interaction: Interaction, work: Coroutine[Any, Any, None]) -> None:
        """Does the work, and apologises where it fails, so that nobody sees "the application did not respond"."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            await task
        except Exception as error:
            await apologise(interaction, error)

    async def _ask(self, interaction: Interaction, query: str, share: bool) -> None:
        reply = await self._desk.ask(query, _asker(interaction, "fact"))
        asked_in_words = not reply.query.startswith(REFERENCE)
        question = question_line(reply.query) if share and asked_in_words else None
        await interaction.response.send_message(view=reply_panel(reply, question), ephemeral=not share)

    async def _pick(self, interaction: Interaction, fact_id: str) -> None:
        if self._desk.base.fact(fact_id) is None:
            await _say_gone(interaction)
            return
        reply = await self._desk.ask(f"{REFERENCE}{fact_id}", _asker(interaction, "fact pick"))
        await interaction.response.edit_message(view=reply_panel(reply, question=_quoted(interaction.message)))

    async def _turn(self, interaction: Interaction, fact_id: str, page: int) -> None:
        base = self._desk.base
        if (fact := base.fact(fact_id)) is None:
            await _say_gone(interaction)
            return
        await interaction.response.edit_message(view=answer_panel(base, fact, page, _quoted(interaction.message)))


async def apologise(interaction: Interaction, error: Exception) -> None:
    """Tells the person in one sentence that it failed, with a reference id that stands in the log beside the cause."""
    reference = secrets.token_hex(4)
    log.error("interaction failed, reference %s", reference, exc_info=error)
    panel = notice_panel(f"Something went wrong on our side. Please try again; if it persists, report `{reference}`.")
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=panel, ephemeral=True)
        else:
            await interaction.response.send_message(view=panel, ephemeral=True)
    except discord.HTTPException as unreachable:
        log.error("no apology could be sent for %s: %s", reference, unreachable)


async def _say_gone(interaction: Interaction) -> None:
    await interaction.response.send_message(view=notice_panel(GONE), ephemeral=True)


def _asker(interaction: Interaction, command: str) -> Asker:
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
