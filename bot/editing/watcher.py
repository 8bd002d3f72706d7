"""Finds edits by looking at the folders each second, wherever they lie and however they are written.

The system's own notices come sooner, but not from network folders and some bind mounts, and waiting for them wakes a
process far more often than a look does.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bot.background import in_background
from bot.factbase.folders import named_as_yaml, unread

LOOK_SECONDS = 1.0
"""How often the folders are looked at."""
QUIET_SECONDS = 0.3
"""How long nothing may change for a burst of changes to be over."""
BURST_SECONDS = 3.0
"""After how long a burst that does not end is an edit all the same."""

Stamp: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of folders without reading any file: which folders they are, and each YAML file's stamp.

    A folder or file that cannot be seen has an empty stamp. ``unread`` is what an editor may take for read.
    """

    folders: tuple[Stamp, ...]
    files: tuple[tuple[str, Stamp], ...]
    unread: tuple[str, ...] = ()


def look(folders: Sequence[Path]) -> Look:
    """What is seen of the folders now, through symbolic links."""
    files: list[tuple[str, Stamp]] = []
    beside: list[str] = []
    for folder in folders:
        try:
            with os.scandir(folder) as entries:
                files += sorted((entry.path, _stamp(entry.path)) for entry in entries if named_as_yaml(entry.name))
            beside += unread(folder)
        except OSError:
            continue  # the folder's own stamp tells
    return Look(tuple(_stamp(folder)[:2] for folder in folders), tuple(files), tuple(beside))


def _stamp(path: str | Path) -> Stamp:
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
