"""An answer reaches its person once, whatever befalls the request that carries it."""

import pytest

from tests.loopback.payloads import Json, command_data, interaction, user
from tests.loopback.process import BotProcess
from tests.loopback.rest import FIRST_ANSWER_SECONDS, MESSAGE, Pending
from tests.loopback.server import LoopbackDiscord, controls
from tests.loopback.test_ending import until

QUESTION = "when was ISIS-K formed?"
ANSWERED = "an interaction had already been answered"
EPHEMERAL = 64


def followed_up(discord: LoopbackDiscord) -> list[str]:
    """What was said after first answers."""
    return [str(sent.body) for sent in discord.rest.sent if sent.path.startswith("/webhooks/")]


def question(discord: LoopbackDiscord) -> Json:
    """Somebody's question that is sent by hand."""
    data = command_data("fact", {"query": QUESTION})
    return interaction(2, discord.application_id, discord.guilds[0], user("somebody"), data)


@pytest.mark.parametrize("status", [502, None], ids=["Discord fails", "the connection is cut"])
async def test_what_discord_took_without_a_word_is_no_failure(
    discord: LoopbackDiscord, bot: BotProcess, status: int | None
) -> None:
    discord.rest.keep_quiet("/callback", status)

    answered = await discord.ask(QUESTION)
    await bot.says(ANSWERED)
    await discord.ask(QUESTION)

    assert "ISIS-K was founded" in str(answered.data["components"])
    assert followed_up(discord) == []
    assert "ERROR" not in bot.output


async def test_what_is_asked_once_and_delivered_twice_is_answered_once(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    asked = question(discord)
    discord.rest.pending[asked["id"]] = Pending(asked)
    session = await discord.gateway.connected(asked["guild_id"])
    for _ in range(2):
        await session.dispatch("INTERACTION_CREATE", asked)

    await bot.says(ANSWERED)

    assert followed_up(discord) == []


async def test_what_is_shared_is_posted_though_the_press_was_answered_without_a_word(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    answer = (await discord.ask(QUESTION)).message
    assert answer is not None
    share = next(control for control in controls(answer) if control["custom_id"].startswith("share"))
    discord.rest.keep_quiet("/callback", 502)

    await discord.use({**answer, "flags": answer["flags"] | EPHEMERAL}, share)
    await until(lambda: followed_up(discord) != [])

    (posted,) = followed_up(discord)
    assert "ISIS-K was founded" in posted


async def test_a_connection_that_is_cut_costs_no_answer(discord: LoopbackDiscord, bot: BotProcess) -> None:
    discord.rest.hang_up("/callback")

    answered = await discord.ask(QUESTION)

    assert "ISIS-K was founded" in str(answered.data["components"])
    assert answered.seconds < FIRST_ANSWER_SECONDS


async def test_pictures_come_whole_though_the_connection_was_cut(discord: LoopbackDiscord, bot: BotProcess) -> None:
    sources = command_data("sources", {})
    await discord.interact(2, sources)  # draws them, and answers later
    await until(lambda: len(discord.rest.uploads) == 2)
    discord.rest.hang_up("/callback")

    answered = await discord.interact(2, sources)

    assert answered.kind == MESSAGE
    drawn, again = discord.rest.uploads[:2], discord.rest.uploads[2:]
    assert again == drawn
    assert min(map(len, drawn)) > 0


async def test_what_has_expired_is_one_line_in_the_log(discord: LoopbackDiscord, bot: BotProcess) -> None:
    expired = question(discord)  # nobody waits for it
    session = await discord.gateway.connected(expired["guild_id"])
    await session.dispatch("INTERACTION_CREATE", expired)

    await bot.says("an interaction could not be answered, since its time was over")
    await discord.ask(QUESTION)

    assert len([sent for sent in discord.rest.sent if expired["id"] in sent.path]) == 1
    assert "Traceback" not in bot.output


async def test_a_page_that_is_no_answer_of_discords_is_logged_in_short(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    for _ in range(2):  # the answer and the apology
        discord.rest.show_page("/callback")
    asked = question(discord)
    await (await discord.gateway.connected(asked["guild_id"])).dispatch("INTERACTION_CREATE", asked)

    await bot.says("no apology could be sent")

    assert "You are blocked" in bot.output
    assert max(len(line) for line in bot.said) < 400
    assert bot.output.count("You are blocked") < 20
