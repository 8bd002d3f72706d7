"""``factbot run`` as an operator meets it: real processes, and a loopback Discord that refuses them or is gone."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from bot.pulse import OFFLINE_SECONDS, STALE_SECONDS, Pulse, ailments
from tests.conftest import PROJECT

TOKEN = "a-secret-that-must-not-be-seen"  # noqa: S105 - it opens nothing
START = """
import os, sys
address = sys.argv.pop()
from bot.__main__ import main
import signal; seen = signal.signal
def told(*a):  # the first handler is set: from here on the process may be stopped
    done = seen(*a)
    if path := os.environ.get("FACTBOT_TEST_STARTED"): open(path, "w").close()
    return done
signal.signal = told
import discord.http; discord.http.Route.BASE = address
main()
"""


def start(address: str, tmp_path: Path, **environment: str) -> subprocess.Popen[str]:
    """Starts the bot against that address instead of Discord's."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FACTBOT_", "DISCORD_"))}
    settings = {"FACTBOT_LOG": str(tmp_path / "log.sqlite3"), "PYTHONPATH": str(PROJECT), **environment}
    return subprocess.Popen(
        [sys.executable, "-c", START, "run", address],
        cwd=PROJECT,
        env=clean | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


async def ended(process: subprocess.Popen[str], within: float = 20) -> tuple[int, str]:
    """The exit code and everything the process said."""
    out, err = await asyncio.to_thread(process.communicate, timeout=within)
    return process.returncode, out + err


def wait_for(file: Path) -> None:
    """Waits until a file is there, 20 s at most."""
    deadline = time.monotonic() + 20
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)


def health(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """What ``factbot health`` says of the bot whose log is there."""
    environment = os.environ | {"FACTBOT_LOG": str(tmp_path / "log.sqlite3"), "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "bot", "health"]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=20)


@pytest.fixture
def nowhere() -> str:
    """An address on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def serving(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """The address of a loopback server that gives every request that answer."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def refusing() -> AsyncIterator[str]:
    """A Discord that knows no such token."""

    async def refuse(request: web.Request) -> web.Response:
        return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)

    async for address in serving(refuse):
        yield address


@pytest.fixture
async def portal() -> AsyncIterator[str]:
    """A hotel's sign-in page, whatever one asks for."""

    async def greet(request: web.Request) -> web.Response:
        return web.Response(text="<html>Welcome</html>", content_type="text/html")

    async for address in serving(greet):
        yield address


async def test_without_a_token_it_says_so_in_one_line_and_exits_1(tmp_path: Path, nowhere: str) -> None:
    code, said = await ended(start(nowhere, tmp_path))

    assert code == 1
    assert said == "factbot: no Discord token; set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that holds it\n"


async def test_a_token_file_that_is_not_there_is_told(tmp_path: Path, nowhere: str) -> None:
    code, said = await ended(start(nowhere, tmp_path, DISCORD_TOKEN_FILE=str(tmp_path / "none")))

    assert (code, said.count("\n")) == (1, 1)
    assert "DISCORD_TOKEN_FILE" in said
    assert "cannot be read (No such file or directory)" in said


@pytest.mark.parametrize("given", ["variable", "file"])
async def test_a_refused_token_ends_it_with_one_line_that_does_not_show_it(
    tmp_path: Path, refusing: str, given: str
) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n", encoding="utf-8")
    how = {"DISCORD_TOKEN": TOKEN} if given == "variable" else {"DISCORD_TOKEN_FILE": str(tmp_path / "token")}

    code, said = await ended(start(refusing, tmp_path, **how, FACTBOT_VERBOSITY="WARNING"))

    assert code == 1
    assert said == "factbot: Discord refused the token; copy it again from the developer portal\n"


async def test_while_discord_cannot_be_reached_it_says_so_once_keeps_trying_and_stops_when_told(
    tmp_path: Path, nowhere: str
) -> None:
    process = start(nowhere, tmp_path, DISCORD_TOKEN=TOKEN)
    pulse = tmp_path / "log.sqlite3.pulse"
    await asyncio.to_thread(wait_for, pulse)
    await asyncio.sleep(3.5)  # time for a second and a third attempt
    well = await asyncio.to_thread(health, tmp_path)
    process.send_signal(signal.SIGTERM)

    code, said = await ended(process)
    assert code == 0
    assert said.count("Discord cannot be reached") == 1
    assert "Traceback" not in said
    assert TOKEN not in said
    assert well.returncode == 0
    assert well.stdout.startswith("well: connecting to Discord, ")
    assert not pulse.exists()


@pytest.mark.parametrize("token", ["two words", "a\x00b", "a\x1bb", "a" * 300, "   "])
async def test_what_cannot_be_a_token_is_told_without_showing_it(tmp_path: Path, nowhere: str, token: str) -> None:
    (tmp_path / "token").write_bytes(token.encode())

    code, said = await ended(start(nowhere, tmp_path, DISCORD_TOKEN_FILE=str(tmp_path / "token")))

    assert (code, said) == (1, "factbot: the Discord token is not one; copy it again from the developer portal\n")


async def test_something_else_that_answers_in_discords_place_is_no_discord(tmp_path: Path, portal: str) -> None:
    process = start(portal, tmp_path, DISCORD_TOKEN=TOKEN)
    await asyncio.to_thread(wait_for, tmp_path / "log.sqlite3.pulse")
    await asyncio.sleep(2)
    process.send_signal(signal.SIGINT)

    code, said = await ended(process)
    assert code == 0
    assert said.count("Discord cannot be reached") == 1
    assert "Traceback" not in said


async def test_stopping_it_while_it_starts_is_no_failure(tmp_path: Path, nowhere: str) -> None:
    for moment in (0.15, 0.3, 0.6):
        process = start(nowhere, tmp_path, DISCORD_TOKEN=TOKEN, FACTBOT_TEST_STARTED=str(tmp_path / f"started{moment}"))
        await asyncio.to_thread(wait_for, tmp_path / f"started{moment}")
        await asyncio.sleep(moment)
        process.send_signal(signal.SIGTERM)

        code, said = await ended(process)
        assert (code, "Traceback" in said) == (0, False), said


async def test_a_broken_fact_base_stops_the_start_with_its_problems(tmp_path: Path, nowhere: str) -> None:
    code, said = await ended(start(nowhere, tmp_path, DISCORD_TOKEN=TOKEN, FACTBOT_FACTS=str(tmp_path / "none")))

    assert code == 1
    assert "the folder cannot be read (No such file or directory)" in said
    assert "Traceback" not in said


async def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, nowhere: str) -> None:
    code, said = await ended(start(nowhere, tmp_path, DISCORD_TOKEN=TOKEN, FACTBOT_VERBOSITY="LOUD"))

    assert (code, said.count("\n")) == (1, 1)
    assert "FACTBOT_VERBOSITY" in said


WELL = Pulse(pid=1, at=1000.0, facts=3, base_version="abc", offline_since=None, log_problem=None)


def test_a_bot_that_is_well_has_no_ailment() -> None:
    assert ailments(WELL, now=1001.0) == []


@pytest.mark.parametrize(
    ("pulse", "now", "ailment"),
    [
        (None, 0.0, "no bot is running"),
        (WELL, 1000.0 + STALE_SECONDS + 1, "no sign of life for 31 s"),
        (Pulse(1, 1000.0, 3, "abc", 1000.0 - OFFLINE_SECONDS - 1, None), 1000.0, "not connected to Discord for 301 s"),
        (Pulse(1, 1000.0, 3, "abc", None, "disk full"), 1000.0, "the query log takes no writes: disk full"),
    ],
)
def test_an_ailment_is_named(pulse: Pulse | None, now: float, ailment: str) -> None:
    assert [found for found in ailments(pulse, now) if ailment in found]
