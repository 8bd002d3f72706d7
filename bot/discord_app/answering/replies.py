"""How interactions end: in a reply, whatever happens, or in an apology whose cause stands in the log."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Coroutine
from typing import Any

import discord

from bot.discord_app.answering.admission import Admission
from bot.discord_app.connection.failures import UNSENT
from bot.discord_app.connection.first_answers import EXPIRED
from bot.discord_app.panels.notice import notice_panel
from bot.discord_app.text.literal import briefly
from bot.querylog.store import LogUnavailable

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
