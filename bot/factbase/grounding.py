"""Proves every locator and anchor against copies of the articles that an editor holds."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.factbase.documents import Document, Documents, PlacedFact
from bot.factbase.entries import SourceFile
from bot.factbase.problem import Problem
from bot.factbase.reprints import reprints
from bot.factbase.words import figures, plain_typography, runs, spelled_figures
from bot.regularfile import read_regular

COPIED_RUN = 8
"""Words in a row that count as copied."""


@dataclass(frozen=True)
class Article:
    """An article's text as its non-blank lines; ``paragraphs[0]`` is paragraph 1."""

    paragraphs: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Article":
        """The article of a plain text."""
        return cls(tuple(line.strip() for line in text.split("\n") if line.strip()))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Every figure that the article has, in digits or in words."""
        return frozenset().union(*(figures(text) | spelled_figures(text) for text in self.paragraphs))

    def standing(self, anchor: str) -> list[int]:
        """The numbers of the paragraphs in which ``anchor`` stands as whole words, typography aside."""
        pattern = re.compile(rf"(?<!\w){re.escape(plain_typography(anchor))}(?!\w)")
        return [n for n, text in enumerate(self.paragraphs, 1) if pattern.search(plain_typography(text))]


def check_against_articles(documents: Documents, folder: Path) -> Iterator[Problem]:
    """Every checksum, locator and anchor that the articles in ``folder`` do not bear out, and every copied run."""
    articles: dict[str, Article] = {}
    for source_id, document in documents.sources:
        article, problems = _open(document, folder)
        yield from problems
        if article:
            articles[source_id] = article
    yield from reprints(documents, {source_id: article.paragraphs for source_id, article in articles.items()})
    copied_from = _runs(articles)
    for placed in documents.facts():
        yield from _anchors(placed, articles)
        yield from _figures(placed, articles)
        yield from _copies(placed, copied_from)


def _open(document: Document[SourceFile], folder: Path) -> tuple[Article | None, list[Problem]]:
    described = document.content.article
    path = folder / described.file
    try:
        data = read_regular(path)
        text = data.decode("utf-8-sig")
    except OSError as error:
        wrong = f"the article {path} cannot be read ({error.strerror}), so its evidence is unproven"
        return None, [document.problem(("article", "file"), wrong, "put a copy there, or correct the name")]
    except UnicodeDecodeError:
        return None, [document.problem(("article", "file"), f"the article {path} is not UTF-8 text")]
    article, problems = Article.of(text), []
    if (actual := hashlib.sha256(data).hexdigest()) != described.sha256:
        wrong = f"the checksum of {path} is {actual}"
        fix = "if the article changed, check its evidence, then write the new checksum here"
        problems.append(document.problem(("article", "sha256"), wrong, fix))
    if (count := len(article.paragraphs)) != described.paragraphs:
        problems.append(document.problem(("article", "paragraphs"), f"{path} has {count} paragraphs", f"write {count}"))
    return article, problems


def _anchors(placed: PlacedFact, articles: dict[str, Article]) -> Iterator[Problem]:
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


def _figures(placed: PlacedFact, articles: dict[str, Article]) -> Iterator[Problem]:
    """Figures of a paraphrase that its article has nowhere, in digits or in words."""
    for side, evidences in placed.sides():
        for index, evidence in enumerate(evidences):
            article = articles.get(evidence.source)
            said = figures(evidence.says)
            if article and said:
                for figure in sorted(said - article.figures):
                    wrong = f"the figure {figure} stands nowhere in the article of '{evidence.source}'"
                    yield placed.document.warning(placed.path(side, index, "says"), wrong, "say it as the article does")


def _runs(articles: dict[str, Article]) -> dict[tuple[str, ...], str]:
    """Every run of :data:`COPIED_RUN` words in the articles, with the first place where it stands."""
    found: dict[tuple[str, ...], str] = {}
    for source_id, article in articles.items():
        for number, paragraph in enumerate(article.paragraphs, 1):
            for run in runs(paragraph, COPIED_RUN):
                found.setdefault(run, f"paragraph {number} of '{source_id}'")
    return found


def _copies(placed: PlacedFact, known: dict[tuple[str, ...], str]) -> Iterator[Problem]:
    for path, text in _texts(placed):
        for run in runs(text, COPIED_RUN):
            if origin := known.get(run):
                wrong = f"'{' '.join(run)}' is copied from {origin}"
                yield placed.document.problem(placed.path(*path), wrong, "say it in other words")
                break


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
