"""Edits in a row under a steady load of questions, through the real watcher: ``python -m tests.bench.editing``.

Good edits, which rewrite one claim, and bad ones, which break another file, take turns; each is waited for until it is
taken or refused, and bad ones are undone. All the while people ask, and every answer is held against the edits: it must
come whole from the base of one of them.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.desk import Desk
from bot.editing.reloader import reloading
from bot.factbase.loading import Loader
from bot.querylog.store import QueryLog
from bot.reply import Asker
from bot.snapshot import first_snapshot
from tests.bench.folders import write_folders
from tests.bench.generated import generate
from tests.conftest import PROJECT

ASKERS, PAUSE_S = 5, 0.05
"""People who ask at the same time, and how long each rests after an answer: up to a hundred questions a second."""
LOST_S = 60.0
"""After how long an edit that is neither taken nor refused counts as lost."""
ASKER = Asker("bench")


@dataclass
class Outcome:
    """Seconds from question to answer, from an edit to its being live or refused, and from nothing to the first base.

    ``seen`` are the versions of the bases that answered, each with the claim that the edits rewrite; ``made`` are those
    that the edits made. ``torn`` are answers whose fact was not their base's.
    """

    start: float = 0.0
    answers: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    made: set[tuple[str, str]] = field(default_factory=set)
    torn: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every answer came whole from a base that an edit made."""
        return not self.torn and self.seen <= self.made


class Editors:
    """Edits two files of a fact base that a desk is kept up with."""

    def __init__(self, desk: Desk, facts: Path, outcome: Outcome) -> None:
        self._desk = desk
        self._good, self._bad = [path for path in sorted(facts.glob("*.yaml")) if path.stem != "vocabulary"][:2]
        self._outcome = outcome
        outcome.made.add((desk.base.version, desk.base.facts[0].claim))

    async def edit(self, number: int) -> None:
        """Rewrites the first claim and waits until it is live."""
        claim = f"This is edit number {number}."
        before, _, rest = self._good.read_text(encoding="utf-8").partition("claim: ")
        self._good.write_text(f"{before}claim: {claim}\n{rest.partition(chr(10))[2]}", encoding="utf-8")
        self._outcome.taken.append(await _until(lambda: self._desk.base.facts[0].claim == claim))
        self._outcome.made.add((self._desk.base.version, claim))

    async def slip(self) -> None:
        """Misspells a key, waits until that is refused, and mends it."""
        text = self._bad.read_text(encoding="utf-8")
        self._bad.write_text(text.replace("claim:", "clame:", 1), encoding="utf-8")
        self._outcome.refused.append(await _until(lambda: bool(self._desk.editing.problems)))
        self._bad.write_text(text, encoding="utf-8")
        await _until(lambda: not self._desk.editing.problems)


async def _until(holds: Callable[[], bool]) -> float:
    started = time.perf_counter()
    async with asyncio.timeout(LOST_S):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.005)
    return time.perf_counter() - started


async def _ask(desk: Desk, questions: Sequence[str], outcome: Outcome) -> None:
    while True:
        for question in questions:
            started = time.perf_counter()
            reply = await desk.ask(question, ASKER)
            outcome.answers.append(time.perf_counter() - started)
            outcome.seen.add((reply.base.version, reply.base.facts[0].claim))
            if any(reply.base.fact(one.fact.id) is not one.fact for one in reply.candidates):
                outcome.torn.append(question)
            await asyncio.sleep(PAUSE_S)


async def measure(facts: Path, sources: Path, log: Path, edits: int) -> Outcome:
    """Makes so many edits, good and bad in turns, while people ask for the facts of the base."""
    started = time.perf_counter()
    loader = Loader(facts, sources)
    snapshot = first_snapshot(loader)
    outcome = Outcome(start=time.perf_counter() - started)
    questions = [fact.phrasings[-1] for fact in snapshot.base.facts if fact.phrasings]
    async with await QueryLog.open(log) as querylog:
        desk = Desk(snapshot, querylog)
        editors = Editors(desk, facts, outcome)
        async with reloading(desk, loader), asyncio.TaskGroup() as group:
            asking = [group.create_task(_ask(desk, questions[n::ASKERS], outcome)) for n in range(ASKERS)]
            for number in range(edits):
                await (editors.slip() if number % 2 else editors.edit(number))
            for task in asking:
                task.cancel()
    return outcome


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 1 where an answer was torn, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.editing", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--facts", type=int, nargs="+", default=[0, 10_000], help="sizes of the bases; 0: as shipped")
    parser.add_argument("--edits", type=int, default=200, help="edits, half of them bad")
    options = parser.parse_args(arguments)
    table = Table(title=f"{options.edits} edits in a row, {ASKERS} people asking")
    for heading in ("facts", "ready s", "answers", "p50 ms", "p99 ms", "slowest ms", "live s p50 / slowest"):
        table.add_column(heading, justify="right")
    table.add_column("refused s p50 / slowest", justify="right")
    table.add_column("whole")
    whole = True
    for facts in options.facts:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            if facts:
                write_folders(generate(facts).base, root)
            else:
                for name in ("facts", "sources"):
                    shutil.copytree(PROJECT / name, root / name)
            outcome = asyncio.run(measure(root / "facts", root / "sources", root / "log.sqlite3", options.edits))
        whole = whole and outcome.whole
        table.add_row(f"{facts:,}" if facts else "as shipped", *_row(outcome))
    Console(width=None if sys.stdout.isatty() else 140).print(table)
    return 0 if whole else 1


def _row(outcome: Outcome) -> list[str]:
    milliseconds = np.array(outcome.answers) * 1000
    return [
        f"{outcome.start:.1f}",
        f"{len(outcome.answers):,}",
        *(f"{value:.1f}" for value in np.percentile(milliseconds, (50, 99, 100))),
        *(f"{np.median(times):.2f} / {max(times):.2f}" for times in (outcome.taken, outcome.refused)),
        "yes" if outcome.whole else "NO",
    ]


if __name__ == "__main__":
    sys.exit(main())
