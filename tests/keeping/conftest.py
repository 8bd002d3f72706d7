"""A desk that is kept up with a small folder, by the real watcher."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.desk import Desk
from bot.editing.reloader import Edit, reloading
from bot.factbase.loading import Loader
from bot.snapshot import Snapshot
from tests.editing import Folder

SOON = 30.0
"""Seconds after which nothing comes any more: tests wait for the edit, and this long only for one that is missed."""


@dataclass
class Kept:
    """A desk, its folder, and what editors have been told, oldest first."""

    desk: Desk
    folder: Folder
    told: list[Edit] = field(default_factory=list)

    @property
    def claims(self) -> list[str]:
        """The claims of the base that answers."""
        return [fact.claim for fact in self.desk.base.facts]

    async def until(self, holds: Callable[[], bool], within: float = SOON) -> None:
        """Returns once something holds; fails where it does not within so many seconds."""
        async with asyncio.timeout(within):
            while not holds():  # noqa: ASYNC110 - what is waited for has no event
                await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has editors told of a bad edit without waiting long for the next."""
    monkeypatch.setattr("bot.editing.reloader.QUIET_SECONDS", 0.3)


@asynccontextmanager
async def keeping(folder: Folder) -> AsyncIterator[Kept]:
    """Keeps a new desk up with a folder, whose watch has begun."""
    loader = Loader(folder.facts, folder.sources)
    kept_up = Kept(Desk(Snapshot.of(loader.load()), None), folder)
    async with reloading(kept_up.desk, loader, kept_up.told.append):
        async with asyncio.timeout(SOON):
            while kept_up.desk.editing.read_at == kept_up.desk.editing.taken_at:  # noqa: ASYNC110 - the first look
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
        yield kept_up
