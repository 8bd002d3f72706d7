"""An editor's copies of the articles: what stands in them, and whether each is the text that its source describes."""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import product
from pathlib import Path

from bot.factbase.documents import Document, Documents
from bot.factbase.entries import SourceFile
from bot.factbase.filetext import other_than_text
from bot.factbase.problem import Problem
from bot.factbase.words import figures, plain_typography, spelled_figures
from bot.regularfile import read_regular

_BREAK = re.compile("\r?\n")


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
        wrong = f"the article {path} cannot be read ({error.strerror}), so its evidence is unproven"
        return None, [document.problem(("article", "file"), wrong, "put a copy there, or correct the name")]
    if no_text := _no_text(data):
        wrong = f"the article {path} is {no_text[0]}, so its evidence is unproven"
        return None, [document.problem(("article", "file"), wrong, no_text[1])]
    article, problems = Article.of(data.decode("utf-8-sig")), []
    if (actual := sha256(data).hexdigest()) != described.sha256:
        problems.append(document.problem(("article", "sha256"), *_another_text(path, data, actual, described.sha256)))
    if (count := len(article.paragraphs)) != described.paragraphs:
        problems.append(document.problem(("article", "paragraphs"), f"{path} has {count} paragraphs", f"write {count}"))
    return article, problems


def _no_text(data: bytes) -> tuple[str, str] | None:
    """What a copy is instead of a text and what to do with it; None for a text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return other_than_text(data) or ("not UTF-8 text", "save the file as UTF-8")
    if not text.strip():
        return "empty", "save the article's text in it"
    return other_than_text(data) if "\0" in text else None


def _another_text(path: Path, data: bytes, actual: str, described: str) -> tuple[str, str]:
    """What is wrong where the text's checksum is not the one described, and what would be right."""
    for other, differing in _written_otherwise(data):
        if sha256(other).hexdigest() == described:
            return f"{path} differs from the text of this checksum only in {' and '.join(differing)}", f"write {actual}"
    wrong = f"the checksum of {path} is {actual}"
    return wrong, "if the article changed, check its evidence, then write the new checksum here"


def _written_otherwise(data: bytes) -> Iterator[tuple[bytes, list[str]]]:
    """A text as other programs write it that say the same in it, each with what differs; what is likeliest first."""
    lines = _BREAK.split(data.decode("utf-8-sig"))
    bare = [line.rstrip() for line in lines]
    text, mark, break_ = "\n".join(lines), data.startswith(BOM_UTF8), "\r\n" if b"\r\n" in data else "\n"
    for written, ending, marked, by in product((lines, bare), (None, "\n", ""), (mark, not mark), ("\n", "\r\n")):
        whole = "\n".join(written)
        ended = whole if ending is None else whole.rstrip("\n") + ending
        differing = {
            "its line ends": by != break_,
            "its byte-order mark": marked != mark,
            "blanks at the ends of lines": written is bare and whole != text,
            "line ends after its last line": ended != whole,
        }
        other = (BOM_UTF8 if marked else b"") + ended.replace("\n", by).encode()
        yield other, [what for what, differs in differing.items() if differs]
