"""Texts that Discord shows exactly as they are: nothing in them formats, links, pings or mentions."""

import re
from collections.abc import Sequence

REASON_CHARS = 200
"""Characters that the log has of what somebody else says of a failure."""

_MARKUP = re.compile(r"[\\*_~`|<>\[\]]")
_LINE_MARKUP = re.compile(r"^(#{1,3}|-#|[-+]|\d+(?=[.)]))")
_HIDDEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    r"\ufff9-\ufffb\U000e0001]"
)
"""What nobody sees, or only turns the writing direction (Unicode's default ignorables); not what joins emoji."""
_MENTION = re.compile(r"@(?=everyone|here)")
_WORD_JOINER = "\u2060"
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def literal(text: str) -> str:
    """The text in one line, with every character that Discord's Markdown would read escaped.

    Characters that only turn the writing direction, or hide, are left out: they could make it read otherwise.

    ``@everyone`` and ``@here`` get an invisible word joiner, since no escape stops them from being highlighted.
    """
    line = " ".join(_HIDDEN.sub("", text).split())
    escaped = at_line_start(_MARKUP.sub(_escape, line))
    return _MENTION.sub(f"@{_WORD_JOINER}", escaped.replace("://", r"\://"))


def at_line_start(escaped: str) -> str:
    """A part of what :func:`literal` gave, where it begins a line of its own."""
    return _LINE_MARKUP.sub(_escape_line_start, escaped)


def plain(text: str) -> str:
    """What :func:`literal` was given, from what it gave; it may have lost a few characters that nobody sees."""
    return _ESCAPE.sub(r"\1", text).replace(_WORD_JOINER, "")


def briefly(reason: object) -> str:
    """What somebody else says of a failure, short enough for the log: a proxy before Discord may say a whole page."""
    return shortened(str(reason), REASON_CHARS)


def shortened(text: str, limit: int) -> str:
    """The text in one line of at most ``limit`` characters, ended with an ellipsis at a word where it was longer."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_word = cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut
    return at_word.rstrip(" ,;:.") + "…"


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _escape_line_start(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdigit() else _escape(match)


MAX_CHOICES = 25
"""Options in one menu, and choices of one autocompletion."""
MAX_LABEL = 100
"""Characters of an option's label and description, and of a choice's name."""


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
