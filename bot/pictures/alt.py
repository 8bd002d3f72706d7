"""What the pictures show, in words, for people who do not see them."""

from collections.abc import Iterable
from itertools import combinations

from bot import wording
from bot.pictures.selection import Selection

MAX_ALT = 1024
"""Characters of a picture's description in Discord."""
_NAME = 40


def matrix_alt(selection: Selection) -> str:
    """The matrix in words: how many facts each source supports, disputes and leaves out."""
    base = selection.comparison.base
    parts = []
    for letter, source in selection.sources.items():
        standing = selection.comparison.standings[source.id]
        both = f", is on both sides of {len(standing.both)}" if standing.both else ""
        silent = len(base.facts) - standing.speaks
        parts.append(
            f"{letter}, {_name(source.publisher or source.title)}: supports {len(standing.supports)}, "
            f"disagrees on {len(standing.disagrees)}{both}, silent on {silent}"
        )
    size = f"{wording.counted(len(base.facts), 'fact')} and {wording.counted(len(base.sources), 'source')}"
    head = f"Matrix of {size}, by topic; {len(selection.numbers)} disputed facts are numbered."
    return _within(head, parts, "source")


def pairs_alt(selection: Selection) -> str:
    """The pairs in words: on how many facts two sources take one side, and on how many they contradict each other."""
    parts = []
    for (letter, one), (other_letter, other) in combinations(selection.sources.items(), 2):
        pair = selection.comparison.pair(one.id, other.id)
        if pair.shared:
            parts.append(f"{letter} and {other_letter}: {wording.pair_line(selection.comparison.base, pair)}")
    return _within("How often two sources agree, of the facts that both speak on.", parts, "pair")


def _within(head: str, parts: list[str], thing: str) -> str:
    """The head and as many parts as fit; how many did not is said."""
    for kept in range(len(parts), -1, -1):
        rest = len(parts) - kept
        more = [f"{wording.counted(rest, f'more {thing}')} in the text"] if rest else []
        text = f"{head} {_sentence([*parts[:kept], *more])}".strip()
        if len(text) <= MAX_ALT:
            return text
    raise AssertionError("a head is shorter than a description may be")


def _sentence(parts: Iterable[str]) -> str:
    joined = "; ".join(parts)
    return f"{joined}." if joined else ""


def _name(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _NAME else line[: _NAME - 1].rstrip() + "…"
