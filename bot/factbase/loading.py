"""From two folders of YAML to one consistent fact base, or to everything that is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from bot.factbase.documents import (
    Document,
    Documents,
    articles_described_twice,
    awaited_ids,
    ids_taken_twice,
    misnamed_sources,
    sources_named_alike,
    spellings_of_two_names,
    wrong_references,
)
from bot.factbase.folders import FileCache, copied_files, copy_of
from bot.factbase.model import Evidence, Fact, FactBase, Name, Source, Vocabulary
from bot.factbase.problem import MAX_PROBLEMS, BadFactBase, Problem, Severity, in_reading_order
from bot.factbase.schema import EvidenceEntry, FactEntry, SourceFile, TopicFile
from bot.factbase.verdict import Relation, count_independent, judge, one_witness, trace

VERSION_DIGITS = 12


def source_of(source_id: str, document: Document[SourceFile]) -> Source:
    """The source of that id as its file describes it."""
    content = document.content
    return Source(
        id=source_id,
        title=content.title,
        publisher=content.publisher,
        published=content.published,
        kind=content.kind,
        origins=tuple(content.origins),
        url=content.url,
        file=content.article.file,
        sha256=content.article.sha256,
        paragraphs=content.article.paragraphs,
        name=content.name,
        read=content.read,
    )


def facts_of(
    document: Document[TopicFile], sources: Mapping[str, Source], witnesses: Mapping[str, str] | None = None
) -> list[Fact]:
    """The facts of a topic whose evidence names no other sources than these, in the order of the file.

    ``witnesses`` is what :func:`bot.factbase.verdict.one_witness` makes of the vocabulary.
    """
    return [_fact(document.content.topic, entry, sources, witnesses or {}) for entry in document.content.facts]


def vocabulary_of(documents: Documents) -> Vocabulary:
    """The vocabulary of the documents, empty if there is none."""
    if documents.vocabulary is None:
        return Vocabulary()
    content = documents.vocabulary.content
    return Vocabulary(
        tuple(Name(entry.name, tuple(entry.spellings)) for entry in content.names),
        tuple(tuple(group) for group in content.same),
        tuple(tuple(group) for group in content.witnesses),
        content.language,
    )


def version_of(documents: Documents) -> str:
    """The version of a fact base: a checksum over the checksums of all contents, in the order of the facts."""
    whole = sha256()
    for document in documents.topics:
        whole.update(b"topic" + document.digest)
    for source_id, source in documents.sources:
        whole.update(b"source" + source_id.encode() + b"\0" + source.digest)
    if documents.vocabulary:
        whole.update(b"vocabulary" + documents.vocabulary.digest)
    return whole.hexdigest()[:VERSION_DIGITS]


def _fact(topic: str, entry: FactEntry, sources: Mapping[str, Source], witnesses: Mapping[str, str]) -> Fact:
    supports, qualifies, disputes = (
        _evidence(side, sources, witnesses, entry.saying) for side in (entry.supports, entry.qualifies, entry.disputes)
    )
    heard = {evidence.source for evidence in (*supports, *qualifies, *disputes)}
    independent = count_independent(supports)
    return Fact(
        **_written(entry, *Relation, "accepted"),
        topic=topic,
        supports=supports,
        qualifies=qualifies,
        disputes=disputes,
        silent=tuple(source_id for source_id in sorted(sources) if source_id not in heard),
        verdict=judge(independent, bool(disputes)),
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


def _written(entry: FactEntry | EvidenceEntry, *without: str) -> dict[str, Any]:
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
    """The fact base of the two folders.

    Raises :exc:`BadFactBase` with every problem if there is any error.
    """
    return Loader(facts, sources).load()


def examine(facts: Path, sources: Path) -> Loading:
    """The fact base if it has no error, the documents that it was read from, and every problem at once."""
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
        """The fact base.

        Raises :exc:`BadFactBase` with every problem if there is any error.
        """
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
            problems += ids_taken_twice(documents)
        described, awaited = dict(documents.sources), awaited_ids(documents)
        known = documents.source_ids | awaited.keys()
        problems += misnamed_sources(documents, awaited)
        for found in (
            articles_described_twice(documents),
            sources_named_alike(documents),
            spellings_of_two_names(documents),
            *(wrong_references(topic, known, described) for topic in documents.topics),
        ):
            problems += islice(found, MAX_PROBLEMS)
        documents.forget_places()
        broken = any(problem.severity is Severity.ERROR for problem in problems)
        return Loading(None if broken else base_of(documents), documents, tuple(in_reading_order(problems)))


def base_of(documents: Documents) -> FactBase:
    """The base of documents without errors."""
    sources = {source_id: source_of(source_id, document) for source_id, document in documents.sources}
    vocabulary = vocabulary_of(documents)
    witnesses = one_witness(vocabulary.witnesses)
    facts = tuple(fact for topic in documents.topics for fact in facts_of(topic, sources, witnesses))
    return FactBase(facts, sources, vocabulary, version_of(documents))


def _without_copies(documents: Documents, problems: list[Problem]) -> tuple[Documents, list[Problem]]:
    """The documents without copies of files, of each of which nothing is told but that it is one."""
    copies = copied_files(documents)
    names = {copy.file for copy in copies}
    told = [problem for problem in problems if problem.file not in names]
    told += [copy_of(original, copy) for copy, original in copies.items()]
    return replace(documents, topics=tuple(topic for topic in documents.topics if topic not in copies)), told
