"""The files of a fact base as they were read: each with its content and the place of every value in it.

The snapshot that answers questions does not need these; the checks for editors do, since each names a line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

from pydantic import BaseModel

from bot.factbase import reading, yamltree
from bot.factbase.entries import FactEntry, SourceFile, TopicFile, VocabularyFile
from bot.factbase.problem import Position, Problem, Severity
from bot.factbase.shape import valid_entries, validate

Content = TypeVar("Content", bound=BaseModel)

VOCABULARY_STEM = "vocabulary"
_SUFFIXES = {".yaml", ".yml"}


@dataclass(frozen=True)
class Document(Generic[Content]):
    """One valid file: its name as problems show it, its content, and its tree for positions."""

    file: str
    content: Content
    root: yamltree.Node
    places: tuple[int, ...] | None = None
    """Of a topic: the place in the file of each fact that ``content`` holds, where the invalid ones are left out."""

    def position(self, *path: str | int) -> Position:
        """Where the value at ``path`` stands."""
        return yamltree.position_at(self.root, path)

    def problem(self, path: tuple[str | int, ...], wrong: str, fix: str = "") -> Problem:
        """An error at ``path``."""
        return Problem(self.file, self.position(*path), wrong, fix)

    def warning(self, path: tuple[str | int, ...], wrong: str, fix: str = "") -> Problem:
        """A warning at ``path``."""
        return Problem(self.file, self.position(*path), wrong, fix, Severity.WARNING)


@dataclass(frozen=True)
class PlacedFact:
    """A fact's entry and the document that holds it."""

    document: Document[TopicFile]
    index: int
    entry: FactEntry

    def path(self, *inside: str | int) -> tuple[str | int, ...]:
        """The path of something inside the fact, from the document's root."""
        return ("facts", self.index, *inside)

    def __str__(self) -> str:
        return f"{self.document.file}:{self.document.position(*self.path('id')).line}"


@dataclass(frozen=True)
class Documents:
    """Every file of a fact base that can be read; of a topic that is not valid, the facts that are.

    ``source_ids`` also names the sources whose files are not valid.
    """

    topics: tuple[Document[TopicFile], ...] = ()
    sources: tuple[tuple[str, Document[SourceFile]], ...] = ()
    vocabulary: Document[VocabularyFile] | None = None
    source_ids: frozenset[str] = frozenset()

    def facts(self) -> Iterator[PlacedFact]:
        """Every fact in reading order."""
        for document in self.topics:
            facts = document.content.facts
            for index, entry in zip(document.places or range(len(facts)), facts, strict=True):
                yield PlacedFact(document, index, entry)


def read_documents(facts: Path, sources: Path) -> tuple[Documents, list[Problem]]:
    """Every file of the two folders, and every problem that one file can have by itself."""
    problems: list[Problem] = []
    topics: list[Document[TopicFile]] = []
    vocabulary: Document[VocabularyFile] | None = None
    fact_files = _yaml_files(facts, "FACTBOT_FACTS", problems)
    for path in fact_files:
        if path.stem == VOCABULARY_STEM and vocabulary:
            problems.append(Problem(str(path), Position(), f"there is a vocabulary in {vocabulary.file} already"))
        elif path.stem == VOCABULARY_STEM:
            vocabulary = _read(path, VocabularyFile, problems) or vocabulary
        elif topic := _read(path, TopicFile, problems):
            topics.append(topic)
    found: dict[str, Document[SourceFile] | None] = {}
    for path in _yaml_files(sources, "FACTBOT_SOURCES", problems):
        if path.stem in found:
            problems.append(Problem(str(path), Position(), f"another file describes the source '{path.stem}' too"))
        found[path.stem] = _read(path, SourceFile, problems)
    read = tuple((source_id, document) for source_id, document in found.items() if document)
    return Documents(tuple(topics), read, vocabulary, frozenset(found)), problems


def _yaml_files(folder: Path, setting: str, problems: list[Problem]) -> list[Path]:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.name[0] != ".")
    except OSError as error:
        fix = f"run factbot where the folder is, or set {setting}"
        problems.append(Problem(str(folder), Position(), f"the folder cannot be read ({error.strerror})", fix))
        return []
    if not [path for path in files if path.stem != VOCABULARY_STEM]:
        problems.append(
            Problem(str(folder), Position(), "the folder holds no YAML file", "add one; the README shows how")
        )
    return files


def _read(path: Path, model: type[Content], problems: list[Problem]) -> Document[Content] | None:
    file = str(path)
    try:
        if not path.is_file():
            problems.append(Problem(file, Position(), "this is not a file", "remove it from the folder"))
            return None
        with path.open("rb") as stream:
            data = stream.read(reading.MAX_BYTES + 1)
    except OSError as error:
        problems.append(Problem(file, Position(), f"the file cannot be read ({error.strerror})"))
        return None
    root, found = reading.read(data, file)
    content: Content | None = None
    if root is not None:
        content, wrong_shape = validate(root, model, file)
        found += wrong_shape
    problems += found
    if root is None:
        return None
    if content is None and model is TopicFile:
        kept = valid_entries(root, "facts", FactEntry)
        partial = TopicFile.model_construct(topic=file, facts=[entry for _, entry in kept])
        return cast("Document[Content]", Document(file, partial, root, tuple(place for place, _ in kept)))
    return Document(file, content, root) if content is not None else None
