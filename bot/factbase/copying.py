"""Finds what was copied from an article: runs of its words in what editors wrote."""

from collections.abc import Iterator, Mapping

from bot.factbase.articles import Article
from bot.factbase.documents import PlacedFact
from bot.factbase.problem import Problem, shown
from bot.factbase.words import runs, words

COPIED_RUN = 8
"""Words in a row that count as copied."""
QUOTED = 150
"""Characters of a copied run that are told."""

Runs = Mapping[tuple[str, ...], str]
"""Every run of :data:`COPIED_RUN` words in the articles, with the first place where it stands."""


def runs_of(articles: Mapping[str, Article]) -> Runs:
    """The runs of these articles, which are given by the ids of their sources."""
    known: dict[tuple[str, ...], str] = {}
    for source_id, article in articles.items():
        for number, paragraph in enumerate(article.paragraphs, 1):
            for run in runs(paragraph, COPIED_RUN):
                known.setdefault(run, f"paragraph {number} of '{source_id}'")
    return known


def copies(placed: PlacedFact, known: Runs) -> Iterator[Problem]:
    """A problem for each stretch of an article in what an editor wrote of a fact."""
    for path, text in _texts(placed):
        for copied, origin in _stretches(text, known):
            wrong = f"'{shown(copied, QUOTED)}' is copied from {origin}"
            yield placed.document.problem(placed.path(*path), wrong, "say it in other words")


def _stretches(text: str, known: Runs) -> Iterator[tuple[str, str]]:
    """Each stretch of a text that is copied, as far as it goes, and where it begins in the articles."""
    spoken = words(text)
    origins = [known.get(run) for run in runs(text, COPIED_RUN)]
    start = 0
    while start < len(origins):
        end = start
        while end < len(origins) and origins[end]:
            end += 1
        if origin := origins[start]:
            yield " ".join(spoken[start : end - 1 + COPIED_RUN]), origin
        start = max(end, start + 1)


def _texts(placed: PlacedFact) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of a fact that an editor wrote, with its path inside the fact."""
    entry = placed.entry
    yield ("claim",), entry.claim
    for index, phrasing in enumerate(entry.phrasings):
        yield ("phrasings", index), phrasing
    for side, evidences in placed.sides():
        for index, evidence in enumerate(evidences):
            yield (side, index, "says"), evidence.says
            for number, anchor in enumerate(evidence.anchors):
                yield (side, index, "anchors", number), anchor
