"""Keeps a desk's fact base that of its folders: good edits are taken, bad ones told."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import replace
from typing import TypeAlias

from bot.desk import Desk, Editing
from bot.editing.digest import summary
from bot.editing.watching import stirrings
from bot.factbase.loading import Loader
from bot.factbase.problem import BadFactBase, Problem

log = logging.getLogger(__name__)

SECOND_LOOK_SECONDS = 0.3
"""After how long a base with problems is read again before they are told: an editor may be half way through a file."""
SHOWN_PROBLEMS = 10
"""The most problems that one bad edit writes to the log."""

Tell: TypeAlias = Callable[[Editing], None]
"""Has editors told what became of one edit; returns at once.

``problems`` are those for which it is not taken. Without any, ``changes`` is what this edit changed, and None where it
undoes one that was not taken.
"""


@asynccontextmanager
async def kept(desk: Desk, loader: Loader, tell: Tell | None = None) -> AsyncIterator[None]:
    """Keeps the desk's base that of the loader's folders for as long as the context lasts."""
    keeping = asyncio.create_task(Keeper(desk, loader, tell).keep())
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


class Keeper:
    """Reloads a desk whenever its folders stir."""

    def __init__(self, desk: Desk, loader: Loader, tell: Tell | None = None) -> None:
        self._desk = desk
        self._loader = loader
        self._tell = tell
        self._told: tuple[Problem, ...] = ()

    async def keep(self) -> None:
        """Goes on until it is cancelled, whatever becomes of the folders."""
        async with aclosing(stirrings(self._loader.folders)) as stirred:
            async for _ in stirred:
                try:
                    await self.look()
                except Exception:
                    log.exception("an edit could not be looked at; the base that was there goes on answering")
                    self._refuse()

    async def look(self) -> None:
        """Takes what stands in the folders, or tells why it is not taken."""
        try:
            await self._take()
        except BadFactBase:
            await asyncio.sleep(SECOND_LOOK_SECONDS)
            try:
                await self._take()
            except BadFactBase:
                self._refuse()

    async def _take(self) -> None:
        changes = await self._desk.reload(self._loader)
        mended, self._told = bool(self._told), ()
        if changes:
            log.info("edit taken: %s; base version %s", summary(changes), changes.version)
        elif mended:
            log.info("the edit with problems is undone; base version %s", self._desk.base.version)
        if changes or mended:
            self._say(replace(self._desk.editing, changes=changes))

    def _refuse(self) -> None:
        problems = self._desk.editing.problems
        if problems == self._told:
            return
        self._told = problems
        log.error("edit not taken, base version %s goes on answering:", self._desk.base.version)
        for problem in problems[:SHOWN_PROBLEMS]:
            log.error("%s", problem)
        if len(problems) > SHOWN_PROBLEMS:
            log.error("and %d more; 'factbot check' shows all", len(problems) - SHOWN_PROBLEMS)
        self._say(self._desk.editing)

    def _say(self, editing: Editing) -> None:
        if self._tell:
            self._tell(editing)
