"""What Discord sends, as JSON: people, servers, messages and interactions, with the fields that discord.py reads."""

import itertools
import time
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

DISCORD_EPOCH_MS = 1_420_070_400_000
"""The millisecond from which Discord's ids count: the first of 2015."""
EVERYONE = str((1 << 53) - 1)
"""The permissions of somebody who may do everything."""

_numbers = itertools.count()


def snowflake() -> str:
    """A new id, in the order of time."""
    return str((int(time.time() * 1000) - DISCORD_EPOCH_MS << 22) + next(_numbers) % (1 << 22))


def user(name: str, bot: bool = False) -> Json:
    """A person, or a bot."""
    return {"id": snowflake(), "username": name, "discriminator": "0", "global_name": name, "avatar": None, "bot": bot}


def guild(name: str, shard: int = 0, shards: int = 1) -> Json:
    """A server with one text channel, of those that fall to that shard: ``(id >> 22) % shards``."""
    stamp = int(snowflake()) >> 22
    guild_id = str((stamp - (stamp - shard) % shards << 22) + next(_numbers) % (1 << 22))
    channel = {"id": snowflake(), "type": 0, "name": "newsroom", "position": 0, "permission_overwrites": []}
    role = {"id": guild_id, "name": "@everyone", "permissions": EVERYONE, "position": 0, "color": 0, "hoist": False}
    role |= {"colors": {"primary_color": 0}, "managed": False, "mentionable": False, "flags": 0}
    kinds = {"channels": [channel], "roles": [role], "members": [], "threads": [], "emojis": [], "stickers": []}
    return {"id": guild_id, "name": name, "owner_id": "1", "features": [], "unavailable": False, **kinds}


def member(person: Json) -> Json:
    """Somebody as one of a server's."""
    joined = {"roles": [], "joined_at": "2020-01-01T00:00:00+00:00"}
    return {"user": person, **joined, "deaf": False, "mute": False, "flags": 0}


def thread(place: Json) -> Json:
    """A thread in the channel of a server."""
    stamps = {"archive_timestamp": "2026-01-01T00:00:00+00:00", "auto_archive_duration": 60}
    where = {"guild_id": place["id"], "parent_id": place["channels"][0]["id"], "owner_id": "1"}
    counts = {"message_count": 1, "member_count": 1, "rate_limit_per_user": 0}
    state = {"thread_metadata": {"archived": False, "locked": False, **stamps}}
    return {"id": snowflake(), "type": 11, "name": "edits", **where, **counts, **state}


def elsewhere(place: Json) -> Json:
    """The same server, where something happens in a channel that was never used before."""
    return {**place, "channels": [{**place["channels"][0], "id": snowflake()}]}


def message(author: Json, channel_id: str, body: Json) -> Json:
    """The message that a body sent by ``author`` becomes: its components numbered where they were not."""
    components = body.get("components") or []
    _number(components, itertools.count(1))
    return {
        "id": snowflake(),
        "channel_id": channel_id,
        "author": author,
        "content": body.get("content") or "",
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": body.get("flags", 0),
        "components": components,
    }


def _number(components: list[Json], numbers: "itertools.count[int]") -> None:
    for component in components:
        component.setdefault("id", next(numbers))
        _number(component.get("components", []), numbers)


def interaction(kind: int, application_id: str, place: Json, person: Json, data: Json, on: Json | None = None) -> Json:
    """Somebody's use of a command or control in a server: ``kind`` 2 command, 3 component, 4 autocompletion.

    ``on`` is the message that the control is on.
    """
    channel = place["channels"][0]
    made = {
        "id": snowflake(),
        "application_id": application_id,
        "type": kind,
        "token": f"interaction-{snowflake()}",
        "version": 1,
        "guild_id": place["id"],
        "guild": {"id": place["id"], "locale": "en-GB", "features": []},
        "channel_id": channel["id"],
        "channel": {**channel, "guild_id": place["id"], "permissions": EVERYONE},
        "member": {**member(person), "permissions": EVERYONE},
        "locale": "en-GB",
        "guild_locale": "en-GB",
        "app_permissions": EVERYONE,
        "entitlements": [],
        "authorizing_integration_owners": {"0": place["id"]},
        "context": 0,
        "attachment_size_limit": 10_485_760,
        "data": data,
    }
    return made if on is None else made | {"message": on}


OPTION_KINDS = {str: 3, int: 4, bool: 5}


def command_data(name: str, options: dict[str, str | int | bool], focused: str | None = None) -> Json:
    """A slash command with its options; ``focused`` names the one that is being typed, for autocompletion."""
    given = [{"name": key, "type": OPTION_KINDS[type(value)], "value": value} for key, value in options.items()]
    return {
        "id": "1",
        "name": name,
        "type": 1,
        "options": [{**option, "focused": True} if option["name"] == focused else option for option in given],
    }


def component_data(component: Json, values: list[str] | None = None) -> Json:
    """A button that is pressed, or the values that are chosen in a menu."""
    used = {"id": component["id"], "custom_id": component["custom_id"], "component_type": component["type"]}
    return used if values is None else used | {"values": values}
