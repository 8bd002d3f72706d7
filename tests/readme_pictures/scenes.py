"""What the README shows pictures of, and what each picture says in words."""

import hashlib
import json
import re
from html import escape
from typing import Any

from simcord.components import walk_components

from bot.terminal.preview import Stage
from tests.conftest import PROJECT

FOLDER = PROJECT / ".pictures"
PANELS = FOLDER / "panels.json"
"""The fingerprint of the panel that each picture shows."""
SCENES = {
    "disputed": "when was ISIS-K formed?",
    "agreed": "who claimed responsibility for the attack?",
}
"""Each picture's name, and the question whose answer it shows."""

WIDTH, HEIGHT, SHARPNESS = 412, 2400, 2
"""A telephone's width, and more than the height of any answer, in CSS pixels, and how many of the picture's each is."""

_MADE_ANEW = re.compile(r"\d{15,}")
"""The ids of rows in the log, which controls carry."""
_MARKUP = re.compile(r"^(?:#+|-#|>) |\*\*|\\(?=\W)", re.MULTILINE)


async def ask(stage: Stage, scene: str) -> Any:  # noqa: ANN401 - SimCord's message
    """The answer to a scene's question."""
    return (await stage.colleague.slash(stage.channel, "fact", query=SCENES[scene])).response


def fingerprint(message: Any) -> str:  # noqa: ANN401
    """A hash of what a picture shows of a panel, the same for the same answer at any time."""
    panel = json.dumps(_as_seen(message.components), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(_MADE_ANEW.sub("", panel).encode()).hexdigest()


def _as_seen(part: Any) -> Any:  # noqa: ANN401 - what JSON holds
    """A panel without what its menus offer once they are opened."""
    if isinstance(part, list):
        return [_as_seen(one) for one in part]
    if isinstance(part, dict):
        return {key: _as_seen(value) for key, value in part.items() if key != "options"}
    return part


def shown(scene: str, message: Any) -> str:  # noqa: ANN401
    """The line with which the README shows a picture, two of them beside one another."""
    return f'<img src="{FOLDER.name}/{scene}.png" width="49%" alt="{escape(alt(message))}">'


def alt(message: Any) -> str:  # noqa: ANN401
    """Everything that a panel says, and what one can press there, in one paragraph."""
    parts = list(walk_components(message.components))
    lines = "\n".join(part["content"] for part in parts if part["type"] == 10)
    said = [line if line[-1] in ".?!:" else f"{line}." for line in _MARKUP.sub("", lines).splitlines() if line]
    buttons = [part["label"] for part in parts if part["type"] == 2]
    menus = [part["placeholder"] for part in parts if part["type"] == 3]
    return " ".join([*said, f"Buttons: {', '.join(buttons)}.", *(f"Menu: {menu}." for menu in menus)])
