"""Syncing the commands to Discord, only if they have changed since the last time."""

import asyncio
import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.discord_app.gateway.errors import NO_SENSE, UNREACHABLE, refused
from bot.discord_app.text import for_log
from bot.regularfile import write_private

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 3600.0
"""Seconds between attempts: doubled from the first to the longest."""


def commands_file(querylog: Path) -> Path:
    """The file with the fingerprint of the synced commands: the query log's path with ``.commands`` added."""
    return querylog.with_name(querylog.name + ".commands")


def fingerprint(tree: app_commands.CommandTree[Any], application_id: int | None) -> str:
    """A hash of the commands as we send them, for that application.

    Discord's own list would not do, since Discord adds to the commands, and what it adds changes.
    """
    payloads = [command.to_dict(tree) for command in tree.get_commands()]
    payloads.sort(key=lambda payload: (payload["type"], payload["name"]))
    told = json.dumps([application_id, payloads], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


async def sync_commands(tree: app_commands.CommandTree[Any], file: Path) -> None:
    """Syncs the commands unless ``file`` has their fingerprint; tries until Discord takes them.

    If Discord refuses them, that is logged, and the old ones go on working.
    """
    current = fingerprint(tree, tree.client.application_id)
    if _read(file) == current:
        return
    wait = FIRST_WAIT
    while True:
        try:
            await tree.sync()
        except discord.HTTPException as error:
            if refused(error):
                log.error("Discord refused the commands: %s", for_log(error))
                return
            reason: Exception = error
        except (*UNREACHABLE, *NO_SENSE) as error:
            reason = error
        else:
            break
        if wait == FIRST_WAIT:
            log.warning("the commands could not be sent to Discord (%s); retrying", reason)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
    _remember(current, file)
    log.info("sent the commands to Discord")


def _remember(current: str, file: Path) -> None:
    try:
        write_private(file, f"{current}\n".encode())
    except OSError as error:
        log.warning("the commands will be sent to Discord again at the next start (%s)", error)


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
