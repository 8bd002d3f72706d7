"""The table from the custom id of a button or menu to its handler."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import discord
from discord import app_commands

from bot.discord_app.interactions import Interaction, Replies, seen_by_one, send, show
from bot.discord_app.layout import GREY, button, framed, row_of, view_of, with_used_button
from bot.factbase.schema import ID_PATTERN

Handler: TypeAlias = Callable[[Interaction, re.Match[str]], Awaitable[None]]
"""Answers a press. The match is that of the control's custom id."""
Command: TypeAlias = "app_commands.Command[Any, Any, None] | app_commands.ContextMenu | app_commands.Group"

FACT = rf"(?P<fact>{ID_PATTERN.strip('^$')})"
"""A fact's id, 60 characters at most."""
SOURCE = rf"(?P<source>{ID_PATTERN.strip('^$')})"
"""A source's id, 60 characters at most."""
QUERY = r"(?P<query>[0-9]{1,19})"
"""The id of a question's row in the log: 63 bits."""
PAGE = r"(?P<page>-?[0-9]{1,6})"
"""A page's number, from 0. Disabled buttons may have -1, or one more than the last page."""


class Feature:
    """A part of the bot: its commands and its controls."""

    def commands(self, replies: Replies) -> Sequence[Command]:
        """The commands, which answer through ``replies``."""
        return []

    def controls(self) -> Mapping[str, Handler]:
        """The handlers of its buttons and menus, by a pattern that the whole custom id must match."""
        return {}


class ControlTable:
    """The controls of all features. They work on messages of any age, since a custom id holds all that is needed."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self._rows = [(re.compile(id), handler) for feature in features for id, handler in feature.controls().items()]

    def find(self, interaction: Interaction) -> Awaitable[None] | None:
        """The handler's work for a press, to be awaited; None if no pattern matches."""
        custom_id = str(_data(interaction)["custom_id"])
        for pattern, handler in self._rows:
            if match := pattern.fullmatch(custom_id):
                return handler(interaction, match)
        return None


def chosen(interaction: Interaction) -> str:
    """The option that was chosen in a menu; all our menus take one."""
    return str(_data(interaction)["values"][0])


def submitted(interaction: Interaction) -> dict[str, str]:
    """What was typed and chosen in a form, by the custom ids of its inputs."""
    labelled = [part.get("component", {}) for part in _data(interaction).get("components", ())]
    return {part["custom_id"]: part.get("value") or "".join(part.get("values", ())) for part in labelled if part}


def used(interaction: Interaction) -> discord.Message:
    """The message whose button or menu was used."""
    if interaction.message is None:
        raise LookupError("Discord sent no message with the use of a control")
    return interaction.message


async def switch(interaction: Interaction, custom_id: str, then: str, label: str, said: str) -> None:
    """Says what a press did, and makes its button one that undoes it: a custom id and a label.

    That is done on a private panel; a public one stays, and whoever pressed is shown both privately.
    """
    if seen_by_one(interaction):
        await show(interaction, with_used_button(used(interaction), custom_id, label, f"-# {said}", then))
    else:
        await send(interaction, view_of(framed(GREY, said).add_item(row_of(button(label, then)))))


def _data(interaction: Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
