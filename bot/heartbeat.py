"""The sign of life that a running bot leaves beside its query log, and the judgement of it.

The container's health check is another process, so the two meet in a small file that is replaced every few seconds.
"""

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

BEAT_SECONDS = 5.0
"""How often the sign of life is renewed."""
STALE_SECONDS = 15.0
"""The age from which it counts as none, which is three signs missed: the event loop no longer turns."""
OFFLINE_SECONDS = 20.0
"""How long a bot may be without Discord and well: Discord has connections taken up anew daily, and that takes moments.

One that has not been connected yet is given no such time.
"""


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the bot of process ``pid`` is: times are seconds since the epoch.

    ``run`` tells this run of it from every other: processes in containers all have the same few numbers.
    ``offline_since`` is None while Discord is connected, 0 before it first was; ``log_problem`` says why the query log
    takes no writes, ``edit_problem`` why what stands in the folders is not what answers, ``channel_problem`` why
    editors cannot be told of that in their channel; None where there is nothing.
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


_PULSE = TypeAdapter(Pulse)


def pulse_file(querylog: Path) -> Path:
    """Where the sign of life lies: beside the query log, ``.pulse`` added to its name."""
    return querylog.with_name(querylog.name + ".pulse")


def leave(pulse: Pulse, file: Path) -> None:
    """Replaces the sign of life in one step. Raises :exc:`OSError` where it cannot be written."""
    draft = file.with_name(file.name + ".new")
    draft.write_text(json.dumps(asdict(pulse)), encoding="utf-8")
    os.replace(draft, file)


def find(file: Path) -> Pulse | None:
    """The last sign of life, or None where there is none that can be read."""
    try:
        return _PULSE.validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None


def remove(file: Path, run: str) -> None:
    """Takes the sign of life of that run away, as a bot does that stops; another's stays."""
    pulse = find(file)
    if pulse and pulse.run == run:
        file.unlink(missing_ok=True)


def ailments(pulse: Pulse | None, now: float | None = None) -> list[str]:
    """What is wrong by a sign of life at the time ``now`` (default: this moment); empty for a bot that is well."""
    moment = time.time() if now is None else now
    if pulse is None:
        return ["no bot is running beside this query log"]
    found = []
    if (age := moment - pulse.at) > STALE_SECONDS:
        found.append(f"the bot has given no sign of life for {age:.0f} s: it hangs, was killed, or its disk is full")
    elif age < -STALE_SECONDS:  # the clock was set back, and no sign has come since
        found.append(f"the bot's last sign of life lies {-age:.0f} s in the future, and none has come since")
    if pulse.log_problem:
        found.append(f"the query log takes no writes: {pulse.log_problem}")
    if pulse.offline_since == 0:
        found.append("not connected to Discord yet")
    elif pulse.offline_since is not None and moment - pulse.offline_since > OFFLINE_SECONDS:
        found.append(f"not connected to Discord for {moment - pulse.offline_since:.0f} s")
    return found


def notes(pulse: Pulse) -> list[str]:
    """What an operator should know of a bot besides how it is.

    A bad edit is none of its ailments: it answers from the last good base, and a restart would end that.
    """
    found = {
        "the last edit is not taken": pulse.edit_problem,
        "editors cannot be told in FACTBOT_EDITORS_CHANNEL": pulse.channel_problem,
    }
    return [f"{what}: {problem}" for what, problem in found.items() if problem]
