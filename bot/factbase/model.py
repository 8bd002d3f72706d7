"""The fact base as the rest of the program reads it: immutable values, complete and consistent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.factbase.schema import MAX_ID, Kind, Relation, Vocabulary
from bot.factbase.texts import value_key
from bot.factbase.verdict import Evidence, Group, Side, Verdict, by_value, grouped, origin_id, side


@dataclass(frozen=True, slots=True)
class Source:
    """One article: what identifies it, and whose reporting it may rest on.

    ``name`` is what answers call it, short and no two alike. ``publisher``, ``published`` and ``url`` are None if the
    article does not show them; ``read`` is the day on which a page that changes was read. ``paragraphs`` is the number
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
    name: str
    read: date | None = None

    @property
    def opinion(self) -> bool:
        """Whether it is an opinion piece, which is shown and is no witness."""
        return self.kind is Kind.OPINION


@dataclass(frozen=True)
class Fact:
    """One question's answer with everything that sources say on it.

    ``value`` is the claim's answer in a word or two; ``saying`` is whether the claim is that somebody said something;
    ``reviewed`` is the day on which somebody last held it against its sources. ``silent`` are the ids of the sources
    that say nothing on it. ``verdict`` and ``independent_origins`` (of the supporting evidence; 0 if all of it is in
    opinion pieces) are derived as :mod:`bot.factbase.verdict` says.
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
    qualifies: tuple[Evidence, ...] = ()
    value: str | None = None
    saying: bool = False
    reviewed: date | None = None

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Everything that any source says on it."""
        return (*self.supports, *self.qualifies, *self.disputes)

    @property
    def opinion_only(self) -> bool:
        """Whether only opinion pieces support it."""
        return all(entry.opinion for entry in self.supports)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """The claim's side and one for each value that disputes it: most origins first, on a tie the claim's."""
        claim = side(Relation.SUPPORTS, self.value, self.supports)
        rivals = [side(Relation.DISPUTES, entries[0].value, entries) for entries in by_value(self.disputes)]
        return tuple(sorted((claim, *rivals), key=lambda one: -one.origins))

    @cached_property
    def nearby(self) -> tuple[Side, ...]:
        """What is more or less exact than the claim: each other value of its supporters, then all that qualifies it."""
        claimed = value_key(self.value) if self.value else None
        exact = [entry for entry in self.supports if entry.value and value_key(entry.value) != claimed]
        return tuple(
            side(relation, entries[0].value, entries)
            for relation, evidence in ((Relation.SUPPORTS, exact), (Relation.QUALIFIES, self.qualifies))
            for entries in by_value(evidence)
        )

    def groups(self, relation: Relation) -> Sequence[Group]:
        """The evidence of one relation in groups that rest on one origin each, opinion pieces last."""
        return grouped(getattr(self, relation))


@dataclass(frozen=True)
class FactBase:
    """One snapshot of everything that editors wrote.

    ``version`` is the first 12 hexadecimal digits of a SHA-256 over the whole content: equal content, equal version.
    """

    facts: tuple[Fact, ...]
    sources: Mapping[str, Source]
    vocabulary: Vocabulary
    version: str

    def __hash__(self) -> int:
        return hash(self.version)

    def fact(self, fact_id: str) -> Fact | None:
        """The fact of that id, or None."""
        return self._by_id.get(fact_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.facts}

    def last_reviewed(self, fact: Fact) -> date | None:
        """When a fact was reviewed; if never, the day of its newest source, None if no source has one."""
        sources = (self.sources[entry.source] for entry in fact.evidence)
        return fact.reviewed or max(filter(None, (source.read or source.published for source in sources)), default=None)

    def origin_name(self, origin: str) -> str:
        """An origin as people know it: a source's name, or a name as the vocabulary or an attribution writes it."""
        if source := self.sources.get(origin):
            return source.name
        return self._origin_names.get(origin, origin.replace("-", " "))

    @cached_property
    def _origin_names(self) -> Mapping[str, str]:
        attributed = (name for fact in self.facts for entry in fact.evidence for name in entry.attributed_to[-1:])
        known = [*(name.name for name in self.vocabulary.names), *(group[0] for group in self.vocabulary.witnesses)]
        spelt = {origin_id(spelling): name.name for name in self.vocabulary.names for spelling in name.spellings}
        return spelt | {origin_id(name): name for name in (*attributed, *known)}

    def topics(self) -> Iterator[tuple[str, Sequence[Fact]]]:
        """Each topic with its facts, in the order in which the files name them."""
        yield from self._by_topic.items()

    @cached_property
    def _by_topic(self) -> Mapping[str, Sequence[Fact]]:
        facts: dict[str, list[Fact]] = {}
        for fact in self.facts:
            facts.setdefault(fact.topic, []).append(fact)
        return facts


REFERENCE = "fact:"
"""What a question starts with that names one fact by its id, as autocomplete's choices do."""

_REFERRED = re.compile(rf"(?:reference: *)?{REFERENCE} *([a-z0-9-]{{1,{MAX_ID}}})[.,;:!?]*")


def referred(query: str) -> str | None:
    """The id of the fact that a question names, as people copy it off an answer; None for any other question."""
    found = _REFERRED.fullmatch(query.casefold())
    return found[1] if found else None
