"""From valid documents to the immutable values that the rest of the program reads."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from bot.factbase.documents import Document, Documents
from bot.factbase.entries import EvidenceEntry, FactEntry, SourceFile, TopicFile
from bot.factbase.model import Evidence, Fact, Name, Source, Vocabulary
from bot.factbase.verdict import count_independent, judge, trace

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
    )


def facts_of(document: Document[TopicFile], sources: Mapping[str, Source]) -> list[Fact]:
    """The facts of a topic whose evidence names no other sources than these, in the order of the file."""
    origins = {source.id: source.origins for source in sources.values()}
    source_ids = sorted(sources)
    return [_fact(document.content.topic, entry, origins, source_ids) for entry in document.content.facts]


def vocabulary_of(documents: Documents) -> Vocabulary:
    """The vocabulary of the documents, empty where there is none."""
    if documents.vocabulary is None:
        return Vocabulary()
    content = documents.vocabulary.content
    return Vocabulary(
        tuple(Name(entry.name, tuple(entry.spellings)) for entry in content.names),
        tuple(tuple(group) for group in content.same),
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


def _fact(topic: str, entry: FactEntry, origins: Mapping[str, Sequence[str]], source_ids: Sequence[str]) -> Fact:
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


def _side(entries: Sequence[EvidenceEntry], origins: Mapping[str, Sequence[str]]) -> tuple[Evidence, ...]:
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
