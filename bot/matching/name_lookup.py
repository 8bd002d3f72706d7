"""What a name that somebody types may mean, by rapidfuzz's weighted ratio."""

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, utils

from bot.factbase.model import FactBase, Source

LIKELY = 75.0
"""The score, 0..100, from which a name that was typed out is taken to mean what is called so."""
POSSIBLE = 50.0
"""The score from which something is worth offering while its name is being typed."""
NEARLY_ALL = 90.0
"""The plain ratio, 0..100, from which nearly all of a name was typed."""
_COMMON_WORDS = """
the a an of and on in for to new news daily post times press paper journal magazine blog online world state house
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that so many names have that they tell none from another."""
_COMPARED = 200
"""Characters that are compared: more than anybody types of a name, and few enough that comparing takes no time."""


def sources_named(base: FactBase, typed: str, least: float = POSSIBLE) -> list[Source]:
    """The sources whose name, publisher, title or id is like what was typed, best first; all of them for a blank.

    A source that is named by its id comes first. Never raises, whatever was typed.
    """
    sources = sorted(base.sources.values(), key=_called)
    if not typed.strip():
        return sources
    scores = likeness(typed, map(_names, sources))
    found = [
        (100.1 if source.id == typed.strip() else score, source)
        for score, source in zip(scores, sources, strict=True)
        if score >= least
    ]
    return [source for _, source in sorted(found, key=lambda entry: -entry[0])]


def likeness(typed: str, called: Iterable[Sequence[str]]) -> Iterator[float]:
    """For each thing, by all that it is called, how like (0..100) the likest of its names is to what was typed.

    Below :data:`LIKELY` if neither every telling word that was typed stands in a name nor nearly all is alike.
    """
    wanted = utils.default_process(typed[:_COMPARED])
    telling = [word for word in wanted.split() if word not in _COMMON]
    for names in called:
        compared = [utils.default_process(name[:_COMPARED]) for name in names]
        score = max(fuzz.WRatio(wanted, name) for name in compared)
        held = {word for name in compared for word in name.split()}
        met = telling and all(any(fuzz.ratio(word, other) >= LIKELY for other in held) for word in telling)
        whole = max(fuzz.ratio(wanted, name) for name in compared) >= NEARLY_ALL
        yield score if met or whole else min(score, LIKELY - 1)


def _names(source: Source) -> Sequence[str]:
    return [name for name in (source.name, source.publisher, source.title, source.id) if name]


def _called(source: Source) -> tuple[str, str]:
    return source.name.casefold(), source.id
