"""What became of a row that was handed to the query log."""

import enum


class Fate(enum.Enum):
    """How far a row has come."""

    WRITTEN = enum.auto()
    """It is in the file."""
    WAITING = enum.auto()
    """It stands in line, and is written as soon as the file takes it."""
    LOST = enum.auto()
    """It was dropped: there is no log, too many rows wait, or no table takes it."""
