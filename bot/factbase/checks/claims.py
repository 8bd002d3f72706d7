"""Whether each fact says something by itself, with ground, and can be found."""

import unicodedata
from collections.abc import Iterator

from bot.factbase.documents import Documents
from bot.factbase.fields import evidence_of
from bot.factbase.problem import Code, Problem
from bot.factbase.validation import QUOTE_IT, in_words, may_be_parted, split_text
from bot.factbase.words import figures, words

FEWEST_WORDS = 3
"""Fewest words of a claim; scripts without case, such as Chinese or Thai, need no blanks between words."""
LONGEST_CLAIM = 300
"""Characters of a claim that one sentence hardly needs more than: those of the shipped base have 117 at most."""
_ASKING = ("?", "？", "؟")


def check(documents: Documents) -> Iterator[Problem]:
    """A warning for each claim that is no answer, figure without ground, text in pieces and fact without phrasings."""
    yield from _no_sentence(documents)
    yield from _figures_without_ground(documents)
    yield from _split_by_commas(documents)
    yield from _unasked(documents)


def _no_sentence(documents: Documents) -> Iterator[Problem]:
    """Claims that ask, or are too short or too long for one specific sentence."""
    for placed in documents.facts():
        claim = placed.entry.claim
        if claim.endswith(_ASKING):
            wrong, fix = "the claim is a question", "write its answer in one sentence; the question is a phrasing"
        elif len(words(claim)) < FEWEST_WORDS and not any(unicodedata.category(letter) == "Lo" for letter in claim):
            wrong, fix = f"the claim has fewer than {FEWEST_WORDS} words", "write the answer in one specific sentence"
        elif claim[0] in "“‘„«" and claim.rstrip(".")[-1] in "”’“»":
            wrong, fix = "the quotes around the claim are part of it", 'remove them, or put straight ones (") instead'
        elif len(claim) > LONGEST_CLAIM:
            wrong = f"the claim has {len(claim)} characters, and is to be one specific sentence"
            fix = f"write {LONGEST_CLAIM} at most, and what else there is to say in a fact of its own"
        else:
            continue
        yield from placed.document.warning(Code.NO_SENTENCE, placed.path("claim"), wrong, fix)


def _figures_without_ground(documents: Documents) -> Iterator[Problem]:
    """Figures of claims that no supporting anchor has, and that are not of the day on which such a source appeared."""
    appeared = {source_id: str(document.content.published) for source_id, document in documents.sources}
    for placed in documents.facts():
        grounded: set[str] = set()
        for evidence in placed.entry.supports:
            grounded |= {part.lstrip("0") for part in appeared.get(evidence.source, "").split("-")}
            for anchor in evidence.anchors:
                grounded |= figures(anchor)
        for figure in sorted(figures(placed.entry.claim) - grounded):
            wrong = f"the figure {figure} of the claim stands in no supporting anchor"
            fix = "anchor the words of the article that it comes from"
            yield from placed.document.warning(Code.FIGURE_NOT_ANCHORED, placed.path("claim"), wrong, fix)


def _split_by_commas(documents: Documents) -> Iterator[Problem]:
    """Anchors and phrasings that a comma splits into two that are valid: ``[some 20,000 crowns]``."""
    for placed in documents.facts():
        lists: list[tuple[tuple[str | int, ...], list[str]]] = [(("phrasings",), placed.entry.phrasings)]
        lists += [((*path, "anchors"), evidence.anchors) for path, evidence in evidence_of(placed.entry)]
        for path, texts in lists:
            for number in range(1, len(texts)):
                whole = placed.path(*path, number)
                if may_be_parted(texts[number - 1], texts[number]) and (
                    split := split_text(placed.document.root, whole)
                ):
                    yield from placed.document.warning(
                        Code.SPLIT_BY_COMMA, placed.path(*path, number - 1), in_words(split[1]), QUOTE_IT
                    )


def _unasked(documents: Documents) -> Iterator[Problem]:
    for placed in documents.facts():
        if not placed.entry.phrasings:
            wrong = f"fact '{placed.entry.id}' has no phrasings, and is found by the words of its claim alone"
            yield from placed.document.warning(
                Code.NO_PHRASINGS, placed.path("id"), wrong, "add how people would ask for it"
            )
