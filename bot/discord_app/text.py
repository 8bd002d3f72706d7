"""Texts that Discord shows exactly as they are: nothing in them formats, links, pings or mentions."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from bot.factbase.texts import UNSEEN

T = TypeVar("T")

REASON_CHARS = 200
"""Maximum length of a foreign error message in the log."""

_MARKUP = re.compile(r"[\\*_~`|<>\[\]]")
_LINE_MARKUP = re.compile(r"^(#{1,3}|-#|[-+]|\d+(?=[.)]))")
_MENTION = re.compile(r"@(?=everyone|here)")
_WORD_JOINER = "\u2060"
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def literal(text: str) -> str:
    """The text in one line, with every character of Discord's Markdown escaped.

    Invisible characters and those that turn the writing direction are left out. ``@everyone`` and ``@here`` get a word
    joiner, since no escape stops Discord from highlighting them.
    """
    line = " ".join(UNSEEN.sub("", text).split())
    escaped = at_line_start(_MARKUP.sub(_escape, line))
    return _MENTION.sub(f"@{_WORD_JOINER}", escaped.replace("://", r"\://"))


def at_line_start(escaped: str) -> str:
    """A part of what :func:`literal` returned, escaped to begin a line of its own."""
    return _LINE_MARKUP.sub(_escape_line_start, escaped)


def plain(text: str) -> str:
    """Undoes :func:`literal`, except for invisible characters."""
    return _ESCAPE.sub(r"\1", text).replace(_WORD_JOINER, "")


def for_log(reason: object) -> str:
    """A foreign error message, short enough for the log: a proxy may answer with a whole page."""
    return shortened(str(reason), REASON_CHARS)


def shortened(text: str, limit: int) -> str:
    """The text in one line of at most ``limit`` characters; a longer one is cut at a word and ends with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_word = cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut
    return at_word.rstrip(" ,;:.") + "…"


def told_apart(claims: Sequence[str], limit: int) -> list[str]:
    """The claims, each shortened to ``limit`` characters so that those that begin alike can be told apart.

    What a claim shares with another one is left out, except for a word, if it is longer than a phone shows.
    """
    split = [claim.split() for claim in claims]
    shared = [0] * len(split)
    order = sorted(range(len(split)), key=split.__getitem__)  # who shares most with a claim stands beside it
    for one, other in pairwise(order):
        common = _common(split[one], split[other])
        shared[one], shared[other] = max(shared[one], common), max(shared[other], common)
    return [shortened(_from_difference(own, common), limit) for own, common in zip(split, shared, strict=True)]


def _from_difference(own: list[str], shared: int) -> str:
    if len(" ".join(own[:shared])) < PHONE or shared >= len(own):
        return " ".join(own)
    return f"… {' '.join(own[shared - 1 :])}"


def _common(own: list[str], other: list[str]) -> int:
    """The number of words with which both begin."""
    return next((n for n, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), min(len(own), len(other)))


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _escape_line_start(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdigit() else _escape(match)


MAX_LABEL, MAX_BUTTON = 100, 80
"""Characters of an option's label and description and of a choice's name; and of a button's label."""
PHONE = 25
"""Characters after which a phone may cut a choice or a button."""


MAX_CHARACTERS = 2700
"""Characters of blocks on a page."""
MAX_BYTES = 7500
"""UTF-8 bytes of blocks on a page."""
MAX_BLOCKS = 20
"""Blocks on a page: each is a component, and a message has at most 40."""

PIECE_CHARACTERS, PIECE_BYTES = 1200, 3600
"""Characters and UTF-8 bytes of one piece of a text."""


def pieces(text: str) -> list[str]:
    """A literal text in pieces that fit a page, broken between words if there are any, never after a backslash."""
    rest, broken = text, []
    while (fits := _fitting(rest)) < len(rest):
        at = rest.rfind(" ", fits // 2, fits)
        at = at if at > 0 else _before_an_escape(rest, fits)
        broken.append(rest[:at].rstrip())
        rest = at_line_start(rest[at:].lstrip())
    return [*broken, rest]


def pack(
    blocks: Iterable[tuple[str, T]],
    most: int = MAX_BLOCKS,
    most_characters: int = MAX_CHARACTERS,
    most_bytes: int = MAX_BYTES,
) -> list[list[tuple[str, T]]]:
    """Texts, each with what belongs to it, in order on as few pages as these limits allow; at least one page.

    Each text must fit a page by itself.
    """
    pages: list[list[tuple[str, T]]] = [[]]
    characters = size = 0
    for text, rest in blocks:
        longer, larger = characters + len(text), size + len(text.encode())
        if pages[-1] and (longer > most_characters or larger > most_bytes or len(pages[-1]) == most):
            pages.append([])
            longer, larger = len(text), len(text.encode())
        pages[-1].append((text, rest))
        characters, size = longer, larger
    return pages


def _fitting(text: str) -> int:
    """How many characters from the start fit a piece."""
    start = text[:PIECE_CHARACTERS]
    return len(start.encode()[:PIECE_BYTES].decode("utf-8", "ignore"))


def _before_an_escape(text: str, at: int) -> int:
    """``at``, or one less if the character there is escaped."""
    before = text[:at]
    return at - (len(before) - len(before.rstrip("\\"))) % 2
