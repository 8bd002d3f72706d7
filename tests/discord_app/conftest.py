"""A simulated Discord with our real client in it; whatever it sends is held against Discord's contract."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.querylog.store import QueryLog
from bot.snapshot import Snapshot
from tests.discord_app.wire import CONTRACT, Sent


@dataclass
class World:
    """One server with a channel and two people, and the bot behind its desk."""

    env: Any
    channel: Any
    alice: Any
    bob: Any
    desk: Desk
    log: Path

    async def restart(self, client: FactbotClient | None = None) -> None:
        """Ends the bot and starts another, by default a new one on the same desk; messages in Discord stay."""
        await self.env.bot.personal_notices.end()  # SimCord closes no client
        await self.env.restart_bot(client or FactbotClient(self.desk))

    def sent(self) -> list[Sent]:
        """Every request that the bot has made so far."""
        return [Sent(entry.method, entry.path, entry.json) for entry in self.env.http_requests]


@pytest.fixture
def snapshot(shipped: Snapshot) -> Snapshot:
    """The fact base that the simulated bot answers from; a test file may put another in its place."""
    return shipped


@pytest.fixture
async def desk(snapshot: Snapshot, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk with a real log."""
    async with await QueryLog.open(tmp_path / "log.sqlite3") as querylog:
        yield Desk(snapshot, querylog)


@pytest.fixture
def simcord_bot(desk: Desk) -> FactbotClient:
    """Our real client, for SimCord's own fixture to run."""
    return FactbotClient(desk)


@pytest.fixture
def world(simcord_env: Any, desk: Desk, tmp_path: Path) -> Iterator[World]:  # noqa: ANN401 - SimCord's environment
    """A simulated Discord; at its end every request must have been one that Discord takes."""
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("newsroom")
    alice, bob = (guild.add_member(simcord_env.create_user(name)) for name in ("alice", "bob"))
    world = World(simcord_env, channel, alice, bob, desk, tmp_path / "log.sqlite3")
    yield world
    assert {request.path: found for request in world.sent() if (found := request.violations())} == {}


@pytest.fixture(scope="session")
def contract() -> None:
    """Makes sure that Discord's published contract is at hand, without which bodies are held against limits alone."""
    assert CONTRACT.is_file()
