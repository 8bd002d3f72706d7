"""A message checked against the facts: each of its statements is asked at the desk, within a bounded time."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from bot.desk import Desk
from bot.factbase.model import Fact
from bot.reply import Answer, Asker, Reply, Suggestions
from bot.statements.splitting import statements

MOST_STATEMENTS = 40
"""How many statements of one message are asked: as many sentences as 4,000 characters of prose hold."""
ASKING_SECONDS = 1.0
"""How long statements are put to the desk. A reply may then wait 1.5 s for its row; Discord wants an answer in 3 s."""
LIKELY = 0.5
"""The confidence from which a fact that is not certain is shown beside a statement: more likely than not.

Statements that are written to have a fact keep three in four of those that they find without certainty, and of what is
shown six in seven are right. Below this bar, near misses outnumber them three to one (``tests.bench.statements``).
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact, and the statements of a message that come to it, in their order."""

    fact: Fact
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a fact base has to a message: facts that cover its statements, facts that perhaps do, and the rest.

    That a fact covers a statement means that both are about the same thing. Whether the statement agrees with the claim
    is not known: people find a fact by a rival claim too.
    """

    covered: tuple[Finding, ...]
    uncertain: tuple[Finding, ...]
    unknown: tuple[str, ...]
    """The statements that no fact covers."""
    asked: int
    """How many statements were asked, from the first on."""
    left_out: int
    """How many were not, since there were too many of them."""


async def check(desk: Desk, message: str, asker: Asker) -> Check:
    """What the desk's facts say to each statement of a message; each is recorded as a question of the asker."""
    found = statements(message)
    until = asyncio.get_running_loop().time() + ASKING_SECONDS
    asked: list[asyncio.Task[Reply]] = []
    async with asyncio.TaskGroup() as group:
        for statement in found[:MOST_STATEMENTS]:
            asked.append(group.create_task(desk.ask(statement, asker)))
            await asyncio.sleep(0)  # it is matched now, and others who wait get their turn before the next
            if asyncio.get_running_loop().time() > until:
                break
    pairs = [(statement, task.result()) for statement, task in zip(found, asked, strict=False)]
    return Check(
        covered=_by_fact(pair for pair in pairs if isinstance(pair[1], Answer)),
        uncertain=_by_fact(pair for pair in pairs if _likely(pair[1])),
        unknown=tuple(text for text, reply in pairs if not isinstance(reply, Answer) and not _likely(reply)),
        asked=len(asked),
        left_out=len(found) - len(asked),
    )


def _likely(reply: Reply) -> bool:
    return isinstance(reply, Suggestions) and reply.confidence >= LIKELY


def _by_fact(pairs: Iterable[tuple[str, Reply]]) -> tuple[Finding, ...]:
    """The findings in the order in which their facts come up first."""
    grouped: dict[str, tuple[Fact, list[str]]] = {}
    for statement, reply in pairs:
        fact = reply.candidates[0].fact
        grouped.setdefault(fact.id, (fact, []))[1].append(statement)
    return tuple(Finding(fact, tuple(texts)) for fact, texts in grouped.values())
