"""Proves every locator and anchor against copies of the articles that an editor holds."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.factbase.articles import Article, open_articles
from bot.factbase.copying import copies, runs_of
from bot.factbase.documents import Documents, PlacedFact
from bot.factbase.problem import Problem


def check_against_articles(documents: Documents, folder: Path) -> Iterator[Problem]:
    """Every checksum, locator and anchor that the articles in ``folder`` do not bear out, and every copied run."""
    articles, problems = open_articles(documents, folder)
    yield from problems
    runs = runs_of(articles)
    for placed in documents.facts():
        yield from _anchors(placed, articles)
        yield from copies(placed, runs)


def _anchors(placed: PlacedFact, articles: Mapping[str, Article]) -> Iterator[Problem]:
    for side, evidences in placed.sides():
        for index, evidence in enumerate(evidences):
            article = articles.get(evidence.source)
            if article is None or evidence.paragraph > len(article.paragraphs):
                continue
            for number, anchor in enumerate(evidence.anchors):
                standing = article.standing(anchor)
                if evidence.paragraph in standing:
                    continue
                wrong = f"'{anchor}' does not stand in paragraph {evidence.paragraph} of '{evidence.source}'"
                yield placed.document.problem(placed.path(side, index, "anchors", number), wrong, _elsewhere(standing))


def _elsewhere(standing: Sequence[int]) -> str:
    if not standing:
        return "it stands nowhere in that article; copy a few words exactly"
    return f"it stands in paragraph {', '.join(map(str, standing))}"
