"""Copies of a log that a bot is writing, by SQLite's own online backup, and putting one back."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from bot.querylog.disk import BESIDE, connect, damage, reason
from bot.querylog.open import migrate, version
from bot.querylog.rows import LogUnavailable, Pseudonyms, key_file


def copy(source: sqlite3.Connection, to: Path) -> None:
    """Writes the log as it is at one moment into a new file. Raises :exc:`sqlite3.Error`.

    Writers go on meanwhile. sqlite.org/backup.html
    """
    with closing(sqlite3.connect(to.absolute())) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def back_up(source: sqlite3.Connection, to: Path) -> None:
    """Copies a log into a new file, for its owner alone, that is there only once it is whole.

    Raises :exc:`LogUnavailable`, also if a file of that name is there.
    """
    try:
        if os.path.lexists(to):
            raise LogUnavailable(f"{to} is there already; name another file, or remove it")
        with _draft(to) as draft:
            copy(source, draft)
            with draft.open("rb") as stream:
                os.fsync(stream.fileno())
            draft.rename(to)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise LogUnavailable(f"the backup {to} cannot be written ({why})") from error


def send_backup(source: sqlite3.Connection, log: Path, out: BinaryIO) -> int:
    """Writes a copy of a log to a stream, by way of a file beside the log; returns how many bytes.

    Raises :exc:`LogUnavailable` if the copy cannot be made, and :exc:`OSError` if the stream fails.
    """
    with _draft(log) as draft:
        try:
            copy(source, draft)
        except sqlite3.Error as error:
            raise LogUnavailable(f"the log cannot be copied ({reason(error, log)})") from error
        with draft.open("rb") as stream:
            shutil.copyfileobj(stream, out)
        out.flush()
        return draft.stat().st_size


def restore(log: Path, backup: BinaryIO, any_key: bool = False) -> Path | None:
    """Replaces a log that nobody has open by a backup; returns the new name of the log that was there, if any.

    The log is its folder's owner's, and for them alone. Raises :exc:`LogUnavailable` if the log is open, if the backup
    is damaged or not a log, or if its rows name people by another key than the one beside the log, unless ``any_key``.
    """
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with _draft(log) as draft:
            with draft.open("wb") as stream:
                shutil.copyfileobj(backup, stream)
            try:
                _inspect(draft, log, any_key)
            except (sqlite3.Error, LogUnavailable) as error:
                raise LogUnavailable(f"the backup cannot be restored ({error})") from error
            if hasattr(os, "geteuid") and os.geteuid() == 0:
                owner = log.parent.stat()
                os.chown(draft, owner.st_uid, owner.st_gid)
            earlier = _rename(log) if log.exists() else None
            _remove(log, BESIDE)
            draft.rename(log)
            return earlier
    except (OSError, sqlite3.Error) as error:
        raise LogUnavailable(f"the log {log} cannot be restored ({reason(error, log)})") from error


def _inspect(draft: Path, log: Path, any_key: bool) -> None:
    """Raises what is wrong with a backup, and brings it to the present shape."""
    if found := damage(draft):
        raise LogUnavailable(f"it is damaged: {found}")
    with closing(connect(draft)) as connection:
        version(connection)
        migrate(connection)
        key = connection.execute("SELECT fingerprint FROM key").fetchone()
    if key and not any_key:
        if not key_file(log).exists():
            raise LogUnavailable(f"restore the log's key first, as {key_file(log)}; without it nobody can delete rows")
        if key != (Pseudonyms.of_log(log).fingerprint,):
            raise LogUnavailable(f"{key_file(log)} is not the key by which the backup's rows name people")


def _rename(log: Path) -> Path:
    """Renames the log that is there, after everything of it is in its one file; returns its new name."""
    with closing(connect(log, wait=0)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise LogUnavailable(f"the log {log} is open; stop the bot first ({error})") from error
        except sqlite3.DatabaseError:
            pass  # a damaged log is what backups are for
        earlier = log.with_name(f"{log.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        log.rename(earlier)
    return earlier


def _remove(file: Path, suffixes: tuple[str, ...]) -> None:
    for suffix in suffixes:
        file.with_name(file.name + suffix).unlink(missing_ok=True)


@contextmanager
def _draft(beside: Path) -> Iterator[Path]:
    """An empty file beside another, for its owner alone, that is removed in the end unless it was renamed."""
    descriptor, name = tempfile.mkstemp(prefix=f"{beside.name}.part-", dir=beside.parent)
    os.close(descriptor)
    draft = Path(name)
    try:
        yield draft
    finally:
        _remove(draft, ("", *BESIDE))
