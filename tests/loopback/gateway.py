"""The gateway: WebSocket sessions that identify, beat, resume and are dispatched to, and all that may befall them."""

import asyncio
import contextlib
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.loopback.payloads import Json, member, snowflake

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 7, 9, 10, 11
AUTHENTICATION_FAILED, DISALLOWED_INTENTS = 4004, 4014
KEPT_EVENTS = 1000
"""How many events a session remembers for whoever resumes it."""


@dataclass
class Session:
    """What an identify opens and a resume takes up again."""

    shard: int
    shards: int
    id: str = field(default_factory=snowflake)
    sequence: int = 0
    sent: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    connection: "Connection | None" = None

    async def dispatch(self, event: str, data: Json) -> None:
        """Sends an event; one that finds nobody connected waits for a resume."""
        self.sequence += 1
        frame = {"op": DISPATCH, "t": event, "s": self.sequence, "d": data}
        self.sent.append(frame)
        if self.connection:
            await self.connection.send(frame)


class Connection:
    """One WebSocket, compressed as the other side asked."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.silent = False
        self.ours = False
        """Whether it was this side that ended it."""
        self._request = request
        self._compressor = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None

    async def send(self, frame: Json) -> None:
        """Sends a frame; one for a connection that is gone is lost, as on any wire."""
        if self.silent:
            return
        text = json.dumps(frame)
        with contextlib.suppress(ConnectionError):
            if self._compressor is None:
                await self.socket.send_str(text)
            else:
                packed = self._compressor.compress(text.encode()) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)

    def reset(self) -> None:
        """Cuts the TCP connection off without a word."""
        self.ours = True
        if self._request.transport is not None:
            self._request.transport.abort()


class Gateway:
    """All sessions, and the switches that make them fail."""

    def __init__(self, token: str, bot: Json, application_id: str, guilds: list[Json]) -> None:
        self._token, self._bot, self._application_id, self._guilds = token, bot, application_id, guilds
        self.address = ""
        self.heartbeat_seconds = 41.25
        self.turns_away = False
        """Whether no connection is let in at all."""
        self.drops_with: int | None = None
        """The close code that answers every resume; None lets them go on."""
        self.refuses_with: int | None = None
        """The close code that answers every identify; None lets them in."""
        self.greets = True
        """Whether a connection that is let in is told hello."""
        self.opens = True
        """Whether an identify is answered."""
        self.shows_the_bot = True
        """Whether the bot is among the members of its servers, as far as it is told."""
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.heartbeats = 0
        self.sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._changed = asyncio.Condition()

    @property
    def connections(self) -> int:
        """How many connections there are."""
        return len(self._connections)

    def session_for(self, guild_id: str) -> Session | None:
        """The latest session whose shard holds that server."""
        for session in reversed(self.sessions.values()):
            if (int(guild_id) >> 22) % session.shards == session.shard:
                return session
        return None

    async def connected(self, guild_id: str) -> Session:
        """Waits until a session is connected that holds the server."""
        async with self._changed:
            while not ((session := self.session_for(guild_id)) and session.connection):
                await self._changed.wait()
            return session

    async def close_all(self, code: int) -> None:
        """Closes every connection with a code."""
        for connection in list(self._connections):
            connection.ours = True
            await connection.socket.close(code=code)

    def silence_all(self) -> None:
        """Lets every connection stand, and says no more on it, not even that a heartbeat was heard."""
        for connection in self._connections:
            connection.silent = True

    def reset_all(self) -> None:
        """Cuts every connection off without a word."""
        for connection in list(self._connections):
            connection.reset()

    async def garble_all(self) -> None:
        """Sends every connection a frame that no gateway sends."""
        for connection in list(self._connections):
            await connection.socket.send_str("<html>Bad gateway</html>")

    async def tell_all(self, operation: int, data: Any = None) -> None:  # noqa: ANN401 - JSON
        """Sends every connection an operation, as ``RECONNECT`` or ``INVALID_SESSION`` (true: it may be resumed)."""
        if operation == INVALID_SESSION and not data:
            self.sessions.clear()
        for connection in list(self._connections):
            await connection.send({"op": operation, "d": data})

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end; one that the other side ends in order ends its session."""
        if self.turns_away:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(autoping=True, timeout=1)
        await socket.prepare(request)
        connection = Connection(request, socket)
        self._connections.add(connection)
        if self.greets:
            await connection.send({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat_seconds * 1000)}})
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(frame.data))
        finally:
            self._connections.discard(connection)
            for session in [one for one in self.sessions.values() if one.connection is connection]:
                session.connection = None
                if not connection.ours and socket.close_code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY):
                    del self.sessions[session.id]
        return socket

    async def _receive(self, connection: Connection, frame: Json) -> None:
        match frame["op"]:
            case 1:
                self.heartbeats += 1
                await connection.send({"op": HEARTBEAT_ACK})
            case 2:
                await self._identify(connection, frame["d"])
            case 6:
                await self._resume(connection, frame["d"])

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identifies.append(data)
        if data["token"] != self._token or self.refuses_with:
            await connection.socket.close(code=self.refuses_with or AUTHENTICATION_FAILED)
            return
        if not self.opens:
            return
        shard, shards = data.get("shard", (0, 1))
        session = Session(shard, shards, connection=connection)
        guilds = [guild for guild in self._guilds if (int(guild["id"]) >> 22) % shards == shard]
        ready = {
            "v": 10,
            "user": self._bot,
            "guilds": [{"id": guild["id"], "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.address,
            "shard": [shard, shards],
            "application": {"id": self._application_id, "flags": 0},
        }
        await session.dispatch("READY", ready)
        for guild in guilds:
            members = guild["members"] + ([member(self._bot)] if self.shows_the_bot else [])
            await session.dispatch("GUILD_CREATE", {**guild, "members": members})
        await self._open(session)

    async def _resume(self, connection: Connection, data: Json) -> None:
        self.resumes.append(data)
        if self.drops_with:
            await connection.socket.close(code=self.drops_with)
            return
        session = self.sessions.get(data["session_id"])
        if session is None:
            await connection.send({"op": INVALID_SESSION, "d": False})
            return
        session.connection = connection
        for frame in list(session.sent):
            if frame["s"] > data["seq"]:
                await connection.send(frame)
        await session.dispatch("RESUMED", {})
        await self._open(session)

    async def _open(self, session: Session) -> None:
        async with self._changed:
            self.sessions[session.id] = session
            self._changed.notify_all()
