"""The message command *Check against facts*, and the panels that it sends."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import discord
from discord import app_commands, ui

from bot import wording
from bot.desk import Desk
from bot.discord_app.ask.fact_command import Sharing, opened
from bot.discord_app.ask.reply_panels import reply_panel, share_button
from bot.discord_app.check.statements import Check, Finding, check, hidden
from bot.discord_app.controls import Command, Feature, Handler, chosen, used
from bot.discord_app.interactions import Interaction, Replies, asker_of, say, send
from bot.discord_app.layout import GREY, HEADING, Frame, fact_options, framed, menu, row_of, verdict_text, view_of
from bot.discord_app.text import literal, pack, shortened
from bot.factbase.model import Fact
from bot.querylog.rows import CHECKED

NO_TEXT = "That message has no text to check. Pictures, embeds, polls and the panels of other bots are not read."
NO_STATEMENT = "That message has no statement to check: a statement needs two words or more, besides links and code."
OURS = "This bot posted that message, which already shows what the sources say."

MOST_PANELS = 5
"""Messages that one check takes: Discord lets a bot outside a server follow its first answer up with five."""
STATEMENT = 100
"""Characters, before escaping, of a statement."""
AUTHOR = 60
"""Characters, before escaping, of the name of the message's author."""
QUOTES = 4
"""Statements that are quoted for one fact."""
LISTED = 10
"""Statements without a fact in one block."""

Block = tuple[str, Fact | None]
"""A text that stays together, and the fact that it shows, if any."""

CAUTION = "-# Facts are matched by subject only. Compare each fact with the statement to see whether they agree."
MORE = "-# Not everything fits here. To see the rest, post that part as a message of its own and check it."


class Checking(Feature):
    """Checks messages against the facts."""

    def __init__(self, desk: Desk, sharing: Sharing) -> None:
        self._desk = desk
        self._sharing = sharing

    def controls(self) -> Mapping[str, Handler]:
        """The menu of facts, and the button that shares the check."""
        return {r"check": self._open_fact, r"check:share": self._share}

    def commands(self, replies: Replies) -> Sequence[Command]:
        """*Check against facts*. Discord sends the message with the interaction, so no intent is needed to read it."""

        async def check(interaction: Interaction, message: discord.Message) -> None:
            await replies.answered(interaction, self._check(interaction, message))

        return [app_commands.ContextMenu(name="Check against facts", callback=check)]

    async def _check(self, interaction: Interaction, message: discord.Message) -> None:
        """Tells the person alone what the sources say on each statement of a message."""
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
        first, *more = check_panels(found, message.jump_url, message.author.display_name, text)
        await send(interaction, first)
        for panel in more:
            await interaction.followup.send(view=panel, ephemeral=True)

    async def _open_fact(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows the chosen fact in a new private message; the check stays."""
        if reply := await opened(self._desk, interaction, chosen(interaction), "check pick"):
            await send(interaction, reply_panel(reply))

    async def _share(self, interaction: Interaction, match: re.Match[str]) -> None:
        shown = ui.LayoutView.from_message(used(interaction), timeout=None)
        await self._sharing.post(interaction, match[0], posted(shown, interaction.user.id))


def _text(message: discord.Message) -> str:
    """The text of a message, of the messages that it forwards, or of the one that its thread began with."""
    starts = message.type is discord.MessageType.thread_starter_message
    begun = message.reference.resolved if starts and message.reference else None
    if isinstance(begun, discord.Message):
        return begun.content
    return message.content or "\n".join(forwarded.content for forwarded in message.message_snapshots)


def check_panels(check: Check, link: str, author: str, message: str = "") -> list[ui.LayoutView]:
    """What the sources say on the ``message`` at that link, for one person, in at most :data:`MOST_PANELS` messages.

    What the message hides by spoilers is hidden here too.
    """
    pages, panels = pack(_blocks(check, link, author, message)), []
    for number, page in enumerate(pages[:MOST_PANELS], 1):
        frame = framed(GREY, *(text for text, _ in page), *([MORE] if number == MOST_PANELS < len(pages) else []))
        if facts := {fact.id: fact for _, fact in page if fact}:
            frame.add_item(row_of(menu("check", "Open a fact", fact_options(facts.values()))))
        panels.append(view_of(frame.add_item(row_of(share_button("check:share")))))
    return panels


def posted(shown: ui.LayoutView, sharer: int) -> ui.LayoutView:
    """A panel of a check for everybody: without its last row, which shares it; headed by who did (by Discord's id)."""
    frame = framed(GREY, f"-# Shared by <@{sharer}>")
    for item in cast(Frame, shown.children[0]).children[:-1]:
        frame.add_item(item)
    return view_of(frame)


def _blocks(check: Check, link: str, author: str, message: str) -> Iterator[Block]:
    by = literal(shortened(author, AUTHOR))
    yield f"### What the sources say on [a message]({link}) by {by}", None
    if check.covered or check.uncertain:
        yield CAUTION, None
    for finding in check.covered:
        verdict = verdict_text(check.base, finding.fact, finding.unsupported_values, brief=True)
        says = f"{_quoted(finding)}\n> On this: {_claim(finding)}\n> " + verdict.replace("\n", "\n> ")
        yield _block(says, finding, message)
    for finding in check.uncertain:
        yield _block(f"{_quoted(finding)}\n> Perhaps on this: {_claim(finding)}", finding, message)
    yield from ((text, None) for text in _unknown(check, message))
    if check.left_out:
        yield f"-# Only the first {check.asked} of {check.asked + check.left_out} statements were checked.", None


def _block(says: str, finding: Finding, message: str) -> Block:
    """What is said on a finding; each line a spoiler, and no entry in the menu, if the message hides a statement."""
    if not any(hidden(message, statement) for statement in finding.statements):
        return says, finding.fact
    lines = (f"> ||{line[2:]}||" if line.startswith("> ") else f"||{line}||" for line in says.split("\n"))
    return "\n".join(lines), None


def _quoted(finding: Finding) -> str:
    """The first statements, and how many more there are."""
    quoted = [f"“{literal(shortened(statement, STATEMENT))}”" for statement in finding.statements[:QUOTES]]
    if (more := len(finding.statements) - QUOTES) > 0:
        quoted.append(f"-# and {wording.counted(more, 'more statement')}")
    return "\n".join(quoted)


def _claim(finding: Finding) -> str:
    return f"**{literal(shortened(finding.fact.claim, HEADING))}**"


def _unknown(check: Check, message: str) -> Iterator[str]:
    """The number of statements without a fact, and how each begins."""
    others = " other" if check.covered or check.uncertain else ""
    lead = f"No fact found for {wording.counted(len(check.unknown), f'{others} statement'.strip())}:"
    for start in range(0, len(check.unknown), LISTED):
        shown = [(text, f"“{literal(shortened(text, STATEMENT))}”") for text in check.unknown[start : start + LISTED]]
        listed = (f"-# ||{quoted}||" if hidden(message, text) else f"-# {quoted}" for text, quoted in shown)
        yield "\n".join([lead, *listed] if start == 0 else listed)
