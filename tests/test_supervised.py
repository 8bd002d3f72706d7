"""A task without end goes on whatever befalls it, and says what did."""

import asyncio

import pytest

from bot import background as supervising
from bot.background import supervised


async def test_work_that_fails_is_told_with_its_cause_and_begins_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervising, "ANEW_SECONDS", 0.0)
    tries = []

    async def work() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise KeyError("unforeseen")

    await supervised(work, "the work")

    assert len(tries) == 3
    assert caplog.text.count("the work failed; beginning anew") == 2
    assert "KeyError: 'unforeseen'" in caplog.text


async def test_work_that_is_cancelled_ends() -> None:
    task = asyncio.create_task(supervised(lambda: asyncio.sleep(60), "the work"))
    await asyncio.sleep(0)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
