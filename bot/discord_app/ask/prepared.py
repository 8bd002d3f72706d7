"""Panels put together from components that were laid out before, as the JSON that Discord takes of them.

What is said on a fact is the same for everybody who asks for it, except for the id of their question.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import discord
from discord import ComponentType, ui

from bot.discord_app.ask.question_context import QUESTION_ID, SHARER_ID, Asked

Json: TypeAlias = dict[str, Any]

ANY_QUERY = 2**63 - 1
"""Stands in prepared custom ids for the id of a question; no question has it before the year 2109."""


class Prepared(ui.LayoutView):
    """A view of components that are laid out already; items that are added stand below them.

    Like every view of ours it is stopped from the start: controls are found by their custom ids.
    """

    def __init__(self, components: Sequence[Json]) -> None:
        super().__init__(timeout=None)
        self._prepared = components
        self.stop()

    def has_components_v2(self) -> bool:
        """Always: a layout is nothing else."""
        return True

    def to_components(self) -> list[Json]:
        """The JSON of all components."""
        return [*self._prepared, *super().to_components()]  # type: ignore[no-untyped-call]


def prepared_panel(colour: discord.Colour, asked: Asked, parts: Iterable[Json]) -> ui.LayoutView:
    """A panel of that colour, headed by who shared it and by the repeated question, where there are any."""
    heads = ((SHARER_ID, asked.sharer), (QUESTION_ID, asked.question))
    head = [{**text_of(text), "id": number} for number, text in heads if text]
    frame = {"type": ComponentType.container.value, "accent_color": colour.value, "spoiler": False}
    return Prepared([{**frame, "components": [*head, *parts]}])


def text_of(content: str) -> Json:
    """A text as JSON."""
    return {"type": ComponentType.text_display.value, "content": content}


def prepare(items: Iterable[ui.Item[Any]]) -> list[Json]:
    """Items as JSON."""
    return [item.to_component_dict() for item in items]


def of_query(rows: Iterable[Json], query_id: int) -> list[Json]:
    """Prepared rows of controls whose custom ids hold :data:`ANY_QUERY`, as those of one question."""
    return [{**row, "components": [_asked_for(one, str(query_id)) for one in row["components"]]} for row in rows]


def _asked_for(control: Json, query_id: str) -> Json:
    return {**control, "custom_id": control["custom_id"].replace(str(ANY_QUERY), query_id)}
