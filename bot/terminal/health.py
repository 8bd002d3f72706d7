"""``factbot health``: how the running bot is, by its heartbeat. A container runs it every 30 s, so it loads little."""

from bot.environment import log_file
from bot.heartbeat import health_notes, health_problems, heartbeat_file, read_heartbeat


def report_health() -> int:
    """Print how the bot is; return 0 if it is healthy, else 1. A rejected edit is a note, and no reason for a 1."""
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
