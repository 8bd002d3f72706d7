"""Texts that Discord shows exactly as they are: nothing in them formats, links, pings or mentions."""

import re

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
