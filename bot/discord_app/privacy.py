"""Privacy: people are told what is kept of them, and delete it."""

import re
from typing import Any, Self

import discord
from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.controls import Control, Press
from bot.discord_app.interactions import Interaction, Replies, asker_of
from bot.discord_app.layout import GREY, framed, row_of, view_of
from bot.querylog.retention import RetentionPolicy
from bot.wording import counted


class ForgetButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"forget:(?P<step>ask|do)"):
    """Asks whether everything that is kept of whoever presses it should be deleted, or (``sure``) deletes it."""

    def __init__(self, label: str, sure: bool) -> None:
        self.sure = sure
        style = discord.ButtonStyle.danger if sure else discord.ButtonStyle.secondary
        super().__init__(ui.Button(label=label, style=style, custom_id="forget:do" if sure else "forget:ask"))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls("", match["step"] == "do")

    async def act(self, interaction: Press) -> None:
        """Asks, or deletes."""
        privacy = interaction.client.privacy
        await (privacy.forget(interaction) if self.sure else privacy.ask_once_more(interaction))


ASK = "Delete what is kept of me"


def privacy_panel(keeping: RetentionPolicy | None, rows: int) -> ui.LayoutView:
    """What is kept, for how long, and a button to delete the reader's own, of which there are so many rows."""
    if keeping is None:
        return _panel("### Nothing is kept\nThis bot writes nothing down.")
    questions = "what you ask" if keeping.text else "that you ask, without your words"
    time = f"for {counted(keeping.days, 'day')}" if keeping.days else "until you delete it"
    kept = "\n".join(
        [
            "### What is kept of you",
            f"- **Questions**: {questions}, when, in which channel, and which fact answered. A message that you check "
            "counts as questions, one a statement.",
            "- **What you say of answers**: *Answers it*, *Not what I asked*, *None of these*.",
            "- **What you put to the editors**, with your Discord id until you have been told of an answer.",
        ]
    )
    whose = (
        f"All of it is kept {time}. Elsewhere you are a code, which only the bot’s key can trace to you. The people "
        "who run the bot can read it; this server’s editors see its questions, without names."
    )
    count = f"**Of you, {counted(rows, 'row')} {'is' if rows == 1 else 'are'} kept now.**"
    return _panel(kept, whose, count, *([ForgetButton(ASK, sure=False)] if rows else []))


def sure_panel(rows: int) -> ui.LayoutView:
    """Asks once more before so many rows are deleted."""
    text = (
        f"### Delete {counted(rows, 'row')}?\nThey cannot be brought back, and you will not be told of answers to what "
        "you have put to the editors. To keep them, dismiss this message."
    )
    return _panel(text, ForgetButton(f"Delete {counted(rows, 'row')}", sure=True))


def forgotten_panel(rows: int) -> ui.LayoutView:
    """Says that nothing is left, and how many rows were deleted."""
    return _panel(f"### Nothing is kept of you\n{counted(rows, 'row')} {'was' if rows == 1 else 'were'} deleted.")


def _panel(*parts: str | ForgetButton) -> ui.LayoutView:
    """Texts, each a paragraph of its own, and a button."""
    container = framed(GREY)
    for part in parts:
        container.add_item(ui.TextDisplay(part) if isinstance(part, str) else row_of(part))
    return view_of(container)


class Privacy:
    """What one desk keeps of whoever asks; every answer is for that person alone.

    Counting rows takes a while in a long log, and deleting waits for a busy one, so that Discord is told first that an
    answer comes.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def tell(self, interaction: Interaction) -> None:
        """Tells what is kept, for how long, and how many rows there are of the person."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        keeping = self._desk.records.policy
        rows = await self._desk.records.count_rows(asker_of(interaction, "privacy")) if keeping else 0
        await interaction.edit_original_response(view=privacy_panel(keeping, rows))

    async def ask_once_more(self, interaction: Interaction) -> None:
        """Asks whether so many rows should be deleted."""
        await interaction.response.defer()
        rows = await self._desk.records.count_rows(asker_of(interaction, "privacy"))
        await interaction.edit_original_response(view=sure_panel(rows) if rows else forgotten_panel(0))

    async def forget(self, interaction: Interaction) -> None:
        """Deletes the person's rows and says how many there were."""
        await interaction.response.defer()
        rows = await self._desk.records.forget(asker_of(interaction, "privacy"))
        await interaction.edit_original_response(view=forgotten_panel(rows))


def privacy_command(privacy: Privacy, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over what is kept of people."""

    @app_commands.command(name="privacy", description="What is kept of you, for how long, and how to delete it")
    async def tell(interaction: discord.Interaction[Any]) -> None:
        await replies.answered(interaction, privacy.tell(interaction))

    return tell
