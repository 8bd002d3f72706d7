"""How interactions end: in a reply, whatever happens, or in an apology whose cause stands in the log."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable, Coroutine, Iterable
from functools import lru_cache
from itertools import islice
from typing import Any

import discord
from discord import app_commands, ui

from bot.discord_app.gateway.errors import UNSENT
from bot.discord_app.gateway.responses import EXPIRED
from bot.discord_app.layout import notice_panel
from bot.discord_app.ratelimit import Admission
from bot.discord_app.text import MAX_CHOICES, MAX_LABEL, briefly, shortened
from bot.querylog.rows import LogUnavailable
from bot.reply import Asker

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]

LOG_AWAY = "What was asked and said here cannot be read or changed right now. Please try again later."


class Replies:
    """The one way in which commands and controls answer."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission
        self._under_way = 0
        self._none_under_way = asyncio.Event()
        self._none_under_way.set()

    async def finish(self, within: float) -> None:
        """Waits until every reply under way has left, ``within`` seconds at most."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._none_under_way.wait()

    async def admits(self, interaction: Interaction) -> bool:
        """Whether the interaction is to be answered; where not, the person has been told why, for them alone.

        An autocompletion that is not admitted gets no choices.
        """
        refusal = self._admission.refusal(interaction)
        if refusal is None:
            return True
        if interaction.type is discord.InteractionType.autocomplete:
            await self.answered(interaction, interaction.response.autocomplete([]))
        else:
            await self.answered(interaction, say(interaction, refusal))
        return False

    async def answered(self, interaction: Interaction, work: Coroutine[Any, Any, Any]) -> None:
        """Does the work, and apologises where it fails, so that nobody sees "the application did not respond"."""
        self._under_way += 1
        self._none_under_way.clear()
        try:
            await work
        except Exception as error:
            await apologise(interaction, error)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._none_under_way.set()


async def say(interaction: Interaction, text: str) -> None:
    """Answers with one sentence of ours, for that person alone."""
    await interaction.response.send_message(view=notice_panel(text), ephemeral=True)


async def apologise(interaction: Interaction, error: Exception) -> None:
    """Tells the person in one sentence that it failed, with a reference id that stands in the log beside the cause.

    Where the interaction has expired, nothing can be told any more.
    """
    if isinstance(error, LogUnavailable):
        log.warning("an interaction ended without the query log: %s", error)
        await _told(interaction, LOG_AWAY)
        return
    if isinstance(error, discord.HTTPException):
        if error.code == EXPIRED:
            log.warning("an interaction could not be answered, since its time was over")
            return
        error.args = (briefly(error),)
    reference = secrets.token_hex(4)
    log.error("interaction failed, reference %s", reference, exc_info=error)
    await _told(
        interaction, f"Something went wrong on our side. Please try again; if it persists, report `{reference}`."
    )


async def _told(interaction: Interaction, text: str) -> None:
    """Tells the person a sentence, whether or not they have been answered; where that fails too, the log has why."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=notice_panel(text), ephemeral=True)
        else:
            await say(interaction, text)
    except UNSENT as unreachable:
        log.error("no apology could be sent: %s", briefly(unreachable))
    except Exception:
        log.exception("no apology could be sent")


def asker_of(interaction: Interaction, command: str) -> Asker:
    """Who asks and where, for the log; ``command`` is through which command or control."""
    return Asker(
        command=command,
        id=str(interaction.user.id),
        guild_id=str(interaction.guild_id) if interaction.guild_id else None,
        channel_id=str(interaction.channel_id) if interaction.channel_id else None,
    )


def used(interaction: Interaction) -> discord.Message:
    """The message whose button or menu was used; Discord sends it with every such interaction, and with no other."""
    if interaction.message is None:
        raise LookupError("Discord sent no message with the use of a control")
    return interaction.message


def seen_by_one(interaction: Interaction) -> bool:
    """Whether the panel that was used is seen by nobody else, so that it may change in place."""
    return used(interaction).flags.ephemeral


async def shown(interaction: Interaction, view: ui.LayoutView) -> None:
    """Shows a view in the place of a panel that one person sees, or apart from one that others see too."""
    if seen_by_one(interaction):
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


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
