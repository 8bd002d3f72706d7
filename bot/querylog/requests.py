"""What people put to the editors and is not answered yet."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.querylog.alike import MOST_COMPARED, kin
from bot.querylog.rows import Request

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
