"""Proves every locator and anchor against copies of the articles that an editor holds."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.factbase.articles import Article, open_articles
from bot.factbase.copying import copies, runs_of
from bot.factbase.documents import Documents, PlacedFact
from bot.factbase.problem import Problem
from bot.factbase.reprints import reprints
from bot.factbase.words import figures

_QUOTES = "\"'“”„‟‘’‚‛«»‹› "
"""What programs and people put around a text."""


def check_against_articles(documents: Documents, folder: Path) -> Iterator[Problem]:
    """Every checksum, locator and anchor that the articles in ``folder`` do not bear out, and every copied run."""
    articles, problems = open_articles(documents, folder)
    yield from problems
    yield from reprints(documents, articles)
    runs = runs_of(articles)
    for placed in documents.facts():
        yield from _anchors(placed, articles)
        yield from _figures(placed, articles)
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
                fix = _elsewhere(standing) or _without_quotes(article, anchor, evidence.paragraph)
                fix = fix or "it stands nowhere in that article; copy a few words exactly"
                yield placed.document.problem(placed.path(side, index, "anchors", number), wrong, fix)


def _elsewhere(standing: Sequence[int]) -> str:
    """Where an anchor stands instead; empty where it stands nowhere."""
    return f"it stands in paragraph {', '.join(map(str, standing))}" if standing else ""


def _without_quotes(article: Article, anchor: str, paragraph: int) -> str:
    """How an anchor is written that stands in the article but for the quotes around it; empty for any other."""
    bare = anchor.strip(_QUOTES)
    standing = article.standing(bare) if bare and bare != anchor else []
    if not standing:
        return ""
    there = "it stands there" if paragraph in standing else _elsewhere(standing)
    return f'without its quotes, which belong to the text here, {there}; put straight ones (") around it instead'


def _figures(placed: PlacedFact, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Figures of a paraphrase that its article has nowhere, in digits or in words."""
    for side, evidences in placed.sides():
        for index, evidence in enumerate(evidences):
            article = articles.get(evidence.source)
            said = figures(evidence.says)
            if article and said:
                for figure in sorted(said - article.figures):
                    wrong = f"the figure {figure} stands nowhere in the article of '{evidence.source}'"
                    yield placed.document.warning(placed.path(side, index, "says"), wrong, "say it as the article does")
