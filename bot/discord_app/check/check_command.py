"""Checking: a message goes to the desk statement by statement, and what the sources say comes back."""

from typing import Any

import discord
from discord import app_commands

from bot.desk import Desk
from bot.discord_app.ask.fact_command import opened
from bot.discord_app.ask.sharing import Sharing
from bot.discord_app.ask.suggestions import reply_panel
from bot.discord_app.check.check_panels import check_panels, panel_of
from bot.discord_app.check.statements import check
from bot.discord_app.interactions import Interaction, Replies, asker_of, say, used
from bot.querylog.rows import CHECKED

NO_TEXT = "That message has no text to check. Pictures, embeds and polls are not read."
NO_STATEMENT = "Nothing in that message states anything: a statement has at least two words beside links and code."
OURS = "That message is one of this bot’s own, and already says what the sources say."


class Checking:
    """Messages checked against the facts of one desk."""

    def __init__(self, desk: Desk, sharing: Sharing) -> None:
        self._desk = desk
        self._sharing = sharing

    async def check(self, interaction: Interaction, message: discord.Message) -> None:
        """Tells the person alone what the sources say to each statement of a message."""
        if message.author == interaction.client.user:
            await say(interaction, OURS)
            return
        text = _text(message)
        if not text.strip():
            await say(interaction, NO_TEXT)
            return
        found = await check(self._desk, text, asker_of(interaction, CHECKED))
        if not found.asked:
            await say(interaction, NO_STATEMENT)
            return
        first, *more = check_panels(found, message.jump_url, message.author.display_name)
        await interaction.response.send_message(view=first.private(), ephemeral=True)
        for panel in more:
            await interaction.followup.send(view=panel.private(), ephemeral=True)

    async def open(self, interaction: Interaction, fact_id: str) -> None:
        """Shows a fact's answer to whoever chose it, below the check, which stays."""
        if reply := await opened(self._desk, interaction, fact_id, "check pick"):
            await interaction.response.send_message(view=reply_panel(reply), ephemeral=True)

    async def share(self, interaction: Interaction) -> None:
        """Posts a private check for the channel, as it stands there, and says who shared it."""
        message = used(interaction)
        panel = panel_of(message)
        await self._sharing.post(
            interaction,
            message,
            "check",
            posted=panel.posted(interaction.user.id),
            done=panel.private(shared=True),
            offered=panel.private(),
        )


def _text(message: discord.Message) -> str:
    """What a message says, or the messages that it forwards."""
    return message.content or "\n".join(forwarded.content for forwarded in message.message_snapshots)


def check_command(checking: Checking, replies: Replies) -> app_commands.ContextMenu:
    """The command. Discord sends the message with the interaction, so that it takes no intent to read it."""

    async def check(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await replies.answered(interaction, checking.check(interaction, message))

    return app_commands.ContextMenu(name="Check against facts", callback=check)
