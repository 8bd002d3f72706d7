"""Whether sources are used, appeared, and count as the witnesses that they are."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.factbase.documents import Document, Documents
from bot.factbase.problem import Code, Problem
from bot.factbase.schema import Kind
from bot.factbase.verdict import origin_id

SHORTEST_ORIGIN, LONG_ORIGIN = 4, 8
"""Letters from which an origin may be another with a slip, and from which with two: AP is no slip of AFP."""


def check(documents: Documents) -> Iterator[Problem]:
    """A warning for each source that no fact has or of an unlikely day, and each origin that is hardly one."""
    yield from _nearly_one_origin(documents)
    yield from _attributed_to_itself(documents)
    yield from _republished_by_itself(documents)
    yield from _unread(documents)
    yield from _unlikely_day(documents)


def _nearly_one_origin(documents: Documents) -> Iterator[Problem]:
    """Origins a slip apart from earlier ones: each counts as a witness of its own."""
    first: dict[str, str] = {}
    for document, path, name in _origins(documents):
        origin = origin_id(name)
        if origin in first or len(origin) < SHORTEST_ORIGIN:
            continue
        most = 1 if len(origin) < LONG_ORIGIN else 2
        near = process.extractOne(origin, first.keys(), scorer=OSA.distance, score_cutoff=most)
        first[origin] = f"{document.file}:{document.position(*path).line}"
        if near:
            wrong = f"the origin '{name}' is nearly '{near[0]}' ({first[near[0]]}), and counts as another witness"
            yield from document.warning(Code.NEAR_ORIGIN, path, wrong, "if they are one, write them alike")


def _origins(documents: Documents) -> Iterator[tuple[Document[Any], tuple[str | int, ...], str]]:
    """Every origin with its place: those of sources, and the roots of what is attributed."""
    for _, document in documents.sources:
        for number, name in enumerate(document.content.origins):
            yield document, ("origins", number), name
    for placed in documents.facts():
        for path, evidence in placed.evidence():
            if evidence.attributed_to:
                last = len(evidence.attributed_to) - 1
                yield placed.document, (*path, "attributed_to", last), evidence.attributed_to[-1]


def _attributed_to_itself(documents: Documents) -> Iterator[Problem]:
    for placed in documents.facts():
        for path, evidence in placed.evidence():
            for place, name in enumerate(evidence.attributed_to):
                if origin_id(name) == evidence.source:
                    wrong = f"'{name}' is the source itself, and 'attributed_to' names whom it has it from"
                    inside = (*path, "attributed_to", place)
                    yield from placed.document.warning(
                        Code.ATTRIBUTED_TO_ITSELF, inside, wrong, "leave it out if the article reports this itself"
                    )


def _republished_by_itself(documents: Documents) -> Iterator[Problem]:
    for source_id, document in documents.sources:
        if document.content.kind is Kind.REPUBLICATION and document.content.origins == [source_id]:
            wrong = "this republication has no origin but itself, and so counts as a witness of its own"
            yield from document.warning(Code.NO_ORIGIN, ("origins", 0), wrong, "name whom it has the text from")


def _unread(documents: Documents) -> Iterator[Problem]:
    """Sources on neither side of any fact: every answer says of them that they are silent."""
    used = {evidence.source for placed in documents.facts() for _, evidence in placed.evidence()}
    for source_id, document in documents.sources:
        if documents.topics and documents.complete and source_id not in used:
            wrong = f"no fact has the source '{source_id}', so every answer calls it silent"
            yield from document.warning(Code.UNUSED_SOURCE, ("title",), wrong, "add what it says, or remove it")


def _unlikely_day(documents: Documents) -> Iterator[Problem]:
    """Sources of days to come, in the zone where the day begins first."""
    today = datetime.now(timezone(timedelta(hours=14))).date()
    for _, document in documents.sources:
        published = document.content.published
        if published and published > today:
            yield from document.warning(
                Code.FUTURE_DAY, ("published",), f"the day {published} is still to come", "write the day it appeared"
            )
