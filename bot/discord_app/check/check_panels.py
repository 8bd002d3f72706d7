"""The panels of a checked message: what the sources say to each of its statements."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import discord
from discord import ui

from bot import wording
from bot.discord_app.ask.buttons import share_button
from bot.discord_app.ask.fact_menu import fact_options
from bot.discord_app.check.statements import Check, Finding
from bot.discord_app.controls import Control, Press, chosen
from bot.discord_app.layout import GREY, HEADING, framed, row_of, verdict_text, view_of
from bot.discord_app.text import literal, pack, shortened
from bot.factbase.model import Fact


class CheckMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"check"):
    """Opens one fact of a check for whoever chooses it; the check stays, for them and for everybody."""

    def __init__(self, options: Sequence[discord.SelectOption]) -> None:
        super().__init__(
            ui.Select(custom_id="check", placeholder="Open a fact with all its evidence", options=list(options))
        )

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls(())

    async def act(self, interaction: Press) -> None:
        """Opens the chosen fact."""
        await interaction.client.checking.open(interaction, chosen(interaction))


class ShareCheck(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"check:share"):
    """Posts the check that it stands under for everybody."""

    def __init__(self, done: bool = False) -> None:
        super().__init__(share_button("check:share", done))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls()

    async def act(self, interaction: Press) -> None:
        """Shares the check."""
        await interaction.client.checking.share(interaction)


MOST_PANELS = 5
"""Messages that one check takes: Discord lets a bot outside a server follow its first answer up with five."""
STATEMENT = 100
"""Characters, before escaping, of a statement."""
AUTHOR = 60
"""Characters, before escaping, of the name of whoever wrote the message."""
QUOTES = 4
"""Statements that are quoted for one fact."""
LISTED = 10
"""Statements for which no fact was found in one block."""

CAUTION = "-# A fact is found by what a statement is about. Whether the two agree is for you to read."
MORE = "-# There is more than fits here. To see the rest, check a part of the message by itself."


@dataclass(frozen=True, slots=True)
class CheckPanel:
    """One message of a check: its texts, and the facts that its menu opens."""

    texts: tuple[str, ...]
    options: tuple[discord.SelectOption, ...] = ()

    def private(self, shared: bool = False) -> ui.LayoutView:
        """The panel for one person, who may share it, or has."""
        return view_of(self._container().add_item(row_of(ShareCheck(shared))))

    def posted(self, sharer: int) -> ui.LayoutView:
        """The panel for everybody, headed by who shared it (by Discord's id)."""
        return view_of(self._container(f"-# Shared by <@{sharer}>"))

    def _container(self, *heads: str) -> ui.Container[ui.LayoutView]:
        container = framed(GREY)
        for text in (*heads, *self.texts):
            container.add_item(ui.TextDisplay(text))
        if self.options:
            container.add_item(row_of(CheckMenu(self.options)))
        return container


@dataclass(frozen=True, slots=True)
class _Block:
    """A text that stays together, and the fact that it shows, where it shows one."""

    text: str
    fact: Fact | None = None


def check_panels(check: Check, link: str, author: str) -> list[CheckPanel]:
    """What the sources say to the message at that link, in at most :data:`MOST_PANELS` messages."""
    blocks = list(_blocks(check, link, author))
    panels: list[CheckPanel] = []
    for texts in pack([block.text for block in blocks]):
        here, blocks = blocks[: len(texts)], blocks[len(texts) :]
        facts = {block.fact.id: block.fact for block in here if block.fact}
        panels.append(CheckPanel(tuple(texts), tuple(fact_options(list(facts.values())))))
    if len(panels) > MOST_PANELS:
        last = panels[MOST_PANELS - 1]
        return [*panels[: MOST_PANELS - 1], CheckPanel((*last.texts, MORE), last.options)]
    return panels


def panel_of(message: discord.Message) -> CheckPanel:
    """The panel that a message shows, so that it can be shown again."""
    texts: list[str] = []
    options: list[discord.SelectOption] = []
    for container in message.components:
        for child in getattr(container, "children", ()):
            if isinstance(child, discord.TextDisplay):
                texts.append(child.content)
            for control in getattr(child, "children", ()):
                options += getattr(control, "options", ())
    return CheckPanel(tuple(texts), tuple(options))


def _blocks(check: Check, link: str, author: str) -> Iterator[_Block]:
    by = literal(shortened(author, AUTHOR))
    yield _Block(f"### What the sources say on [a message]({link}) by {by}")
    if check.covered or check.uncertain:
        yield _Block(CAUTION)
    for finding in check.covered:
        says = f"{_quoted(finding)}\n> On this: {_claim(finding)}\n> {verdict_text(finding.fact)}"
        yield _Block(says, finding.fact)
    for finding in check.uncertain:
        yield _Block(f"{_quoted(finding)}\n> Perhaps on this: {_claim(finding)}", finding.fact)
    yield from map(_Block, _unknown(check))
    if check.left_out:
        yield _Block(f"-# Only the first {check.asked} of {check.asked + check.left_out} statements were checked.")


def _quoted(finding: Finding) -> str:
    """The statements, so many that they fit."""
    quoted = [f"“{literal(shortened(statement, STATEMENT))}”" for statement in finding.statements[:QUOTES]]
    if (more := len(finding.statements) - QUOTES) > 0:
        quoted.append(f"-# and {wording.counted(more, 'more statement')}")
    return "\n".join(quoted)


def _claim(finding: Finding) -> str:
    return f"**{literal(shortened(finding.fact.claim, HEADING))}**"


def _unknown(check: Check) -> Iterator[str]:
    """For how many statements no fact was found, and how each begins."""
    others = " other" if check.covered or check.uncertain else ""
    lead = f"No fact found for {wording.counted(len(check.unknown), f'{others} statement'.strip())}:"
    for start in range(0, len(check.unknown), LISTED):
        listed = (f"-# “{literal(shortened(text, STATEMENT))}”" for text in check.unknown[start : start + LISTED])
        yield "\n".join([lead, *listed] if start == 0 else listed)
