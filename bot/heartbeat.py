"""The heartbeat that a running bot writes beside its query log, and what it says about the bot's health.

The container's health check is another process, so the two share a small file that is replaced every few seconds.
"""

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.environment import log_file, write_private

HEARTBEAT_SECONDS = 5.0
"""The interval between two heartbeats."""
STALE_SECONDS = 15.0
"""The age from which the bot counts as hanging: three heartbeats are missing."""
OFFLINE_SECONDS = 20.0
"""How long a healthy bot may be disconnected: Discord has connections renewed daily, which takes moments.

A bot that has never been connected is not given this time.
"""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """How the bot of process ``pid`` is; times are in seconds since the epoch.

    ``run`` identifies this run of the bot, because processes in containers share a few small numbers.
    ``offline_since`` is None while Discord is connected, and 0 before the first connection. ``log_problem`` says why
    the query log cannot be written, ``edit_problem`` why the last edit is rejected, ``channel_problem`` why editors
    cannot be told about it in their channel; each is None if there is no problem.
    """

    pid: int
    at: float
    facts: int
    base_version: str
    offline_since: float | None
    log_problem: str | None
    edit_problem: str | None = None
    channel_problem: str | None = None
    run: str = ""


def heartbeat_file(querylog: Path) -> Path:
    """The file of the heartbeat: the query log's name with ``.heartbeat`` added."""
    return querylog.with_name(querylog.name + ".heartbeat")


def write_heartbeat(heartbeat: Heartbeat, file: Path) -> None:
    """Replace the heartbeat in one step. Raises :exc:`OSError` if that fails."""
    write_private(file, json.dumps(asdict(heartbeat)).encode())


def read_heartbeat(file: Path) -> Heartbeat | None:
    """The last heartbeat, or None if there is none, or none of this shape. Raises :exc:`PermissionError`."""
    try:
        found = Heartbeat(**json.loads(file.read_bytes()))
        float(found.at), int(found.facts), float(found.offline_since or 0)
    except PermissionError:
        raise
    except (OSError, ValueError, TypeError):
        return None
    return found


def remove_heartbeat(file: Path, run: str) -> None:
    """Remove the heartbeat of that run when it stops; that of another run stays."""
    with suppress(PermissionError):
        heartbeat = read_heartbeat(file)
        if heartbeat and heartbeat.run == run:
            file.unlink(missing_ok=True)


def health_problems(heartbeat: Heartbeat | None, now: float | None = None) -> list[str]:
    """What is wrong with the bot at the time ``now`` (by default, at this moment); empty if it is healthy."""
    moment = time.time() if now is None else now
    if heartbeat is None:
        return ["no bot is running with this query log"]
    found = []
    if (age := moment - heartbeat.at) > STALE_SECONDS:
        found.append(f"no heartbeat for {age:.0f} s: the bot hangs, was killed, or its disk is full")
    elif age < -STALE_SECONDS:  # the clock was set back, and there has been no heartbeat since
        found.append(f"the last heartbeat is {-age:.0f} s in the future, and there has been none since")
    if heartbeat.log_problem:
        found.append(f"the query log cannot be written: {heartbeat.log_problem}")
    if heartbeat.offline_since == 0:
        found.append("not connected to Discord yet")
    elif heartbeat.offline_since is not None and moment - heartbeat.offline_since > OFFLINE_SECONDS:
        found.append(f"not connected to Discord for {moment - heartbeat.offline_since:.0f} s")
    return found


def health_notes(heartbeat: Heartbeat) -> list[str]:
    """What an operator should know, although the bot is healthy.

    A rejected edit is no reason to restart: the bot answers from the last good base, and a restart would end that.
    """
    notes = {
        "the last edit is rejected": heartbeat.edit_problem,
        "editors cannot be told in FACTBOT_EDITORS_CHANNEL": heartbeat.channel_problem,
    }
    return [f"{what}: {problem}" for what, problem in notes.items() if problem]


def report_health() -> int:
    """Say whether the bot that uses this query log is healthy.

    The exit code is 0 if it is, else 1; a rejected edit is only a note.
    """
    file = heartbeat_file(log_file())
    try:
        heartbeat = read_heartbeat(file)
    except PermissionError:
        print(
            f"unhealthy: this user may not read {file}, so the bot's state is unknown; run this as the bot's own user"
        )
        return 1
    wrong = health_problems(heartbeat)
    for problem in wrong:
        print(f"unhealthy: {problem}")
    if heartbeat is None:
        return 1
    if not wrong:
        connection = "connected to Discord" if heartbeat.offline_since is None else "reconnecting to Discord"
        base = f"{heartbeat.facts:,} fact{'s' * (heartbeat.facts != 1)}, base version {heartbeat.base_version}"
        print(f"healthy: {connection}, {base}, the query log can be written")
    for note in health_notes(heartbeat):
        print(f"note: {note}")
    return 1 if wrong else 0
