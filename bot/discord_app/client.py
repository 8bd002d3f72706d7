"""The Discord client: which commands and controls it has, and what it asks of Discord."""

import logging
from collections.abc import Set
from typing import Any

import discord
from discord import app_commands

from bot.desk import Desk
from bot.discord_app.admission import Admission
from bot.discord_app.asking import Asking
from bot.discord_app.checking import Checking
from bot.discord_app.commands.check import check_command
from bot.discord_app.commands.fact import fact_command
from bot.discord_app.controls.check_menu import CheckMenu
from bot.discord_app.controls.fact_menu import FactMenu
from bot.discord_app.controls.page_button import PageButton
from bot.discord_app.controls.share_check import ShareCheck
from bot.discord_app.replies import Replies, apologise

log = logging.getLogger(__name__)


class FactbotClient(discord.Client):
    """factbot in Discord. It reads no messages, needs no privileged intent, and can ping nobody."""

    def __init__(self, desk: Desk, guilds: Set[int] = frozenset()) -> None:
        """``guilds`` are the ids of the only servers to answer in; none means everywhere."""
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
        )
        self._away = False
        self.replies = Replies(Admission(guilds))
        self.asking = Asking(desk)
        self.checking = Checking(desk)
        self.tree = _Tree(self)
        self.tree.add_command(fact_command(desk, self.asking, self.replies))
        self.tree.add_command(check_command(self.checking, self.replies))

    async def on_ready(self) -> None:
        """Says that Discord is there."""
        self._back()

    async def on_resumed(self) -> None:
        """Says that Discord is there again."""
        self._back()

    async def on_disconnect(self) -> None:
        """Says once that Discord is away; discord.py goes on trying by itself."""
        if not self._away and not self.is_closed():
            log.warning("Discord is away; trying until it is back")
        self._away = True

    def _back(self) -> None:
        log.info("connected to Discord%s", " again" if self._away else "")
        self._away = False

    async def setup_hook(self) -> None:
        """Makes the controls of earlier messages work again and tells Discord the commands."""
        self.add_dynamic_items(PageButton, FactMenu, CheckMenu, ShareCheck)
        await self.tree.sync()


class _Tree(app_commands.CommandTree[FactbotClient]):
    """A command tree for whoever is admitted, in which every failure ends in a reply."""

    async def interaction_check(self, interaction: discord.Interaction[FactbotClient], /) -> bool:
        return await self.client.replies.admits(interaction)

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        await apologise(interaction, error)
