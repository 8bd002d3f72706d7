"""The questions that the fact base left without an answer, alike ones together."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.factbase.model import Fact, referred
from bot.querylog.alike import MOST_COMPARED, kin
from bot.querylog.rows import CHECKED

_MISSES = """
SELECT query, asker, asked_at FROM queries
WHERE asked_at >= ? AND (guild_id = ? OR ? IS NULL) AND query <> '' AND command <> ?
AND (
    outcome = 'none' OR id IN (SELECT query_id FROM judgements WHERE judgement IN ('not-asked', 'none-of-these'))
)
ORDER BY asked_at DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that found no answer, or not the one that was meant, and how often it was asked.

    ``query`` is its latest wording, ``wordings`` all of them, latest first. ``askers`` counts different people.
    ``closest`` is the fact that the present base has nearest to it, or None.
    """

    query: str
    wordings: tuple[str, ...]
    times: int
    askers: int
    last_asked: str
    closest: Fact | None


class _Group:
    def __init__(self, asked_at: str) -> None:
        self.asked_at = asked_at
        self.wordings: dict[str, None] = {}
        self.askers: set[str] = set()
        self.times = 0


def gaps(
    connection: sqlite3.Connection,
    closest: Callable[[str], Fact | None],
    since: str,
    guild_id: str | None = None,
    limit: int = 25,
) -> Sequence[Gap]:
    """The gaps since a moment, most asked first, of one server or, with None, of all.

    A question is one where no fact was found, or where somebody said that none of those shown is meant; what a checked
    message states is no question, nor is a fact's reference.
    """
    groups: dict[str, _Group] = {}
    rows = connection.execute(_MISSES, (since, guild_id, guild_id, CHECKED, MOST_COMPARED))
    for query, asker, asked_at in rows:
        if referred(query):
            continue
        group = groups.setdefault(kin(query, groups.keys()), _Group(asked_at))
        group.wordings[query] = None
        group.times += 1
        group.askers.update({asker} if asker else ())
    most = sorted(groups.values(), key=lambda group: -group.times)[:limit]
    return [
        Gap(query, tuple(group.wordings), group.times, len(group.askers), group.asked_at, closest(query))
        for group in most
        for query in [next(iter(group.wordings))]
    ]
