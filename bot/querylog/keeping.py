"""How a log is kept: for how long, with which words, and how safe from a power cut."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keeping:
    """What an operator decides about the log.

    ``days`` is the age at which rows are deleted; None keeps them for ever. Without ``text`` a question's words are
    not written, only what became of it. ``full_sync`` has every row on the disk before its reply leaves, so that it
    survives a power cut; without, it survives any end of the process (``synchronous`` FULL and NORMAL in WAL mode,
    sqlite.org/pragma.html#pragma_synchronous).
    """

    days: int | None = None
    text: bool = True
    full_sync: bool = False
