"""How ``factbot run`` starts, or says in one line why it cannot."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.loopback.conftest import Start
from tests.loopback.server import TOKEN, LoopbackDiscord


@pytest.fixture
def nowhere() -> str:
    """An address on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
async def portal() -> AsyncIterator[str]:
    """A hotel's sign-in page, whatever one asks for."""

    async def greet(request: web.Request) -> web.Response:
        return web.Response(text="<html>Welcome</html>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", greet)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_without_a_token_it_says_so_in_one_line_and_exits_1(start: Start) -> None:
    bot = await start(DISCORD_TOKEN="")

    assert await bot.ended() == 1
    assert bot.output == "factbot: no Discord token; set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that holds it\n"


async def test_a_token_file_that_is_not_there_is_told(start: Start, tmp_path: Path) -> None:
    bot = await start(DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(tmp_path / "none"))

    assert (await bot.ended(), len(bot.said)) == (1, 1)
    assert "DISCORD_TOKEN_FILE" in bot.output
    assert "cannot be read (No such file or directory)" in bot.output


@pytest.mark.parametrize("token", ["two words", "a\x1bb", "a" * 300])
async def test_what_cannot_be_a_token_is_told_without_showing_it(start: Start, tmp_path: Path, token: str) -> None:
    (tmp_path / "token").write_bytes(token.encode())

    bot = await start(DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(tmp_path / "token"))

    assert (await bot.ended(), len(bot.said)) == (1, 1)
    assert f"DISCORD_TOKEN_FILE: {tmp_path / 'token'} holds no Discord token" in bot.output
    assert token not in bot.output


async def test_a_token_file_without_a_token_is_told(start: Start, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n", encoding="utf-8")

    bot = await start(DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(tmp_path / "token"))

    assert (await bot.ended(), len(bot.said)) == (1, 1)
    assert f"DISCORD_TOKEN_FILE: {tmp_path / 'token'} is empty" in bot.output


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
async def test_the_token_may_stand_in_a_file(
    start: Start, discord: LoopbackDiscord, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n", encoding=encoding)

    await start(DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(tmp_path / "token"))

    await discord.connected()


async def test_a_refused_token_ends_it_with_one_line_that_does_not_show_it(start: Start) -> None:
    bot = await start(DISCORD_TOKEN="another.token", FACTBOT_VERBOSITY="WARNING")  # noqa: S106 - it opens nothing

    assert await bot.ended() == 1
    assert bot.output == "factbot: Discord refused the token; copy it again from the developer portal\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (4004, "Discord refused the token; copy it again"),
        (4011, "set FACTBOT_SHARD_COUNT"),
        (4014, "Discord refused an intent"),
    ],
)
async def test_a_gateway_that_refuses_for_good_ends_it_with_one_line(
    start: Start, discord: LoopbackDiscord, code: int, said: str
) -> None:
    discord.gateway.refuses_with = code

    bot = await start(FACTBOT_VERBOSITY="WARNING")

    assert (await bot.ended(), len(bot.said)) == (1, 1), bot.output
    assert bot.output.startswith("factbot: ")
    assert said in bot.output


async def test_what_discord_will_not_have_is_said_without_the_token(start: Start, discord: LoopbackDiscord) -> None:
    discord.rest.fail("users/@me", 403, message=f"{TOKEN} is not welcome")

    bot = await start(FACTBOT_VERBOSITY="WARNING")

    assert await bot.ended() == 1
    assert bot.output == "factbot: Discord refused what the bot asked of it (403: … is not welcome)\n"


async def test_while_discord_cannot_be_reached_it_says_so_once_and_keeps_trying(start: Start, nowhere: str) -> None:
    bot = await start(at=nowhere)
    await bot.says("Discord cannot be reached")
    await asyncio.sleep(1.5)  # time for a second attempt

    assert await bot.stop() == 0
    assert bot.output.count("Discord cannot be reached") == 1
    assert "Traceback" not in bot.output
    assert TOKEN not in bot.output


async def test_it_connects_by_itself_as_soon_as_discord_is_there(start: Start, discord: LoopbackDiscord) -> None:
    await discord.go()
    bot = await start()
    await bot.says("Discord cannot be reached")
    await discord.come()

    await discord.ask("when was ISIS-K formed?")

    assert bot.output.count("Discord cannot be reached") == 1


async def test_a_gateway_that_lets_nobody_in_is_told_once_and_tried_until_it_does(
    start: Start, discord: LoopbackDiscord
) -> None:
    discord.gateway.turns_away = True
    bot = await start()
    await bot.says("Discord cannot be reached (its gateway answers 503); retrying")
    discord.gateway.turns_away = False

    await discord.ask("when was ISIS-K formed?")

    assert "Traceback" not in bot.output


@pytest.mark.parametrize("status", [408, 429])
async def test_a_login_that_discord_only_puts_off_is_tried_again(
    start: Start, discord: LoopbackDiscord, status: int
) -> None:
    discord.rest.fail("users/@me", status)

    bot = await start()
    await bot.says("Discord cannot be reached")

    await discord.ask("when was ISIS-K formed?")


async def test_something_else_that_answers_in_discords_place_is_no_discord(start: Start, portal: str) -> None:
    bot = await start(at=portal)
    await bot.says("Discord cannot be reached")
    await asyncio.sleep(1.5)

    assert await bot.stop() == 0
    assert bot.output.count("Discord cannot be reached") == 1
    assert "Traceback" not in bot.output


async def test_a_broken_fact_base_stops_the_start_with_its_problems(start: Start, tmp_path: Path) -> None:
    bot = await start(FACTBOT_FACTS=str(tmp_path / "none"))

    assert await bot.ended() == 1
    assert "the folder cannot be read (No such file or directory)" in bot.output
    assert "Traceback" not in bot.output


async def test_a_setting_that_cannot_be_used_is_named(start: Start) -> None:
    bot = await start(FACTBOT_SHARD_COUNT="2", FACTBOT_SHARD_IDS="1,2", FACTBOT_VERBOSITY="LOUD")

    assert (await bot.ended(), len(bot.said)) == (1, 1)
    assert "FACTBOT_VERBOSITY" in bot.output
    assert "FACTBOT_SHARD_IDS must be whole numbers from 0 and below FACTBOT_SHARD_COUNT" in bot.output
