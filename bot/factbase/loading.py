"""From two folders of YAML to one consistent fact base, or to everything that is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import BaseModel

from bot.environment import NotAFile, read_regular
from bot.factbase.documents import Document, Documents, inconsistencies
from bot.factbase.folders import VOCABULARY_STEM, copied_files, warnings_of_unread, yaml_files
from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.problem import BadFactBase, Problem, Severity, in_reading_order, of_file
from bot.factbase.schema import EvidenceEntry, FactEntry, Relation, SourceFile, TopicFile, Vocabulary, is_id
from bot.factbase.texts import is_blank
from bot.factbase.validation import valid_entries, validate
from bot.factbase.verdict import Evidence, count_independent, judge, one_witness, trace
from bot.factbase.yaml_reader import MAX_BYTES, Node, entries, read

VERSION_DIGITS = 12

Content = TypeVar("Content", bound=BaseModel)

_OWN_KEYS: dict[type[BaseModel], frozenset[str]] = {
    TopicFile: frozenset({"facts"}),
    SourceFile: frozenset({"article"}),
    Vocabulary: frozenset({"names", "same"}),
}
"""The keys by which a file of each kind is known."""


class _Kept(NamedTuple):
    """What one file held: its bytes, and what they were parsed to."""

    data: bytes
    document: Document[Any] | None
    problems: tuple[Problem, ...]


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

    Whether a file changed is decided by its bytes: times and sizes may stay while the content changes, on some mounts
    for long, and reading is a hundredth of the work of parsing. One thread at a time may use it. ``warnings`` are those
    of the files that the last base was loaded from.
    """

    def __init__(self, facts: Path, sources: Path) -> None:
        self.folders = facts, sources
        self.warnings: tuple[Problem, ...] = ()
        self._last: dict[tuple[Path, type[BaseModel]], _Kept] = {}
        self._now: dict[tuple[Path, type[BaseModel]], _Kept] = {}

    def load(self) -> FactBase:
        """The fact base. Raises :exc:`BadFactBase` with every problem if there is any error."""
        loading = self.examine()
        if loading.base is None:
            raise BadFactBase(loading.problems)
        self.warnings = loading.problems
        return loading.base

    def contents(self) -> Iterator[tuple[Path, bytes]]:
        """Each file that was read last, and its bytes."""
        return ((path, kept.data) for (path, _), kept in self._now.items())

    def examine(self) -> Loading:
        """The fact base if it has no problem, the documents that it was read from, and every problem at once."""
        documents, problems = self._read(*self.folders)
        if documents.repeat_an_id():
            documents, problems = _without_copies(documents, problems)
        problems += inconsistencies(documents)
        documents.forget_places()
        broken = any(problem.severity is Severity.ERROR for problem in problems)
        return Loading(None if broken else _base(documents), documents, tuple(in_reading_order(problems)))

    def _read(self, facts: Path, sources: Path) -> tuple[Documents, list[Problem]]:
        """Every file of the two folders, and every problem that one file can have by itself."""
        self._last, self._now = self._now, {}
        problems: list[Problem] = []
        topics: list[Document[TopicFile]] = []
        vocabulary: Document[Vocabulary] | None = None
        for path in yaml_files(facts, "FACTBOT_FACTS", problems):
            if path.stem == VOCABULARY_STEM and vocabulary:
                problems.append(of_file(path, f"there is a vocabulary in {vocabulary.file} already"))
            elif path.stem == VOCABULARY_STEM:
                vocabulary = self._take(path, Vocabulary, problems) or vocabulary
            elif topic := self._take(path, TopicFile, problems):
                topics.append(topic)
        complete = all(problem.severity is not Severity.ERROR for problem in problems)
        found: dict[str, Document[SourceFile] | None] = {}
        misnamed: list[tuple[Path, Document[SourceFile] | None]] = []
        for path in yaml_files(sources, "FACTBOT_SOURCES", problems):
            source = self._take(path, SourceFile, problems)
            if not is_id(path.stem):
                misnamed.append((path, source))
                continue
            if path.stem in found:
                problems.append(of_file(path, f"another file describes the source '{path.stem}' too"))
            found[path.stem] = source
        problems += warnings_of_unread(facts, sources)
        self._last = {}
        described = tuple((source_id, document) for source_id, document in found.items() if document)
        return Documents(tuple(topics), described, vocabulary, frozenset(found), tuple(misnamed), complete), problems

    def _take(self, path: Path, model: type[Content], problems: list[Problem]) -> Document[Content] | None:
        """The document of a file: the very one of the last time if the file did not change."""
        try:
            data = read_regular(path, limit=MAX_BYTES + 1)
        except NotAFile:
            problems.append(of_file(path, "this is not a file", "remove it from the folder"))
            return None
        except OSError as error:
            problems.append(of_file(path, f"the file cannot be read ({error.strerror})"))
            return None
        kept = self._last.get((path, model))
        if kept is None or kept.data != data:
            kept = _Kept(data, *_parsed(data, model, str(path)))
        if len(data) <= MAX_BYTES:
            self._now[path, model] = kept
        problems += kept.problems
        return kept.document


def _parsed(data: bytes, model: type[Content], file: str) -> tuple[Document[Content] | None, tuple[Problem, ...]]:
    """A file's document, of a topic that is not valid with the facts that are, and what is wrong with the file."""
    if model is Vocabulary and is_blank(data):
        return Document(file, model.model_validate({}), data), ()
    root, found = read(data, file)
    if root is None:
        return None, tuple(found)
    if misplaced := _misplaced(root, model):
        return None, (of_file(file, *misplaced),)
    content, wrong_shape = validate(root, model, file)
    problems = (*found, *wrong_shape)
    if content is not None:
        return Document(file, content, data), problems
    if model is not TopicFile:
        return None, problems
    kept = valid_entries(root, "facts", FactEntry)
    partial = TopicFile.model_construct(topic=file, facts=[entry for _, entry in kept])
    document = Document(file, partial, data, tuple(place for place, _ in kept))
    return cast("Document[Content]", document), problems


def _misplaced(root: Node, model: type[BaseModel]) -> tuple[str, str] | None:
    """What is wrong with a file of another kind than its place and name say, by its keys; None for any other file."""
    keys = entries(root).keys()
    kinds = [kind for kind, own in _OWN_KEYS.items() if not own.isdisjoint(keys)]
    if len(kinds) != 1 or kinds[0] is model:
        return None
    fix = "move it there, or correct FACTBOT_FACTS and FACTBOT_SOURCES"
    if kinds[0] is SourceFile:
        return "this describes a source, which belongs in the folder of sources", fix
    if kinds[0] is Vocabulary:
        wrong = f"this is a vocabulary, which must be called {VOCABULARY_STEM}.yaml and lie in the folder of facts"
        return wrong, "rename or move it; if there is one already, move its entries there"
    if model is Vocabulary:
        return "this is a topic with facts, and its name is that of the vocabulary", "rename it"
    return "this is a topic with facts, which belongs in the folder of facts", fix


def _base(documents: Documents) -> FactBase:
    """The base of documents without errors."""
    sources = {source_id: _source(source_id, document.content) for source_id, document in documents.sources}
    vocabulary = documents.vocabulary.content if documents.vocabulary else Vocabulary()
    witnesses = one_witness(vocabulary.witnesses)
    facts = tuple(fact for topic in documents.topics for fact in facts_of(topic, sources, witnesses))
    return FactBase(facts, sources, vocabulary, _version(documents))


def _without_copies(documents: Documents, problems: list[Problem]) -> tuple[Documents, list[Problem]]:
    """The documents without copies of files; the only problem reported of a copy is that it is one."""
    copies = copied_files(documents)
    names = {copy.file for copy in copies}
    told = [*(problem for problem in problems if problem.file not in names), *copies.values()]
    return replace(documents, topics=tuple(topic for topic in documents.topics if topic not in copies)), told
