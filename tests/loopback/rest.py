"""The REST side: the routes that the bot may use, as Discord answers them, and every request on record."""

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.discord_app.wire import Sent
from tests.loopback.payloads import Json, message, snowflake

FIRST_ANSWER_SECONDS = 3.0
"""How long an interaction can be answered for the first time."""
MESSAGE, UPDATE, AUTOCOMPLETION = 4, 7, 8
"""Kinds of first answers that carry content."""


@dataclass(frozen=True)
class Answered:
    """The first answer to an interaction: its kind, its content, how long it took, and the message it became."""

    kind: int
    data: Json
    seconds: float
    message: Json | None


@dataclass
class Pending:
    """An interaction that was sent to the bot."""

    payload: Json
    sent: float = field(default_factory=time.perf_counter)
    answered: "asyncio.Future[Answered]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Rest:
    """Discord's REST side for one bot."""

    def __init__(
        self, token: str, bot: Json, application_id: str, gateway: Callable[[], str], keeps: bool = True
    ) -> None:
        """``keeps`` is whether requests and answers are kept; a long load would fill the memory with them."""
        self._keeps = keeps
        self._token, self._bot, self._application_id, self._gateway = token, bot, application_id, gateway
        self.silent = False
        """Whether no request is answered."""
        self.sent: list[Sent] = []
        """Every request that was taken, in order."""
        self.strange: list[str] = []
        """Requests that no route is for: a test that finds one fails."""
        self.syncs: list[list[Json]] = []
        """The commands of each time that they were set."""
        self.accepted: list[Pending] = []
        """Interactions whose first answer was taken, in order."""
        self.uploads: list[bytes] = []
        """The files that came with requests, in order."""
        self.pending: dict[str, Pending] = {}
        self._answered: deque[str] = deque(maxlen=1_000)
        self._failures: dict[str, deque[web.Response | None]] = defaultdict(deque)
        self._unanswered: dict[str, deque[int | None]] = defaultdict(deque)
        self._routes: list[tuple[str, tuple[str, ...], Callable[..., Awaitable[web.Response]]]] = [
            ("GET", ("users", "@me"), self._me),
            ("GET", ("oauth2", "applications", "@me"), self._application),
            ("GET", ("gateway", "bot"), self._gateway_for_bots),
            ("PUT", ("applications", "*", "commands"), self._set_commands),
            ("GET", ("applications", "*", "commands"), self._commands),
            ("POST", ("interactions", "*", "*", "callback"), self._callback),
            ("POST", ("webhooks", "*", "*"), self._followup),
            ("PATCH", ("webhooks", "*", "*", "messages", "*"), self._followup),
            ("POST", ("channels", "*", "messages"), self._post),
            ("GET", ("channels", "*"), self._channel),
        ]

    def fail(
        self, route: str, status: int, times: int = 1, retry_after: float | None = None, message: str = "no"
    ) -> None:
        """Lets the next requests whose path contains ``route`` fail; with ``retry_after`` seconds as a rate limit."""
        body: Json = {"message": message, "code": 0}
        body |= {"retry_after": retry_after, "global": False} if retry_after else {}
        headers = {"Via": "1.1 loopback"} if retry_after else {}
        for _ in range(times):
            self._failures[route].append(_reply(body, status=status, headers=headers))

    def show_page(self, route: str, status: int = 403) -> None:
        """Answers the next request whose path contains ``route`` as a proxy that blocks it does: with a long page."""
        page = "<html>\n" + "<p>You are blocked</p>\n" * 100
        self._failures[route].append(web.Response(text=page, status=status, content_type="text/html"))

    def keep_quiet(self, route: str, status: int | None) -> None:
        """Takes the next request whose path contains ``route``, and answers that it failed; None: hangs up instead."""
        self._unanswered[route].append(status)

    def hang_up(self, route: str) -> None:
        """Ends the connection of the next request whose path contains ``route``, once it has come, without a word."""
        self._failures[route].append(None)

    def failures_left(self, route: str) -> int:
        """How many of the failures are still to come."""
        return len(self._failures[route])

    async def serve(self, request: web.Request) -> web.Response:
        """Answers one request as Discord would."""
        if self.silent:
            await asyncio.Event().wait()
        path = request.path.removeprefix("/api/v10")
        parts = path.strip("/").split("/")
        for route, failures in self._failures.items():
            if route in path and failures:
                if (failure := failures.popleft()) is not None:
                    return failure
                await request.read()
                return _cut(request)
        for method, template, answer in self._routes:
            if method == request.method and len(template) == len(parts):
                wild = [part for part, pattern in zip(parts, template, strict=True) if pattern == "*"]
                if all(pattern in ("*", part) for part, pattern in zip(parts, template, strict=True)):
                    body, files = await _read(request)
                    if body is not None and self._keeps:
                        self.sent.append(Sent(method, path, json.loads(json.dumps(body))))
                        self.uploads += files
                    if parts[0] not in ("interactions", "webhooks") and not self._is_known(request):
                        return _reply({"message": "401: Unauthorized", "code": 0}, status=401)
                    answered = await answer(body, *wild)
                    for route, statuses in self._unanswered.items():
                        if route in path and statuses:
                            status = statuses.popleft()
                            return _reply({"message": "no"}, status=status) if status else _cut(request)
                    if parts[-1] == "callback" and answered.status == 200 and "with_response" not in request.query:
                        return web.Response(status=204)
                    return answered
        self.strange.append(f"{request.method} {path}")
        return _reply({"message": "404: Not Found", "code": 0}, status=404)

    def _is_known(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bot {self._token}"

    async def _me(self, body: Json) -> web.Response:
        return _reply(self._bot)

    async def _application(self, body: Json) -> web.Response:
        about = {
            "name": "factbot",
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
        }
        keys = {"id": self._application_id, "verify_key": "0", "owner": self._bot, "flags": 0, "team": None}
        return _reply(about | keys | {"summary": ""})

    async def _gateway_for_bots(self, body: Json) -> web.Response:
        limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return _reply({"url": self._gateway(), "shards": 1, "session_start_limit": limits})

    async def _set_commands(self, body: list[Json], application_id: str) -> web.Response:
        self.syncs.append(body)
        return await self._commands(body, application_id)

    async def _commands(self, body: Json | list[Json], application_id: str) -> web.Response:
        """The commands as they were last set."""
        fixed = {"application_id": application_id, "version": "1", "default_member_permissions": None}
        commands = self.syncs[-1] if self.syncs else []
        return _reply([{"id": snowflake(), **fixed, "description": "", **command} for command in commands])

    async def _callback(self, body: Json, interaction_id: str, token: str) -> web.Response:
        pending = self.pending.get(interaction_id)
        seconds = time.perf_counter() - pending.sent if pending else 0
        if interaction_id in self._answered:
            return _reply({"message": "Already acknowledged", "code": 40060}, status=400)
        if pending is None or pending.payload["token"] != token or seconds > FIRST_ANSWER_SECONDS:
            return _reply({"message": "Unknown interaction", "code": 10062}, status=404)
        kind, data = body["type"], body.get("data") or {}
        made = message(self._bot, pending.payload["channel_id"], data) if kind in (MESSAGE, UPDATE) else None
        self._answered.append(interaction_id)
        pending.answered.set_result(Answered(kind, data, seconds, made))
        if self._keeps:
            self.accepted.append(pending)
        told: Json = {"interaction": {"id": interaction_id, "type": pending.payload["type"]}}
        if made:
            told["interaction"]["response_message_id"] = made["id"]
            told["resource"] = {"type": kind, "message": made}
        return _reply(told)

    async def _channel(self, body: Json, channel_id: str) -> web.Response:
        return _reply({"message": "Unknown Channel", "code": 10003}, status=404)

    async def _followup(self, body: Json, *_: str) -> web.Response:
        return _reply(message(self._bot, "1", body))

    async def _post(self, body: Json, channel_id: str) -> web.Response:
        return _reply(message(self._bot, channel_id, body))


def _cut(request: web.Request) -> web.Response:
    """Ends the connection; what it gives reaches nobody."""
    if request.transport:
        request.transport.abort()
    return web.Response()


def _reply(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON as Discord labels it: discord.py knows no other label for it, such as one that also names an encoding."""
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers, content_type="application/json")


async def _read(request: web.Request) -> tuple[Json | None, list[bytes]]:
    """The JSON of a request, which stands in a form's ``payload_json`` where files come with it, and those files."""
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        files = [part.file.read() for part in form.values() if isinstance(part, web.FileField)]
        return dict(json.loads(str(form["payload_json"]))), files
    text = await request.text()
    return (json.loads(text) if text else None), []
