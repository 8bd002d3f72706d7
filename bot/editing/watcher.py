"""Finds edits by looking at the folders each second, wherever they lie and however they are written.

The system's own notices come sooner, but not from network folders and some bind mounts, and waiting for them wakes a
process far more often than a look does.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from pathlib import Path

from bot.background import in_background
from bot.factbase.folders import named_as_yaml, unread

LOOK_SECONDS = 1.0
"""How often the folders are looked at."""
QUIET_SECONDS = 0.3
"""How long nothing may change for a burst of changes to be over."""
BURST_SECONDS = 3.0
"""After how long a burst that does not end is an edit all the same."""


def look(folders: Sequence[Path]) -> list[object]:
    """What is seen of the folders without reading any file, through symbolic links.

    It is which folders they are, the stamp of each YAML file (empty if it cannot be seen), and what an editor may take
    for read.
    """
    seen: list[object] = []
    for folder in folders:
        seen.append(_stamp(folder)[:2])
        with suppress(OSError):  # the folder's own stamp tells
            with os.scandir(folder) as entries:
                seen += sorted((entry.path, _stamp(entry.path)) for entry in entries if named_as_yaml(entry.name))
            seen += unread(folder)
    return seen


def _stamp(path: str | Path) -> tuple[int, ...]:
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


async def edits_in(folders: Sequence[Path]) -> AsyncGenerator[None, None]:
    """Yields, without end, whenever files in the folders may have changed; a burst of changes is one edit.

    The first comes at once: for what was edited before anybody watched.
    """
    seen = await in_background(lambda: look(folders))
    yield
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        now = await in_background(lambda: look(folders))
        if now == seen:
            continue
        began = asyncio.get_running_loop().time()
        while asyncio.get_running_loop().time() - began < BURST_SECONDS:
            await asyncio.sleep(QUIET_SECONDS)
            before, now = now, await in_background(lambda: look(folders))
            if now == before:
                break
        seen = now
        yield
