"""Why a log cannot be used, in words that say what to mend."""

import os
from pathlib import Path


def reason(error: Exception, path: Path) -> str:
    """What SQLite or the system says and, where that leaves it out, what this user may not or that the disk is full."""
    said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
    more = _lacking(path)
    return f"{said}; {more}" if more and not any(words in said for words in ("full", "this user")) else said


def _lacking(path: Path) -> str | None:
    if path.exists() and not os.access(path, os.R_OK):
        return "this user may not read it"
    try:
        full = not os.statvfs(path.parent).f_bavail
    except OSError:
        return None
    if full:
        return "the disk is full"
    writable = os.access(path.parent, os.W_OK) and (os.access(path, os.W_OK) or not path.exists())
    return None if writable else "this user may not write it and beside it"
