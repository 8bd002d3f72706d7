"""Packs blocks of text into pages that each fit one Discord message."""

from collections.abc import Sequence

MAX_CHARACTERS = 3000
"""Characters of blocks on a page; with its heading and footer it stays under Discord's 4,000 for a V2 message."""
MAX_BYTES = 7500
"""UTF-8 bytes of blocks on a page; Discord refuses messages from about 10,000."""
MAX_BLOCKS = 20
"""Blocks on a page: each is a component, and a message has at most 40."""


def pack(blocks: Sequence[str]) -> list[list[str]]:
    """The blocks in order, as few pages as they fit on; at least one page.

    Each block must by itself be within the limits of a page.
    """
    pages: list[list[str]] = [[]]
    characters = size = 0
    for block in blocks:
        longer, larger = characters + len(block), size + len(block.encode())
        if pages[-1] and (longer > MAX_CHARACTERS or larger > MAX_BYTES or len(pages[-1]) == MAX_BLOCKS):
            pages.append([])
            longer, larger = len(block), len(block.encode())
        pages[-1].append(block)
        characters, size = longer, larger
    return pages
