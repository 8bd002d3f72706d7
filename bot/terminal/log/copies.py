"""``factbot log export``, ``backup`` and ``merge``: the log's rows on their way elsewhere."""

import errno
import signal
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import typer

from bot.querylog.backup import back_up
from bot.querylog.exporting import Format, Table, export
from bot.querylog.merging import merge
from bot.querylog.pseudonyms import key_file
from bot.querylog.reading import open_for_reports
from bot.settings import read_settings
from bot.wording import counted

OTHER_KEY = (
    "its askers are named by another key: who asked in both logs counts as two people, and cannot delete here what "
    "came from it"
)


def export_table(table: Table, form: Format) -> None:
    """Prints a table of the log. Raises :exc:`bot.querylog.unavailable.LogUnavailable` and :exc:`OSError`."""
    if sys.stdout is None:  # as Python has it where the shell closed it
        raise OSError(errno.EBADF, "it is closed")
    with closing(open_for_reports(read_settings().log)) as connection:
        export(connection, table, form, sys.stdout)
        sys.stdout.flush()


def write_backup(file: Path) -> None:
    """Copies the log and says where to. Raises :exc:`bot.querylog.unavailable.LogUnavailable`."""
    log = read_settings().log
    with closing(open_for_reports(log)) as connection:
        back_up(connection, file)
    typer.echo(f"{file}: {file.stat().st_size:,} bytes; its key is {key_file(log)}, to be kept apart from it", err=True)
    print(file)


def merge_files(files: Sequence[Path]) -> None:
    """Merges each file and says what came of it. Raises :exc:`bot.querylog.unavailable.LogUnavailable`."""
    log = read_settings().log
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # as Ctrl-C: the copy beside the log goes
    for file in files:
        merged = merge(log, file)
        print(f"{file}: {counted(merged.taken, 'row')} new or newer")
        if merged.other_key:
            typer.echo(f"factbot: {file}: {OTHER_KEY}", err=True)
        if merged.untold:
            requests = counted(merged.untold, "open request")
            typer.echo(f"factbot: {file}: {requests} came without whom to tell; who asks again is told", err=True)
        if merged.clashes:
            typer.echo(
                f"factbot: {file}: {counted(merged.clashes, 'question')} left out, their ids are taken", err=True
            )
