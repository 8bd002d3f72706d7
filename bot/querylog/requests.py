"""What people put to the editors and is not answered yet."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from bot.factbase.model import Fact, referred
from bot.querylog.rows import CHECKED, Request

ALIKE = 85.0
"""The least likeness, 0..100, at which two questions count as one: the same words in any order, give or take a typo."""
COMPARED = 500
"""Characters of a question by which it is compared: the time that it takes grows with their square."""
MOST_COMPARED = 5000
"""How many questions are put together at most: a second or two, if no two are alike."""


def kin(question: str, known: Collection[str]) -> str:
    """What stands for a question and those alike: one of the known, or else its words in the alphabet's order."""
    compared = question[:COMPARED]
    key = " ".join(sorted(utils.default_process(compared).split())) or compared
    if key in known:
        return key
    found = process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[0] if found else key


_SELECT = f"SELECT {', '.join(Request._fields)} FROM requests WHERE told_at IS NULL"  # noqa: S608 - our own names
_TO_TELL = f"{_SELECT} AND user_id IS NOT NULL ORDER BY id"
_HERE = f"{_SELECT} AND guild_id = ? ORDER BY id LIMIT ?"
_ON_THE_LIST = "SELECT count(*) FROM requests WHERE told_at IS NULL AND set_aside_at IS NULL AND guild_id = ?"


@dataclass(frozen=True, slots=True)
class AlikeRequests:
    """Requests of one server that ask the same, oldest first; at least one."""

    requests: tuple[Request, ...]

    @property
    def wordings(self) -> tuple[str, ...]:
        """The different wordings, oldest first."""
        return tuple(dict.fromkeys(request.text for request in self.requests))

    @property
    def askers(self) -> int:
        """How many different people asked."""
        return len({request.asker for request in self.requests})

    @property
    def channels(self) -> tuple[str, ...]:
        """The ids of the channels in which it was asked, in that order."""
        return tuple(dict.fromkeys(request.channel_id for request in self.requests if request.channel_id))


@dataclass(frozen=True, slots=True)
class ServerRequests:
    """A server's open requests, oldest first: those on its editors' list, and those that they set aside."""

    listed: Sequence[AlikeRequests]
    aside: Sequence[AlikeRequests]


def to_tell(connection: sqlite3.Connection) -> Sequence[Request]:
    """The requests of all servers whose askers are to be told of an answer, and can be; oldest first."""
    return [Request(*row) for row in connection.execute(_TO_TELL)]


def server_requests(connection: sqlite3.Connection, guild_id: str) -> ServerRequests:
    """The open requests of one server."""
    requests = [Request(*row) for row in connection.execute(_HERE, (guild_id, MOST_COMPARED))]
    return ServerRequests(
        listed=_together(request for request in requests if not request.set_aside_at),
        aside=_together(request for request in requests if request.set_aside_at),
    )


def count_listed(connection: sqlite3.Connection, guild_id: str) -> int:
    """How many open requests of one server are on its editors' list."""
    return int(connection.execute(_ON_THE_LIST, (guild_id,)).fetchone()[0])


def _together(requests: Iterable[Request]) -> list[AlikeRequests]:
    alike: dict[str, list[Request]] = {}
    for request in requests:
        alike.setdefault(kin(request.text, alike.keys()), []).append(request)
    return [AlikeRequests(tuple(group)) for group in alike.values()]


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
