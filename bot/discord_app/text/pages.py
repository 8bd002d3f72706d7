"""Breaks texts into blocks, and packs blocks into pages that each fit one Discord message.

Discord takes 4,000 characters of text in a Components V2 message, and about 10,000 bytes of it in UTF-8. Of those, a
page's blocks get what its heading, the repeated question, who shared it and its footer can leave: these have at most
1,250 characters and 2,400 bytes together. The longest single block is a heading, a citation with a linked name, and
one piece.
"""

from collections.abc import Sequence

from bot.discord_app.text.literal import at_line_start

MAX_CHARACTERS = 2700
"""Characters of blocks on a page."""
MAX_BYTES = 7500
"""UTF-8 bytes of blocks on a page."""
MAX_BLOCKS = 20
"""Blocks on a page: each is a component, and a message has at most 40."""

PIECE_CHARACTERS, PIECE_BYTES = 1200, 3600
"""Characters and UTF-8 bytes of one piece of a text."""


def pieces(text: str) -> list[str]:
    """A literal text in pieces, broken between words where there are any, never after an escape; nothing is lost."""
    rest, broken = text, []
    while (fits := _fitting(rest)) < len(rest):
        at = rest.rfind(" ", fits // 2, fits)
        at = at if at > 0 else _before_an_escape(rest, fits)
        broken.append(rest[:at].rstrip())
        rest = at_line_start(rest[at:].lstrip())
    return [*broken, rest]


def pack(blocks: Sequence[str], most: int = MAX_BLOCKS) -> list[list[str]]:
    """The blocks in order, ``most`` of them a page, on as few pages as they fit on; at least one page.

    Each block must by itself be within the limits of a page.
    """
    pages: list[list[str]] = [[]]
    characters = size = 0
    for block in blocks:
        longer, larger = characters + len(block), size + len(block.encode())
        if pages[-1] and (longer > MAX_CHARACTERS or larger > MAX_BYTES or len(pages[-1]) == most):
            pages.append([])
            longer, larger = len(block), len(block.encode())
        pages[-1].append(block)
        characters, size = longer, larger
    return pages


def _fitting(text: str) -> int:
    """How many characters of the text's beginning fit a piece."""
    start = text[:PIECE_CHARACTERS]
    return len(start.encode()[:PIECE_BYTES].decode("utf-8", "ignore"))


def _before_an_escape(text: str, at: int) -> int:
    """``at``, or one less where a backslash before it escapes the character after it."""
    before = text[:at]
    return at - (len(before) - len(before.rstrip("\\"))) % 2
