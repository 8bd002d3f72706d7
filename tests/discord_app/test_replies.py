"""Every interaction ends in a reply, also when our code, Discord or the network fails; the log has the cause."""

import re
from copy import deepcopy
from typing import Any

import discord
import pytest
from discord import app_commands
from simcord.components import walk_components

from bot.desk import Desk
from bot.discord_app.client import OUT_OF_USE, OUTDATED
from bot.discord_app.interactions import RATE
from bot.reply import Asker, Reply
from tests.discord_app.conftest import World
from tests.discord_app.panel import offered as facts_of
from tests.discord_app.panel import texts

KNOWN = "when was ISIS-K formed?"
CALLBACK = "/interactions/*/callback"


def rename(world: World, message: Any, label: str, custom_id: str) -> list[dict[str, Any]]:  # noqa: ANN401
    """Gives a button of a message another custom id; how the message is then."""
    stored = world.env.backend.get_message(world.channel.id, message.id)
    (button,) = [part for part in walk_components(stored.components) if part.get("label") == label]
    button["custom_id"] = custom_id
    return deepcopy(stored.components)


async def fail(self: Desk, question: str, asker: Asker) -> Reply:
    raise RuntimeError("the cause")


def reference(response: Any, log: str) -> str:  # noqa: ANN401 - SimCord's message
    """The reference that a person was given, which must stand in the log beside the cause."""
    shown = re.search(r"report `([0-9a-f]{8})`", texts(response))
    assert shown is not None
    assert f"reference {shown[1]}" in log
    return shown[1]


async def test_a_menu_that_fails_ends_in_a_reference_that_the_log_explains(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = await world.alice.slash(world.channel, "fact", query="commander", share=True)
    monkeypatch.setattr(Desk, "ask", fail)

    result = await world.bob.click(offered.response, custom_id=next(iter(facts_of(offered.response).values())))

    reference(result.response, caplog.text)
    assert result.ephemeral
    assert "RuntimeError: the cause" in caplog.text


@pytest.mark.parametrize(("status", "said"), [(400, "Invalid Form Body"), (500, "Oops"), (503, "upstream error")])
async def test_a_failure_of_discords_is_apologised_for(
    world: World, caplog: pytest.LogCaptureFixture, status: int, said: str
) -> None:
    world.env.inject_error("POST", CALLBACK, status=status, message=said)

    result = await world.alice.slash(world.channel, "fact", query=KNOWN)

    reference(result.response, caplog.text)
    assert said in caplog.text


@pytest.mark.simcord(check_errors=False)
async def test_a_command_that_is_no_more_or_has_changed_says_so(world: World, caplog: pytest.LogCaptureFixture) -> None:
    tree = world.env.bot.tree
    tree.remove_command("topics")

    @app_commands.command()
    async def disputes(interaction: discord.Interaction[Any], source: str) -> None:
        """A later version's, which needs to know a source."""

    tree.add_command(disputes, override=True)

    for name in ("topics", "disputes"):
        result = await world.alice.slash(world.channel, name)
        assert texts(result.response) == OUTDATED
        assert result.ephemeral
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_control_of_an_older_version_says_that_it_is_out_of_use(world: World) -> None:
    old = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    before = rename(world, old.response, "Show the sources", "verdict:older")
    await world.restart()

    pressed = await world.bob.click(old.response, label="Show the sources")

    assert texts(pressed.response) == OUT_OF_USE
    assert pressed.ephemeral
    assert old.response.components == before


async def test_commands_in_a_text_can_be_clicked(world: World) -> None:
    nothing = await world.alice.slash(world.channel, "fact", query="How tall is the Eiffel Tower?")

    shown = str(nothing.response.components)
    assert re.findall(r"</(\w+):[0-9]{15,20}>", shown) == ["topics", "disputes"]
    assert "`" not in shown


async def test_commands_in_a_text_are_named_while_their_ids_are_unknown(world: World) -> None:
    world.env.bot.mentions = {}

    nothing = await world.alice.slash(world.channel, "fact", query="How tall is the Eiffel Tower?")

    assert "`/topics`" in str(nothing.response.components)


async def test_the_commands_of_a_group_can_be_clicked_each(world: World) -> None:
    assert world.env.bot.mentions["`/editors gaps`"].startswith("</editors gaps:")


async def test_every_control_of_ours_answers_once(world: World) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN)

    for label in ("This answers it", "Not my question"):
        pressed = await world.alice.click(answer.response, label=label)
        assert pressed.acknowledged
        assert pressed.followups == []
    assert OUT_OF_USE not in texts(answer.response)


async def test_a_control_of_an_older_version_counts_towards_the_rate(world: World) -> None:
    old = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    rename(world, old.response, "Show the sources", "verdict:older")
    for _ in range(RATE):
        await world.bob.click(old.response, label="Show the sources")

    refused = await world.bob.click(old.response, label="Show the sources")

    assert "Too many requests at once" in texts(refused.response)


async def test_an_interaction_that_has_expired_is_logged_and_no_more(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", CALLBACK, status=404, code=10062, message="Unknown interaction", times=None)

    result = await world.alice.slash(world.channel, "fact", query=KNOWN)

    assert not result.acknowledged
    assert [record.levelname for record in caplog.records if "its time was over" in record.message] == ["WARNING"]
    assert "interaction failed" not in caplog.text
    assert world.env.errors == []


@pytest.mark.parametrize(("command", "option"), [("fact", "query"), ("disputes", "topic"), ("source", "name")])
async def test_an_autocompletion_that_fails_offers_nothing_and_the_log_has_the_cause(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, command: str, option: str
) -> None:
    monkeypatch.setattr(world.desk, "_snapshot", None)

    choices = await world.alice.autocomplete(world.channel, command, option, "when")

    assert choices == []
    assert "autocompletion failed" in caplog.text
    assert "AttributeError" in caplog.text
