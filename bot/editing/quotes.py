"""Finds quoted words in the articles' texts, and the few of them that tell the place."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.editing.workspace import Workspace
from bot.factbase.articles import Article
from bot.factbase.schema import MOST_WORDS
from bot.factbase.texts import plain_typography

NEAR = 65.0
"""The least likeness, 0..100 (rapidfuzz ``partial_ratio``), of a paragraph that may be meant by words not found."""
_AROUND = " .,;:!?()[]\"'-"


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph in which the quoted words stand.

    ``anchor`` is the shortest part of them, of at most seven words, that stands in no other paragraph of the article
    (``unique``); if there is none, their first seven words. ``cited_by`` are the ids of facts that cite the paragraph.
    """

    source: str
    paragraph: int
    text: str
    anchor: str
    unique: bool
    cited_by: tuple[str, ...]


def find(workspace: Workspace, quoted: str, source_id: str | None = None) -> list[Place]:
    """Every place where the words stand, in one source or all; quotation marks, hyphens and blanks do not matter."""
    return [
        _place(workspace, one, article, paragraph, quoted)
        for one, article in _searched(workspace, source_id)
        for paragraph in article.standing(quoted)
    ]


def _place(workspace: Workspace, source_id: str, article: Article, paragraph: int, quoted: str) -> Place:
    anchor = anchor_of(article, paragraph, quoted)
    shortest = anchor or " ".join(plain_typography(quoted).split()[:MOST_WORDS])
    cited = tuple(workspace.citing(source_id, paragraph))
    return Place(source_id, paragraph, article.paragraphs[paragraph - 1], shortest, bool(anchor), cited)


def nearest(workspace: Workspace, quoted: str, source_id: str | None = None) -> tuple[str, int, str] | None:
    """The source, number and text of the paragraph most like words that stand nowhere; None if none is like them."""
    texts = [
        (one, number, paragraph)
        for one, article in _searched(workspace, source_id)
        for number, paragraph in enumerate(article.paragraphs, 1)
    ]
    wanted = plain_typography(quoted).casefold()
    paragraphs = [plain_typography(paragraph).casefold() for _, _, paragraph in texts]
    found = process.extractOne(wanted, paragraphs, scorer=fuzz.partial_ratio, score_cutoff=NEAR)
    return texts[found[2]] if found else None


def _searched(workspace: Workspace, source_id: str | None) -> list[tuple[str, Article]]:
    return [(source_id, workspace.text(source_id))] if source_id else list(workspace.texts.items())


def anchor_of(article: Article, paragraph: int, quoted: str) -> str | None:
    """The quoted words if they are few and stand in that paragraph alone, else their shortest part of which this is so.

    Of equally short parts, one with a figure and the most letters. None if there is no such part.
    """
    tokens = plain_typography(quoted).split()
    whole = " ".join(tokens).strip(_AROUND)
    if len(tokens) <= MOST_WORDS and article.standing(whole) == [paragraph]:
        return whole
    for length in range(2, MOST_WORDS + 1):
        starts = range(len(tokens) - length + 1)
        parts = (" ".join(tokens[start : start + length]).strip(_AROUND) for start in starts)
        if telling := [part for part in parts if part and article.standing(part) == [paragraph]]:
            return max(telling, key=lambda part: (any(letter.isdigit() for letter in part), len(part)))
    return None
