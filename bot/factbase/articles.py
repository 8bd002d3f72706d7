"""An editor's copies of the articles: what stands in them, and whether each is the text that its source describes."""

import re
from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import combinations, pairwise
from pathlib import Path

from bot.environment import read_regular
from bot.factbase.documents import Document, Documents, PlacedFact
from bot.factbase.fields import Words, texts
from bot.factbase.numbers import numbers
from bot.factbase.problem import Code, Problem, shown
from bot.factbase.schema import EvidenceEntry, SourceFile
from bot.factbase.texts import figures, no_article, plain_typography, runs, words
from bot.factbase.verdict import origin_id

_WHOLE_WORDS = r"(?<!\w){}(?!\w)"


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
        spelled = (
            amount
            for text in self.paragraphs
            for number in numbers(plain_typography(text))
            for amount in number.amounts
        )
        figured = {f"{amount:.15g}" for amount in spelled} | {"1"}  # as "one" by itself is no number
        return frozenset(figured.union(*map(figures, self.paragraphs)))

    def standing(self, anchor: str) -> list[int]:
        """The numbers of the paragraphs in which ``anchor`` stands as whole words, typography aside."""
        pattern = re.compile(_WHOLE_WORDS.format(re.escape(plain_typography(anchor))))
        return [n for n, text in enumerate(self.paragraphs, 1) if pattern.search(plain_typography(text))]


def paragraph_of(evidence: EvidenceEntry, articles: Mapping[str, Article]) -> str | None:
    """The paragraph that the evidence names; None if the article is not at hand or has no such paragraph."""
    article = articles.get(evidence.source)
    known = article is not None and evidence.paragraph <= len(article.paragraphs)
    return article.paragraphs[evidence.paragraph - 1] if article and known else None


def open_articles(documents: Documents, folder: Path) -> tuple[dict[str, Article], list[Problem]]:
    """The articles in ``folder`` by the ids of their sources, and what is wrong with them.

    Of sources that name one file, which is an error already, the file is that of the one that has its checksum.
    """
    naming = Counter(document.content.article.file for _, document in documents.sources)
    articles: dict[str, Article] = {}
    problems: list[Problem] = []
    for source_id, document in documents.sources:
        article, found = _opened(document, folder)
        if naming[document.content.article.file] > 1 and found:
            continue
        problems += found
        if article:
            articles[source_id] = article
    return articles, problems


def _opened(document: Document[SourceFile], folder: Path) -> tuple[Article | None, list[Problem]]:
    described = document.content.article
    path = folder / described.file
    try:
        data = read_regular(path)
    except OSError as error:
        unread: tuple[str, str] | None = f"cannot be read ({error.strerror})", "put a copy there, or correct the name"
    else:
        no_text = no_article(data)
        unread = no_text and (f"is {no_text[0]}", no_text[1])
    if unread:
        wrong = f"the article {path} {unread[0]}, so its evidence is unproven"
        return None, [document.problem(("article", "file"), wrong, unread[1])]
    article, problems = Article.of(data.decode("utf-8-sig")), []
    if (actual := sha256(data).hexdigest()) != described.sha256:
        problems.append(document.problem(("article", "sha256"), *_another_text(path, data, actual, described.sha256)))
    if (count := len(article.paragraphs)) != described.paragraphs:
        problems.append(document.problem(("article", "paragraphs"), f"{path} has {count} paragraphs", f"write {count}"))
    return article, problems


def _another_text(path: Path, data: bytes, actual: str, described: str) -> tuple[str, str]:
    """What is wrong if the text's checksum is not the one described, and what would be right."""
    unix = data.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n")
    same = (mark + text for mark in (b"", BOM_UTF8) for text in (unix, unix.replace(b"\n", b"\r\n")))
    if any(sha256(text).hexdigest() == described for text in same):
        wrong = f"{path} differs from the text of this checksum only in its line ends or its byte-order mark"
        return wrong, f"write {actual}"
    wrong = f"the checksum of {path} is {actual}"
    return wrong, "if the article changed, check its evidence, then write the new checksum here"


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
    for path, text in texts(placed.entry, Words.OWN):
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


REPEATED = 0.5
"""The part of a paragraph's runs, 0..1, from which it is taken for a paragraph of the other article."""
FEWEST_WORDS = 15
"""Words of a paragraph that tell: a shorter one may be a caption or a quotation that everybody has."""
FEWEST = 2
"""Paragraphs that make one article a reprint of another: a single one may be a statement that both quote."""


def reprints(documents: Documents, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """A warning for every two sources of which one repeats paragraphs of the other and which share no origin.

    ``articles`` are those that are at hand, by source id.
    """
    held = {
        source_id: [set(runs(text, COPIED_RUN)) for text in article.paragraphs]
        for source_id, article in articles.items()
    }
    places: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for source_id, of_paragraphs in held.items():
        for of_one in of_paragraphs:
            for run in of_one:
                places[run].add(source_id)
    alike = {pair for sources in places.values() for pair in combinations(sorted(sources), 2)}
    described = dict(documents.sources)
    for first, second in sorted(alike):
        one, other = ({origin_id(name) for name in described[source].content.origins} for source in (first, second))
        if one & other:
            continue
        said = set().union(*held[first])
        repeated = [
            number
            for number, (text, own) in enumerate(zip(articles[second].paragraphs, held[second], strict=True), 1)
            if len(words(text)) >= FEWEST_WORDS and len(own & said) >= REPEATED * len(own)
        ]
        if len(repeated) >= FEWEST:
            listed = ", ".join(map(str, repeated))
            wrong = f"paragraphs {listed} of its article stand in that of '{first}' too, which shares no origin with it"
            fix = "name among the origins of both whose text it is, or they count as two witnesses"
            yield from described[second].warning(Code.SHARED_TEXT, ("origins",), wrong, fix)


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
    for path, evidence in placed.evidence():
        if paragraph_of(evidence, articles) is None:
            continue
        article = articles[evidence.source]
        for number, anchor in enumerate(evidence.anchors):
            standing = article.standing(anchor)
            if evidence.paragraph not in standing:
                wrong = f"'{anchor}' does not stand in paragraph {evidence.paragraph} of '{evidence.source}'"
                fix = f"it {_in_paragraphs(standing)}" if standing else _nearly(article, anchor, evidence.paragraph)
                yield placed.document.problem((*path, "anchors", number), wrong, fix)


def _in_paragraphs(standing: Sequence[int]) -> str:
    return f"stands in paragraph {', '.join(map(str, standing))}"


def _nearly(article: Article, anchor: str, paragraph: int) -> str:
    """How an anchor stands in the article: without its quotes, in other capitals, or across a line break."""
    bare = anchor.strip(_QUOTES)
    if bare and bare != anchor and (standing := article.standing(bare)):
        there = "stands there" if paragraph in standing else _in_paragraphs(standing)
        return f'without its quotes, which belong to the text here, it {there}; put straight ones (") around it instead'
    sought = re.compile(_WHOLE_WORDS.format(re.escape(plain_typography(anchor))), re.IGNORECASE)
    plain = [plain_typography(text) for text in article.paragraphs]
    for number, text in enumerate(plain, 1):
        if there_is := sought.search(text):
            return f"in paragraph {number} it stands as '{there_is[0]}'; write the same capitals"
    for number, (text, following) in enumerate(pairwise(plain), 1):
        if sought.search(f"{text} {following}"):
            return f"it crosses the line break after paragraph {number}; anchor words of one line"
    return "it stands nowhere in that article; copy a few words exactly"


def _figures(placed: PlacedFact, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Figures of a paraphrase that its article has nowhere, in digits or in words."""
    for path, evidence in placed.evidence():
        if not (said := figures(evidence.says)) or (article := articles.get(evidence.source)) is None:
            continue
        for figure in sorted(said - article.figures):
            wrong = f"the figure {figure} stands nowhere in the article of '{evidence.source}'"
            fix = "say it as the article does"
            yield from placed.warning(Code.FIGURE_NOT_IN_ARTICLE, (*path, "says"), wrong, fix)
