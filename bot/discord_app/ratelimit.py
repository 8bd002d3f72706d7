"""Who is answered: people in the servers that the bot is meant for, as often as a person asks."""

import math
from collections import deque
from collections.abc import Set
from typing import Any

import discord

RATE, SECONDS = 10, 10.0
"""How many interactions one person has in how many seconds: more than reading needs, less than a script takes."""
TYPED = 50
"""How many completions one person has in that time: more than the fastest typing needs, of which each key asks one."""

PARTS = 4
"""Into how many parts that time is divided: people are forgotten a whole part at a time."""

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
            wait = self._lately.wait(person, now) or self._typing.count(person, now)
        else:
            wait = self._lately.count(person, now)
        # longer only where the clock was set back; counting on would lock people out until it is as late again
        if wait > SECONDS:
            self._forget()
            return None
        return f"That was a lot at once. Please try again <t:{math.ceil(now + wait)}:R>." if wait else None


class _Lately:
    """When people have asked of late; nobody is remembered who was not there for twelve and a half seconds.

    Whoever is gone is forgotten together with all such. discord.py's own cooldown begins a new time with the first
    that comes after it, and so lets nearly twice as many through at its edge.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._parts: deque[dict[int, tuple[float, ...]]] = deque([{}], maxlen=PARTS + 1)  # latest first
        self._since = 0.0

    def __len__(self) -> int:
        return len(set().union(*self._parts))

    def count(self, person: int, now: float) -> float:
        """Counts that a person asks at a time in seconds since the epoch; how long they must wait where they may not.

        Who must wait is not counted.
        """
        if wait := self.wait(person, now):
            return wait
        passed = (now - self._since) * PARTS / SECONDS
        if not 0 <= passed < 1:
            for _ in range(max(1, min(int(passed), PARTS + 1))):
                self._parts.appendleft({})
            self._since = now
        self._parts[0][person] = (*(then for then in self._known(person) if now - then < SECONDS), now)
        return 0.0

    def wait(self, person: int, now: float) -> float:
        """The seconds, more than 0, that a person would have to wait; 0 where they may ask, which is not counted."""
        times = self._known(person)
        return max(0.0, times[-self._rate] + SECONDS - now) if len(times) >= self._rate else 0.0

    def _known(self, person: int) -> tuple[float, ...]:
        """When a person asked, oldest first."""
        return next((part[person] for part in self._parts if person in part), ())
