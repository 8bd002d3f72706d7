"""The metrics, fetched as Prometheus fetches them from the running bot."""

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import PROJECT
from tests.editing import Folder
from tests.loopback.conftest import Start
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord

NAMES = {
    "factbot_build_info",
    "factbot_editors_channel_problem",
    "factbot_gateway_reconnects_total",
    "factbot_interactions_failed_total",
    "factbot_log_bytes",
    "factbot_log_refuses",
    "factbot_requests_open",
    "factbot_base_info",
    "factbot_edit_problems",
    "factbot_edits_total",
    "factbot_facts",
    "factbot_gateway_ready",
    "factbot_log_rows_dropped_total",
    "factbot_log_rows_waiting",
    "factbot_questions_total",
    "factbot_reply_seconds_bucket",
    "factbot_reply_seconds_count",
    "factbot_reply_seconds_sum",
    "process_resident_memory_bytes",
}


LISTENS = "0A"
"""The state of a socket on which connections are taken, in the kernel's table."""


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    """A port of this machine on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def port(taken: socket.socket) -> str:
    """A port on which nobody listens any more."""
    number: int = taken.getsockname()[1]
    taken.close()
    return str(number)


async def fetched(port: str) -> dict[str, float]:
    """Every number by its name, labels in braces."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as response:
        assert response.status == 200
        text = await response.text()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {
        sample.name + "".join(f"{{{value}}}" for value in sample.labels.values()): sample.value for sample in samples
    }


async def test_they_tell_of_questions_of_edits_of_the_base_and_of_the_log(
    start: Start, discord: LoopbackDiscord, folder: Folder, port: str
) -> None:
    bot = await start(FACTBOT_FACTS=str(folder.facts), FACTBOT_SOURCES=str(folder.sources), FACTBOT_METRICS_PORT=port)
    await discord.connected()
    await discord.ask("When did the Arn bridge open?")
    await discord.ask("who won the 1998 world cup")
    await discord.ask("who won the 1998 world cup")
    folder.change("facts/bridges.yaml", "Gives its length.", "Gives the length.")
    await bot.says("edit accepted")
    folder.change("facts/bridges.yaml", "tags: [bridge]", "tags: bridge")
    await bot.says("edit rejected")
    await bot.says("connected to Discord")

    for _ in range(100):  # what is logged is counted a moment later
        if (found := await fetched(port))["factbot_edits_total{refused}"]:
            break
        await asyncio.sleep(0.05)

    assert len(listening(bot.pid)) == 1
    assert {name.partition("{")[0] for name in found} >= NAMES
    assert found["factbot_questions_total{answer}"] == 1
    assert found["factbot_questions_total{none}"] == 2
    assert found["factbot_questions_total{suggestions}"] == 0
    assert found["factbot_reply_seconds_count"] == 3
    assert 0 < found["factbot_reply_seconds_sum"] < 3
    assert (found["factbot_edits_total{taken}"], found["factbot_edits_total{refused}"]) == (1, 1)
    assert found["factbot_edit_problems"] == 1
    assert found["factbot_facts"] == 2
    assert (found["factbot_log_rows_waiting"], found["factbot_log_rows_dropped_total"]) == (0, 0)
    assert found["factbot_gateway_ready"] == 1
    (version,) = re.findall(r"edit accepted.*base version (\w+)", bot.output)
    assert found[f"factbot_base_info{{{version}}}"] == 1


async def test_they_say_that_the_gateway_is_away_and_that_rows_wait(
    start: Start, discord: LoopbackDiscord, port: str, tmp_path: Path
) -> None:
    bot = await start(FACTBOT_METRICS_PORT=port)
    await discord.connected()
    (tmp_path / "log.sqlite3").rename(tmp_path / "elsewhere")
    (tmp_path / "log.sqlite3").mkdir()
    await discord.ask("when was ISIS-K formed?")
    await discord.go()
    await bot.says("Discord cannot be reached")

    found = await fetched(port)

    assert found["factbot_log_rows_waiting"] == 1
    assert found["factbot_gateway_ready"] == 0


def listening(pid: int) -> list[str]:
    """The sockets of a process on which it takes connections, as the kernel names them."""
    ours = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # it has been closed since
            ours.add(link.readlink().name)
    table = Path(f"/proc/{pid}/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    sockets = [f"socket:[{line.split()[9]}]" for line in table if line.split()[3] == LISTENS]
    return [name for name in sockets if name in ours]


def threads_of(bot: BotProcess) -> int:
    """How many threads the process has."""
    return len(list(Path(f"/proc/{bot.pid}/task").iterdir()))


async def probed(port: str, path: str) -> tuple[int, str]:
    """The status and text of a probe's answer."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/{path}") as response:
        return response.status, (await response.text()).strip()


async def test_probes_tell_alive_from_ready(start: Start, discord: LoopbackDiscord, port: str) -> None:
    discord.gateway.turns_away = True
    bot = await start(FACTBOT_METRICS_PORT=port)
    await bot.says("Discord cannot be reached")
    before = [await probed(port, "live"), await probed(port, "ready")]
    discord.gateway.turns_away = False
    await bot.says("connected to Discord")

    assert before == [(200, "live"), (503, "not connected to Discord")]
    assert await probed(port, "ready") == (200, "ready")
    assert (await probed(port, "secrets"))[0] == 404


async def test_a_hundred_idle_connections_cost_no_thread_and_hold_nobody_up(
    start: Start, discord: LoopbackDiscord, port: str
) -> None:
    bot = await start(FACTBOT_METRICS_PORT=port)
    await bot.says("connected to Discord")
    threads = threads_of(bot)

    idle = [await asyncio.open_connection("127.0.0.1", int(port)) for _ in range(100)]
    assert (await fetched(port))["factbot_gateway_ready"] == 1
    assert threads_of(bot) <= threads + 1  # the one that counts open requests

    for _, writer in idle:
        writer.transport.abort()  # as a scanner that resets its connections
    assert await discord.ask("when was ISIS-K formed?")
    assert await bot.stop() == 0
    assert "Traceback" not in bot.output


async def test_without_a_port_nothing_listens(bot: BotProcess) -> None:
    assert listening(bot.pid) == []


async def test_a_port_that_is_taken_ends_it_with_one_line(start: Start, taken: socket.socket) -> None:
    port = taken.getsockname()[1]

    bot = await start(FACTBOT_METRICS_PORT=str(port), FACTBOT_VERBOSITY="WARNING")

    assert await bot.ended() == 1
    assert bot.output == f"factbot: metrics cannot be served on 127.0.0.1, port {port} (Address already in use)\n"


@pytest.mark.parametrize("address", ["not an address", "a..b"])
async def test_an_address_that_is_none_ends_it_with_one_line(start: Start, port: str, address: str) -> None:
    bot = await start(FACTBOT_METRICS_PORT=port, FACTBOT_METRICS_ADDRESS=address, FACTBOT_VERBOSITY="WARNING")

    assert (await bot.ended(), len(bot.said)) == (1, 1)
    assert bot.output.startswith(f"factbot: metrics cannot be served on {address}, port {port} (")


RULE = re.compile(r"(?:increase\((?P<counter>\w+)\[\w+\]\)|(?P<gauge>\w+)) (?P<sign>==|>) (?P<bound>\d+)")


def rules() -> dict[str, str]:
    """The guide's alert rules: each name's expression."""
    guide = (PROJECT / "bot" / "README.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(groups:.*?)```", guide, re.DOTALL)
    (group,) = yaml.safe_load(text)["groups"]
    return {rule["alert"]: rule["expr"] for rule in group["rules"]}


def fires(expression: str, before: dict[str, float], after: dict[str, float]) -> bool:
    """Whether a rule of ours holds, given two fetches: a number, or how much a counter grew, beside a bound."""
    found = RULE.fullmatch(expression)
    assert found, expression
    name = found["counter"] or found["gauge"]
    number = after[name] - (before[name] if found["counter"] else 0)
    return number == float(found["bound"]) if found["sign"] == "==" else number > float(found["bound"])


async def test_each_alert_of_the_guide_fires_for_its_cause(
    start: Start, discord: LoopbackDiscord, folder: Folder, port: str, tmp_path: Path
) -> None:
    folders = {"FACTBOT_FACTS": str(folder.facts), "FACTBOT_SOURCES": str(folder.sources)}
    bot = await start(**folders, FACTBOT_METRICS_PORT=port, FACTBOT_EDITORS_CHANNEL="1")
    await bot.says("connected to Discord")
    while not (before := await fetched(port))["factbot_editors_channel_problem"]:  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.1)  # discord.py says only some seconds later that it knows all servers
    known = {name: rule for name, rule in rules().items() if name not in ("FactbotDown", "FactbotFlaps")}
    # for what takes hours or a crowd, the numbers alone; everything else happens
    assert fires(rules()["FactbotFlaps"], before, before | {"factbot_gateway_reconnects_total": 11})
    assert fires(known.pop("FactbotRequestsPileUp"), before, before | {"factbot_requests_open": 501})
    assert fires(known.pop("FactbotRowsDropped"), before, before | {"factbot_log_rows_dropped_total": 1})
    quiet = {name for name, rule in known.items() if fires(rule, before, before)}
    assert quiet == {"FactbotEditorsNotTold"}  # since its channel is none
    del known["FactbotEditorsNotTold"]

    folder.change("facts/bridges.yaml", "tags: [bridge]", "tags: bridge")
    await bot.says("edit rejected")
    discord.rest.fail("/callback", 500, times=200)
    failing = [asyncio.create_task(discord.ask(f"how long is the bridge {n}")) for n in range(6)]
    await bot.says("interaction failed, reference", times=4)
    (tmp_path / "log.sqlite3").rename(tmp_path / "elsewhere")
    (tmp_path / "log.sqlite3").mkdir()
    await discord.go()
    await bot.says("Discord cannot be reached")
    await bot.says("the query log takes no rows", within=90)
    after = await fetched(port)

    for task in failing:
        task.cancel()
    assert {name for name, rule in known.items() if not fires(rule, before, after)} == set()
