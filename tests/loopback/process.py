"""The bot's process, as an operator has it: started, watched, stopped, and read."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Self

from tests.conftest import PROJECT
from tests.loopback.server import TOKEN

POINTING = PROJECT / "tests" / "loopback" / "pointing"
"""The folder that, on Python's path, points discord.py at a loopback Discord."""


def _elsewhere() -> dict[str, str]:
    """The environment without the settings of a bot, and with the loopback in Discord's place."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FACTBOT_", "DISCORD_"))}
    return clean | {"PYTHONPATH": f"{PROJECT}{os.pathsep}{POINTING}"}


class BotProcess:
    """``factbot run``, or another command, pointed at a loopback Discord."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self.log = log
        self.said: list[str] = []
        self._reading = asyncio.create_task(self._read())
        self._line = asyncio.Condition()
        self._silent = False

    @classmethod
    async def start(
        cls, rest: str, gateway: str, log: Path, command: str = "run", module: str = "bot", **environment: str
    ) -> Self:
        """Starts it with its query log there; ``environment`` adds to or replaces the settings.

        Another bot's ``module`` may take ours' place.
        """
        settings = {"DISCORD_TOKEN": TOKEN, "LOOPBACK_REST": rest, "LOOPBACK_GATEWAY": gateway}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, command),
            cwd=PROJECT,
            env=_elsewhere() | settings | {"FACTBOT_LOG": str(log)} | environment,
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

    async def says(self, words: str, times: int = 1, within: float = 60) -> None:
        """Waits until it has said the words that often. Raises :exc:`AssertionError` with all that it said instead."""
        try:
            async with asyncio.timeout(within), self._line:
                while not self._silent and self.output.count(words) < times:
                    await self._line.wait()
        except TimeoutError:
            pass
        assert self.output.count(words) >= times, f"not {times} times {words!r}, but:\n{self.output}"

    async def heeds_signals(self, within: float = 60) -> None:
        """Waits until the kernel knows a handler of its for SIGTERM, set last: until then nothing of ours can run.

        One for SIGINT says nothing, since Python has its own.
        """
        bit = 1 << signal.SIGTERM - 1
        async with asyncio.timeout(within):
            while not self._caught() & bit:  # noqa: ASYNC110 - the kernel sends no event
                await asyncio.sleep(0.005)

    def _caught(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(next(line for line in status.splitlines() if line.startswith("SigCgt:")).split()[1], 16)

    def send(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        self._process.send_signal(number)

    async def ended(self, within: float = 60) -> int:
        """Its exit code, once it has ended by itself. Raises :exc:`TimeoutError`."""
        async with asyncio.timeout(within):
            await asyncio.shield(self._reading)
            return await self._process.wait()

    async def stop(self, number: signal.Signals = signal.SIGTERM, within: float = 60) -> int:
        """Tells it to stop; its exit code."""
        self.send(number)
        return await self.ended(within)

    async def health(self) -> tuple[int, str]:
        """The exit code of ``factbot health`` and what it says of the bot that keeps this query log."""
        asked = await BotProcess.start("", "", self.log, command="health")
        return await asked.ended(), asked.output

    async def well(self, within: float = 60) -> tuple[int, str]:
        """The first :meth:`health` that is well. Raises :exc:`TimeoutError`."""
        async with asyncio.timeout(within):
            while (found := await self.health())[0]:  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.5)
        return found

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
