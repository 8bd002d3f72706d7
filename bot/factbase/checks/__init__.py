"""What a careful editor would look for in a fact base, beyond its form."""

from collections.abc import Iterator
from pathlib import Path

from bot.factbase.articles import check_against_articles, open_articles
from bot.factbase.checks import claims, evidence, repetitions, sources, vocabulary
from bot.factbase.documents import Documents
from bot.factbase.problem import Problem


def check(documents: Documents, articles: Path | None = None) -> Iterator[Problem]:
    """Every editorial problem.

    They are warnings, since the base answers all the same and some of it may be meant. With the folder of the articles'
    texts, what those do not bear out is told too, as errors.
    """
    yield from repetitions.check(documents)
    yield from claims.check(documents)
    yield from evidence.check(documents, open_articles(documents, articles)[0] if articles else {})
    yield from sources.check(documents)
    yield from vocabulary.check(documents)
    if articles:
        yield from check_against_articles(documents, articles)
