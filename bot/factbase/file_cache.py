"""Reads the files of two folders, again and again, and parses only those whose content changed since the last time."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from bot.factbase.documents import Document, Documents
from bot.factbase.folders import VOCABULARY_STEM, warnings_of_unread, yaml_files
from bot.factbase.plain_text import is_blank
from bot.factbase.problem import Position, Problem, Severity
from bot.factbase.schema import FactEntry, SourceFile, TopicFile, VocabularyFile, is_id
from bot.factbase.validation import valid_entries, validate
from bot.factbase.yaml_reader import MAX_BYTES, Node, entries, read
from bot.regularfile import NotAFile, read_regular

Content = TypeVar("Content", bound=BaseModel)

_OWN_KEYS: dict[type[BaseModel], frozenset[str]] = {
    TopicFile: frozenset({"facts"}),
    SourceFile: frozenset({"article"}),
    VocabularyFile: frozenset({"names", "same"}),
}
"""The keys by which a file of each kind is known."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What one file held: its bytes, and what they were parsed to."""

    data: bytes
    document: Document[Any] | None
    problems: tuple[Problem, ...]


class FileCache:
    """The files of a fact base as they were last read.

    Whether a file changed is decided by its bytes: times and sizes may stay while the content changes, on some mounts
    for long, and reading is a hundredth of the work of parsing.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[Path, type[BaseModel]], _Kept] = {}
        self._now: dict[tuple[Path, type[BaseModel]], _Kept] = {}

    def contents(self) -> Iterator[tuple[Path, bytes]]:
        """Each file that was read last, and its bytes."""
        return ((path, kept.data) for (path, _), kept in self._now.items())

    def read(self, facts: Path, sources: Path) -> tuple[Documents, list[Problem]]:
        """Every file of the two folders, and every problem that one file can have by itself.

        A file that did not change gives the very document that it gave the last time.
        """
        self._last, self._now = self._now, {}
        problems: list[Problem] = []
        topics: list[Document[TopicFile]] = []
        vocabulary: Document[VocabularyFile] | None = None
        for path in yaml_files(facts, "FACTBOT_FACTS", problems):
            if path.stem == VOCABULARY_STEM and vocabulary:
                problems.append(Problem(str(path), Position(), f"there is a vocabulary in {vocabulary.file} already"))
            elif path.stem == VOCABULARY_STEM:
                vocabulary = self._take(path, VocabularyFile, problems) or vocabulary
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
                wrong = f"another file describes the source '{path.stem}' too"
                problems.append(Problem(str(path), Position(), wrong))
            found[path.stem] = source
        problems += warnings_of_unread(facts, sources)
        read = tuple((source_id, document) for source_id, document in found.items() if document)
        self._last = {}
        return Documents(tuple(topics), read, vocabulary, frozenset(found), tuple(misnamed), complete), problems

    def _take(self, path: Path, model: type[Content], problems: list[Problem]) -> Document[Content] | None:
        try:
            data = read_regular(path, limit=MAX_BYTES + 1)
        except NotAFile:
            problems.append(Problem(str(path), Position(), "this is not a file", "remove it from the folder"))
            return None
        except OSError as error:
            problems.append(Problem(str(path), Position(), f"the file cannot be read ({error.strerror})"))
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
    if model is VocabularyFile and is_blank(data):
        return Document(file, model.model_validate({}), data), ()
    root, found = read(data, file)
    if root is None:
        return None, tuple(found)
    if misplaced := _misplaced(root, model):
        return None, (Problem(file, Position(), *misplaced),)
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
    if kinds[0] is VocabularyFile:
        wrong = f"this is a vocabulary, which must be called {VOCABULARY_STEM}.yaml and lie in the folder of facts"
        return wrong, "rename or move it; if there is one already, move its entries there"
    if model is VocabularyFile:
        return "this is a topic with facts, and its name is that of the vocabulary", "rename it"
    return "this is a topic with facts, which belongs in the folder of facts", fix
