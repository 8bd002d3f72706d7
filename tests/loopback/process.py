"""The bot's process, as an operator has it: started, watched, stopped, and read."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Self

from tests.conftest import PROJECT
from tests.loopback.server import TOKEN


class BotProcess:
    """``factbot run`` (or another command) pointed at a loopback Discord."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self.log = log
        self.said: list[str] = []
        self._reading = asyncio.create_task(self._read())
        self._line = asyncio.Condition()
        self._silent = False

    @classmethod
    async def start(cls, rest: str, gateway: str, log: Path, **environment: str) -> Self:
        """Starts it with its query log there; ``environment`` adds to or replaces the settings."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("FACTBOT_", "DISCORD_"))}
        settings = {
            "FACTBOT_LOG": str(log),
            "DISCORD_TOKEN": TOKEN,
            "PYTHONPATH": str(PROJECT),
            "PYTHONUNBUFFERED": "1",
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.loopback.launcher", rest, gateway, "run"),
            cwd=PROJECT,
            env=clean | settings | environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return cls(process, log)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def output(self) -> str:
        """Everything that it has said so far, on both streams."""
        return "".join(self.said)

    async def says(self, words: str, times: int = 1, within: float = 20) -> None:
        """Waits until it has said the words that often. Raises :exc:`AssertionError` with all that it said instead."""
        try:
            async with asyncio.timeout(within), self._line:
                while not self._silent and self.output.count(words) < times:
                    await self._line.wait()
        except TimeoutError:
            pass
        assert self.output.count(words) >= times, f"not {times} times {words!r}, but:\n{self.output}"

    def send(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        self._process.send_signal(number)

    async def ended(self, within: float = 20) -> int:
        """Its exit code, once it has ended by itself. Raises :exc:`TimeoutError`."""
        async with asyncio.timeout(within):
            await self._reading
            return await self._process.wait()

    async def stop(self, number: signal.Signals = signal.SIGTERM, within: float = 20) -> int:
        """Tells it to stop; its exit code."""
        self.send(number)
        return await self.ended(within)

    async def kill(self) -> None:
        """Ends it as nothing that it does can prevent."""
        if self._process.returncode is None:
            self._process.kill()
        await self._reading
        await self._process.wait()

    async def _read(self) -> None:
        if self._process.stdout is None:
            raise TypeError("the process was started without a pipe")
        async for line in self._process.stdout:
            async with self._line:
                self.said.append(line.decode())
                self._line.notify_all()
        async with self._line:
            self._silent = True
            self._line.notify_all()
