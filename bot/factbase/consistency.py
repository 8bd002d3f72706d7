"""What files have to do with one another: ids and spellings that are taken, sources named, paragraphs that exist."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.factbase.documents import Document, Documents, PlacedFact, placed_facts
from bot.factbase.fields import evidence_of
from bot.factbase.problem import MAX_PROBLEMS, Code, Position, Problem
from bot.factbase.schema import MAX_ID, EvidenceEntry, SourceFile, TopicFile, id_like
from bot.factbase.validation import did_you_mean
from bot.factbase.verdict import Relation, origin_id

OFTEN = 3
"""The times that a file names an unknown source from which its own file was rather renamed."""
MEANT = 80.0
"""The likeness of an unknown id to a file's name (rapidfuzz ``token_set_ratio``, 0..100) from which it is meant."""


def awaited_ids(documents: Documents) -> dict[str, Path]:
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


def misnamed_sources(documents: Documents, awaited: Mapping[str, Path]) -> Iterator[Problem]:
    """Every source file whose name cannot be an id; ``awaited`` as :func:`awaited_ids` has it."""
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


def ids_taken_twice(documents: Documents) -> Iterator[Problem]:
    """The facts whose ids earlier ones have, as many of each file as are told."""
    first: dict[str, PlacedFact] = {}
    for topic in documents.topics:
        yield from islice(_ids_in(first, topic), MAX_PROBLEMS)
        for placed in placed_facts(topic):
            first.setdefault(placed.entry.id, placed)


def _ids_in(first: dict[str, PlacedFact], topic: Document[TopicFile]) -> Iterator[Problem]:
    """Each fact of a topic whose id a fact before it has: one of the topic itself, or of those in ``first``."""
    own: dict[str, PlacedFact] = {}
    for placed in placed_facts(topic):
        if earlier := first.get(placed.entry.id) or own.get(placed.entry.id):
            wrong = f"the id '{placed.entry.id}' is taken by the fact at {earlier}"
            yield topic.problem(placed.path("id"), wrong, "give this fact an id of its own")
        own.setdefault(placed.entry.id, placed)


def articles_described_twice(documents: Documents) -> Iterator[Problem]:
    """The sources whose article an earlier one describes: as two, they would pass for two witnesses."""
    with_checksum: dict[str, str] = {}
    with_file: dict[str, str] = {}
    for source_id, document in documents.sources:
        article = document.content.article
        same_text = with_checksum.setdefault(article.sha256, source_id)
        same_file = with_file.setdefault(article.file, source_id)
        if same_text != source_id:
            wrong = f"this article is that of the source '{same_text}': it has the same checksum"
            yield document.problem(("article", "sha256"), wrong, "one article is one source; remove one of the two")
        elif same_file != source_id:
            wrong = f"the source '{same_file}' names this file too, with another checksum"
            yield document.problem(("article", "file"), wrong, "name the article's own file in each")


def sources_named_alike(documents: Documents) -> Iterator[Problem]:
    """The sources that answers would call by the name of an earlier one."""
    named: dict[str, str] = {}
    for source_id, document in documents.sources:
        name = document.content.name
        if (earlier := named.setdefault(origin_id(name), source_id)) != source_id:
            wrong = f"the source '{earlier}' is called '{name}' too, so that answers could not tell them apart"
            yield document.problem(("name",), wrong, "give each a name of its own, such as with its year")


def spellings_of_two_names(documents: Documents) -> Iterator[Problem]:
    """A warning for every spelling that the vocabulary has under two names, as two people may share a surname."""
    document = documents.vocabulary
    if document is None:
        return
    owners: dict[str, str] = {}
    for index, entry in enumerate(document.content.names):
        for spelling in dict.fromkeys([entry.name, *entry.spellings]):
            owner = owners.setdefault(spelling.casefold(), entry.name)
            if owner != entry.name:
                wrong = f"'{spelling}' is a spelling of both '{owner}' and '{entry.name}'"
                yield from document.warning(
                    Code.SHARED_SPELLING, ("names", index, "spellings"), wrong, "keep it under one name"
                )


def wrong_references(
    topic: Document[TopicFile], source_ids: Set[str], sources: Mapping[str, Document[SourceFile]]
) -> Iterator[Problem]:
    """What is wrong between a topic and the sources: their ids, and those of them whose files are valid."""
    often = Counter(evidence.source for fact in topic.content.facts for _, evidence in evidence_of(fact))
    for placed in placed_facts(topic):
        yield from _between_a_fact_and(sources, source_ids, placed, often)


def _about_unknown(source: str, known: Set[str], times: int) -> str:
    """What to do about a source that no file describes: one that is named often is no slip of a finger."""
    if times < OFTEN:
        return did_you_mean(source, sorted(known))
    return f"this file names it {times} times: if its own file was renamed, call that '{source}.yaml' again"


def _between_a_fact_and(
    sources: Mapping[str, Document[SourceFile]], source_ids: Set[str], placed: PlacedFact, often: Mapping[str, int]
) -> Iterator[Problem]:
    """What is wrong between a fact's evidence and the sources, or between its two sides."""
    entry, document = placed.entry, placed.document
    supporting = {(evidence.source, _voice(evidence)) for evidence in entry.supports}
    seen: set[tuple[object, ...]] = set()
    for path, evidence in placed.evidence():
        relation = path[2]
        if source_ids and evidence.source not in source_ids:  # a folder without any is a problem of its own
            wrong = f"fact '{entry.id}' names the unknown source '{evidence.source}'"
            fix = _about_unknown(evidence.source, source_ids, often[evidence.source])
            yield document.problem((*path, "source"), wrong, fix)
        elif source := sources.get(evidence.source):
            yield from _paragraph(placed, path, evidence, source)
        if relation == Relation.DISPUTES and (evidence.source, _voice(evidence)) in supporting:
            wrong = f"the source '{evidence.source}' both supports and disputes fact '{entry.id}'"
            fix = "keep the side it is on, or name who says each as 'speaker' if two people in it disagree"
            yield document.problem((*path, "source"), wrong, fix)
        place = (relation, evidence.source, evidence.paragraph, evidence.at, _voice(evidence))
        if place in seen:
            wrong = f"fact '{entry.id}' names paragraph {evidence.paragraph} of '{evidence.source}' twice here"
            yield document.problem(path, wrong, "join the two entries")
        seen.add(place)


def _voice(evidence: EvidenceEntry) -> str:
    """Who speaks in the source; empty for the source itself."""
    return origin_id(evidence.speaker or "")


def _paragraph(
    placed: PlacedFact, path: tuple[str | int, ...], evidence: EvidenceEntry, source: Document[SourceFile]
) -> Iterator[Problem]:
    last = source.content.article.paragraphs
    if evidence.paragraph > last:
        wrong = f"paragraph {evidence.paragraph} of '{evidence.source}' does not exist"
        yield placed.document.problem((*path, "paragraph"), wrong, f"the article's paragraphs are 1 to {last}")
