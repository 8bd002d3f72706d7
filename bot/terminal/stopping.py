"""How the running bot is told to stop, and how its process ends then: once, whatever else it is told."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bot.aside import ASIDE
from bot.terminal.signals import ending_signals


@contextmanager
def told_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Has the ending signals set ``stop`` as long as the context lasts, and nothing end the process after it.

    The event loop's own handlers would not do: they go with the loop, before the process is gone.
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


def end_beside_threads(code: int) -> None:
    """Ends the process with that exit code where work aside is still being done; returns where there is none.

    Python's own end takes the interpreter down under such a thread, which may be in C that cannot bear it.
    """
    if any(thread.name == ASIDE for thread in threading.enumerate()):
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, OSError, ValueError):  # there is none, or nobody reads it any more
                stream.flush()
        os._exit(code)
