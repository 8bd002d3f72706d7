"""Long work beside the event loop, in a thread that neither those who ask nor the process's end have to wait for."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


async def aside(work: Callable[[], Result]) -> Result:
    """What ``work`` gives, or raises, done in a thread of its own.

    Unlike with :func:`asyncio.to_thread`, the process may end before it is done: for work that may be broken off.
    """
    outcome: Future[Result] = Future()
    outcome.set_running_or_notify_cancel()  # whoever waits may be gone by then: that is not to disturb the thread

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await asyncio.wrap_future(outcome)
