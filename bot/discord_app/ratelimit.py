"""Who is answered: people in the servers that the bot is limited to, within a rate for each person."""

import math
from collections import deque
from collections.abc import Set
from typing import Any

import discord

RATE, SECONDS = 10, 10.0
"""How many interactions one person has in how many seconds: more than reading needs, less than a script takes."""
TYPED = 50
"""How many completions one person has in that time: Discord asks for one with every key."""

ELSEWHERE = "This bot only answers in the servers that it was set up for."


class RateLimit:
    """At most ``rate`` calls per person in any :data:`SECONDS`. Only the last seconds are remembered.

    discord.py's own cooldown counts in fixed windows, and so lets nearly twice as many through around an edge.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._calls: dict[int, deque[float]] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def wait(self, person: int, now: float) -> float:
        """The seconds until the person may call again; 0 if they may now. ``now`` is in seconds."""
        calls = self._calls.get(person)
        return max(0.0, calls[0] + SECONDS - now) if calls and len(calls) == self._rate else 0.0

    def count(self, person: int, now: float) -> float:
        """Records a call and returns 0; if the person must wait, returns the seconds and records nothing."""
        if wait := self.wait(person, now):
            return wait
        calls = self._calls.pop(person, deque(maxlen=self._rate))
        calls.append(now)
        self._calls[person] = calls  # the last to call stands last
        while now - self._calls[oldest := next(iter(self._calls))][-1] >= SECONDS:
            del self._calls[oldest]
        return 0.0


class Admission:
    """Decides who is answered."""

    def __init__(self, guilds: Set[int]) -> None:
        """``guilds`` are the ids of the only servers to answer in; if there are none, the bot answers everywhere."""
        self._guilds = guilds
        self._questions, self._typing = RateLimit(RATE), RateLimit(TYPED)

    def refusal(self, interaction: discord.Interaction[Any]) -> str | None:
        """Why the interaction is not answered, in one sentence; None if it is, and then it counts towards the rate."""
        if self._guilds and interaction.guild_id not in self._guilds and not _about_oneself(interaction):
            return ELSEWHERE
        now, person = interaction.created_at.timestamp(), interaction.user.id
        if interaction.type is discord.InteractionType.autocomplete:
            wait = self._questions.wait(person, now) or self._typing.count(person, now)
        else:
            wait = self._questions.count(person, now)
        return f"That was a lot at once. Please try again <t:{math.ceil(now + wait)}:R>." if wait else None


def _about_oneself(interaction: discord.Interaction[Any]) -> bool:
    """Whether somebody asks what is stored about them, or deletes it: they may anywhere."""
    data: dict[str, Any] = dict(interaction.data or {})
    return data.get("name") == "privacy" or str(data.get("custom_id", "")).startswith("forget:")
