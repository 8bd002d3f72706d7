"""``factbot invite`` as operators type it: Discord is asked whose the token is, and the token is never shown."""

import base64
from pathlib import Path

import pytest

from bot.discord_app.gateway.invite import invitation
from tests.loopback.conftest import Start
from tests.loopback.server import TOKEN, LoopbackDiscord
from tests.loopback.test_start import nowhere
from tests.terminal.test_commands import factbot

__all__ = ["nowhere"]

NAMED = base64.urlsafe_b64encode(b"1234567890123456789").decode().rstrip("=")
"""The first part of a token that belongs to that id."""


async def test_discord_is_asked_for_the_application_of_the_token(start: Start, discord: LoopbackDiscord) -> None:
    asking = await start(command="invite")

    assert await asking.ended() == 0
    assert asking.output == f"{invitation(int(discord.application_id))}\n"


async def test_a_token_that_discord_refuses_makes_no_link(start: Start) -> None:
    asking = await start(command="invite", DISCORD_TOKEN=f"{NAMED}.of.another")

    assert await asking.ended() == 1
    assert asking.output == "factbot: Discord refused the token; copy it again from the developer portal\n"


async def test_where_discord_cannot_be_reached_the_id_is_read_from_the_token(start: Start, nowhere: str) -> None:
    asking = await start(command="invite", at=nowhere, DISCORD_TOKEN=f"{NAMED}.rest.secret")

    assert await asking.ended() == 0
    said, link = asking.said
    assert said.startswith("factbot: Discord cannot be reached (")
    assert said.endswith("; the id is taken from the token\n")
    assert link == f"{invitation(1234567890123456789)}\n"
    assert "secret" not in asking.output


@pytest.mark.parametrize("token", [TOKEN, "MTIz4", f"{base64.b64encode(b'-51').decode()}.x", "MA.x"])
async def test_a_token_that_names_no_id_asks_for_one(start: Start, nowhere: str, token: str) -> None:
    asking = await start(command="invite", at=nowhere, DISCORD_TOKEN=token)

    assert await asking.ended() == 1
    assert asking.output.endswith("); give --application ID\n")
    assert token not in asking.output


def test_an_application_that_is_given_needs_neither_token_nor_discord() -> None:
    done = factbot("invite", "--application", "1234567890123456789")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{invitation(1234567890123456789)}\n"


@pytest.mark.parametrize("given", ["0", "-1", "mine", str(2**63)])
def test_what_is_no_id_is_a_wrong_call(given: str) -> None:
    assert factbot("invite", "--application", given).returncode == 2


def test_without_a_token_it_says_so(tmp_path: Path) -> None:
    done = factbot("invite", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith("factbot: no Discord token;")
