"""``/privacy``: people see what is stored about them, and delete it."""

import re
from collections.abc import Mapping, Sequence

import discord
from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.controls import Command, Feature, Handler, chosen
from bot.discord_app.interactions import Interaction, Replies, asker_of
from bot.discord_app.layout import GREY, MAX_CHOICES, Button, Menu, button, framed, menu, row_of, view_of
from bot.discord_app.text import MAX_LABEL, shortened
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import Follow, Request
from bot.wording import counted

ASK = "Delete everything about me"


def privacy_panel(
    policy: RetentionPolicy | None, rows: int, follows: Sequence[Follow] = (), requests: Sequence[Request] = ()
) -> ui.LayoutView:
    """What is stored, for how long, how many ``rows`` are the reader's own, and a button that deletes them.

    What they follow, and their open requests, are menus that end one of them.
    """
    if policy is None:
        return _panel("### Nothing is stored\nThis bot keeps no log.")
    questions = "what you ask" if policy.text else "that you ask, without your words"
    time = f"for {counted(policy.days, 'day')}" if policy.days else "until you delete it"
    kept = "\n".join(
        [
            "### What we store about you",
            f"- **Questions**: {questions}, when, in which channel of a server, and which fact answered. If you check "
            "a message: how each statement was answered, without its words.",
            "- **What you say of answers**: *This answers it*, *Not my question* and why, *None of these*.",
            "- **What you ask the editors**, with your Discord id until you are told of an answer.",
            "- **Facts that you follow**, the channel in which you followed them, and your Discord id.",
        ]
    )
    whose = (
        f"All of it is stored {time}. Apart from your Discord id, only a code identifies you. The people who run the "
        "bot can read it, and can trace the code to you with the bot’s key or an answer that you shared. Their backups "
        "keep what you delete here. The editors see this server’s questions, without names."
    )
    count = f"**{_entries(rows)} about you {'is' if rows == 1 else 'are'} stored.**"
    followed = _menu("end:follow", "Stop following a fact", [(row.fact_id, row.claim) for row in follows])
    asked = _menu("end:request", "Withdraw a question", [(row.query_id, row.text) for row in requests])
    return _panel(kept, whose, count, *followed, *asked, *([button(ASK, "forget:ask")] if rows else []))


def _menu(custom_id: str, placeholder: str, rows: Sequence[tuple[object, str]]) -> list[Menu]:
    """A menu of values and their texts, which are numbered since nothing of one may be visible; none without rows."""
    options = [
        discord.SelectOption(label=shortened(f"{number}. {text}", MAX_LABEL), value=str(value))
        for number, (value, text) in enumerate(list(dict(rows).items())[:MAX_CHOICES], 1)
    ]
    return [menu(custom_id, placeholder, options)] if options else []


def sure_panel(rows: int) -> ui.LayoutView:
    """Asks for confirmation before so many entries are deleted."""
    text = (
        f"### Delete {_entries(rows)}?\nThis cannot be undone, and the bot will not tell you of answers or changes. "
        "To keep them, dismiss this message."
    )
    return _panel(text, button(f"Delete {_entries(rows)}", "forget:do", style=discord.ButtonStyle.danger))


def forgotten_panel(rows: int) -> ui.LayoutView:
    """Confirms that so many entries were deleted."""
    return _panel(f"### Nothing about you is stored\n{_entries(rows)} {'was' if rows == 1 else 'were'} deleted.")


def _entries(rows: int) -> str:
    return "1 entry" if rows == 1 else f"{rows:,} entries"


def _panel(*parts: str | Button | Menu) -> ui.LayoutView:
    """Texts, each a paragraph, menus and buttons."""
    frame = framed(GREY)
    for part in parts:
        frame.add_item(ui.TextDisplay(part) if isinstance(part, str) else row_of(part))
    return view_of(frame)


class Privacy(Feature):
    """Answers each person alone.

    Reading and deleting may take a while, so each answer is deferred first.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def controls(self) -> Mapping[str, Handler]:
        """The button that asks for confirmation, the one that deletes, and the menus that end one thing."""
        return {r"forget:ask": self.confirm, r"forget:do": self.forget, r"end:(?P<what>follow|request)": self.end}

    def commands(self, replies: Replies) -> Sequence[Command]:
        """``/privacy``."""

        @app_commands.command(description="What is stored about you, for how long, and how to delete it")
        async def privacy(interaction: Interaction) -> None:
            await replies.answered(interaction, self.show(interaction))

        return [privacy]

    async def end(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Stops following a fact, or withdraws a question from the editors, and shows what is left."""
        await interaction.response.defer()
        asker, one = asker_of(interaction, "privacy"), chosen(interaction)
        if match["what"] == "follow":
            await self._desk.records.unfollow(one, asker)
        else:
            await self._desk.records.withdraw(int(one), asker)
        await self.show(interaction)

    async def show(self, interaction: Interaction) -> None:
        """Shows what is stored, for how long, and how many rows are the person's own."""
        if not interaction.response.is_done():
            await interaction.response.defer(ephemeral=True, thinking=True)
        records, asker = self._desk.records, asker_of(interaction, "privacy")
        rows = await records.count_rows(asker) if records.policy else 0
        waiting = await records.waiting_for(asker) if rows else ((), ())
        await interaction.edit_original_response(view=privacy_panel(records.policy, rows, *waiting))

    async def confirm(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Asks whether the person's rows should be deleted."""
        await interaction.response.defer()
        rows = await self._desk.records.count_rows(asker_of(interaction, "privacy"))
        await interaction.edit_original_response(view=sure_panel(rows) if rows else forgotten_panel(0))

    async def forget(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Deletes the person's rows."""
        await interaction.response.defer()
        rows = await self._desk.records.forget(asker_of(interaction, "privacy"))
        await interaction.edit_original_response(view=forgotten_panel(rows))
