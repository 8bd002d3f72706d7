"""Sharing: what one person sees is posted for everybody in the channel, once."""

from collections import OrderedDict

import discord
from discord import ui

from bot.desk import Desk
from bot.discord_app.ask.answer_panel import answer_panel
from bot.discord_app.ask.fact_command import GONE
from bot.discord_app.ask.question_context import Asked
from bot.discord_app.gateway.errors import may_write
from bot.discord_app.interactions import Interaction, say, used
from bot.discord_app.navigation import with_that_way_back

ALREADY = "You have shared this already."
MAY_NOT = "You may not write in this channel, so the bot posts nothing there for you."
REMEMBERED = 1000
"""How many shared panels are remembered: a press can only come late while its panel still shows the button as on."""


class Sharing:
    """Shares private panels, answers from one desk among them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shared: OrderedDict[tuple[int, str], None] = OrderedDict()

    async def share(self, interaction: Interaction, fact_id: str, query_id: int, page: int) -> None:
        """Posts an answer with its question and who shared it.

        ``page`` (from 0) is the one that the panel shows, and goes on showing; what is posted begins with the first.
        """
        base, message = self._desk.base, used(interaction)
        if (fact := base.fact(fact_id)) is None:
            await say(interaction, GONE)
            return
        asked = Asked.read(message, query_id)
        await self.post(
            interaction,
            message,
            fact_id,
            posted=answer_panel(base, fact, asked.shared_by(interaction.user.id)),
            done=with_that_way_back(answer_panel(base, fact, asked.once_shared(), page), message),
            offered=with_that_way_back(answer_panel(base, fact, asked, page), message),
        )

    async def post(
        self,
        interaction: Interaction,
        message: discord.Message,
        what: str,
        *,
        posted: ui.LayoutView,
        done: ui.LayoutView,
        offered: ui.LayoutView,
    ) -> None:
        """Shows the private panel as done, its button turned to "Shared", then posts for everybody what it shares.

        Of a message each ``what`` is posted once. Where posting fails, the panel is offered again. Discord lets people
        press buttons where they may not write: nothing is posted there for them.
        """
        if interaction.guild_id is not None and not may_write(interaction.channel, interaction.permissions):
            await say(interaction, MAY_NOT)
            return
        key = (message.id, what)
        if not self._begin(key):
            await say(interaction, ALREADY)
            return
        try:
            await interaction.response.edit_message(view=done)
            await interaction.followup.send(view=posted)
        except Exception:
            self._shared.pop(key, None)
            if interaction.response.is_done():
                await interaction.edit_original_response(view=offered)
            raise

    def _begin(self, key: tuple[int, str]) -> bool:
        """False where this is shared already: two presses may be under way before the button is off."""
        if key in self._shared:
            return False
        self._shared[key] = None
        if len(self._shared) > REMEMBERED:
            self._shared.popitem(last=False)
        return True
