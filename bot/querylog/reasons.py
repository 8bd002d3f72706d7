"""Why a log cannot be used, in words that say what to mend."""

import os
import shutil
from pathlib import Path

from bot.querylog.files import may_write


def reason(error: Exception, path: Path) -> str:
    """What SQLite or the system says and, where that leaves it out, what this user may not or that the disk is full."""
    said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
    more = None if "full" in said or "this user" in said else _lacking(path)
    return f"{said}; {more}" if more else said


def _lacking(path: Path) -> str | None:
    try:
        there = path.exists()
        full = not shutil.disk_usage(path.parent).free
    except OSError:
        return None
    if there and not os.access(path, os.R_OK):
        return "this user may not read it"
    if full:
        return "the disk is full"
    return None if may_write(path) else "this user may not write it and beside it"
