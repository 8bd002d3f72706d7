"""The Discord client: its features, their commands and controls."""

import asyncio
from collections.abc import Set
from typing import Any

import discord
from discord import app_commands

from bot.desk import Desk
from bot.discord_app.ask.fact_command import Asking, Sharing
from bot.discord_app.ask.feedback import Feedback
from bot.discord_app.browse import Browsing
from bot.discord_app.check.check_command import Checking
from bot.discord_app.controls import ControlTable, Feature
from bot.discord_app.editors.editors_commands import Editors
from bot.discord_app.following import Following
from bot.discord_app.gateway.connected_client import ConnectedClient
from bot.discord_app.gateway.connection_state import ConnectionState
from bot.discord_app.interactions import Admission, Replies, apologise, say
from bot.discord_app.notices.editors_channel import EditorsChannel, RequestNotices
from bot.discord_app.notices.personal_notices import PersonalNotices
from bot.discord_app.privacy import Privacy
from bot.discord_app.sources.source_commands import Comparing

OUTDATED = "That command has changed. Reload Discord to see the current commands."
OUT_OF_USE = "That button or menu is from an older version of this bot and no longer works. Ask again with `/fact`."
_CONTROLS = (discord.InteractionType.component, discord.InteractionType.modal_submit)
_OUTDATED = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
UNFORESEEN_SECONDS = 3.0
"""How long pending replies may take if discord.py itself ends the client: Discord wants an answer within 3 s."""


class FactbotClient(ConnectedClient):
    """factbot in Discord."""

    def __init__(
        self,
        desk: Desk,
        guilds: Set[int] = frozenset(),
        state: ConnectionState | None = None,
        editors_channel: EditorsChannel | None = None,
        request_notices: RequestNotices | None = None,
        **options: Any,  # noqa: ANN401 - discord.py's own
    ) -> None:
        """``guilds`` are the ids of the only servers to answer in; if there are none, the bot answers everywhere.

        ``editors_channel`` and ``request_notices`` outlive the client, which posts for them from now on. See
        :class:`bot.discord_app.gateway.connected_client.ConnectedClient` for the rest.
        """
        super().__init__(state or ConnectionState(), **options)
        self.replies = Replies(Admission(guilds))
        self.editors_channel = editors_channel or EditorsChannel(None)
        self.editors_channel.client = self
        self.sharing = Sharing()
        self.personal_notices = PersonalNotices(self, desk, guilds)
        features: list[Feature] = [
            Asking(desk, self.sharing),
            Feedback(desk, request_notices or RequestNotices(desk, self.editors_channel)),
            Browsing(desk),
            Comparing(desk),
            Checking(desk, self.sharing),
            Following(desk),
            Editors(desk, self.editors_channel),
            Privacy(desk),
        ]
        self._controls = ControlTable(features)
        self._finished = False
        self.tree = _Tree(
            self,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )
        for feature in features:
            for command in feature.commands(self.replies):
                self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Syncs the commands, and begins to notify people."""
        await super().setup_hook()
        self.personal_notices.begin()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answers a button, a menu or a form; the tree answers commands."""
        if interaction.type in _CONTROLS and await self.replies.admits(interaction):
            work = self._controls.find(interaction) or say(interaction, OUT_OF_USE)
            await self.replies.answered(interaction, work)

    async def close(self) -> None:
        """Closes every connection; if nobody asked for it, waits for pending replies first."""
        await self.personal_notices.end()
        if not self._finished:
            await self.replies.finish(UNFORESEEN_SECONDS)
        await super().close()

    async def finish(self, seconds: float) -> None:
        """Takes no new interactions, and waits until no reply is pending, but no longer than ``seconds``."""
        self._finished = True
        hanging_up = asyncio.create_task(self.hang_up())
        await asyncio.sleep(0)  # what has just been received begins
        await self.replies.finish(seconds)
        hanging_up.cancel()  # it would wait for the gateway's answer


class _Tree(app_commands.CommandTree[FactbotClient]):
    """A command tree that answers whoever is admitted, and apologises for every failure."""

    async def interaction_check(self, interaction: discord.Interaction[FactbotClient], /) -> bool:
        return await self.client.replies.admits(interaction)

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        command = interaction.type is discord.InteractionType.application_command
        if command and isinstance(error, _OUTDATED):
            await self.client.replies.answered(interaction, say(interaction, OUTDATED))
        else:
            await apologise(interaction, error)
