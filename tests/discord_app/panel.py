"""Reads what people see out of a message that the bot sent."""

import re
from typing import Any

from simcord.components import walk_components

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def texts(message: Any) -> str:  # noqa: ANN401 - SimCord's message
    """All text of a message as people read it: escapes resolved, one component a line."""
    found = [part["content"] for part in walk_components(message.components) if part.get("type") == 10]
    return _ESCAPE.sub(r"\1", "\n".join(found))


def menu(message: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """The options of a message's menu; empty where it has none."""
    return [o for part in walk_components(message.components) if part.get("type") == 3 for o in part["options"]]


def buttons(message: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """A message's buttons by their labels."""
    return {part["label"]: part for part in walk_components(message.components) if part.get("type") == 2}


def options(message: Any) -> dict[str, str]:  # noqa: ANN401
    """The values of a message's menu by their labels."""
    return {option["label"]: option["value"] for option in menu(message)}
