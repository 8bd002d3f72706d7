"""What is read of the environment and of files without loading much: commands that run often have to start quickly.

What people name as a file is never waited for if it is none: reading a pipe would block, and a device never ends.
"""

import errno
import os
import secrets
import stat
from pathlib import Path


class BadSettings(Exception):
    """A value in the environment cannot be used; the text says which and why, without secrets."""


def bare(value: str) -> str:
    """A value as people mean it: without the quotes, blanks and carriage returns that env files bring along."""
    text = value.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def log_file() -> Path:
    """The query log's file, as :attr:`bot.settings.Settings.log` has it."""
    return Path(bare(os.environ.get("FACTBOT_LOG") or "factbot.sqlite3")).expanduser()


_QUIETLY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opens a pipe that nobody writes to without waiting, and Windows' files as they are."""


class NotAFile(OSError):
    """The path leads to a folder, a pipe, a device or a socket."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "it is not a file", str(path))


def read_regular(path: Path, limit: int = -1) -> bytes:
    """The bytes of a regular file, through symbolic links; at most the first ``limit`` if that is not negative.

    What it is, is asked of the opened file: nothing can take its place in between. Raises :exc:`NotAFile`, or another
    :exc:`OSError` if the file cannot be opened or read.
    """

    def opened(name: str, flags: int) -> int:
        descriptor = os.open(name, flags | _QUIETLY)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return descriptor
        os.close(descriptor)
        raise NotAFile(path)

    with open(path, "rb", opener=opened) as stream:
        return stream.read(limit)


def write_private(path: Path, content: bytes, sync: bool = False) -> None:
    """Replaces a file in one step by one that only its owner may read; a symbolic link is replaced, not followed.

    With ``sync``, it survives a power cut. Raises :exc:`OSError`.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
