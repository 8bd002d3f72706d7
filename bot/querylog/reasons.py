"""Why a log cannot be used, in words that say what to mend."""

import os
from pathlib import Path


def reason(error: Exception, path: Path) -> str:
    """What SQLite or the system says and, where it leaves that out, that the disk of the log is full."""
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return str(error)
    return str(error) if "full" in str(error) or disk.f_bavail else f"{error}; the disk is full"
