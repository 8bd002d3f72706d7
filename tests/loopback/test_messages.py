"""What the running bot says on its standard error: in a form for programs, and never a secret or a question."""

import json
import logging
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.terminal.log_lines import JsonFormatter, PlainFormatter
from tests.editing import Folder
from tests.loopback.conftest import Start
from tests.loopback.payloads import command_data
from tests.loopback.server import TOKEN, LoopbackDiscord, controls

BUTTON = 2
MARKER = "zanzibarquince"
"""A word that people use and the bot never would."""


@pytest.mark.parametrize("log_format", ["plain", "json"])
async def test_neither_token_nor_questions_are_in_what_it_says_whatever_befalls_it(
    start: Start, discord: LoopbackDiscord, tmp_path: Path, log_format: str
) -> None:
    bot = await start(FACTBOT_LOG_FORMAT=log_format)
    await discord.connected()
    await discord.complete(MARKER)
    asked = await discord.ask(f"{MARKER} when was ISIS-K formed?")
    await discord.interact(2, command_data("fact", {"query": MARKER, "share": True}))
    unanswered = (await discord.ask(f"who is {MARKER}")).message
    assert unanswered
    for component in controls(unanswered):
        if component["type"] == BUTTON:
            await discord.use(unanswered, component)
    discord.rest.fail("callback", 500)
    await discord.ask(MARKER)
    discord.rest.fail("callback", 400, times=2)
    with pytest.raises(TimeoutError):
        await discord.interact(2, command_data("fact", {"query": MARKER}), within=1)
    assert discord.rest.failures_left("callback") == 0
    (tmp_path / "log.sqlite3").rename(tmp_path / "elsewhere")
    (tmp_path / "log.sqlite3").mkdir()
    await discord.ask(MARKER)
    await bot.says("the query log takes no rows")

    assert asked.message
    assert "Traceback" in bot.output
    assert await bot.stop() == 0
    assert MARKER not in bot.output
    assert TOKEN not in bot.output


async def test_as_json_each_line_is_one_object_with_time_level_logger_and_message(
    start: Start, discord: LoopbackDiscord, folder: Folder
) -> None:
    bot = await start(FACTBOT_LOG_FORMAT="json", FACTBOT_FACTS=str(folder.facts), FACTBOT_SOURCES=str(folder.sources))
    await discord.connected()
    folder.change("facts/bridges.yaml", "tags: [bridge]", "tags: bridge")
    await bot.says("edit rejected")
    await bot.stop()

    said = [json.loads(line) for line in bot.said]

    assert all(line.keys() == {"time", "level", "logger", "message"} for line in said)
    assert all(datetime.fromisoformat(line["time"]).utcoffset() == timedelta(0) for line in said)
    assert any("2 facts" in line["message"] for line in said if line["level"] == "INFO"), bot.output
    assert next(line["logger"] for line in said if line["level"] == "ERROR") == "bot.editing.reloader"


async def test_as_json_what_ends_it_is_one_object_too(start: Start) -> None:
    for wrong in ({"DISCORD_TOKEN": "another.token"}, {"FACTBOT_GUILDS": "a name"}, {"DISCORD_TOKEN": ""}):
        bot = await start(FACTBOT_LOG_FORMAT="json", FACTBOT_VERBOSITY="ERROR", **wrong)

        assert (await bot.ended(), len(bot.said)) == (1, 1), bot.output
        assert json.loads(bot.output)["level"] == "CRITICAL"


@pytest.mark.parametrize("formatter", [PlainFormatter("%(message)s"), JsonFormatter()])
def test_what_libraries_say_of_an_interaction_names_no_token_and_no_person(
    formatter: logging.Formatter,
) -> None:
    secret, person = "aW50ZXJhY3Rpb246MTIz.abc-_", "157400000000000000"
    try:
        raise OSError(f"TooManyRedirects url='https://discord.com/api/v10/interactions/123/{secret}/callback'")
    except OSError:
        failed = sys.exc_info()
    said = f"/webhooks/123/{secret}/messages/@original failed (Guild: 1, User: {person})"

    line = formatter.format(logging.LogRecord("discord", logging.ERROR, "", 1, said, (), failed))

    assert secret not in line
    assert person not in line
    assert "/interactions/…/callback" in line
