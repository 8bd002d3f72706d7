"""The files of a fact base as they were read, and whether they are consistent: ids, names and paragraphs.

Each file has its content and the place of every value in it. The snapshot that answers questions does not need these;
the checks for editors do, since each names a line.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar, cast

from pydantic import BaseModel
from rapidfuzz import fuzz, process

from bot.factbase.problem import MAX_PROBLEMS, Code, Position, Problem, Severity, Steps
from bot.factbase.schema import MAX_ID, EvidenceEntry, FactEntry, Relation, SourceFile, TopicFile, Vocabulary, id_like
from bot.factbase.validation import did_you_mean
from bot.factbase.verdict import origin_id
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

    def position(self, *path: str | int) -> Position:
        """Where the value at ``path`` stands."""
        return position_at(self.root, path)

    def problem(self, path: Steps, wrong: str, fix: str = "") -> Problem:
        """An error at ``path``."""
        return Problem(self.file, self.position(*path), wrong, fix)

    def warning(self, code: Code, path: Steps, wrong: str, fix: str = "") -> Iterator[Problem]:
        """A warning at ``path``; none if the fact or the source there accepts warnings of that code."""
        content: BaseModel = self.content
        accepted = content.accepted if isinstance(content, SourceFile) else []
        if isinstance(content, TopicFile) and path[0] == "facts":
            place = int(path[1])
            accepted = content.facts[self.places.index(place) if self.places else place].accepted
        if code not in accepted:
            yield Problem(self.file, self.position(*path), wrong, fix, Severity.WARNING, code)


@dataclass(frozen=True)
class PlacedFact:
    """A fact's entry and the document that holds it."""

    document: Document[TopicFile]
    index: int
    entry: FactEntry

    def path(self, *inside: str | int) -> Steps:
        """The path of something inside the fact, from the document's root."""
        return ("facts", self.index, *inside)

    def evidence(self) -> Iterator[tuple[Steps, EvidenceEntry]]:
        """Every piece of evidence on the fact with its path from the document's root."""
        return ((self.path(*inside), evidence) for inside, evidence in self.entry.evidence())

    def warning(self, code: Code, path: Steps, wrong: str, fix: str = "") -> Iterator[Problem]:
        """A warning at ``path``, which begins at the document's root; none if the fact accepts that code."""
        return self.document.warning(code, path, wrong, fix)

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
    vocabulary: Document[Vocabulary] | None = None
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
        """Lets the trees of all files go: documents are kept for long, and a tree is made again when it is needed."""
        sources = (document for _, document in (*self.sources, *self.misnamed))
        for document in (*self.topics, *sources, self.vocabulary):
            if document:
                document.__dict__.pop("root", None)


def placed_facts(document: Document[TopicFile]) -> Iterator[PlacedFact]:
    """Every fact of a topic in reading order."""
    facts = document.content.facts
    for index, entry in zip(document.places or range(len(facts)), facts, strict=True):
        yield PlacedFact(document, index, entry)


OFTEN = 3
"""If a file names an unknown source this often, it is no slip: the source's own file was probably renamed."""
MEANT = 80.0
"""The likeness of an unknown id to a file's name (rapidfuzz ``token_set_ratio``, 0..100) from which it is meant."""


def inconsistencies(documents: Documents) -> Iterator[Problem]:
    """What is wrong between the files; of each kind and file, as many problems as are told."""
    described, awaited = dict(documents.sources), _awaited_ids(documents)
    known = documents.source_ids | awaited.keys()
    yield from _misnamed_sources(documents, awaited)
    for found in (
        *(_ids_taken_twice(documents) if documents.repeat_an_id() else ()),
        _sources_taken_twice(documents),
        _spellings_of_two_names(documents),
        *(_wrong_references(topic, known, described) for topic in documents.topics),
    ):
        yield from islice(found, MAX_PROBLEMS)


def _awaited_ids(documents: Documents) -> dict[str, Path]:
    """The ids that facts name and no source has, each with the misnamed file that it is most likely meant for."""
    if not documents.misnamed:
        return {}
    spoken = {path: id_like(path.stem).replace("-", " ") for path, _ in documents.misnamed}
    named = {evidence.source for placed in documents.facts() for _, evidence in placed.evidence()}
    awaited: dict[str, Path] = {}
    for source in sorted(named - documents.source_ids):
        words = source.replace("-", " ")
        if near := process.extractOne(words, spoken, scorer=fuzz.token_set_ratio, score_cutoff=MEANT):
            awaited[source] = near[2]
    return awaited


def _misnamed_sources(documents: Documents, awaited: Mapping[str, Path]) -> Iterator[Problem]:
    """Every source file whose name cannot be an id; ``awaited`` as :func:`_awaited_ids` has it."""
    checksums = {source.content.article.sha256: source_id for source_id, source in documents.sources}
    for path, document in documents.misnamed:
        wanted = [source for source, file in awaited.items() if file == path]
        like = id_like(path.stem)
        fix = f"rename it with lower-case letters, digits and single hyphens, {MAX_ID} characters at most"
        if document and (twin := checksums.get(document.content.article.sha256)):
            fix = f"it describes the article of the source '{twin}' once more, so remove it"
        elif len(wanted) == 1:
            fix = f"rename it '{wanted[0]}.yaml', as facts call it"
        elif like:
            fix += f", like '{like}.yaml'"
        yield Problem(str(path), Position(), "the file's name is the source's id, and this is not a valid id", fix)


def _ids_taken_twice(documents: Documents) -> Iterator[list[Problem]]:
    """Of each topic, the facts whose ids earlier ones have."""
    first: dict[str, PlacedFact] = {}
    for topic in documents.topics:
        found: list[Problem] = []
        for placed in placed_facts(topic):
            earlier = first.setdefault(placed.entry.id, placed)
            if earlier is not placed and len(found) < MAX_PROBLEMS:
                wrong = f"the id '{placed.entry.id}' is taken by the fact at {earlier}"
                found.append(topic.problem(placed.path("id"), wrong, "give this fact an id of its own"))
        yield found


def _sources_taken_twice(documents: Documents) -> Iterator[Problem]:
    """The sources whose article an earlier one describes, and would count as a witness more, or whose name it has."""
    texts: dict[str, str] = {}
    files: dict[str, str] = {}
    names: dict[str, str] = {}
    for source_id, document in documents.sources:
        name, article = document.content.name, document.content.article
        same_text = texts.setdefault(article.sha256, source_id)
        same_file = files.setdefault(article.file, source_id)
        if same_text != source_id:
            wrong = f"this article is that of the source '{same_text}': it has the same checksum"
            yield document.problem(("article", "sha256"), wrong, "one article is one source; remove one of the two")
        elif same_file != source_id:
            wrong = f"the source '{same_file}' names this file too, with another checksum"
            yield document.problem(("article", "file"), wrong, "name the article's own file in each")
        if (earlier := names.setdefault(origin_id(name), source_id)) != source_id:
            wrong = f"the source '{earlier}' is called '{name}' too, so that answers could not tell them apart"
            yield document.problem(("name",), wrong, "give each a name of its own, such as with its year")


def _spellings_of_two_names(documents: Documents) -> Iterator[Problem]:
    """A warning for every spelling that the vocabulary has under two names, as two people may share a surname."""
    document = documents.vocabulary
    if document is None:
        return
    owners: dict[str, str] = {}
    for index, entry in enumerate(document.content.names):
        steps = ("names", index, "spellings")
        for spelling in dict.fromkeys([entry.name, *entry.spellings]):
            if (owner := owners.setdefault(spelling.casefold(), entry.name)) != entry.name:
                wrong = f"'{spelling}' is a spelling of both '{owner}' and '{entry.name}'"
                yield from document.warning(Code.SHARED_SPELLING, steps, wrong, "keep it under one name")


def _wrong_references(
    topic: Document[TopicFile], source_ids: Set[str], sources: Mapping[str, Document[SourceFile]]
) -> Iterator[Problem]:
    """What is wrong between a topic and the sources (their ids, and those of them whose files are valid)."""
    often = Counter(evidence.source for fact in topic.content.facts for _, evidence in fact.evidence())
    for placed in placed_facts(topic):
        fact, supporting = f"fact '{placed.entry.id}'", {(one.source, _voice(one)) for one in placed.entry.supports}
        seen: set[tuple[object, ...]] = set()
        for path, evidence in placed.evidence():
            source, number, relation = evidence.source, evidence.paragraph, path[2]
            if source_ids and source not in source_ids:  # a folder without any is a problem of its own
                if often[source] < OFTEN:
                    fix = did_you_mean(source, sorted(source_ids))
                else:
                    times = f"this file names it {often[source]} times"
                    fix = f"{times}: if its own file was renamed, call that '{source}.yaml' again"
                yield topic.problem((*path, "source"), f"{fact} names the unknown source '{source}'", fix)
            elif source in sources and number > (last := sources[source].content.article.paragraphs):
                wrong = f"paragraph {number} of '{source}' does not exist"
                yield topic.problem((*path, "paragraph"), wrong, f"the article's paragraphs are 1 to {last}")
            if relation == Relation.DISPUTES and (source, _voice(evidence)) in supporting:
                wrong = f"the source '{source}' both supports and disputes {fact}"
                fix = "keep the side it is on, or name who says each as 'speaker' if two people in it disagree"
                yield topic.problem((*path, "source"), wrong, fix)
            place = (relation, source, number, evidence.at, _voice(evidence))
            if place in seen:
                wrong = f"{fact} names paragraph {number} of '{source}' twice here"
                yield topic.problem(path, wrong, "join the two entries")
            seen.add(place)


def _voice(evidence: EvidenceEntry) -> str:
    """Who speaks in the source; empty for the source itself."""
    return origin_id(evidence.speaker or "")
