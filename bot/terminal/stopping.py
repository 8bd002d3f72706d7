"""How a process that serves until it is told to stop ends. Imports little: it runs before everything else is loaded."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def ending_signals() -> list[signal.Signals]:
    """The signals that end the bot: SIGHUP (if the system has it and does not ignore it), SIGINT and SIGTERM."""
    hang_up = getattr(signal, "SIGHUP", None)
    others = [signal.SIGINT, signal.SIGTERM]
    return [hang_up, *others] if hang_up and signal.getsignal(hang_up) is not signal.SIG_IGN else others


def exit_on_signals() -> None:
    """From now on, end the process with exit code 0 on an ending signal.

    For the time before the log is open, when there is nothing to close. Raising an exception instead would not be
    reliable: Python ignores one that is raised in a callback from C.
    """
    for number in ending_signals():
        signal.signal(number, lambda *_: os._exit(0))


@contextmanager
def set_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Set ``stop`` on an ending signal inside the block; ignore these signals after it.

    The event loop's own signal handlers are removed with the loop, which is before the process ends.
    """
    loop = asyncio.get_running_loop()
    numbers = ending_signals()
    for number in numbers:
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)


def exit_past_threads(name: str, code: int) -> None:
    """End the process with that exit code if a background thread of that name still runs; otherwise return.

    Python's own shutdown would destroy the interpreter under such a thread, which may run C code that crashes then.
    """
    if any(thread.name == name for thread in threading.enumerate()):
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, OSError, ValueError):  # the stream is closed, or nobody reads it
                stream.flush()
        os._exit(code)
