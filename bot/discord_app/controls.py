"""What all buttons and menus have in common, and which of them was used."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

import discord

from bot.factbase.schema import ID_PATTERN

if TYPE_CHECKING:
    from bot.discord_app.client import FactbotClient


Press: TypeAlias = "discord.Interaction[FactbotClient]"
"""The use of a control; through its client, controls reach what they are for."""


class Control(ABC):
    """A button or menu, beside :class:`discord.ui.DynamicItem`, which holds its custom id against the template.

    A kind of control says in :meth:`of` which one was used, and in :meth:`act` what it does.
    """

    __discord_ui_compiled_template__: ClassVar[re.Pattern[str]]

    @classmethod
    @abstractmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The control of a custom id that matches the template."""

    @abstractmethod
    async def act(self, interaction: Press) -> None:
        """Answers the interaction; may raise."""


def used_control(kinds: Iterable[type[Control]], interaction: Press) -> Control | None:
    """The control that was used, by its custom id alone; None where that is of none of the kinds.

    discord.py would lay the whole message out as a view, to find the control in it: a fifth of what a press costs.
    """
    custom_id = str(_data(interaction)["custom_id"])
    for kind in kinds:
        if match := kind.__discord_ui_compiled_template__.fullmatch(custom_id):
            return kind.of(match)
    return None


def chosen(interaction: Press) -> str:
    """What was chosen in a menu, all of which let one thing be chosen: Discord sends it with every use of one."""
    return str(_data(interaction)["values"][0])


def _data(interaction: Press) -> Mapping[str, Any]:
    """What Discord tells of a use."""
    return interaction.data or {}


FACT = rf"(?P<fact>{ID_PATTERN.strip('^$')})"
"""A fact's id, 60 characters at most."""
SOURCE = rf"(?P<source>{ID_PATTERN.strip('^$')})"
"""A source's id, 60 characters at most."""
QUERY = r"(?P<query>[0-9]{1,19})"
"""The id of a question's row in the log: 63 bits."""
PAGE = r"(?P<page>-?[0-9]{1,6})"
"""A page's number, from 0; one before the first and one after the last are those of buttons that are off."""
