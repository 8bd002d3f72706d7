"""Rows that wait to be written: in order, bounded, each known to whoever waits for it."""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.querylog.rows import LogUnavailable
from bot.querylog.statements import Statement

MOST_ENTRIES = 10_000
"""How many rows may wait: at one question a second, close to three hours of them."""
MOST_CHARACTERS = 8_000_000
"""How much text may wait, in characters: at 4 bytes each it stays within 32 MB of memory."""


@dataclass(slots=True, eq=False)
class Entry:
    """What is to be written in one transaction, and who waits for it.

    ``asker`` is whose row it is, as the log names them. Only what is to be ``kept`` waits for a log that refuses it;
    anything else is its caller's to try again. ``done`` gives the number of rows that were changed. What ``wipes``
    deletes is to be gone from the disk. ``characters`` is how much text it holds.
    """

    statements: Sequence[Statement]
    done: asyncio.Future[int]
    kept: bool
    asker: str | None = None
    wipes: bool = False
    characters: int = field(init=False)

    def __post_init__(self) -> None:
        self.characters = sum(len(value) for _, values in self.statements for value in values if isinstance(value, str))

    def succeed(self, changed: int) -> None:
        """Tells its caller, if one still waits."""
        if not self.done.done():
            self.done.set_result(changed)

    def fail(self, error: LogUnavailable) -> None:
        """Tells its caller, if one still waits, that it is not written now, or never."""
        if not self.done.done():
            self.done.set_exception(error)


class Queue:
    """The entries that wait, and how many had to be dropped."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._characters = 0
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, entry: Entry) -> bool:
        """Adds an entry at the end; False where there is no room, and the entry is dropped.

        What need not be kept, such as a trial, is lost without being counted.
        """
        size = entry.characters
        if len(self._entries) >= MOST_ENTRIES or self._characters + size > MOST_CHARACTERS:
            self.dropped += entry.kept
            return False
        self._entries.append(entry)
        self._characters += size
        return True

    def take(self, most: int) -> list[Entry]:
        """The first entries, taken out."""
        taken = [self._entries.popleft() for _ in range(min(most, len(self._entries)))]
        self._characters -= sum(entry.characters for entry in taken)
        return taken

    def put_back(self, entries: Sequence[Entry]) -> None:
        """Puts what was taken where it was."""
        self._entries.extendleft(reversed(entries))
        self._characters += sum(entry.characters for entry in entries)

    def refuse(self, reason: str) -> None:
        """Tells everyone who waits that nothing is written now; what is not to be kept leaves."""
        for entry in self._entries:
            entry.fail(LogUnavailable(reason))
        self._replace(entry for entry in self._entries if entry.kept)

    def rows_of(self, asker: str) -> int:
        """How many rows of an asker wait."""
        return sum(entry.asker == asker for entry in self._entries)

    def forget(self, asker: str) -> int:
        """Takes an asker's rows out, and says how many there were."""
        theirs = [entry for entry in self._entries if entry.asker == asker]
        for entry in theirs:
            entry.succeed(0)
        self._replace(entry for entry in self._entries if entry.asker != asker)
        return len(theirs)

    def _replace(self, entries: Iterable[Entry]) -> None:
        self._entries = deque(entries)
        self._characters = sum(entry.characters for entry in self._entries)
