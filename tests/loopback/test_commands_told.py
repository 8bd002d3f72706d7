"""Discord is told the commands at each start, and no answer waits for that."""

import pytest

from tests.loopback.conftest import Start
from tests.loopback.server import LoopbackDiscord

TOLD = "sent the commands to Discord"


async def test_each_start_tells_discord_the_commands(start: Start, discord: LoopbackDiscord) -> None:
    first = await start()
    await first.says(TOLD)
    await discord.connected()  # or it is stopped while it identifies, and leaves a session that nobody takes up
    await first.stop()

    second = await start()
    await second.says(TOLD)

    assert await second.stop() == 0
    assert len(discord.rest.syncs) == 2


@pytest.mark.parametrize(("status", "retry_after"), [(503, None), (429, 0.3), (429, None)])
async def test_where_discord_does_not_take_them_it_answers_all_the_same_and_tells_it_later(
    start: Start, discord: LoopbackDiscord, status: int, retry_after: float | None
) -> None:
    discord.rest.fail("/commands", status, retry_after=retry_after)

    bot = await start()
    await discord.ask("when was ISIS-K formed?")

    await bot.says(TOLD)
    assert "Traceback" not in bot.output


async def test_where_something_else_takes_them_in_discords_place_it_tells_them_again(
    start: Start, discord: LoopbackDiscord
) -> None:
    discord.rest.show_page("/commands", status=200)

    bot = await start()
    await bot.says("the commands could not be sent to Discord")

    await bot.says(TOLD)
    assert len(discord.rest.syncs) == 1


async def test_commands_that_discord_refuses_are_an_error_in_the_log_and_told_at_the_next_start(
    start: Start, discord: LoopbackDiscord
) -> None:
    discord.rest.fail("/commands", 400)

    bot = await start()
    await bot.says("Discord refused the commands")
    await discord.ask("when was ISIS-K formed?")
    await bot.stop()

    assert discord.rest.syncs == []
    await (await start()).says(TOLD)


async def test_every_command_says_where_it_may_be_installed_and_used(start: Start, discord: LoopbackDiscord) -> None:
    await (await start()).says(TOLD)

    (commands,) = discord.rest.syncs
    for command in commands:
        assert command["integration_types"], command["name"]
        assert command["contexts"], command["name"]
    fact = next(command for command in commands if command["name"] == "fact")
    assert (fact["integration_types"], fact["contexts"]) == ([0, 1], [0, 1, 2])
