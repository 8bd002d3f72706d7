"""The two pictures of a fact base's sources; they need matplotlib."""

from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from threading import Lock

from bot import wording
from bot.pictures.selection import PALETTES, Selection, Theme

MAX_ALT = 1024
"""Characters of a picture's description in Discord."""
_NAME = 40


def matrix_alt(selection: Selection) -> str:
    """The matrix in words: how many facts each source supports, disputes and does not mention."""
    base = selection.comparison.base
    parts = []
    for letter, source in selection.sources.items():
        standing = selection.comparison.standings[source.id]
        counts = [
            f"supports {len(standing.supports)}",
            *([f"qualifies {len(standing.qualifies)}"] if standing.qualifies else []),
            f"disagrees on {len(standing.disagrees)}",
            *([f"is on both sides of {len(standing.both)}"] if standing.both else []),
            f"silent on {len(base.facts) - standing.speaks}",
        ]
        name = source.name if len(source.name) <= _NAME else source.name[: _NAME - 1].rstrip() + "…"
        parts.append(f"{letter}, {name}: {', '.join(counts)}")
    size = f"{wording.counted(len(base.facts), 'fact')} and {wording.counted(len(base.sources), 'source')}"
    head = f"Matrix of {size}, by topic; {len(selection.numbers)} disputed facts are numbered."
    return _within(head, parts, "source")


def pairs_alt(selection: Selection) -> str:
    """The pairs in words: on how many facts two sources agree, and on how many they contradict each other."""
    parts = []
    for (letter, one), (other_letter, other) in combinations(selection.sources.items(), 2):
        pair = selection.comparison.pair(one.id, other.id)
        if pair.shared:
            parts.append(f"{letter} and {other_letter}: {wording.pair_line(selection.comparison.base, pair)}")
    return _within("How often two sources agree, of the facts that both speak on.", parts, "pair")


def _within(head: str, parts: list[str], thing: str) -> str:
    """The head and as many parts as fit, and how many are left out."""
    for kept in range(len(parts), -1, -1):
        rest = len(parts) - kept
        more = [f"{wording.counted(rest, f'more {thing}')} in the text"] if rest else []
        text = f"{head} {'; '.join([*parts[:kept], *more])}." if parts else head
        if len(text) <= MAX_ALT:
            break
    return text


class NotInstalled(Exception):
    """The extra ``pictures`` is not installed; everything except the pictures works without it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file, 1,190 pixels wide, its name, and its description in at most 1,024 characters."""

    name: str
    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Album:
    """The matrix of facts by sources, and how often each pair of sources agrees."""

    matrix: Picture
    pairs: Picture


_DRAWING = Lock()
"""Held while a picture is drawn: matplotlib is not thread-safe."""


def installed() -> bool:
    """Whether pictures can be drawn; quick, because it imports nothing."""
    return find_spec("matplotlib") is not None


def draw(selection: Selection, theme: Theme) -> Album:
    """Draw both pictures. Call it from any thread, but not on an event loop: it takes about a second.

    Raises :exc:`NotInstalled`.
    """
    if not installed():
        raise NotInstalled("pictures need the extra: pip install '.[pictures]', in a clone of factbot")
    from bot.pictures.drawings import draw_matrix, draw_pairs  # matplotlib takes half a second and 50 MB to load

    palette = PALETTES[theme]
    with _DRAWING:
        return Album(
            Picture("facts-by-sources.png", draw_matrix(selection, palette), matrix_alt(selection)),
            Picture("pairs-of-sources.png", draw_pairs(selection, palette), pairs_alt(selection)),
        )
