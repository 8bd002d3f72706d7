"""The questions that wait for a fact: those put to the editors, and those that found no answer; alike ones together."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from rapidfuzz import fuzz, process, utils

from bot.factbase.model import referred
from bot.querylog.rows import CHECKED, THEIRS, Follow, Reason, Request

ALIKE = 85.0
"""The least likeness, 0..100, at which two questions count as one: the same words in any order, give or take a typo."""
COMPARED = 200
"""Characters of a question by which it is compared: the time that it takes grows with their square."""
MOST_QUESTIONS = 5000
"""How many questions are put together at most, the latest."""
MOST_NEAR = 50
"""With how many others a question is compared at most: those that share the rarest beginnings of words with it."""
MOST_AT_ONCE = 500
"""How many open requests are read at once."""
_NEGATIONS = frozenset(("no", "not", "never", "none", "without"))
"""Words that turn a question round, however alike the rest is; "don't" counts by its single t."""

_SELECT = f"SELECT {', '.join(Request._fields)} FROM requests WHERE told_at IS NULL"  # noqa: S608 - our own names
_TO_TELL = f"{_SELECT} AND user_id IS NOT NULL AND id > ? ORDER BY id LIMIT ?"
_TO_TELL_OF = f"SELECT {', '.join(Follow._fields)} FROM follows WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608
_OWN = f"{_SELECT} AND ({THEIRS['requests']}) ORDER BY id DESC"
_FOLLOWED = f"SELECT {', '.join(Follow._fields)} FROM follows WHERE {THEIRS['follows']} ORDER BY id DESC"  # noqa: S608
_HERE = f"{_SELECT} AND guild_id = ? ORDER BY id DESC LIMIT ?"
_LISTED = "SELECT count(*) FROM requests WHERE told_at IS NULL AND set_aside_at IS NULL AND guild_id = ?"
_IN_VAIN = """
SELECT id, query, asker, asked_at FROM queries
WHERE asked_at >= :since AND (guild_id = :guild OR :guild IS NULL) AND query <> '' AND command <> :checked
AND (outcome <> 'answer' OR id IN (SELECT query_id FROM judgements WHERE judgement = 'not-asked'))
ORDER BY asked_at DESC LIMIT :most
"""
_JUDGED = "SELECT query_id, fact_id, judgement, reason FROM judgements WHERE judged_at >= ? AND fact_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class AlikeRequests:
    """Requests of one server that ask the same, latest first; at least one."""

    requests: tuple[Request, ...]

    @property
    def wordings(self) -> tuple[str, ...]:
        """The different wordings, latest first."""
        return tuple(dict.fromkeys(request.text for request in self.requests))

    @property
    def askers(self) -> int:
        """How many different people asked."""
        return len({request.asker for request in self.requests})

    @property
    def channels(self) -> tuple[str, ...]:
        """The ids of the channels in which it was asked, latest first."""
        return tuple(dict.fromkeys(request.channel_id for request in self.requests if request.channel_id))


@dataclass(frozen=True, slots=True)
class ServerRequests:
    """A server's open requests, latest first: those on its editors' list, and those that they set aside."""

    listed: Sequence[AlikeRequests]
    aside: Sequence[AlikeRequests]


@dataclass
class Gap:
    """Alike questions that found no answer, or not the one that was meant.

    ``last_asked`` is when the latest was asked; ``ids`` are those of their rows, and ``wordings`` latest first;
    ``people`` are the different askers. ``votes`` count who said that a fact answers it, ``refused`` who said that a
    fact does not, by its id and their reason.
    """

    last_asked: str
    ids: list[int] = field(default_factory=list)
    wordings: dict[str, None] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    votes: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, Reason | None]] = field(default_factory=Counter)

    @property
    def query(self) -> str:
        """The latest wording."""
        return next(iter(self.wordings))

    @property
    def times(self) -> int:
        """How often it was asked."""
        return len(self.ids)

    @property
    def askers(self) -> int:
        """How many different people asked."""
        return len(self.people)

    @property
    def picked(self) -> str | None:
        """The fact that most people said answers it, or None."""
        return self.votes.most_common(1)[0][0] if self.votes else None


class Clusters:
    """Tells which questions ask the same: the same words, in any order, give or take a typo.

    Figures, negations and single letters have to be the same: "building 3" is not "building 4".
    """

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._near: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def key(self, question: str) -> str:
        """What stands for a question and for those of before that ask the same."""
        words = sorted(utils.default_process(question[:COMPARED]).split())
        text = " ".join(words) or question[:COMPARED]
        if text not in self._keys:
            exact = " ".join(word for word in words if len(word) == 1 or not word.isalpha() or word in _NEGATIONS)
            near = sorted((self._near[exact, start] for start in {word[:3] for word in words}), key=len)
            others = list(dict.fromkeys(chain.from_iterable(near)))[:MOST_NEAR]
            found = process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=ALIKE)
            self._keys[text] = found[0] if found else text
            if not found:
                for bucket in near:
                    bucket.append(text)
        return self._keys[text]


def to_tell(connection: sqlite3.Connection, after: int = 0) -> Sequence[Request]:
    """The requests of all servers whose askers can be told of an answer; those after an id, oldest first, some."""
    return [Request(*row) for row in connection.execute(_TO_TELL, (after, MOST_AT_ONCE))]


def follows(connection: sqlite3.Connection, after: int = 0) -> Sequence[Follow]:
    """The facts that people of all servers follow: those after an id, in the order of their ids, some."""
    return [Follow(*row) for row in connection.execute(_TO_TELL_OF, (after, MOST_AT_ONCE))]


def waiting_for(
    connection: sqlite3.Connection, known_as: Mapping[str, str]
) -> tuple[Sequence[Follow], Sequence[Request]]:
    """The facts that a person follows, and their open requests, latest first; known as in :func:`.reports.rows_of`."""
    followed = [Follow(*row) for row in connection.execute(_FOLLOWED, known_as)]
    return followed, [Request(*row) for row in connection.execute(_OWN, known_as)]


def server_requests(connection: sqlite3.Connection, guild_id: str) -> ServerRequests:
    """The open requests of one server."""
    requests = [Request(*row) for row in connection.execute(_HERE, (guild_id, MOST_QUESTIONS))]
    return ServerRequests(
        listed=_together(request for request in requests if not request.set_aside_at),
        aside=_together(request for request in requests if request.set_aside_at),
    )


def count_listed(connection: sqlite3.Connection, guild_id: str) -> int:
    """How many open requests of one server are on its editors' list."""
    return int(connection.execute(_LISTED, (guild_id,)).fetchone()[0])


def count_open(connection: sqlite3.Connection) -> int:
    """How many requests of all servers are open."""
    return int(connection.execute("SELECT count(*) FROM requests WHERE told_at IS NULL").fetchone()[0])


def unanswered(
    connection: sqlite3.Connection, since: str, guild_id: str | None = None, without: Iterable[str] = ()
) -> list[Gap]:
    """The questions since a moment that got no answer, or not the one that was meant, of one server or, with None, all.

    Alike ones are together, most asked first. Questions ``without`` which the list is wanted are left out, and those
    like them. What a checked message states is no question, nor is a fact's reference.
    """
    clusters = Clusters()
    left_out = {clusters.key(question) for question in without}
    judged: defaultdict[int, list[tuple[str, str, Reason | None]]] = defaultdict(list)
    for query_id, *said in connection.execute(_JUDGED, (since,)):
        judged[query_id].append(tuple(said))
    values = {"since": since, "guild": guild_id, "checked": CHECKED, "most": MOST_QUESTIONS}
    found: dict[str, Gap] = {}
    for query_id, query, asker, asked_at in connection.execute(_IN_VAIN, values):
        if referred(query) or (key := clusters.key(query)) in left_out:
            continue
        gap = found.setdefault(key, Gap(asked_at))
        gap.ids.append(query_id)
        gap.wordings[query] = None
        gap.people.update({asker} if asker else ())
        for fact_id, judgement, reason in judged[query_id]:
            if judgement == "answers":
                gap.votes[fact_id] += 1
            else:
                gap.refused[fact_id, reason] += 1
    return sorted(found.values(), key=lambda gap: -gap.times)


def _together(requests: Iterable[Request]) -> list[AlikeRequests]:
    clusters = Clusters()
    alike: defaultdict[str, list[Request]] = defaultdict(list)
    for request in requests:
        alike[clusters.key(request.text)].append(request)
    return [AlikeRequests(tuple(group)) for group in alike.values()]
