"""The file that is open as the log, told from whatever comes to have its name while the bot runs."""

import os
from contextlib import suppress
from pathlib import Path


def beside(path: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside an open file: its write-ahead log, and the index to that."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


class OpenFile:
    """A file and its write-ahead log as they are on the disk at this moment, both open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file, self._ahead = _identity(path), _identity(beside(path)[0])

    def stands(self) -> bool:
        """Whether the file still is what its name says."""
        return self._file is not None and _identity(self._path) == self._file

    def sweep(self) -> None:
        """Removes the write-ahead log that a file which stands no more left behind, once nothing has it open.

        SQLite would play it into the file that has come in its place (sqlite.org/howtocorrupt.html, 1.4).
        """
        ahead, index = beside(self._path)
        if not self.stands() and self._ahead is not None and _identity(ahead) == self._ahead:
            for file in (ahead, index):
                with suppress(OSError):
                    file.unlink(missing_ok=True)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
