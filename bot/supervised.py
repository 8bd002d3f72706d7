"""Tasks without end that go on whatever befalls them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

log = logging.getLogger(__name__)

ANEW_SECONDS = 5.0
"""After how long a task that failed begins anew."""


async def supervised(work: Callable[[], Coroutine[Any, Any, None]], what: str) -> None:
    """Does work until it is done or cancelled, and anew where it fails for a reason that nobody foresaw.

    A task that ends in an exception says so only to whoever waits for it, and nobody waits for one without end. The
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
