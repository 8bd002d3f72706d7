"""The files of a fact base as they were read: each with its content and the place of every value in it.

The snapshot that answers questions does not need these; the checks for editors do, since each names a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar, cast

from pydantic import BaseModel

from bot.factbase.fields import Path as Inside
from bot.factbase.fields import evidence_of
from bot.factbase.problem import Code, Position, Problem, Severity
from bot.factbase.schema import EvidenceEntry, FactEntry, SourceFile, TopicFile, VocabularyFile
from bot.factbase.yaml_reader import Node, position_at, read

Content = TypeVar("Content", bound=BaseModel)


@dataclass(frozen=True, eq=False)
class Document(Generic[Content]):
    """One valid file: its name as problems show it, its content, and its text for positions.

    Documents are kept from one reading to the next, and each equals only itself.
    """

    file: str
    content: Content
    data: bytes = field(repr=False)
    places: tuple[int, ...] | None = None
    """Of a topic: the place in the file of each fact that ``content`` holds; the invalid ones are left out."""

    @cached_property
    def digest(self) -> bytes:
        """A checksum of the content alone: where it stands in the file, and the file's name, do not matter."""
        return sha256(self.content.model_dump_json().encode()).digest()

    @cached_property
    def root(self) -> Node:
        """The tree of the text, made when the first place in it is asked for: it takes many times the text's memory."""
        root, _ = read(self.data, self.file)
        return cast(Node, root)  # never None: the content was made of this very text

    def forget_places(self) -> None:
        """Lets the tree go, which is made again when another place is asked for: documents are kept for long."""
        self.__dict__.pop("root", None)

    def position(self, *path: str | int) -> Position:
        """Where the value at ``path`` stands."""
        return position_at(self.root, path)

    def problem(self, path: tuple[str | int, ...], wrong: str, fix: str = "") -> Problem:
        """An error at ``path``."""
        return Problem(self.file, self.position(*path), wrong, fix)

    def warning(self, code: Code, path: tuple[str | int, ...], wrong: str, fix: str = "") -> Iterator[Problem]:
        """A warning at ``path``; none if the fact or the source there accepts warnings of that code."""
        if code not in self._accepted(path):
            yield Problem(self.file, self.position(*path), wrong, fix, Severity.WARNING, code)

    def _accepted(self, path: tuple[str | int, ...]) -> Sequence[Code]:
        content: BaseModel = self.content
        if isinstance(content, TopicFile) and path[0] == "facts":
            place = int(path[1])
            return content.facts[self.places.index(place) if self.places else place].accepted
        return content.accepted if isinstance(content, SourceFile) else ()


@dataclass(frozen=True)
class PlacedFact:
    """A fact's entry and the document that holds it."""

    document: Document[TopicFile]
    index: int
    entry: FactEntry

    def path(self, *inside: str | int) -> tuple[str | int, ...]:
        """The path of something inside the fact, from the document's root."""
        return ("facts", self.index, *inside)

    def evidence(self) -> Iterator[tuple[Inside, EvidenceEntry]]:
        """Every piece of evidence on the fact with its path from the document's root."""
        return ((self.path(*inside), evidence) for inside, evidence in evidence_of(self.entry))

    def __str__(self) -> str:
        return f"{self.document.file}:{self.document.position(*self.path('id')).line}"


@dataclass(frozen=True)
class Documents:
    """Every file of a fact base that can be read; of a topic that is not valid, the facts that are.

    ``source_ids`` also names the sources whose files are not valid. ``misnamed`` are the files of sources whose names
    are no ids, each with what it holds if that is valid. ``complete`` is whether every fact is among the topics:
    if a file of facts has an error, some may not be.
    """

    topics: tuple[Document[TopicFile], ...] = ()
    sources: tuple[tuple[str, Document[SourceFile]], ...] = ()
    vocabulary: Document[VocabularyFile] | None = None
    source_ids: frozenset[str] = frozenset()
    misnamed: tuple[tuple[Path, Document[SourceFile] | None], ...] = ()
    complete: bool = True

    def facts(self) -> Iterator[PlacedFact]:
        """Every fact in reading order."""
        for document in self.topics:
            yield from placed_facts(document)

    def repeat_an_id(self) -> bool:
        """Whether two facts have one id."""
        ids = [entry.id for topic in self.topics for entry in topic.content.facts]
        return len(set(ids)) < len(ids)

    def forget_places(self) -> None:
        """Lets the trees of all files go."""
        for topic in self.topics:
            topic.forget_places()
        for _, source in (*self.sources, *self.misnamed):
            if source:
                source.forget_places()
        if self.vocabulary:
            self.vocabulary.forget_places()


def placed_facts(document: Document[TopicFile]) -> Iterator[PlacedFact]:
    """Every fact of a topic in reading order."""
    facts = document.content.facts
    for index, entry in zip(document.places or range(len(facts)), facts, strict=True):
        yield PlacedFact(document, index, entry)
