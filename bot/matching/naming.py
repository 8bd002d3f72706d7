"""Which sources a name may mean: their publishers, titles and ids, by rapidfuzz's weighted ratio."""

from collections.abc import Iterator

from rapidfuzz import fuzz, utils

from bot.factbase.model import FactBase, Source

LIKELY = 75.0
"""The score, 0..100, from which a name that was typed out is taken to mean a source."""
POSSIBLE = 50.0
"""The score from which a source is worth offering while a name is being typed."""
_COMPARED = 200
"""Characters that are compared: more than anybody types of a name, and few enough that comparing takes no time."""


def sources_named(base: FactBase, typed: str, least: float = POSSIBLE) -> list[Source]:
    """The sources whose publisher, title or id is like what was typed, best first; all of them for a blank.

    A source that is named by its id comes first. Never raises, whatever was typed.
    """
    wanted = utils.default_process(typed[:_COMPARED])
    if not typed.strip():
        return sorted(base.sources.values(), key=_called)
    scored = [
        (100.1 if source.id == typed.strip() else max(fuzz.WRatio(wanted, name) for name in _names(source)), source)
        for source in base.sources.values()
    ]
    found = [(score, source) for score, source in scored if score >= least]
    return [source for _, source in sorted(found, key=lambda entry: (-entry[0], _called(entry[1])))]


def _names(source: Source) -> Iterator[str]:
    for name in (source.publisher, source.title, source.id):
        if name:
            yield utils.default_process(name[:_COMPARED])


def _called(source: Source) -> tuple[str, str]:
    return (source.publisher or source.title).casefold(), source.id
