"""What the panels of lists have in common: a lead, a page of lines, a menu of what they name, ways to turn.

A page holds a fixed number of entries, so that any page of a list of any length is laid out at once. Entries are shown
as long as they are; only where those of a page are longer than a message holds, all of them are shortened alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from discord import ui

from bot.discord_app.controls.place_button import PlaceButton
from bot.discord_app.listings.places import Place
from bot.discord_app.panels.frame import GREY, framed, row_of, view_of
from bot.discord_app.panels.turning import nearest, turning

MAX_CHARACTERS, MAX_BYTES = 3500, 8500
"""Characters and UTF-8 bytes of the lines on a page; what is left of a message is for its lead."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a list: its place, how many pages the list has, and its entries."""

    place: Place
    pages: int
    entries: Sequence[T]


def leaf(entries: Sequence[T], place: Place, most: int) -> Leaf[T]:
    """The page at a place, or the nearest there is, with at most so many entries."""
    pages = max(1, -(-len(entries) // most))
    page = nearest(place.page, pages)
    return Leaf(replace(place, page=page), pages, entries[page * most : (page + 1) * most])


def lines(entries: Sequence[T], line: Callable[[T, int], str], widths: Sequence[int]) -> str:
    """A line for each entry, made for the first of the widths (characters, falling) at which they fit a page.

    At the last width they must always fit.
    """
    text = ""
    for width in widths:
        text = "\n".join(line(entry, width) for entry in entries)
        if len(text) <= MAX_CHARACTERS and len(text.encode()) <= MAX_BYTES:
            break
    return text


def listing_panel(lead: str, text: str, leaf: Leaf[Any], menu: ui.Item[Any], *ways_out: PlaceButton) -> ui.LayoutView:
    """One page of a list: its lead, its lines, a menu of what they name, and buttons to other pages and out of it."""
    container = framed(GREY)
    container.add_item(ui.TextDisplay(lead))
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay(text))
    container.add_item(row_of(menu))
    buttons = [*_turning(leaf), *ways_out]
    if buttons:
        container.add_item(row_of(*buttons))
    return view_of(container)


def _turning(leaf: Leaf[Any]) -> list[PlaceButton]:
    return turning(
        leaf.place.page,
        leaf.pages,
        lambda page, label, disabled: PlaceButton(replace(leaf.place, page=page), label, disabled),
    )
