"""What a careful editor would look for in a fact base, beyond its form: repetitions, and figures without ground."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.factbase.documents import Document, Documents, PlacedFact
from bot.factbase.problem import Problem
from bot.factbase.verdict import origin_id
from bot.factbase.words import figures, words

NEAR_DUPLICATE = 90.0
"""The similarity of two claims (rapidfuzz ``token_sort_ratio``, 0..100) from which they are reported."""
SHORTEST_ORIGIN, LONG_ORIGIN = 4, 8
"""Letters from which an origin may be another with a slip, and from which with two: AP is no slip of AFP."""
EVERYDAY = 200
"""The number of claims from which a word that they share says nothing of how near two of them are."""


def check(documents: Documents) -> Iterator[Problem]:
    """Every editorial problem: warnings, since the base answers all the same, and some of it may be meant."""
    yield from _shared_phrasings(documents)
    yield from _near_duplicate_claims(documents)
    yield from _figures_without_ground(documents)
    yield from _nearly_one_origin(documents)
    yield from _unasked(documents)
    yield from _unread(documents)
    yield from _not_yet_published(documents)


def _shared_phrasings(documents: Documents) -> Iterator[Problem]:
    first: dict[str, PlacedFact] = {}
    for placed in documents.facts():
        own: set[str] = set()
        for index, phrasing in enumerate(placed.entry.phrasings):
            key = " ".join(words(phrasing)) or phrasing
            path = placed.path("phrasings", index)
            if key in own:
                yield placed.document.warning(
                    path, f"this phrasing stands twice in fact '{placed.entry.id}'", "keep one"
                )
            elif earlier := first.get(key):
                wrong = f"fact '{earlier.entry.id}' ({earlier}) has this phrasing too"
                yield placed.document.warning(path, wrong, "keep it where the question belongs")
            own.add(key)
            first.setdefault(key, placed)


def _near_duplicate_claims(documents: Documents) -> Iterator[Problem]:
    """Claims nearly those of earlier facts: all that are, among the claims that share half their words.

    Two such claims share a word among the rarer half of the words of each (prefix filtering, Chaudhuri et al. 2006), so
    only claims that do are compared. In a large base, everyday words are left out there: they alone make none near.
    """
    placed = list(documents.facts())
    spoken = [sorted(words(one.entry.claim)) or [one.entry.claim] for one in placed]
    claims = [" ".join(one) for one in spoken]
    often = Counter(word for one in spoken for word in set(one))
    earlier_with: dict[str, list[int]] = {}
    for index, one in enumerate(placed):
        own = sorted(set(spoken[index]), key=lambda word: (often[word], word))
        rarer = [word for word in own[: len(own) // 2 + 1] if often[word] < EVERYDAY] + [claims[index]]
        candidates = sorted({number for word in rarer for number in earlier_with.get(word, ())})
        near = process.extract(
            claims[index],
            {number: claims[number] for number in candidates},
            scorer=fuzz.ratio,
            score_cutoff=NEAR_DUPLICATE,
            limit=3,
        )
        for _, _, earlier in near:
            wrong = f"the claim is nearly that of fact '{placed[earlier].entry.id}' ({placed[earlier]})"
            fix = "if they answer one question, join them; a rival value is a 'disputes' entry"
            yield one.document.warning(one.path("claim"), wrong, fix)
        for word in rarer:
            earlier_with.setdefault(word, []).append(index)


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
            yield document.warning(path, wrong, "if they are one, write them alike")


def _origins(documents: Documents) -> Iterator[tuple[Document[Any], tuple[str | int, ...], str]]:
    """Every origin with its place: those of sources, and the roots of what is attributed."""
    for _, document in documents.sources:
        for number, name in enumerate(document.content.origins):
            yield document, ("origins", number), name
    for placed in documents.facts():
        for side, evidences in placed.sides():
            for number, evidence in enumerate(evidences):
                if evidence.attributed_to:
                    last = len(evidence.attributed_to) - 1
                    yield placed.document, placed.path(side, number, "attributed_to", last), evidence.attributed_to[-1]


def _unasked(documents: Documents) -> Iterator[Problem]:
    for placed in documents.facts():
        if not placed.entry.phrasings:
            wrong = f"fact '{placed.entry.id}' has no phrasings, and is found by the words of its claim alone"
            yield placed.document.warning(placed.path("id"), wrong, "add how people would ask for it")


def _unread(documents: Documents) -> Iterator[Problem]:
    """Sources on neither side of any fact: every answer says of them that they are silent."""
    placed = documents.facts()
    used = {evidence.source for one in placed for _, evidences in one.sides() for evidence in evidences}
    for source_id, document in documents.sources:
        if documents.topics and source_id not in used:
            wrong = f"no fact has the source '{source_id}', so every answer calls it silent"
            yield document.warning(("title",), wrong, "add what it says, or remove it")


def _not_yet_published(documents: Documents) -> Iterator[Problem]:
    """Sources of days to come, in the zone where the day begins first."""
    today = datetime.now(timezone(timedelta(hours=14))).date()
    for _, document in documents.sources:
        published = document.content.published
        if published and published > today:
            yield document.warning(("published",), f"the day {published} is still to come", "write the day it appeared")


def _figures_without_ground(documents: Documents) -> Iterator[Problem]:
    """Figures of claims that no supporting anchor has, and that are not of the day on which such a source appeared."""
    appeared = {source_id: str(document.content.published) for source_id, document in documents.sources}
    for placed in documents.facts():
        grounded: set[str] = set()
        for evidence in placed.entry.supports:
            grounded |= {part.lstrip("0") for part in appeared.get(evidence.source, "").split("-")}
            for anchor in evidence.anchors:
                grounded |= figures(anchor)
        for figure in sorted(figures(placed.entry.claim) - grounded):
            wrong = f"the figure {figure} of the claim stands in no supporting anchor"
            fix = "anchor the words of the article that it comes from"
            yield placed.document.warning(placed.path("claim"), wrong, fix)
