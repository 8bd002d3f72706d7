"""Keeps a desk's fact base that of its folders: good edits are taken, bad ones told."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
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
"""After how long a base with problems, or one that lacks something, is read again before it is refused or taken: an
editor may be half way through a file."""
SHOWN_PROBLEMS = 10
"""The most problems, or warnings, that one edit writes to the log."""

Tell: TypeAlias = Callable[[Editing], None]
"""Has editors told what became of one edit; returns at once.

``problems`` are those for which it is not taken. Without any, ``changes`` is what this edit changed, and None where it
undoes one that was not taken or, with ``warnings``, changes no fact.
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
        self._warned = loader.warnings

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
        changes = await self._desk.reload(self._loader, SECOND_LOOK_SECONDS)
        mended, self._told = bool(self._told), ()
        known, self._warned = set(self._warned), self._loader.warnings
        warnings = tuple(warning for warning in self._warned if warning not in known)
        if changes:
            log.info("edit taken: %s; base version %s", summary(changes), changes.version)
        elif mended:
            log.info("the edit with problems is undone; base version %s", self._desk.base.version)
        _list(log.warning, warnings)
        if changes or mended or warnings:
            self._say(replace(self._desk.editing, changes=changes, warnings=warnings))

    def _refuse(self) -> None:
        problems = self._desk.editing.problems
        if problems == self._told:
            return
        self._told = problems
        log.error("edit not taken, base version %s goes on answering:", self._desk.base.version)
        _list(log.error, problems)
        self._say(self._desk.editing)

    def _say(self, editing: Editing) -> None:
        if self._tell:
            self._tell(editing)


def _list(say: Callable[..., None], problems: Sequence[Problem]) -> None:
    """Says the first problems, each in a line of its own, and how many more there are."""
    for problem in problems[:SHOWN_PROBLEMS]:
        say("%s", problem)
    if len(problems) > SHOWN_PROBLEMS:
        say("and %d more; 'factbot check' shows all", len(problems) - SHOWN_PROBLEMS)
