"""Who is answered: people in the servers that the bot is meant for, as often as a person asks."""

import math
from collections import deque
from collections.abc import Set
from typing import Any

import discord
from discord.ext import commands

RATE, SECONDS = 10, 10.0
"""How many interactions one person has in how many seconds: more than reading needs, less than a script takes."""
TYPED = 50
"""How many completions one person has in that time: more than the fastest typing needs, of which each key asks one."""

PARTS = 4
"""In how many parts of that time people are forgotten: together, and soon after they could ask at will again."""

ELSEWHERE = "This bot only answers in the servers that it was set up for."


class Admission:
    """Decides who is answered."""

    def __init__(self, guilds: Set[int]) -> None:
        """``guilds`` are the ids of the only servers to answer in; none means everywhere."""
        self._guilds = guilds
        self._forget()

    def _forget(self) -> None:
        self._lately = _Lately(RATE)
        self._typing = _Lately(TYPED)

    def refusal(self, interaction: discord.Interaction[Any]) -> str | None:
        """Why this interaction is not answered, in one sentence; None where it is, which counts towards the rate.

        Autocompletions count towards a rate of their own, since one comes with every key.
        """
        if self._guilds and interaction.guild_id not in self._guilds:
            return ELSEWHERE
        now = discord.utils.utcnow().timestamp()
        person = interaction.user.id
        if interaction.type is discord.InteractionType.autocomplete:
            wait = self._lately.wait(person, now) or self._typing.cooldown(person, now).update_rate_limit(now)
        else:
            wait = self._lately.cooldown(person, now).update_rate_limit(now)
        # longer only where the clock was set back; counting on would lock people out until it is as late again
        if wait and wait > SECONDS:
            self._forget()
            return None
        return f"That was a lot at once. Please try again <t:{math.ceil(now + wait)}:R>." if wait else None


class _Lately:
    """How often people have asked of late; nobody is remembered who was not there for twelve and a half seconds.

    Whoever is gone is forgotten together with all such. discord.py's own mapping looks through everybody each time.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._parts: deque[dict[int, commands.Cooldown]] = deque([{}], maxlen=PARTS + 1)  # latest first
        self._since = 0.0

    def __len__(self) -> int:
        return len(set().union(*self._parts))

    def cooldown(self, person: int, now: float) -> commands.Cooldown:
        """A person's, at a time in seconds since the epoch."""
        passed = (now - self._since) * PARTS / SECONDS
        if not 0 <= passed < 1:
            for _ in range(max(1, min(int(passed), PARTS + 1))):
                self._parts.appendleft({})
            self._since = now
        cooldown = self._known(person) or commands.Cooldown(self._rate, SECONDS)
        self._parts[0][person] = cooldown
        return cooldown

    def wait(self, person: int, now: float) -> float:
        """The seconds that a person would have to wait; nobody is remembered for it."""
        cooldown = self._known(person)
        return cooldown.get_retry_after(now) if cooldown else 0.0

    def _known(self, person: int) -> commands.Cooldown | None:
        return next((part[person] for part in self._parts if person in part), None)
