"""Work beside the event loop is done for whoever still waits, and harms nobody where none does."""

import asyncio
import gc
import sys
import threading
import weakref

import pytest

from bot.background import TURN_SECONDS, in_background, no_collection, short_turns


async def test_the_loop_turns_while_the_work_is_done() -> None:
    asked, done = threading.Event(), asyncio.create_task(in_background(lambda: asked.wait(20)))
    await asyncio.sleep(0.05)
    asked.set()

    assert await done


async def test_whoever_no_longer_waits_leaves_the_work_undisturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    disturbed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", disturbed.append)
    asked = threading.Event()
    waiting = asyncio.create_task(in_background(lambda: asked.wait(20)))
    await asyncio.sleep(0.05)

    waiting.cancel()
    await asyncio.wait({waiting})
    asked.set()
    for thread in threading.enumerate():
        if thread.name == "background":
            await asyncio.to_thread(thread.join)

    assert disturbed == []


def test_turns_are_short_only_as_long_as_somebody_wants_them_to_be() -> None:
    before = sys.getswitchinterval()

    with short_turns():
        assert sys.getswitchinterval() == pytest.approx(TURN_SECONDS)

    assert sys.getswitchinterval() == before > TURN_SECONDS


def test_what_nobody_needs_any_more_is_collected_before_the_work() -> None:
    class Loop:
        def __init__(self) -> None:
            self.itself = self

    forgotten = weakref.ref(Loop())
    assert forgotten() is not None

    with no_collection():
        assert not gc.isenabled()

    try:
        assert forgotten() is None
        assert gc.isenabled()
    finally:
        gc.unfreeze()


@pytest.mark.slow
def test_what_the_work_leaves_behind_is_never_walked_through() -> None:
    gc.collect()
    before = gc.get_freeze_count()

    with no_collection():
        made = [[number] for number in range(200_000)]

    try:
        assert gc.get_freeze_count() - before >= len(made)
    finally:
        gc.unfreeze()
