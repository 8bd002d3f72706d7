"""Reads what people see out of a message that the bot sent."""

import re
from typing import Any

from simcord.components import walk_components

_MENTION = re.compile(r"<(/[a-z ]+):\d+>")
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def texts(message: Any) -> str:  # noqa: ANN401 - SimCord's message
    """All text of a message as people read it: escapes resolved, commands named, one component a line."""
    found = [part["content"] for part in walk_components(message.components) if part.get("type") == 10]
    return _ESCAPE.sub(r"\1", _MENTION.sub(r"`\1`", "\n".join(found)))


def menu(message: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """The options of a message's menus, except for that of sources; empty if it has none."""
    menus = [part for part in walk_components(message.components) if part.get("type") == 3]
    return [option for part in menus if part["custom_id"] != "open-source" for option in part["options"]]


def buttons(message: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """A message's buttons by their labels."""
    return {part["label"]: part for part in walk_components(message.components) if part.get("type") == 2}


def options(message: Any) -> dict[str, str]:  # noqa: ANN401
    """The values of a message's menu by their labels."""
    return {option["label"]: option["value"] for option in menu(message)}


def related(message: Any) -> str:  # noqa: ANN401
    """The custom id of an answer's menu of related facts."""
    ids = [str(part["custom_id"]) for part in walk_components(message.components) if part.get("type") == 3]
    return next(custom_id for custom_id in ids if custom_id.startswith("pick:"))


def offered(message: Any) -> dict[str, str]:  # noqa: ANN401
    """The custom ids of the buttons that open facts, by fact id."""
    ids = [str(part["custom_id"]) for part in buttons(message).values()]
    return {custom_id.rpartition(":")[2]: custom_id for custom_id in ids if custom_id.startswith("show:")}


async def send_to_editors(person: Any, message: Any, **changes: Any) -> Any:  # noqa: ANN401 - SimCord's
    """Somebody opens the form of *Ask the editors*, changes what is given, and sends it; what comes of that."""
    form = await person.click(message, label="Ask the editors")
    return await person.submit_modal(form, modal_values(form) | changes)


def modal_values(form: Any) -> dict[str, Any]:  # noqa: ANN401
    """What a form sends if nothing in it is changed."""
    inputs = [part["component"] for part in form.modal["components"] if "component" in part]
    return {one["custom_id"]: one["value"] if "value" in one else [one["options"][0]["value"]] for one in inputs}
