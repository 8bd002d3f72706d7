"""A load of mixed interactions on a bot over the loopback: questions, keystrokes, choices in menus."""

import asyncio
import itertools
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.loopback.payloads import Json, command_data, component_data
from tests.loopback.server import LoopbackDiscord, controls

QUESTIONS, KEYSTROKES, CHOICES = 0.6, 0.25, 0.15
"""How much of the load (0..1) each kind is: about two keystrokes that Discord asks about for five questions."""
ANSWERED = "when was ISIS-K formed?"
"""A question that is answered with facts to choose from."""

Step = tuple[int, Json, Json | None]
"""An interaction to come: its kind, its data, and the message that it is on."""


@dataclass(frozen=True)
class Measured:
    """What a load came to: interactions a second, and the seconds to each first answer, in order of size."""

    rate: float
    seconds: tuple[float, ...]

    def quantile(self, part: float) -> float:
        """The seconds within which that part (0..1) of all were answered."""
        return self.seconds[min(len(self.seconds) - 1, int(part * len(self.seconds)))]


async def menu_message(discord: LoopbackDiscord) -> Json:
    """A message of ours with a menu on it."""
    answered = await discord.ask(ANSWERED)
    if answered.message is None:
        raise ValueError("the bot answered without a message")
    return answered.message


def steps(questions: Sequence[str], message: Json, seed: int, anew: bool = False) -> Iterator[Step]:
    """Mixed interactions without end; equal seed, equal interactions.

    Questions come again, as in a channel, or are worded ``anew`` each time: three words of others put among theirs.
    """
    rng = random.Random(seed)  # noqa: S311 - a load, not a secret
    menu = next(control for control in controls(message) if control["custom_id"].startswith("pick:"))
    while True:
        kind, question = rng.random(), rng.choice(questions)
        if anew:
            question = _reworded(question, [rng.choice(rng.choice(questions).split()) for _ in range(3)], rng)
        if kind < QUESTIONS:
            yield 2, command_data("fact", {"query": question}), None
        elif kind < QUESTIONS + KEYSTROKES:
            typed = question[: rng.randint(1, len(question))]
            yield 4, command_data("fact", {"query": typed}, focused="query"), None
        else:
            yield 3, component_data(menu, [rng.choice(menu["options"])["value"]]), message


def _reworded(question: str, words: Sequence[str], rng: random.Random) -> str:
    said = question.split()
    for word in words:
        said.insert(rng.randint(0, len(said)), word)
    return " ".join(said)


async def load(discord: LoopbackDiscord, coming: Iterator[Step], interactions: int, at_once: int) -> Measured:
    """Puts so many interactions to the bot, ``at_once`` of them under way at any time."""
    seconds: list[float] = []
    mine = itertools.islice(coming, interactions)

    async def one_after_another() -> None:
        for kind, data, on in mine:
            seconds.append((await discord.interact(kind, data, on)).seconds)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return Measured(interactions / (time.perf_counter() - began), tuple(sorted(seconds)))
