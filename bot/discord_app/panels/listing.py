"""What the panels of lists have in common: a lead, lines on as many pages as they take, a menu, ways to turn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from discord import ui

from bot.discord_app.controls.place_button import PlaceButton
from bot.discord_app.pages import pack
from bot.discord_app.panels.frame import GREY, framed, view_of
from bot.discord_app.places import Place


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: its place, how many pages there are, and which of the list's lines stand on it."""

    place: Place
    pages: int
    lines: slice


def leaf(lines: Sequence[str], place: Place, most: int, holding: int | None = None) -> Leaf:
    """The page of the lines at a place (the nearest there is), or the one that holds a line; ``most`` lines a page."""
    ends = list(accumulate(len(page) for page in pack(lines, most)))
    page = place.page if holding is None else next(n for n, end in enumerate(ends) if holding < end)
    page = max(0, min(page, len(ends) - 1))
    return Leaf(replace(place, page=page), len(ends), slice(ends[page - 1] if page else 0, ends[page]))


def listing_panel(
    lead: str, lines: Sequence[str], leaf: Leaf, menu: ui.Item[Any], *ways_out: PlaceButton
) -> ui.LayoutView:
    """One page of a list: its lead, its lines, a menu of what they name, and buttons to other pages and out of it."""
    container = framed(GREY, None)
    container.add_item(ui.TextDisplay(lead))
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay("\n".join(lines[leaf.lines])))
    container.add_item(ui.ActionRow(menu))
    buttons = [*_turning(leaf), *ways_out]
    if buttons:
        container.add_item(ui.ActionRow(*buttons))
    return view_of(container)


def _turning(leaf: Leaf) -> list[PlaceButton]:
    """The buttons to the pages before and after, where there is more than one page."""
    page, last = leaf.place.page, leaf.pages - 1
    if not last:
        return []
    return [
        PlaceButton(replace(leaf.place, page=page - 1), "Back", disabled=page == 0),
        PlaceButton(
            replace(leaf.place, page=page + 1), f"Page {page + 1} of {leaf.pages}: next", disabled=page == last
        ),
    ]
