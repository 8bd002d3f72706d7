"""What a careful editor would look for in a fact base, beyond its form.

That a word stands in two groups of the vocabulary, or a name in one, is nothing to warn of: both are meant.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.factbase.articles import check_against_articles, open_articles
from bot.factbase.documents import Document, Documents, PlacedFact
from bot.factbase.evidence_checks import check_evidence
from bot.factbase.fields import texts
from bot.factbase.problem import Code, Problem, Steps
from bot.factbase.schema import Kind, TopicFile
from bot.factbase.texts import figures, plain_typography, words
from bot.factbase.validation import QUOTE_IT, in_words, may_be_parted, split_text
from bot.factbase.verdict import origin_id


def check(documents: Documents, articles: Path | None = None) -> Iterator[Problem]:
    """Every editorial problem.

    They are warnings, since the base answers all the same and some of it may be meant. With the folder of the articles'
    texts, what those do not bear out is told too, as errors.
    """
    for find in (
        _nearly_one_topic,
        _shared_phrasings,
        _near_duplicate_claims,
        _nearly_one_origin,
        _unlikely_sources,
        _twice_in_a_group,
        _names_without_facts,
    ):
        yield from find(documents)
    appeared = {source_id: str(document.content.published) for source_id, document in documents.sources}
    for placed in documents.facts():
        yield from _no_sentence(placed)
        yield from _figures_without_ground(placed, appeared)
        yield from _split_by_commas(placed)
        yield from _attributed_to_itself(placed)
    yield from check_evidence(documents, open_articles(documents, articles)[0] if articles else {})
    if articles:
        yield from check_against_articles(documents, articles)


NEAR_DUPLICATE = 90.0
"""The similarity of two claims (rapidfuzz ``token_sort_ratio``, 0..100) from which they are reported."""
SHORTEST_TOPIC = 5
"""Letters from which a topic may be another with a slip in one letter."""
EVERYDAY = 200
"""The number of claims from which a word that they share says nothing of how near two of them are."""


def _nearly_one_topic(documents: Documents) -> Iterator[Problem]:
    """Topics that differ from earlier ones in capitals or one letter: each is listed by itself."""
    first: dict[str, Document[TopicFile]] = {}
    for document in documents.topics:
        if document.places is not None:
            continue  # its topic is not known
        topic = document.content.topic
        folded = topic.casefold()
        near = first.get(folded) or _a_letter_from(folded, first)
        if near and near.content.topic != topic:
            place = f"{near.file}:{near.position('topic').line}"
            wrong = f"the topic '{topic}' is nearly '{near.content.topic}' ({place}), and is listed beside it"
            yield from document.warning(Code.NEAR_TOPIC, ("topic",), wrong, "if they are one, write them alike")
        first.setdefault(folded, document)


def _a_letter_from(folded: str, first: dict[str, Document[TopicFile]]) -> Document[TopicFile] | None:
    """The earlier topic that is a slip in one letter away; another figure is none."""
    if len(folded) < SHORTEST_TOPIC:
        return None
    near = process.extractOne(folded, first.keys(), scorer=OSA.distance, score_cutoff=1)
    return first[near[0]] if near and figures(near[0]) == figures(folded) else None


def _shared_phrasings(documents: Documents) -> Iterator[Problem]:
    first: dict[str, PlacedFact] = {}
    for placed in documents.facts():
        own: set[str] = set()
        for index, phrasing in enumerate(placed.entry.phrasings):
            key = " ".join(words(phrasing)) or phrasing
            path = placed.path("phrasings", index)
            if key in own:
                wrong = f"this phrasing stands twice in fact '{placed.entry.id}'"
                yield from placed.warning(Code.SAME_PHRASING, path, wrong, "keep one")
            elif earlier := first.get(key):
                wrong = f"fact '{earlier.entry.id}' ({earlier}) has this phrasing too"
                yield from placed.warning(Code.SAME_PHRASING, path, wrong, "keep it where the question belongs")
            own.add(key)
            first.setdefault(key, placed)


def _near_duplicate_claims(documents: Documents) -> Iterator[Problem]:
    """Claims nearly those of earlier facts: all that are, among the claims that share half their words.

    Two such claims share a word among the rarer half of the words of each (prefix filtering, Chaudhuri et al. 2006), so
    only claims that do are compared. In a large base, everyday words are left out there: they alone make none near.
    """
    placed = list(documents.facts())
    spoken = [sorted(words(one.entry.claim)) or [one.entry.claim] for one in placed]
    claims = [" ".join(one) for one in spoken]
    often = Counter(word for one in spoken for word in set(one))
    earlier_with: dict[str, list[int]] = {}
    for index, one in enumerate(placed):
        own = sorted(set(spoken[index]), key=lambda word: (often[word], word))
        rarer = [word for word in own[: len(own) // 2 + 1] if often[word] < EVERYDAY] + [claims[index]]
        candidates = sorted({number for word in rarer for number in earlier_with.get(word, ())})
        others = {number: claims[number] for number in candidates}
        near = process.extract(claims[index], others, scorer=fuzz.ratio, score_cutoff=NEAR_DUPLICATE, limit=3)
        for _, _, earlier in near:
            wrong = f"the claim is nearly that of fact '{placed[earlier].entry.id}' ({placed[earlier]})"
            fix = "if they answer one question, join them; a rival value is a 'disputes' entry"
            yield from one.warning(Code.NEAR_CLAIM, one.path("claim"), wrong, fix)
        for word in rarer:
            earlier_with.setdefault(word, []).append(index)


FEWEST_WORDS = 3
"""Fewest words of a claim; scripts without case, such as Chinese or Thai, need no blanks between words."""
LONGEST_CLAIM = 300
"""Characters of a claim that one sentence hardly needs more than: those of the shipped base have 117 at most."""
_ASKING = ("?", "？", "؟")


def _no_sentence(placed: PlacedFact) -> Iterator[Problem]:
    """A claim that asks, or is too short or too long for one specific sentence; and a fact without phrasings."""
    entry, claim, wrong, fix = placed.entry, placed.entry.claim, "", ""
    if claim.endswith(_ASKING):
        wrong, fix = "the claim is a question", "write its answer in one sentence; the question is a phrasing"
    elif len(words(claim)) < FEWEST_WORDS and not any(unicodedata.category(letter) == "Lo" for letter in claim):
        wrong, fix = f"the claim has fewer than {FEWEST_WORDS} words", "write the answer in one specific sentence"
    elif claim[0] in "“‘„«" and claim.rstrip(".")[-1] in "”’“»":
        wrong, fix = "the quotes around the claim are part of it", 'remove them, or put straight ones (") instead'
    elif len(claim) > LONGEST_CLAIM:
        wrong = f"the claim has {len(claim)} characters, and is to be one specific sentence"
        fix = f"write {LONGEST_CLAIM} at most, and what else there is to say in a fact of its own"
    if wrong:
        yield from placed.warning(Code.NO_SENTENCE, placed.path("claim"), wrong, fix)
    if not entry.phrasings:
        wrong = f"fact '{entry.id}' has no phrasings, and is found by the words of its claim alone"
        yield from placed.warning(Code.NO_PHRASINGS, placed.path("id"), wrong, "add how people would ask for it")


def _figures_without_ground(placed: PlacedFact, appeared: Mapping[str, str]) -> Iterator[Problem]:
    """Figures of a claim that no supporting anchor has, and that are not of the day on which such a source appeared."""
    grounded: set[str] = set()
    for evidence in placed.entry.supports:
        grounded |= {part.lstrip("0") for part in appeared.get(evidence.source, "").split("-")}
        grounded = grounded.union(*map(figures, evidence.anchors))
    for figure in sorted(figures(placed.entry.claim) - grounded):
        wrong = f"the figure {figure} of the claim stands in no supporting anchor"
        fix = "anchor the words of the article that it comes from"
        yield from placed.warning(Code.FIGURE_NOT_ANCHORED, placed.path("claim"), wrong, fix)


def _split_by_commas(placed: PlacedFact) -> Iterator[Problem]:
    """Anchors and phrasings that a comma splits into two that are valid: ``[some 20,000 crowns]``."""
    lists = [(placed.path("phrasings"), placed.entry.phrasings)]
    lists += [((*path, "anchors"), evidence.anchors) for path, evidence in placed.evidence()]
    for path, listed in lists:
        for number, (one, other) in enumerate(pairwise(listed)):
            if may_be_parted(one, other) and (split := split_text(placed.document.root, (*path, number + 1))):
                yield from placed.warning(Code.SPLIT_BY_COMMA, (*path, number), in_words(split[1]), QUOTE_IT)


def _attributed_to_itself(placed: PlacedFact) -> Iterator[Problem]:
    for path, evidence in placed.evidence():
        for place, name in enumerate(evidence.attributed_to):
            if origin_id(name) == evidence.source:
                wrong = f"'{name}' is the source itself, and 'attributed_to' names whom it has it from"
                fix, inside = "leave it out if the article reports this itself", (*path, "attributed_to", place)
                yield from placed.warning(Code.ATTRIBUTED_TO_ITSELF, inside, wrong, fix)


SHORTEST_ORIGIN, LONG_ORIGIN = 4, 8
"""Letters from which an origin may be another with a slip, and from which with two: AP is no slip of AFP."""


def _nearly_one_origin(documents: Documents) -> Iterator[Problem]:
    """Origins a slip apart from earlier ones: each counts as a witness of its own."""
    first: dict[str, str] = {}
    for document, path, name in _origins(documents):
        origin = origin_id(name)
        if origin in first or len(origin) < SHORTEST_ORIGIN:
            continue
        most = 1 if len(origin) < LONG_ORIGIN else 2
        near = process.extractOne(origin, first.keys(), scorer=OSA.distance, score_cutoff=most)
        first[origin] = f"{document.file}:{document.position(*path).line}"
        if near:
            wrong = f"the origin '{name}' is nearly '{near[0]}' ({first[near[0]]}), and counts as another witness"
            yield from document.warning(Code.NEAR_ORIGIN, path, wrong, "if they are one, write them alike")


def _origins(documents: Documents) -> Iterator[tuple[Document[Any], Steps, str]]:
    """Every origin with its place: those of sources, and the roots of what is attributed."""
    for _, document in documents.sources:
        for number, name in enumerate(document.content.origins):
            yield document, ("origins", number), name
    for placed in documents.facts():
        for path, evidence in placed.evidence():
            if evidence.attributed_to:
                last = len(evidence.attributed_to) - 1
                yield placed.document, (*path, "attributed_to", last), evidence.attributed_to[-1]


def _unlikely_sources(documents: Documents) -> Iterator[Problem]:
    """Republications of themselves, sources that no fact has, and days to come, in the zone that begins them first."""
    used = {evidence.source for placed in documents.facts() for _, evidence in placed.evidence()}
    today = datetime.now(timezone(timedelta(hours=14))).date()
    for source_id, document in documents.sources:
        content = document.content
        if content.kind is Kind.REPUBLICATION and content.origins == [source_id]:
            wrong = "this republication has no origin but itself, and so counts as a witness of its own"
            yield from document.warning(Code.NO_ORIGIN, ("origins", 0), wrong, "name whom it has the text from")
        if documents.topics and documents.complete and source_id not in used:
            wrong = f"no fact has the source '{source_id}', so every answer calls it silent"
            yield from document.warning(Code.UNUSED_SOURCE, ("title",), wrong, "add what it says, or remove it")
        if content.published and content.published > today:
            wrong = f"the day {content.published} is still to come"
            yield from document.warning(Code.FUTURE_DAY, ("published",), wrong, "write the day it appeared")


def _twice_in_a_group(documents: Documents) -> Iterator[Problem]:
    groups = documents.vocabulary.content.same if documents.vocabulary else []
    for number, group in enumerate(groups):
        known: set[str] = set()
        for place, word in enumerate(group):
            key = " ".join(words(word)) or word
            if key in known and documents.vocabulary:
                path, wrong = ("same", number, place), f"'{word}' stands twice in this group"
                yield from documents.vocabulary.warning(Code.TWICE_IN_GROUP, path, wrong, "keep one")
            known.add(key)


def _names_without_facts(documents: Documents) -> Iterator[Problem]:
    """Names that no fact has; none if some facts could not be read."""
    document = documents.vocabulary
    if document is None or not documents.complete:
        return
    written = _folded("\n".join(text for placed in documents.facts() for _, text in texts(placed.entry)))
    for number, entry in enumerate(document.content.names):
        if not any(_folded(spelling) in written for spelling in (entry.name, *entry.spellings)):
            wrong, path = f"no fact has the name '{entry.name}' in any of its spellings", ("names", number, "name")
            yield from document.warning(Code.UNUSED_NAME, path, wrong, "write it as the facts do, or remove it")


def _folded(text: str) -> str:
    return plain_typography(text).casefold()
