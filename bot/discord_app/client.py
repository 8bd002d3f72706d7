"""The Discord client: which commands and controls it has, and what it asks of Discord."""

import asyncio
from collections.abc import Set
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.desk import Desk
from bot.discord_app.ask.buttons import AnswerPage, JudgeButton, NoneButton, RequestButton, ShareAnswer
from bot.discord_app.ask.fact_command import Asking, fact_command
from bot.discord_app.ask.fact_menu import FactMenu
from bot.discord_app.ask.feedback import Feedback
from bot.discord_app.ask.sharing import Sharing
from bot.discord_app.browse.list_commands import Browsing, disputes_command, topics_command
from bot.discord_app.browse.list_panels import ListedMenu, TopicMenu
from bot.discord_app.check.check_command import Checking, check_command
from bot.discord_app.check.check_panels import CheckMenu, ShareCheck
from bot.discord_app.controls import used_control
from bot.discord_app.editors.editors_commands import Editors, editors_commands
from bot.discord_app.editors.reports import ReportPage
from bot.discord_app.editors.requests import RequestMenu
from bot.discord_app.gateway.connected_client import INTERACTION, ConnectedClient, Unreadable, bare_interaction
from bot.discord_app.gateway.connection_state import Contact
from bot.discord_app.interactions import Replies, apologise, say
from bot.discord_app.navigation import PlaceButton, SourcePage
from bot.discord_app.notices.answered import OpenButton, Telling
from bot.discord_app.notices.editors_channel import EditorsChannel
from bot.discord_app.notices.request_notices import RequestNotices
from bot.discord_app.privacy import ForgetButton, Privacy, privacy_command
from bot.discord_app.ratelimit import Admission
from bot.discord_app.sources.menus import SaidMenu, SourceMenu, SourcesPage
from bot.discord_app.sources.source_commands import Comparing, source_command, sources_command

CONTROLS = (
    AnswerPage,
    CheckMenu,
    FactMenu,
    ForgetButton,
    JudgeButton,
    ListedMenu,
    NoneButton,
    OpenButton,
    PlaceButton,
    ReportPage,
    RequestButton,
    RequestMenu,
    SaidMenu,
    ShareAnswer,
    ShareCheck,
    SourceMenu,
    SourcePage,
    SourcesPage,
    TopicMenu,
)
"""Every button and menu: they work on messages of any age."""

OUTDATED = "That command has changed in the meantime. Reload Discord, and it offers the commands that there are now."
_OUTDATED = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
"""What a command ends in that Discord, or a person's copy of it, knows from an older version of this bot."""
UNFORESEEN_SECONDS = 3.0
"""Seconds in which replies under way may leave where Discord's own gateway ends the client: an answer has no more."""
OUT_OF_USE = "That button or menu is of an older version of this bot, and no longer in use. Ask again with `/fact`."


class FactbotClient(ConnectedClient):
    """factbot in Discord."""

    def __init__(
        self,
        desk: Desk,
        guilds: Set[int] = frozenset(),
        contact: Contact | None = None,
        told: Path | None = None,
        editors_channel: EditorsChannel | None = None,
        request_notices: RequestNotices | None = None,
        **options: Any,  # noqa: ANN401 - discord.py's own
    ) -> None:
        """``guilds`` are the ids of the only servers to answer in; none means everywhere.

        ``editors_channel`` is where editors are told of their edits, from now on through this client, and
        ``request_notices`` that they are asked something.
        The rest is as :class:`bot.discord_app.gateway.connected_client.ConnectedClient` has it.
        """
        super().__init__(contact or Contact(), told, **options)
        self.replies = Replies(Admission(guilds))
        self.asking = Asking(desk)
        self.sharing = Sharing(desk)
        self.checking = Checking(desk, self.sharing)
        self.browsing = Browsing(desk)
        self.comparing = Comparing(desk)
        self.editors_channel = editors_channel or EditorsChannel(None)
        self.editors_channel.speak_through(self)
        self.feedback = Feedback(desk, request_notices or RequestNotices(desk, self.editors_channel))
        self.editors = Editors(desk, self.editors_channel)
        self.privacy = Privacy(desk)
        self.telling = Telling(self, desk, guilds)
        self._finished = False
        self.tree = _Tree(
            self,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )
        self.tree.add_command(fact_command(desk, self.asking, self.replies))
        self.tree.add_command(editors_commands(self.editors, self.replies))
        self.tree.add_command(privacy_command(self.privacy, self.replies))
        self.tree.add_command(check_command(self.checking, self.replies))
        self.tree.add_command(disputes_command(desk, self.browsing, self.replies))
        self.tree.add_command(topics_command(self.browsing, self.replies))
        self.tree.add_command(source_command(desk, self.comparing, self.replies))
        self.tree.add_command(sources_command(self.comparing, self.replies))

    async def setup_hook(self) -> None:
        """Tells Discord the commands, and people what they wait for."""
        await super().setup_hook()
        self.telling.begin()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answers the use of a button or menu; commands are the tree's."""
        if interaction.type is discord.InteractionType.component:
            await self.replies.answered(interaction, self._use(interaction))

    async def on_left_out(self, event: str, data: Any, why: Unreadable) -> None:  # noqa: ANN401 - as Discord sent it
        """Apologises for an interaction that could not be read."""
        if event == INTERACTION and (interaction := bare_interaction(data, self)):
            await apologise(interaction, why)

    async def _use(self, interaction: discord.Interaction[Any]) -> None:
        if not await self.replies.admits(interaction):
            return
        control = used_control(CONTROLS, interaction)
        await (control.act(interaction) if control else say(interaction, OUT_OF_USE))

    async def close(self) -> None:
        """Takes its leave of Discord; where that comes unforeseen, replies under way may leave before it."""
        await self.telling.end()
        if not self._finished:
            await self.replies.finish(UNFORESEEN_SECONDS)
        await super().close()

    async def finish(self, within: float) -> None:
        """Takes no new work and waits until every reply under way has left, ``within`` seconds at most."""
        self._finished = True
        hanging_up = asyncio.create_task(self.hang_up())
        await asyncio.sleep(0)  # what has just been received begins
        await self.replies.finish(within)
        hanging_up.cancel()  # the gateway's answer to that is nothing to wait for


class _Tree(app_commands.CommandTree[FactbotClient]):
    """A command tree for whoever is admitted, in which every failure ends in a reply."""

    async def interaction_check(self, interaction: discord.Interaction[FactbotClient], /) -> bool:
        return await self.client.replies.admits(interaction)

    async def _call(self, interaction: discord.Interaction[FactbotClient]) -> None:
        """As discord.py's own, which apologises for what fails in a command, but not for what it cannot read of one.

        The cause is told without its text, which may be a piece of a message.
        """
        try:
            await super()._call(interaction)
        except app_commands.AppCommandError:
            raise
        except Exception as error:
            await apologise(interaction, Unreadable(f"a command ended in {type(error).__name__} before it began"))

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        command = interaction.type is discord.InteractionType.application_command
        if command and isinstance(error, _OUTDATED):
            await self.client.replies.answered(interaction, say(interaction, OUTDATED))
        else:
            await apologise(interaction, error)
