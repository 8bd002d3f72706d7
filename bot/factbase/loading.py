"""From two folders of YAML to one consistent fact base, or to everything that is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.factbase.documents import Document, Documents, inconsistencies
from bot.factbase.folders import FileCache, copied_files, copy_of
from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.problem import BadFactBase, Problem, Severity, in_reading_order
from bot.factbase.schema import EvidenceEntry, FactEntry, Relation, SourceFile, TopicFile, Vocabulary
from bot.factbase.verdict import Evidence, count_independent, judge, one_witness, trace

VERSION_DIGITS = 12


def facts_of(
    document: Document[TopicFile], sources: Mapping[str, Source], witnesses: Mapping[str, str] | None = None
) -> list[Fact]:
    """The facts of a topic whose evidence names no other sources than these, in the order of the file.

    ``witnesses`` is what :func:`bot.factbase.verdict.one_witness` makes of the vocabulary.
    """
    return [_fact(document.content.topic, entry, sources, witnesses or {}) for entry in document.content.facts]


def _version(documents: Documents) -> str:
    """A checksum over the checksums of all contents, in the order of the facts."""
    whole = sha256()
    for document in documents.topics:
        whole.update(b"topic" + document.digest)
    for source_id, source in documents.sources:
        whole.update(b"source" + source_id.encode() + b"\0" + source.digest)
    if documents.vocabulary:
        whole.update(b"vocabulary" + documents.vocabulary.digest)
    return whole.hexdigest()[:VERSION_DIGITS]


def _source(source_id: str, content: SourceFile) -> Source:
    return Source(source_id, **_written(content, "article", "accepted"), **_written(content.article))


def _fact(topic: str, entry: FactEntry, sources: Mapping[str, Source], witnesses: Mapping[str, str]) -> Fact:
    sides: dict[str, Any] = {
        side.value: _evidence(getattr(entry, side), sources, witnesses, entry.saying) for side in Relation
    }
    heard = {evidence.source for _, evidence in entry.evidence()}
    independent = count_independent(sides[Relation.SUPPORTS])
    return Fact(
        **_written(entry, *Relation, "accepted"),
        **sides,
        topic=topic,
        silent=tuple(source_id for source_id in sorted(sources) if source_id not in heard),
        verdict=judge(independent, bool(entry.disputes)),
        independent_origins=independent,
    )


def _evidence(
    entries: Sequence[EvidenceEntry], sources: Mapping[str, Source], witnesses: Mapping[str, str], saying: bool
) -> tuple[Evidence, ...]:
    origins = {entry.source: sources[entry.source].origins for entry in entries}
    return tuple(
        Evidence(**_written(entry), origins=traced, opinion=sources[entry.source].opinion)
        for entry, traced in zip(entries, trace(entries, origins, witnesses, saying), strict=True)
    )


def _written(entry: BaseModel, *without: str) -> dict[str, Any]:
    """The fields that an editor wrote, by their names in the model, which are those of the schema."""
    values = ((name, getattr(entry, name)) for name in type(entry).model_fields if name not in without)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values}


@dataclass(frozen=True)
class Loading:
    """The outcome of reading the folders: the base (None if there is an error), and what was read and found."""

    base: FactBase | None
    documents: Documents
    problems: tuple[Problem, ...]


def load(facts: Path, sources: Path) -> FactBase:
    """The fact base of the two folders. Raises :exc:`BadFactBase` with every problem if there is any error."""
    return Loader(facts, sources).load()


def examine(facts: Path, sources: Path) -> Loading:
    """What :meth:`Loader.examine` finds at the first time."""
    return Loader(facts, sources).examine()


class Loader:
    """Loads two folders again and again, and parses only the files that an edit changed.

    One thread at a time may use it. ``warnings`` are those of the files that the last base was loaded from.
    """

    def __init__(self, facts: Path, sources: Path) -> None:
        self.folders = facts, sources
        self.warnings: tuple[Problem, ...] = ()
        self._files = FileCache()

    def load(self) -> FactBase:
        """The fact base. Raises :exc:`BadFactBase` with every problem if there is any error."""
        loading = self.examine()
        if loading.base is None:
            raise BadFactBase(loading.problems)
        self.warnings = loading.problems
        return loading.base

    def contents(self) -> Iterator[tuple[Path, bytes]]:
        """Each file that was read last, and its bytes."""
        return self._files.contents()

    def examine(self) -> Loading:
        """The fact base if it has no problem, the documents that it was read from, and every problem at once."""
        documents, problems = self._files.read(*self.folders)
        if documents.repeat_an_id():
            documents, problems = _without_copies(documents, problems)
        problems += inconsistencies(documents)
        documents.forget_places()
        broken = any(problem.severity is Severity.ERROR for problem in problems)
        return Loading(None if broken else _base(documents), documents, tuple(in_reading_order(problems)))


def _base(documents: Documents) -> FactBase:
    """The base of documents without errors."""
    sources = {source_id: _source(source_id, document.content) for source_id, document in documents.sources}
    vocabulary = documents.vocabulary.content if documents.vocabulary else Vocabulary()
    witnesses = one_witness(vocabulary.witnesses)
    facts = tuple(fact for topic in documents.topics for fact in facts_of(topic, sources, witnesses))
    return FactBase(facts, sources, vocabulary, _version(documents))


def _without_copies(documents: Documents, problems: list[Problem]) -> tuple[Documents, list[Problem]]:
    """The documents without copies of files, of each of which nothing is told but that it is one."""
    copies = copied_files(documents)
    names = {copy.file for copy in copies}
    told = [problem for problem in problems if problem.file not in names]
    told += [copy_of(original, copy) for copy, original in copies.items()]
    return replace(documents, topics=tuple(topic for topic in documents.topics if topic not in copies)), told
