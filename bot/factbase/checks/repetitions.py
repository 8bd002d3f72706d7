"""What stands in a fact base twice: phrasings, and claims and topics nearly alike."""

from collections import Counter
from collections.abc import Iterator

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.factbase.documents import Document, Documents, PlacedFact
from bot.factbase.problem import Code, Problem
from bot.factbase.schema import TopicFile
from bot.factbase.words import figures, words

NEAR_DUPLICATE = 90.0
"""The similarity of two claims (rapidfuzz ``token_sort_ratio``, 0..100) from which they are reported."""
SHORTEST_TOPIC = 5
"""Letters from which a topic may be another with a slip in one letter."""
EVERYDAY = 200
"""The number of claims from which a word that they share says nothing of how near two of them are."""


def check(documents: Documents) -> Iterator[Problem]:
    """A warning for each phrasing, claim and topic that stands there already, or nearly."""
    yield from _nearly_one_topic(documents)
    yield from _shared_phrasings(documents)
    yield from _near_duplicate_claims(documents)


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
                yield from placed.document.warning(
                    Code.SAME_PHRASING, path, f"this phrasing stands twice in fact '{placed.entry.id}'", "keep one"
                )
            elif earlier := first.get(key):
                wrong = f"fact '{earlier.entry.id}' ({earlier}) has this phrasing too"
                yield from placed.document.warning(
                    Code.SAME_PHRASING, path, wrong, "keep it where the question belongs"
                )
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
        near = process.extract(
            claims[index],
            {number: claims[number] for number in candidates},
            scorer=fuzz.ratio,
            score_cutoff=NEAR_DUPLICATE,
            limit=3,
        )
        for _, _, earlier in near:
            wrong = f"the claim is nearly that of fact '{placed[earlier].entry.id}' ({placed[earlier]})"
            fix = "if they answer one question, join them; a rival value is a 'disputes' entry"
            yield from one.document.warning(Code.NEAR_CLAIM, one.path("claim"), wrong, fix)
        for word in rarer:
            earlier_with.setdefault(word, []).append(index)
