"""From two folders of YAML to one consistent fact base, or to everything that is wrong with them."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.factbase.documents import Document, Documents, PlacedFact, read_documents
from bot.factbase.entries import ID_PATTERN, MAX_ID, EvidenceEntry, FactEntry, SourceFile
from bot.factbase.model import Evidence, Fact, FactBase, Name, Source, Vocabulary
from bot.factbase.problem import BadFactBase, Position, Problem, Severity, in_reading_order
from bot.factbase.shape import did_you_mean
from bot.factbase.verdict import count_independent, judge, trace


@dataclass(frozen=True)
class Loading:
    """The outcome of reading the folders: the base (None where an error forbids it), and what was read and found."""

    base: FactBase | None
    documents: Documents
    problems: tuple[Problem, ...]


def load(facts: Path, sources: Path) -> FactBase:
    """The fact base of the two folders.

    Raises :exc:`BadFactBase` with every problem where there is any.
    """
    loading = examine(facts, sources)
    if loading.base is None:
        raise BadFactBase(loading.problems)
    return loading.base


def examine(facts: Path, sources: Path) -> Loading:
    """The fact base where it has no problem, the documents that it was read from, and every problem at once."""
    documents, problems = read_documents(facts, sources)
    problems += _source_ids(documents)
    problems += _fact_ids(documents)
    described = dict(documents.sources)
    for placed in documents.facts():
        problems += _references(placed, documents, described)
    broken = any(problem.severity is Severity.ERROR for problem in problems)
    return Loading(None if broken else _assemble(documents), documents, tuple(in_reading_order(problems)))


def _source_ids(documents: Documents) -> Iterator[Problem]:
    for source_id, document in documents.sources:
        if not re.fullmatch(ID_PATTERN, source_id) or len(source_id) > MAX_ID:
            fix = f"rename it with lower-case letters, digits and single hyphens, {MAX_ID} characters at most"
            yield Problem(document.file, Position(), "the file's name is the source's id, and this is none", fix)


def _fact_ids(documents: Documents) -> Iterator[Problem]:
    first: dict[str, PlacedFact] = {}
    for placed in documents.facts():
        if earlier := first.get(placed.entry.id):
            wrong = f"the id '{placed.entry.id}' is taken by the fact at {earlier}"
            yield placed.document.problem(placed.path("id"), wrong, "give this fact an id of its own")
        first.setdefault(placed.entry.id, placed)


def _references(
    placed: PlacedFact, documents: Documents, sources: Mapping[str, Document[SourceFile]]
) -> Iterator[Problem]:
    """What is wrong between a fact's evidence and the sources, or between its two sides."""
    entry, document = placed.entry, placed.document
    supporters = {evidence.source for evidence in entry.supports}
    for side, evidences in (("supports", entry.supports), ("disputes", entry.disputes)):
        seen: set[tuple[str, int]] = set()
        for index, evidence in enumerate(evidences):
            path = placed.path(side, index)
            if evidence.source not in documents.source_ids:
                wrong = f"fact '{entry.id}' names the unknown source '{evidence.source}'"
                fix = did_you_mean(evidence.source, sorted(documents.source_ids))
                yield document.problem((*path, "source"), wrong, fix)
            elif source := sources.get(evidence.source):
                yield from _paragraph(placed, path, evidence, source)
            if side == "disputes" and evidence.source in supporters:
                wrong = f"the source '{evidence.source}' both supports and disputes fact '{entry.id}'"
                yield document.problem((*path, "source"), wrong, "keep the side it is on, and say the rest in 'says'")
            if (evidence.source, evidence.paragraph) in seen:
                wrong = f"fact '{entry.id}' names paragraph {evidence.paragraph} of '{evidence.source}' twice here"
                yield document.problem(path, wrong, "join the two entries")
            seen.add((evidence.source, evidence.paragraph))


def _paragraph(
    placed: PlacedFact, path: tuple[str | int, ...], evidence: EvidenceEntry, source: Document[SourceFile]
) -> Iterator[Problem]:
    last = source.content.article.paragraphs
    if evidence.paragraph > last:
        wrong = f"paragraph {evidence.paragraph} of '{evidence.source}' does not exist"
        yield placed.document.problem((*path, "paragraph"), wrong, f"the article's paragraphs are 1 to {last}")


def _assemble(documents: Documents) -> FactBase:
    sources = {source_id: _source(source_id, document.content) for source_id, document in documents.sources}
    origins = {source.id: source.origins for source in sources.values()}
    facts = tuple(
        _fact(placed.document.content.topic, placed.entry, origins, sorted(sources)) for placed in documents.facts()
    )
    vocabulary = Vocabulary()
    if documents.vocabulary:
        content = documents.vocabulary.content
        vocabulary = Vocabulary(
            tuple(Name(entry.name, tuple(entry.spellings)) for entry in content.names),
            tuple(tuple(group) for group in content.same),
        )
    return FactBase(facts, sources, vocabulary, _version(documents))


def _source(source_id: str, content: SourceFile) -> Source:
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
    )


def _fact(topic: str, entry: FactEntry, origins: Mapping[str, tuple[str, ...]], source_ids: list[str]) -> Fact:
    supports = _side(entry.supports, origins)
    disputes = _side(entry.disputes, origins)
    heard = {evidence.source for evidence in (*supports, *disputes)}
    independent = count_independent([evidence.origins for evidence in supports])
    return Fact(
        id=entry.id,
        topic=topic,
        claim=entry.claim,
        phrasings=tuple(entry.phrasings),
        tags=tuple(entry.tags),
        supports=supports,
        disputes=disputes,
        silent=tuple(source_id for source_id in source_ids if source_id not in heard),
        verdict=judge(independent, bool(disputes)),
        independent_origins=independent,
    )


def _side(entries: list[EvidenceEntry], origins: Mapping[str, tuple[str, ...]]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            source=entry.source,
            paragraph=entry.paragraph,
            says=entry.says,
            anchors=tuple(entry.anchors),
            attributed_to=tuple(entry.attributed_to),
            origins=traced,
        )
        for entry, traced in zip(entries, trace(entries, origins), strict=True)
    )


def _version(documents: Documents) -> str:
    content = {
        "facts": [[document.content.topic, *_dumped(document.content.facts)] for document in documents.topics],
        "sources": {source_id: document.content.model_dump(mode="json") for source_id, document in documents.sources},
        "vocabulary": documents.vocabulary.content.model_dump(mode="json") if documents.vocabulary else None,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _dumped(entries: list[FactEntry]) -> list[object]:
    return [entry.model_dump(mode="json") for entry in entries]
