"""Says when the files of folders may have changed, wherever the folders lie and however they are written.

The system's own notices (through watchfiles) come at once, but not from everywhere: not from network folders and some
bind mounts, not when a folder that is a symbolic link is pointed elsewhere, not when a folder was deleted and made
again. So a look at names, sizes and times each second finds what no notice told, and the notices are asked for anew
where another folder stands now.
"""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, Sequence, Set
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from watchfiles import Change, awatch

from bot.background import aside
from bot.factbase.folders import named_as_yaml, unread

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often folders are looked at where no notice comes."""
QUIET_MS, BURST_MS = 50, 400
"""Milliseconds of quiet that end a burst of notices, and after which a burst without quiet is told all the same."""

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


async def stirrings(folders: Sequence[Path]) -> AsyncGenerator[None, None]:
    """Yields, without end, whenever files in the folders may have changed; a burst of changes is one stirring.

    The first comes at once: for what was edited before anybody watched.
    """
    seen, deaf = await aside(lambda: look(folders)), False
    yield
    while True:
        try:
            async with aclosing(_notices(folders)) as bursts:
                async for notices in bursts:
                    now = await aside(lambda: look(folders))
                    own = _own_paths(folders)
                    if now != seen or any(_of_interest(path, own) for _, path in notices):
                        yield
                    elsewhere = now.folders != seen.folders or _of_folders(notices, own)
                    seen, deaf = now, False
                    if elsewhere:
                        break
        except Exception as error:  # whatever it is, a group of them too: edits go on being looked for
            if not deaf:
                log.warning("no notices of edits can be had (%s); looking each %.0f s instead", error, LOOK_SECONDS)
            deaf = True
            await asyncio.sleep(LOOK_SECONDS)
            now = await aside(lambda: look(folders))
            if now != seen:
                yield
            seen = now


def _notices(folders: Sequence[Path]) -> AsyncGenerator[set[tuple[Change, str]], None]:
    """The notices of each burst, and an empty set after each :data:`LOOK_SECONDS` without any."""
    return awatch(
        *folders,
        watch_filter=None,
        debounce=BURST_MS,
        step=QUIET_MS,
        rust_timeout=int(LOOK_SECONDS * 1000),
        yield_on_timeout=True,
        recursive=False,
    )


def _of_interest(path: str, own: Set[str]) -> bool:
    """Whether a notice may be of what is read: a YAML file, a link through which it is reached, or a folder itself.

    The links of mounted configuration start with two dots. Whatever else lies beside the files, be it a log that is
    written all the while, is left alone.
    """
    name = os.path.basename(path)
    return named_as_yaml(name) or name.startswith("..") or path in own


def _own_paths(folders: Sequence[Path]) -> set[str]:
    """The folders themselves, by the names and places by which notices may call them."""
    return {str(folder) for folder in folders} | {str(folder.resolve()) for folder in folders}


def _of_folders(notices: set[tuple[Change, str]], own: Set[str]) -> bool:
    """Whether one of the folders itself is gone, and notices of it with it."""
    return any(change is Change.deleted and path in own for change, path in notices)
