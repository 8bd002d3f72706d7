"""How a desk is, for whoever runs it."""

from dataclasses import dataclass

from bot.querylog.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Status:
    """How a desk is, for whoever runs it.

    ``log_bytes`` is None where the file cannot be looked at. ``log_problem`` is why the log takes no rows now, or None;
    so many rows wait for it, and so many had to be dropped since the start. ``today`` counts from midnight UTC; where
    the log cannot be read, it is why not. ``requests_waiting`` are those on the list of the server's editors; 0 for all
    servers together, and where the log cannot be read.
    """

    base_version: str
    facts: int
    log_bytes: int | None
    log_problem: str | None
    rows_waiting: int
    rows_dropped: int
    today: Traffic | str
    requests_waiting: int = 0
