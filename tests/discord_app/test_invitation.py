"""The invitation asks for what the bot needs to speak by itself, and for nothing else."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from bot.discord_app.gateway.invite import PERMISSIONS, invitation
from tests.discord_app.conftest import World


def without(name: str) -> discord.Permissions:
    """The permissions without one."""
    fewer = discord.Permissions(PERMISSIONS.value)
    fewer.update(**{name: False})
    return fewer


def closed_channel(world: World, permissions: discord.Permissions) -> Any:  # noqa: ANN401 - SimCord's channel
    """A channel in which the bot may do what it was given; it can begin threads too, since SimCord's people cannot."""
    permissions = permissions | discord.Permissions(create_public_threads=True, read_message_history=True)
    guild = world.env.guild
    return guild.create_text_channel(
        "closed",
        overwrites={
            guild.default_role: discord.PermissionOverwrite.from_pair(
                discord.Permissions.none(), discord.Permissions.all()
            ),
            world.alice: discord.PermissionOverwrite(view_channel=True, send_messages=True),
            guild.me: discord.PermissionOverwrite.from_pair(permissions, ~permissions),
        },
    )


async def thread_of(world: World, channel: Any) -> Any:  # noqa: ANN401
    """A thread that somebody began in a channel."""
    began = await world.alice.send(channel, "look at this")
    return await began.create_thread(name="a thread")


async def speak(world: World, channel: Any) -> None:  # noqa: ANN401
    """What telling askers and editors comes to."""
    await world.env.bot.get_partial_messageable(int(channel.id)).send("told")


def test_the_link_names_the_application_both_scopes_and_the_permissions() -> None:
    link = urlsplit(invitation(42))

    assert f"{link.scheme}://{link.netloc}{link.path}" == "https://discord.com/oauth2/authorize"
    assert parse_qs(link.query) == {
        "client_id": ["42"],
        "scope": ["bot applications.commands"],
        "permissions": [str(PERMISSIONS.value)],
    }


async def test_with_these_permissions_alone_it_can_speak(world: World) -> None:
    channel = closed_channel(world, PERMISSIONS)

    await speak(world, channel)

    assert channel.last_message.content == "told"


async def test_in_a_thread_they_suffice_too(world: World) -> None:
    channel = closed_channel(world, PERMISSIONS)

    thread = await thread_of(world, channel)

    await speak(world, thread)


@pytest.mark.parametrize("left_out", ["view_channel", "send_messages"])
async def test_without_one_of_them_it_could_not(world: World, left_out: str) -> None:
    channel = closed_channel(world, without(left_out))

    with pytest.raises(discord.Forbidden):
        await speak(world, channel)


async def test_without_the_third_it_could_not_in_a_thread(world: World) -> None:
    thread = await thread_of(world, closed_channel(world, without("send_messages_in_threads")))

    with pytest.raises(discord.Forbidden):
        await speak(world, thread)
