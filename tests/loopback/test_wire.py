"""The whole way over a real wire: our process, WebSocket frames, questions, answers, controls, and the end."""

from pathlib import Path

import pytest

from tests.conftest import query_log_rows
from tests.editing import Folder
from tests.loopback.conftest import Start
from tests.loopback.payloads import Json
from tests.loopback.process import BotProcess
from tests.loopback.rest import AUTOCOMPLETION, FIRST_ANSWER_SECONDS, MESSAGE, UPDATE, Answered
from tests.loopback.server import TOKEN, LoopbackDiscord, controls


def message_of(answered: Answered) -> Json:
    """The message that an answer became."""
    assert answered.message is not None
    return answered.message


async def test_questions_autocompletion_and_a_menu_are_answered_in_time_and_logged_and_the_end_is_clean(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    offered = await discord.complete("when was isis-k form")
    answer = await discord.ask("when was ISIS-K formed?")
    unsure = await discord.ask("taliban")
    suggestion = controls(message_of(unsure))[0]
    picked = suggestion["custom_id"].rpartition(":")[2]
    chosen = await discord.use(message_of(unsure), suggestion)
    code = await bot.stop()

    assert offered.kind == AUTOCOMPLETION
    assert "fact:founding-date" in [choice["value"] for choice in offered.data["choices"]]
    assert answer.kind == MESSAGE
    assert "ISIS-K was founded in 2015" in str(answer.data["components"])
    assert chosen.kind == UPDATE
    assert f"fact:{picked}" in str(chosen.data["components"])
    assert max(one.seconds for one in (offered, answer, unsure, chosen)) < FIRST_ANSWER_SECONDS
    assert code == 0
    assert query_log_rows(bot.log, "command, query, guild_id") == [
        ("fact", "when was ISIS-K formed?", discord.guilds[0]["id"]),
        ("fact", "taliban", discord.guilds[0]["id"]),
        ("fact pick", f"fact:{picked}", discord.guilds[0]["id"]),
    ]
    assert TOKEN not in bot.output
    assert "Traceback" not in bot.output


async def test_a_control_of_an_older_version_gets_a_word_and_not_a_failure(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    answer = message_of(await discord.ask("when was ISIS-K formed?"))

    used = await discord.use(answer, {**controls(answer)[0], "custom_id": "verdict:older"})

    assert used.kind == MESSAGE
    assert "no longer works" in str(used.data["components"])


@pytest.fixture
def long_base(tmp_path: Path) -> dict[str, str]:
    """The settings for a base with a fact that no single message holds."""
    folder = Folder(tmp_path)
    folder.change("facts/bridges.yaml", "Gives its length.", "Gives its length at length. " * 60)
    folder.change("facts/bridges.yaml", "Dates the opening to 1931.", "Dates the opening to 1931. " * 60)
    folder.change("facts/bridges.yaml", "Dates it a year later.", "Dates it a year later, and at length. " * 50)
    return {"FACTBOT_FACTS": str(folder.facts), "FACTBOT_SOURCES": str(folder.sources)}


async def test_a_page_is_turned_by_a_process_that_never_saw_its_message(
    discord: LoopbackDiscord, start: Start, long_base: dict[str, str]
) -> None:
    first = await start(**long_base)
    page = message_of(await discord.ask("When did the Arn bridge open?"))
    await first.stop()
    await start(**long_base)

    turned = await discord.use(page, controls(page)[1])

    assert turned.kind == UPDATE
    assert ", continued" in str(turned.data["components"])
