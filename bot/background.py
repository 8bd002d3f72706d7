"""Long work beside the event loop, in a thread that neither questions nor the end of the process wait for."""

import asyncio
import gc
import logging
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, TypeVar

BACKGROUND = "background"
"""The name of every thread that is begun here."""
TURN_SECONDS = 0.0005
"""How long a thread may keep the interpreter from others while turns are short."""

Result = TypeVar("Result")


async def in_background(work: Callable[[], Result]) -> Result:
    """What ``work`` gives, or raises, done in a thread of its own.

    Unlike :func:`asyncio.to_thread`, it does not keep the process alive: use it only for work that may be abandoned.
    """
    outcome: Future[Result] = Future()
    outcome.set_running_or_notify_cancel()  # whoever waits may be gone by then: that is not to disturb the thread

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, name=BACKGROUND, daemon=True).start()
    return await asyncio.wrap_future(outcome)


@contextmanager
def short_turns() -> Iterator[None]:
    """Let threads take shorter turns inside the block, while heavy work runs beside people who wait for answers.

    A question gives up the interpreter dozens of times, in numpy and the log, and each time waits for the working
    thread's turn to end: with Python's default of 5 ms, a question of 3 ms would take 0.2 s.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def no_collection() -> Iterator[None]:
    """Collect no garbage inside the block, and never walk through what is left behind it.

    For work that makes much without any cycles, as a fact base: with 10,000 facts, each collection would hold every
    thread up for 0.2 s. Without this, the slowest answer beside an edit takes one and a half times as long, and so does
    the edit itself.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


log = logging.getLogger(__name__)

ANEW_SECONDS = 5.0
"""After how long a task that failed begins anew."""


async def supervised(work: Callable[[], Coroutine[Any, Any, None]], what: str) -> None:
    """Does work until it is done or cancelled, and again if it fails for a reason that nobody foresaw.

    A task that ends in an exception says so only to whoever waits for it, and nobody awaits a permanent task. The
    cause is logged, and ``what`` failed.
    """
    while True:
        try:
            await work()
        except Exception:
            log.exception("%s failed; beginning anew in %.0f s", what, ANEW_SECONDS)
            await asyncio.sleep(ANEW_SECONDS)
        else:
            return


@asynccontextmanager
async def under_way(work: Callable[[], Coroutine[Any, Any, None]], what: str) -> AsyncIterator[None]:
    """Has :func:`supervised` work done for as long as the context lasts."""
    task = asyncio.create_task(supervised(work, what))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
