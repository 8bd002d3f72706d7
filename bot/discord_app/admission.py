"""Who is answered: people in the servers that the bot is meant for, as often as a person asks."""

import math
from collections.abc import Set
from typing import Any

import discord
from discord.ext import commands

RATE, SECONDS = 10, 10.0
"""How many interactions one person has in how many seconds: more than reading needs, less than a script takes."""

ELSEWHERE = "This bot only answers in the servers that it was set up for."


class Admission:
    """Decides who is answered. It remembers no more people than were there within the last ten seconds."""

    def __init__(self, guilds: Set[int]) -> None:
        """``guilds`` are the ids of the only servers to answer in; none means everywhere."""
        self._guilds = guilds
        self._cooldowns = _no_cooldowns()

    def refusal(self, interaction: discord.Interaction[Any]) -> str | None:
        """Why this interaction is not answered, in one sentence; None where it is, which counts towards the rate.

        An autocompletion does not count, since it comes with every key.
        """
        if self._guilds and interaction.guild_id not in self._guilds:
            return ELSEWHERE
        now = discord.utils.utcnow().timestamp()
        if interaction.type is discord.InteractionType.autocomplete:
            bucket = self._cooldowns.get_bucket(interaction, now)
            wait = bucket.get_retry_after(now) if bucket else None
        else:
            wait = self._cooldowns.update_rate_limit(interaction, now)
        if (
            wait and wait > SECONDS
        ):  # the clock was set back; counting on would lock people out until it is as late again
            self._cooldowns = _no_cooldowns()
            return None
        return f"That was a lot at once. Please try again <t:{math.ceil(now + wait)}:R>." if wait else None


def _no_cooldowns() -> commands.CooldownMapping[discord.Interaction[Any]]:
    """Nobody has asked yet."""
    return commands.CooldownMapping.from_cooldown(RATE, SECONDS, lambda interaction: interaction.user.id)
