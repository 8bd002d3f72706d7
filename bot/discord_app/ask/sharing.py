"""*Share*: a private panel is posted for everybody in the channel, once."""

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from discord import ui

from bot.desk import Desk
from bot.discord_app.ask.answer_panel import answer_panel, shared_panel
from bot.discord_app.ask.fact_command import GONE
from bot.discord_app.ask.question_context import QuestionContext
from bot.discord_app.controls import FACT, PAGE, QUERY, Command, Handler, used
from bot.discord_app.interactions import Interaction, Replies, may_share, respond, say
from bot.discord_app.layout import keeping_back_button

ALREADY = "You have shared this already."
MAY_NOT = "You may not write in this channel, so the bot posts nothing there for you."
REMEMBERED = 1000
"""How many shared panels are remembered: a second press only comes before Discord shows the disabled button."""


class Sharing:
    """Posts private panels for everybody."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shared: OrderedDict[tuple[int, str], None] = OrderedDict()

    def commands(self, replies: Replies) -> Sequence[Command]:
        """None."""
        return []

    def controls(self) -> Mapping[str, Handler]:
        """The button under an answer."""
        return {rf"share:{QUERY}:{FACT}:{PAGE}": self.share}

    async def share(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Posts an answer in short, with its question and who shared it; the private panel stays on its page."""
        base, message, page = self._desk.base, used(interaction), int(match["page"])
        if (fact := base.fact(match["fact"])) is None:
            await say(interaction, GONE)
            return
        context = QuestionContext.read(message, int(match["query"]))
        await self.post(
            interaction,
            fact.id,
            posted=shared_panel(base, fact, context.shared_by(interaction.user.id)),
            done=keeping_back_button(answer_panel(base, fact, context.once_shared(), page), message),
            offered=keeping_back_button(answer_panel(base, fact, context, page), message),
        )

    async def post(
        self, interaction: Interaction, what: str, *, posted: ui.LayoutView, done: ui.LayoutView, offered: ui.LayoutView
    ) -> None:
        """Replaces the private panel by ``done``, then posts ``posted``; if that fails, ``offered`` comes back.

        Each ``what`` of a message is posted once. Discord lets people press buttons where they may not write: nothing
        is posted there for them.
        """
        if not may_share(interaction):
            await say(interaction, MAY_NOT)
            return
        key = (used(interaction).id, what)
        if not self._begin(key):
            await say(interaction, ALREADY)
            return
        try:
            await respond(lambda: interaction.response.edit_message(view=done))
            await interaction.followup.send(view=posted)
        except Exception:
            self._shared.pop(key, None)
            if interaction.response.is_done():
                await interaction.edit_original_response(view=offered)
            raise

    def _begin(self, key: tuple[int, str]) -> bool:
        """False if this is shared already: two presses may come before the button is disabled."""
        if key in self._shared:
            return False
        self._shared[key] = None
        if len(self._shared) > REMEMBERED:
            self._shared.popitem(last=False)
        return True
