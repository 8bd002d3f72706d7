"""The changes that wait to be written: in order, bounded, each known to whoever waits for it."""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.querylog.rows import WriteResult

MOST_ENTRIES = 10_000
"""How many entries may wait: at one question a second, close to three hours of them."""
MOST_CHARACTERS = 8_000_000
"""How much text may wait, in characters: at 4 bytes each it stays within 32 MB of memory."""

Statement = tuple[str, Sequence[str | int | float | None]]
"""One SQL statement with its values."""


@dataclass(slots=True, eq=False)
class Entry:
    """Statements that are executed in one transaction, and the caller who waits for that.

    A ``kept`` entry waits as long as the file refuses it; any other is the caller's to try again. ``asker`` is the
    pseudonym of the person whose row it is. What an entry that ``wipes`` deletes has to be gone from the disk.
    """

    statements: Sequence[Statement]
    kept: bool
    asker: str | None = None
    wipes: bool = False
    changed: int = 0
    characters: int = field(init=False)
    done: asyncio.Future[WriteResult] = field(init=False)

    def __post_init__(self) -> None:
        self.characters = sum(len(value) for _, values in self.statements for value in values if isinstance(value, str))
        self.done = asyncio.get_running_loop().create_future()

    def finish(self, result: WriteResult, changed: int = 0) -> None:
        """Tells the caller, if one still waits, the result and how many rows changed."""
        if not self.done.done():
            self.changed = changed
            self.done.set_result(result)


class Queue:
    """The entries that wait, and how many had to be dropped."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._characters = 0
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, entry: Entry) -> bool:
        """Adds an entry at the end; False if there is no room, so that the entry is dropped."""
        if len(self._entries) >= MOST_ENTRIES or self._characters + entry.characters > MOST_CHARACTERS:
            self.dropped += entry.kept
            return False
        self._entries.append(entry)
        self._characters += entry.characters
        return True

    def take(self, most: int) -> list[Entry]:
        """The first entries, taken out."""
        taken = [self._entries.popleft() for _ in range(min(most, len(self._entries)))]
        self._characters -= sum(entry.characters for entry in taken)
        return taken

    def put_back(self, entries: Sequence[Entry]) -> None:
        """Puts what was taken back in its place."""
        self._entries.extendleft(reversed(entries))
        self._characters += sum(entry.characters for entry in entries)

    def refuse(self) -> None:
        """Tells every caller that nothing is written now; entries that are not kept leave."""
        for entry in self._entries:
            entry.finish(WriteResult.WAITING)
        self._replace(entry for entry in self._entries if entry.kept)

    def rows_of(self, asker: str) -> int:
        """How many rows of an asker wait."""
        return sum(entry.asker == asker for entry in self._entries)

    def forget(self, asker: str) -> int:
        """Takes an asker's rows out; returns how many there were."""
        theirs = [entry for entry in self._entries if entry.asker == asker]
        for entry in theirs:
            entry.finish(WriteResult.UNCHANGED)
        self._replace(entry for entry in self._entries if entry.asker != asker)
        return len(theirs)

    def _replace(self, entries: Iterable[Entry]) -> None:
        self._entries = deque(entries)
        self._characters = sum(entry.characters for entry in self._entries)
