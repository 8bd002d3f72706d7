"""What a careful editor would look for in a fact base, beyond its form: repetitions, and figures without ground."""

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from bot.factbase.documents import Documents, PlacedFact
from bot.factbase.problem import Problem
from bot.factbase.words import figures, words

NEAR_DUPLICATE = 90.0
"""The similarity of two claims (rapidfuzz ``token_sort_ratio``, 0..100) from which they are reported."""


def check(documents: Documents) -> Iterator[Problem]:
    """Every editorial problem: errors for phrasings that two facts share, warnings for what may be meant."""
    yield from _shared_phrasings(documents)
    yield from _near_duplicate_claims(documents)
    yield from _figures_without_ground(documents)
    yield from _spellings_of_two_names(documents)


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
                yield placed.document.problem(path, wrong, "keep it where the question belongs")
            own.add(key)
            first.setdefault(key, placed)


def _near_duplicate_claims(documents: Documents) -> Iterator[Problem]:
    placed = list(documents.facts())
    claims = [" ".join(sorted(words(one.entry.claim))) for one in placed]
    for index, one in enumerate(placed):
        matches = process.extract(
            claims[index], claims[:index], scorer=fuzz.ratio, score_cutoff=NEAR_DUPLICATE, limit=3
        )
        for _, _, earlier in matches:
            wrong = f"the claim is nearly that of fact '{placed[earlier].entry.id}' ({placed[earlier]})"
            fix = "if they answer one question, join them; a rival value is a 'disputes' entry"
            yield one.document.warning(one.path("claim"), wrong, fix)


def _figures_without_ground(documents: Documents) -> Iterator[Problem]:
    for placed in documents.facts():
        grounded: set[str] = set()
        for evidence in placed.entry.supports:
            for anchor in evidence.anchors:
                grounded |= figures(anchor)
        for figure in sorted(figures(placed.entry.claim) - grounded):
            wrong = f"the figure {figure} of the claim stands in no supporting anchor"
            fix = "anchor the words of the article that it comes from"
            yield placed.document.warning(placed.path("claim"), wrong, fix)


def _spellings_of_two_names(documents: Documents) -> Iterator[Problem]:
    document = documents.vocabulary
    if document is None:
        return
    owners: dict[str, str] = {}
    for index, entry in enumerate(document.content.names):
        for spelling in dict.fromkeys([entry.name, *entry.spellings]):
            owner = owners.setdefault(spelling.casefold(), entry.name)
            if owner != entry.name:
                wrong = f"'{spelling}' is a spelling of both '{owner}' and '{entry.name}'"
                yield document.problem(("names", index, "spellings"), wrong, "keep it under one name")
