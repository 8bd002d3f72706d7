"""How people turn pages, on every panel that has some."""

from collections.abc import Callable
from typing import TypeVar

Button = TypeVar("Button")


def nearest(page: int, pages: int) -> int:
    """The page of that number (from 0), or the nearest there is among so many: a list may have grown shorter."""
    return max(0, min(page, pages - 1))


def turning(page: int, pages: int, button: Callable[[int, str, bool], Button]) -> list[Button]:
    """The buttons to the pages before and after this one (from 0); none where it is the only one.

    ``button`` makes one of a page's number, its label, and whether it is off, as those beyond either end are.
    """
    if pages < 2:
        return []
    following = f"Page {page + 1} of {pages}: next"
    return [button(page - 1, "Back", page == 0), button(page + 1, following, page == pages - 1)]
