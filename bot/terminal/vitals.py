"""``factbot health``: whether the bot beside this query log is well."""

from bot.pulse import ailments, find, notes, pulse_file
from bot.settings import read_settings
from bot.wording import counted


def report_health() -> int:
    """Prints how the bot is; 0 where it is well, else 1. A bad edit is told, and makes it no less well."""
    pulse = find(pulse_file(read_settings().log))
    wrong = ailments(pulse)
    for ailment in wrong:
        print(f"unwell: {ailment}")
    if pulse is None:
        return 1
    if not wrong:
        connection = "connected to Discord" if pulse.offline_since is None else "connecting to Discord again"
        base = f"{counted(pulse.facts, 'fact')}, base version {pulse.base_version}"
        print(f"well: {connection}, {base}, query log writable")
    for note in notes(pulse):
        print(f"note: {note}")
    return 1 if wrong else 0
