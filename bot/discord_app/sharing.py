"""Sharing: a private answer is posted for everybody in the channel, once."""

from collections import OrderedDict

import discord

from bot.desk import Desk
from bot.discord_app.asking import GONE
from bot.discord_app.panels.answer import answer_panel
from bot.discord_app.panels.asked import Asked
from bot.discord_app.replies import Interaction, say
from bot.discord_app.trail import in_place, with_that_way_back

ALREADY = "You have shared this answer already."
REMEMBERED = 1000
"""How many shared answers are remembered: a press can only come late while its panel still shows the button as on."""


class Sharing:
    """Shares answers from one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shared: OrderedDict[tuple[int, str], None] = OrderedDict()

    async def share(self, interaction: Interaction, fact_id: str, query_id: int, page: int) -> None:
        """Turns the private panel's button to "Shared", then posts the answer with the question and who shared it.

        ``page`` (from 0) is the one that the panel shows, and goes on showing; what is posted begins with the first.

        Where posting fails, the button is offered again.
        """
        base, message = self._desk.base, interaction.message
        if (fact := base.fact(fact_id)) is None or message is None:
            await say(interaction, GONE)
            return
        if not self._begin(message, fact_id):
            await say(interaction, ALREADY)
            return
        asked = Asked.read(message, query_id)
        try:
            await in_place(interaction, answer_panel(base, fact, asked.once_shared(), page))
            posted = answer_panel(base, fact, asked.shared_by(interaction.user.id))
            await interaction.followup.send(view=posted, allowed_mentions=discord.AllowedMentions.none())
        except Exception:
            self._shared.pop((message.id, fact_id), None)
            if interaction.response.is_done():
                offered = with_that_way_back(answer_panel(base, fact, asked, page), message)
                await interaction.edit_original_response(view=offered)
            raise

    def _begin(self, message: discord.Message, fact_id: str) -> bool:
        """False where this panel's answer is shared already: two presses may be under way before the button is off."""
        key = (message.id, fact_id)
        if key in self._shared:
            return False
        self._shared[key] = None
        if len(self._shared) > REMEMBERED:
            self._shared.popitem(last=False)
        return True
