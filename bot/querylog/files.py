"""Tells the open log, and what SQLite keeps beside it, from other files that take their names."""

import logging
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)

_LEFT = (
    "what lay beside the query log %s is of another file, which was moved, removed or replaced; it was set aside as "
    "%s: rows that the other file lacks may be in it; to have them, put it beside that file, under its name with -wal "
    "added, before anything opens that"
)
_FORMAT = slice(18, 20)
"""Where in its header a file says how it is written and read: 2 with a write-ahead log, 1 without."""


def beside(path: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside an open file: its write-ahead log, and the index to that."""
    real = path.resolve()
    return real.with_name(f"{real.name}-wal"), real.with_name(f"{real.name}-shm")


def may_write(path: Path) -> bool:
    """Whether this user may write the file, or make it, and write beside it, as a write-ahead log takes."""
    return os.access(path.parent, os.W_OK) and (os.access(path, os.W_OK) or not path.exists())


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def name_aside(path: Path, why: str, suffix: str = "") -> Path:
    """What a file is called that is set aside now: ``NAME.why-TIME``."""
    return path.with_name(f"{path.name}.{why}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{suffix}")


class OpenFile:
    """A file and its write-ahead log as they are on the disk at this moment, both open."""

    def __init__(self, path: Path) -> None:
        self._path, self._real, self._beside = path, path.resolve(), beside(path)[0]
        self._file, self._ahead = identity(path), identity(self._beside)

    def stands(self) -> bool:
        """Whether both still are what their names say, that behind a symbolic link too: else nobody would find them."""
        moved = not self._is_there() or (self._real != self._path and identity(self._real) != self._file)
        return not moved and identity(self._beside) == self._ahead

    def leave(self) -> None:
        """Sets the write-ahead log aside that was left behind by a file which is elsewhere now, once all is closed.

        SQLite would play it into the file that has come in its place (sqlite.org/howtocorrupt.html, 1.4).
        """
        ahead, _ = beside(self._path)
        if not self._is_there() and self._ahead is not None and identity(ahead) == self._ahead:
            _set_aside(self._path)

    def _is_there(self) -> bool:
        return self._file is not None and identity(self._path) == self._file


def leave_what_was_before(path: Path) -> None:
    """Sets a write-ahead log aside where a process was killed, and its file then removed or a backup put in its place.

    Only before this process has the file open: reading it besides SQLite gives SQLite's locks up (as above, 2.2).
    """
    with suppress(OSError):
        if beside(path)[0].exists() and _format(path) in (b"", b"\x01\x01"):
            _set_aside(path)


def _format(path: Path) -> bytes:
    """How a file says that it is written and read; nothing where there is none."""
    try:
        with path.open("rb") as stream:
            return stream.read(_FORMAT.stop)[_FORMAT]
    except FileNotFoundError:
        return b""


def _set_aside(path: Path) -> None:
    ahead, index = beside(path)
    aside = name_aside(path, "left", "-wal")
    with suppress(OSError):
        index.unlink(missing_ok=True)
        if ahead.stat().st_size:
            ahead.rename(aside)
            log.warning(_LEFT, path, aside)
        else:
            ahead.unlink()
