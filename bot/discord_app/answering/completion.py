"""Autocompletion: what a half-typed option may be heading for, as the choices that Discord takes."""

import logging
from collections.abc import Callable, Coroutine, Iterable
from functools import lru_cache
from itertools import islice
from typing import Any

import discord
from discord import app_commands

from bot.discord_app.text.limits import MAX_CHOICES, MAX_LABEL
from bot.discord_app.text.literal import shortened

log = logging.getLogger(__name__)

Completion = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]
"""What discord.py asks for the choices of an option."""


def completion(found: Callable[[str], Iterable[tuple[str, str]]]) -> Completion:
    """Completes what is typed to what ``found`` gives for it, best first: labels of any length, and their values.

    Nobody waits for a completion: where it fails there are no choices, and the log has the cause.
    """

    async def choices(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        try:
            return [_choice(label, value) for label, value in islice(found(typed), MAX_CHOICES)]
        except Exception:
            log.exception("autocompletion failed")
            return []

    return choices


@lru_cache(maxsize=1_000)
def _choice(label: str, value: str) -> app_commands.Choice[str]:
    """The choice of a label of any length, which is offered for many keystrokes."""
    return app_commands.Choice(name=shortened(label, MAX_LABEL), value=value)
