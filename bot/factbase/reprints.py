"""Articles that repeat one another's text without sharing an origin: as witnesses they are one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from bot.factbase.articles import Article
from bot.factbase.copying import COPIED_RUN
from bot.factbase.documents import Documents
from bot.factbase.problem import Problem
from bot.factbase.verdict import origin_id
from bot.factbase.words import runs, words

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
            yield described[second].warning(("origins",), wrong, fix)
