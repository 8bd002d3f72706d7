"""Whether each fact says something by itself, with ground, and can be found."""

from collections.abc import Iterator

from bot.factbase.documents import Documents
from bot.factbase.problem import Problem
from bot.factbase.words import figures


def check(documents: Documents) -> Iterator[Problem]:
    """A warning for each figure without ground and each fact that nobody asks for."""
    yield from _figures_without_ground(documents)
    yield from _unasked(documents)


def _figures_without_ground(documents: Documents) -> Iterator[Problem]:
    for placed in documents.facts():
        grounded: set[str] = set()
        for evidence in placed.entry.supports:
            for anchor in evidence.anchors:
                grounded |= figures(anchor)
        for figure in sorted(figures(placed.entry.claim) - grounded):
            wrong = f"the figure {figure} of the claim stands in no supporting anchor"
            fix = "anchor the words of the article that it comes from"
            yield placed.document.warning(placed.path("claim"), wrong, fix)


def _unasked(documents: Documents) -> Iterator[Problem]:
    for placed in documents.facts():
        if not placed.entry.phrasings:
            wrong = f"fact '{placed.entry.id}' has no phrasings, and is found by the words of its claim alone"
            yield placed.document.warning(placed.path("id"), wrong, "add how people would ask for it")
