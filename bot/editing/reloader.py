"""Keeps a desk's fact base that of its folders: good edits are taken, bad ones told."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.background import in_background, under_way
from bot.desk import Desk
from bot.editing.watcher import edits_in
from bot.factbase.fields import Changes, changes_between
from bot.factbase.loading import Loader
from bot.factbase.model import FactBase
from bot.factbase.problem import BadFactBase, Problem
from bot.wording import VERDICTS, counted


class Outcome(StrEnum):
    """What became of an edit: taken, refused for its problems, or, after one that was refused, undone."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit.

    ``problems`` are why it was refused, and ``warnings`` what should be looked at in one that was not, which nobody has
    been told of before; both in reading order. ``changes`` is what it changed; None if it was refused or undone, or if
    it touches no fact, source or vocabulary.
    """

    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    changes: Changes | None = None


def summary(changes: Changes) -> str:
    """What changed in numbers: ``2 facts added, 1 changed; 1 verdict changed``."""
    parts = [
        f"{len(facts)} {what}"
        for facts, what in ((changes.added, "added"), (changes.removed, "removed"), (changes.changed, "changed"))
        if facts
    ]
    found = [f"{counted(len(changes.refiled), 'fact')} with other phrasings, topic or tags"] if changes.refiled else []
    turned = [f"{counted(len(changes.turned), 'verdict')} changed"] if changes.turned else []
    facts = [f"facts: {', '.join(parts)}"] if parts else []
    beside = "only the order of facts" if changes.reordered else "only sources or vocabulary"
    return "; ".join([*facts, *turned, *found]) or f"no fact changed, {beside}"


def details(changes: Changes) -> Iterator[tuple[str, str]]:
    """What happened to each fact (``added``, ``removed``, ``changed``, ``Agreed → Disputed``), and its claim."""
    for fact in changes.added:
        yield f"added, {VERDICTS[fact.verdict].lower()}", fact.claim
    for fact in changes.removed:
        yield "removed", fact.claim
    for change in changes.changed:
        what = "evidence changed" if change.before.claim == change.after.claim else "now reads"
        yield what, change.after.claim
    for change in changes.turned:
        yield f"{VERDICTS[change.before.verdict]} → {VERDICTS[change.after.verdict]}", change.after.claim


log = logging.getLogger(__name__)

SETTLE_SECONDS = 0.3
"""After how long a base that lacks something is read again before it is taken: a file may be half written."""
QUIET_SECONDS = 2.0
"""How long nothing may change before editors are told what became of edits: files may be copied one by one."""
SHOWN_PROBLEMS = 10
"""The most problems, or warnings, that one edit writes to the log."""

Tell: TypeAlias = Callable[[Edit], None]
"""Has editors told what became of one edit; returns at once."""


def reloading(desk: Desk, loader: Loader, tell: Tell | None = None) -> AbstractAsyncContextManager[None]:
    """Reload the desk's base from the loader's folders whenever they change, for as long as the context lasts."""
    return under_way(Reloader(desk, loader, tell).run, "watching the facts")


class Reloader:
    """Reloads a desk whenever its folders change."""

    def __init__(self, desk: Desk, loader: Loader, tell: Tell | None = None) -> None:
        self._desk = desk
        self._loader = loader
        self._tell = tell
        self._refused: tuple[Problem, ...] = ()
        self._warned = self._warnings = loader.warnings
        self._before: FactBase | None = None
        self._taken: list[Changes] = []

    async def run(self) -> None:
        """Reload until it is cancelled, whatever becomes of the folders; editors are told once they are quiet."""
        async with aclosing(edits_in(self._loader.folders)) as edits:
            edit, good = asyncio.ensure_future(anext(edits)), True
            told = True
            try:
                while True:
                    await asyncio.wait({edit}, timeout=None if told else QUIET_SECONDS)
                    told = not edit.done()
                    if not told:
                        edit.result()
                        edit = asyncio.ensure_future(anext(edits))
                    if not (told and good):
                        good = await self._look()
                    if told:
                        await self._report()
            finally:
                edit.cancel()
                await asyncio.wait({edit})

    async def _look(self) -> bool:
        """Takes what stands in the folders; False if that has problems, which may be gone a moment later."""
        before = self._desk.base
        try:
            changes = await self._desk.reload(self._loader, SETTLE_SECONDS)
        except BadFactBase:
            return False
        except Exception:
            log.exception("an edit could not be read; the base that was there goes on answering")
            return True
        self._warnings = self._loader.warnings
        if changes:
            log.info("edit accepted: %s; base version %s", summary(changes), changes.version)
            self._before = self._before or before
            self._taken.append(changes)
        return True

    async def _report(self) -> None:
        """Has editors told what became of all edits since the last report."""
        base, before, taken = self._desk.base, self._before, self._taken
        self._before, self._taken = None, []
        changes = taken[0] if taken else None
        if before and len(taken) > 1:
            changes = await in_background(lambda: changes_between(before, base))
        if before and before.version == base.version:
            changes = None  # what was taken has been taken back
        warnings = tuple(_new(self._warnings, self._warned))
        self._warned = self._warnings
        _list(log.warning, warnings)
        if changes or warnings:
            self._say(Edit(Outcome.TAKEN, warnings=warnings, changes=changes))
        problems, refused = self._desk.editing.problems, self._refused
        self._refused = problems
        if problems and problems != refused:
            log.error("edit rejected, the bot still answers from base version %s:", base.version)
            _list(log.error, problems)
            self._say(Edit(Outcome.REFUSED, problems=problems))
        elif refused and not (problems or changes or warnings):
            log.info("the edit with problems is undone; base version %s", base.version)
            self._say(Edit(Outcome.UNDONE))

    def _say(self, edit: Edit) -> None:
        if self._tell:
            self._tell(edit)


def _new(warnings: Sequence[Problem], known: Sequence[Problem]) -> Iterator[Problem]:
    """The warnings that are not among the known ones, wherever in their file these stood: lines move."""
    left = Counter((warning.file, warning.wrong) for warning in known)
    for warning in warnings:
        key = warning.file, warning.wrong
        if left[key]:
            left[key] -= 1
        else:
            yield warning


def _list(say: Callable[..., None], problems: Sequence[Problem]) -> None:
    """Says the first problems, each in a line of its own, and how many more there are."""
    for problem in problems[:SHOWN_PROBLEMS]:
        say("%s", problem)
    if len(problems) > SHOWN_PROBLEMS:
        say("and %d more; 'factbot check' shows all", len(problems) - SHOWN_PROBLEMS)
