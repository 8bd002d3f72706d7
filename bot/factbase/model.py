"""The fact base as the rest of the program reads it: immutable values, complete and consistent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from bot.factbase.schema import MAX_ID, Kind
from bot.factbase.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Source:
    """One article: what identifies it, and whose reporting it may rest on.

    ``publisher``, ``published`` and ``url`` are None where the article does not show them; ``paragraphs`` is the number
    of its non-blank lines, ``sha256`` the checksum of ``file`` in hexadecimal.
    """

    id: str
    title: str
    publisher: str | None
    published: date | None
    kind: Kind
    origins: tuple[str, ...]
    url: str | None
    file: str
    sha256: str
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one paragraph (counted from 1) of one source says on a fact.

    ``attributed_to`` is whom the article has it from, nearest first; ``origins`` is what
    :func:`bot.factbase.verdict.trace` derives from it.
    """

    source: str
    paragraph: int
    says: str
    anchors: tuple[str, ...]
    attributed_to: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One question's answer with every source on either side of it.

    ``silent`` are the ids of the sources that say nothing on it; ``verdict`` and ``independent_origins`` (of the
    supporting evidence, 1 or more) are derived as :mod:`bot.factbase.verdict` says.
    """

    id: str
    topic: str
    claim: str
    phrasings: tuple[str, ...]
    tags: tuple[str, ...]
    supports: tuple[Evidence, ...]
    disputes: tuple[Evidence, ...]
    silent: tuple[str, ...]
    verdict: Verdict
    independent_origins: int

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the claims use it, and how else people write it."""

    name: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names with their other spellings, and groups of words that mean the same in this fact base."""

    names: tuple[Name, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class FactBase:
    """One snapshot of everything that editors wrote.

    ``version`` is the first 12 hexadecimal digits of a SHA-256 over the whole content: equal content, equal version.
    """

    facts: tuple[Fact, ...]
    sources: Mapping[str, Source]
    vocabulary: Vocabulary
    version: str
    _by_id: Mapping[str, Fact] = field(init=False, repr=False, compare=False)
    _by_topic: Mapping[str, Sequence[Fact]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", MappingProxyType(dict(self.sources)))
        object.__setattr__(self, "_by_id", MappingProxyType({fact.id: fact for fact in self.facts}))
        grouped: dict[str, list[Fact]] = {}
        for fact in self.facts:
            grouped.setdefault(fact.topic, []).append(fact)
        object.__setattr__(self, "_by_topic", MappingProxyType(grouped))

    def __hash__(self) -> int:
        return hash(self.version)

    def fact(self, fact_id: str) -> Fact | None:
        """The fact of that id, or None."""
        return self._by_id.get(fact_id)

    def topics(self) -> Iterator[tuple[str, Sequence[Fact]]]:
        """Each topic with its facts, in the order in which the files name them."""
        yield from self._by_topic.items()


REFERENCE = "fact:"
"""What a question starts with that names one fact by its id, as autocomplete's choices do."""

_REFERRED = re.compile(rf"(?:reference: *)?{REFERENCE} *([a-z0-9-]{{1,{MAX_ID}}})[.,;:!?]*")


def referred(query: str) -> str | None:
    """The id of the fact that a question names, as people copy it off an answer; None for any other question."""
    found = _REFERRED.fullmatch(query.casefold())
    return found[1] if found else None
