"""Texts that a comma of theirs splits: ``[20,000 crowns]`` is a list of two entries."""

import re

from bot.factbase.problem import Position, shown
from bot.factbase.yamltree import Items, Leaf, Node, Path, descend

_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")
QUOTE_IT = "put the whole text in quotes"


def split_text(root: Node, path: Path) -> tuple[Position, str] | None:
    """Where the text begins that commas split and of which the entry at ``path`` is a part, and the text as typed.

    None where the entry is whole.
    """
    listed = descend(root, path[:-1])
    if not isinstance(listed, Items):
        return None
    first = last = int(path[-1])
    while first > 0 and _parted(listed.items[first - 1], listed.items[first]):
        first -= 1
    while last + 1 < len(listed.items) and _parted(listed.items[last], listed.items[last + 1]):
        last += 1
    parts = [part for part in listed.items[first : last + 1] if isinstance(part, Leaf)]
    return (parts[0].position, ",".join(part.text for part in parts)) if len(parts) > 1 else None


def in_words(text: str) -> str:
    """What is wrong with a text that commas split."""
    return f"the comma in '{shown(text)}' splits it into entries of the list"


def may_be_parted(one: str, other: str) -> bool:
    """Whether two entries read as one number with a separator of thousands between them."""
    return one[-1:].isdecimal() and bool(_THOUSANDS.match(other))


def _parted(one: Node, other: Node) -> bool:
    """Whether nothing but a comma, without a blank, stands between two entries that are not in quotes."""
    if not isinstance(one, Leaf) or not isinstance(other, Leaf) or not may_be_parted(one.text, other.text):
        return False
    line, column = one.position
    return other.position == (line, column + len(one.text) + 1)
