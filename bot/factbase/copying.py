"""Finds what was copied from an article: runs of its words in what editors wrote."""

from collections.abc import Iterator, Mapping

from bot.factbase.articles import Article
from bot.factbase.documents import PlacedFact
from bot.factbase.problem import Problem, shown
from bot.factbase.words import words

COPIED_RUN = 8
"""Words in a row that count as copied."""
QUOTED = 150
"""Characters of a copied run that are told."""

Runs = Mapping[tuple[str, ...], str]
"""Every run of :data:`COPIED_RUN` words in the articles, with the first place where it stands."""


def runs_of(articles: Mapping[str, Article]) -> Runs:
    """The runs of these articles, which are given by the ids of their sources."""
    runs: dict[tuple[str, ...], str] = {}
    for source_id, article in articles.items():
        for number, paragraph in enumerate(article.paragraphs, 1):
            for run in _runs_in(words(paragraph)):
                runs.setdefault(run, f"paragraph {number} of '{source_id}'")
    return runs


def copies(placed: PlacedFact, runs: Runs) -> Iterator[Problem]:
    """A problem for each stretch of an article in what an editor wrote of a fact."""
    for path, text in _texts(placed):
        for copied, origin in _stretches(words(text), runs):
            wrong = f"'{shown(copied, QUOTED)}' is copied from {origin}"
            yield placed.document.problem(placed.path(*path), wrong, "say it in other words")


def _stretches(spoken: list[str], runs: Runs) -> Iterator[tuple[str, str]]:
    """Each stretch of a text that is copied, as far as it goes, and where it begins in the articles."""
    origins = [runs.get(run) for run in _runs_in(spoken)]
    start = 0
    while start < len(origins):
        end = start
        while end < len(origins) and origins[end]:
            end += 1
        if origin := origins[start]:
            yield " ".join(spoken[start : end - 1 + COPIED_RUN]), origin
        start = max(end, start + 1)


def _runs_in(spoken: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(spoken[start:] for start in range(COPIED_RUN)), strict=False)


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
