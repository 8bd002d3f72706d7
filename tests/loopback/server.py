"""The loopback Discord as one thing: started and stopped, spoken to by its people, judged at its end."""

import asyncio
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.loopback.gateway import Gateway
from tests.loopback.payloads import Json, command_data, component_data, guild, interaction, snowflake, user
from tests.loopback.rest import Answered, Pending, Rest

TOKEN = "a-secret-that-must-not-be-seen"  # noqa: S105 - it opens nothing


class LoopbackDiscord:
    """A Discord with one bot, the given servers (default: one), and somebody else in them for each interaction."""

    def __init__(self, guilds: list[Json] | None = None, keeps: bool = True) -> None:
        """``keeps`` is whether all that the bot sends is kept, to be judged."""
        self.guilds = guilds or [guild("The Paper")]
        self.application_id = snowflake()
        bot = user("factbot", bot=True)
        self.gateway = Gateway(TOKEN, bot, self.application_id, self.guilds)
        self.rest = Rest(TOKEN, bot, self.application_id, lambda: self.gateway.address, keeps)
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def rest_address(self) -> str:
        """Where the REST side is."""
        return f"http://127.0.0.1:{self._port}/api/v10"

    async def __aenter__(self) -> Self:
        await self.come()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.go()

    async def come(self) -> None:
        """Starts listening: on any port, or on the one it had before."""
        app = web.Application(client_max_size=2**26)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", "/api/v10/{path:.*}", self.rest.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]
        self.gateway.address = f"ws://127.0.0.1:{self._port}/gateway/"

    async def go(self) -> None:
        """Cuts every connection off and stops listening; sessions are remembered."""
        self.gateway.reset_all()
        if self._runner:
            await self._runner.cleanup()
        self._runner = None

    def violations(self) -> list[str]:
        """What Discord would have refused of all that the bot sent, and requests that no route is for."""
        refused = [f"{sent.method} {sent.path}: {found}" for sent in self.rest.sent for found in sent.violations()]
        return [*self.rest.strange, *refused]

    async def connected(self, within: float = 60) -> None:
        """Waits until the bot has identified. Raises :exc:`TimeoutError`."""
        async with asyncio.timeout(within):
            await self.gateway.connected(self.guilds[0]["id"])

    async def ask(self, query: str, at: Json | None = None, **options: str | int | bool) -> Answered:
        """Somebody asks ``/fact`` in a server (default: the first)."""
        return await self.interact(2, command_data("fact", {"query": query, **options}), at=at)

    async def complete(self, typed: str) -> Answered:
        """Somebody types into ``/fact``."""
        return await self.interact(4, command_data("fact", {"query": typed}, focused="query"))

    async def use(
        self, message: Json, component: Json, values: list[str] | None = None, at: Json | None = None
    ) -> Answered:
        """Somebody presses a button of a message, or chooses in a menu of it."""
        return await self.interact(3, component_data(component, values), on=message, at=at)

    async def interact(
        self, kind: int, data: Json, on: Json | None = None, at: Json | None = None, within: float = 60
    ) -> Answered:
        """Sends an interaction as the gateway does, and waits for its first answer.

        Raises :exc:`TimeoutError` where none comes ``within`` that many seconds.
        """
        place = at or self.guilds[0]
        payload = interaction(kind, self.application_id, place, user("somebody"), data, on)
        return await self.deliver(payload, within)

    async def deliver(self, payload: Json, within: float = 60) -> Answered:
        """Sends an interaction as it is, and waits as :meth:`interact` does."""
        place = payload["guild_id"]
        async with asyncio.timeout(within):
            session = self.gateway.session_for(place) or await self.gateway.connected(place)
            pending = self.rest.pending[payload["id"]] = Pending(payload)
            await session.dispatch("INTERACTION_CREATE", payload)
            try:
                return await pending.answered
            finally:
                del self.rest.pending[payload["id"]]


def controls(message: Json) -> list[Json]:
    """Every button and menu of a message, from top to bottom."""
    found: list[Json] = []
    for component in message.get("components", []):
        found += [component] if "custom_id" in component else []
        found += controls(component)
        if accessory := component.get("accessory"):
            found += controls({"components": [accessory]})
    return found
