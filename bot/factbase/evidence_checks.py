"""Whether evidence stands where it belongs: what only seems to dispute, who only seems silent, who counts twice."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import log

import snowballstemmer

from bot.factbase.articles import Article, paragraph_of
from bot.factbase.documents import Documents, PlacedFact
from bot.factbase.numbers import Kind, Quantity
from bot.factbase.problem import Code, Problem, Steps
from bot.factbase.schema import EvidenceEntry, Relation, Vocabulary
from bot.factbase.texts import given_quantities, plain_typography, quantities, words
from bot.factbase.verdict import one_witness, origin_id

_EVERYWHERE = """
a about above after again against all also among an and any are as at be because been before behind being below between
both but by can could did do does down during each either even ever every few for from had has have he her here him his
how i if in into is it its just made many may me might more most must my near neither no nor not of off on once one only
onto or other our out over own said same say says she should since so some still such than that the their them then
there these they this those though through to told too two under until up us very was we were what when where which
while who whom whose why will with within without would yet you your
"""
_STOP_WORDS = frozenset(_EVERYWHERE.split())
_IN_TWO = re.compile(r"(?<=\w)-(?=\w)|'s\b")
_RARE = 0.04
"""The share of a base's claims up to which a term that they have tells one fact from most others."""
FEW = 3
"""The claims that may have a term by which one fact is told from all others."""


class Terms:
    """The terms of a base's texts: a name of the vocabulary, a group of words that mean the same, or a word's stem."""

    def __init__(self, documents: Documents) -> None:
        self._stem = snowballstemmer.stemmer("english").stemWords
        self._phrases: dict[tuple[str, ...], str] = {}
        vocabulary = documents.vocabulary.content if documents.vocabulary else Vocabulary()
        self.names = {entry.name for entry in vocabulary.names}
        meanings = [(entry.name, (entry.name, *entry.spellings)) for entry in vocabulary.names]
        for meaning, spellings in [*meanings, *((f"{group[0]}, …", group) for group in vocabulary.same)]:
            for spelling in spellings:
                self._phrases.setdefault(tuple(self._stem(self._words(spelling))), meaning)
        self._longest = max(map(len, self._phrases), default=1)
        claims = [self.of(placed.entry.claim) for placed in documents.facts()]
        self._often = Counter(term for claim in claims for term in claim)
        self._claims = len(claims)

    def of(self, *texts: str) -> frozenset[str]:
        """The terms of these texts, without words that are in every text."""
        return frozenset(term for text in texts for term in self._in(text))

    def rare(self, terms: Iterable[str], most: int | None = None) -> set[str]:
        """Those of the terms by which a claim differs from most others of the base, or from all but ``most``."""
        limit = max(FEW, _RARE * self._claims) if most is None else most
        return {term for term in terms if self._often[term] <= limit}

    def weight(self, terms: Iterable[str]) -> float:
        """How much the terms tell together: the sum of their inverse document frequencies."""
        return sum(log(1 + (self._claims + 1) / (self._often[term] + 0.5)) for term in terms)

    def likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The share of the weight of the lighter of two sets that both have, 0..1."""
        least = min(self.weight(one), self.weight(other))
        return self.weight(one & other) / least if least else 0.0

    def _in(self, text: str) -> Iterator[str]:
        spoken = self._words(text)
        stems = self._stem(spoken)
        place = 0
        while place < len(stems):
            for length in range(min(self._longest, len(stems) - place), 0, -1):
                if phrase := self._phrases.get(tuple(stems[place : place + length])):
                    yield phrase
                    break
            else:
                length = 1
                if spoken[place] not in _STOP_WORDS:
                    yield stems[place]
            place += length

    @staticmethod
    def _words(text: str) -> list[str]:
        spoken = words(_IN_TWO.sub(" ", plain_typography(text)))
        return [word if word[0].isdigit() else word.replace(".", "") for word in spoken]


_DENYING = "no not never nobody none nothing neither nor only deny denies denied without false untrue"
_DENIES = frozenset(_DENYING.split())
_LISTING = re.compile(r"\w(?:,| and| or) \w")
_OFFICE = re.compile(
    r"\b(?:president|ministers?|ministry|officials?|secretary|department|government|administration|inspector|general|"
    r"pentagon|police|army|military|spokes(?:man|woman|person)|white house|agency|authorities|office)\b",
    re.IGNORECASE,
)
_TELLING = "said says vowed promised claimed told wrote writes warned denied insists insisted announced pledged swore"
_SAYING = frozenset(_TELLING.split())
_HEARSAY = re.compile(r"\b(?:is|are|was|were) (?:said|told|claimed) to\b", re.IGNORECASE)
_SAME_ANCHOR = 0.6
"""Two anchors of one paragraph quote the same words if they share this part of the shorter one's words, or more."""
_ASKED_ALIKE = 0.32
"""The likeness of what two facts are asked by from which a question may find either."""
_NEARLY_ONE_CLAIM = 0.6
"""The likeness of two claims from which a figure of one that fits the other bears on it."""
_LIKE_CLAIMS = 0.45
"""The likeness of two claims (see :meth:`Terms.likeness`) from which they may answer one question."""


def check_evidence(documents: Documents, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """A warning for each slip; ``articles`` are those at hand, by source id: without them fewer slips are seen."""
    terms = Terms(documents)
    placed = list(documents.facts())
    for one in placed:
        yield from _no_disputes(one, terms)
        yield from _weak_anchors(one, terms, articles)
        yield from _values_nowhere(one, articles)
        yield from _origins_on_both_sides(one, documents)
        yield from _one_institution(one, documents)
        yield from _unmarked_saying(one)
    yield from _silent_sources(placed, terms)
    yield from _near_facts(placed, terms)


def _claimed(placed: PlacedFact) -> list[Quantity]:
    return quantities(placed.entry.value or placed.entry.claim)


def _of(placed: PlacedFact, relation: Relation) -> Iterator[tuple[Steps, EvidenceEntry]]:
    return ((path, evidence) for path, evidence in placed.evidence() if path[2] == relation)


def _no_disputes(placed: PlacedFact, terms: Terms) -> Iterator[Problem]:
    """Disputes that can be true beside the claim, as far as their figures and words show."""
    claimed, claim = _claimed(placed), terms.of(placed.entry.claim)
    for path, evidence in _of(placed, Relation.DISPUTES):
        given = given_quantities(evidence.value, evidence.anchors)
        repeats = terms.rare(claim) & terms.of(*evidence.anchors)
        denies = not _DENIES.isdisjoint(words(" ".join(evidence.anchors)))
        listing = not evidence.value and any(map(_LISTING.search, evidence.anchors))
        if claimed and given and all(any(_only_bounds(other, one) for one in claimed) for other in given):
            wrong = f"'{given[0].text}' can be true beside the claim"
        elif not given and not denies and repeats and listing:
            wrong = "this lists what the claim lists too, and does not say that there is nothing else"
        else:
            continue
        fix = "make it 'qualifies' with 'how', or give what cannot be true beside the claim as its 'value'"
        yield from placed.warning(Code.NO_DISPUTE, path, wrong, fix)


def _only_bounds(other: Quantity, claimed: Quantity) -> bool:
    """Whether a quantity is an open bound, a range or a less exact date that what is claimed satisfies."""
    return other.key != claimed.key and (other.bounded or other.kind is Kind.DATE) and other.allows(claimed)


def _weak_anchors(placed: PlacedFact, terms: Terms, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Supporters whose anchors lack a figure or a name of the claim that those of another supporter have."""
    supports = list(_of(placed, Relation.SUPPORTS))
    held = [quantities(*evidence.anchors, evidence.value or "") for _, evidence in supports]
    claim, figures = terms.of(placed.entry.claim), quantities(placed.entry.claim)
    grounded = [figure for figure in figures if any(one.has(figure) for others in held for one in others)]
    anchored = [terms.of(*evidence.anchors, *evidence.attributed_to) for _, evidence in supports]
    telling = terms.rare(claim & terms.names, most=FEW) & frozenset().union(*anchored)
    for (path, evidence), own, said in zip(supports, held, anchored, strict=True):
        if evidence.value:
            continue  # it says what it has in place of the figure
        lacking = [figure.text for figure in grounded if not any(one.allows(figure) or one.has(figure) for one in own)]
        if telling and (paragraph := paragraph_of(evidence, articles)):
            lacking += sorted((telling & terms.of(paragraph)) - said)
        if lacking:
            listed = " and ".join(f"'{one}'" for one in lacking)
            wrong = f"the claim has {listed}, and no anchor of '{evidence.source}' does"
            fix = "anchor the words that say so, or give what it has instead as its 'value'"
            yield from placed.warning(Code.WEAK_ANCHOR, (*path, "anchors"), wrong, fix)


def _values_nowhere(placed: PlacedFact, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Values of evidence that stand neither in its anchors nor in its paragraph."""
    for path, evidence in placed.evidence():
        if not evidence.value or (paragraph := paragraph_of(evidence, articles)) is None:
            continue
        texts = (paragraph, *evidence.anchors)
        asked, held = quantities(evidence.value), quantities(*texts)
        if asked:
            stands = all(any(a.key == b.key or set(a.amounts) & set(b.amounts) for b in held) for a in asked)
        else:
            stands = set(words(evidence.value)) <= {word for text in texts for word in words(text)}
        if not stands:
            wrong = f"the value '{evidence.value}' stands neither in an anchor nor in paragraph {evidence.paragraph}"
            fix = "write it as the source does; what follows from it belongs in 'says'"
            yield from placed.warning(Code.VALUE_NOWHERE, (*path, "value"), wrong, fix)


def _origins_on_both_sides(placed: PlacedFact, documents: Documents) -> Iterator[Problem]:
    """Origins that support a fact and dispute it, as copies of one report do that differ."""
    supporting: dict[str, str] = {}
    for _, evidence in _of(placed, Relation.SUPPORTS):
        for origin in _origins(evidence, documents):
            supporting.setdefault(origin, evidence.source)
    for path, evidence in _of(placed, Relation.DISPUTES):
        shared = [origin for origin in _origins(evidence, documents) if origin in supporting]
        if shared and not evidence.speaker:
            other = supporting[shared[0]]
            wrong = f"the origin '{shared[0]}' is on both sides: '{other}', which supports the claim, rests on it too"
            fix = "attribute each to whom it is from, or accept it if copies of one report differ"
            yield from placed.warning(Code.ORIGIN_ON_BOTH_SIDES, (*path, "source"), wrong, fix)


def _origins(evidence: EvidenceEntry, documents: Documents) -> list[str]:
    if evidence.attributed_to:
        witnesses = one_witness(documents.vocabulary.content.witnesses) if documents.vocabulary else {}
        return [witnesses.get(end := origin_id(evidence.attributed_to[-1]), end)]
    described = dict(documents.sources).get(evidence.source)
    return described.content.origins if described else []


def _one_institution(placed: PlacedFact, documents: Documents) -> Iterator[Problem]:
    """Offices that one side names and that count as several witnesses, as presidents and their officials do."""
    if placed.entry.saying:
        return
    for relation in (Relation.SUPPORTS, Relation.DISPUTES):
        offices: dict[str, str] = {}
        for path, evidence in _of(placed, relation):
            name = evidence.attributed_to[-1] if evidence.attributed_to else ""
            if _OFFICE.search(name) and (origin := _origins(evidence, documents)[0]) not in offices:
                if offices:
                    wrong = f"'{name}' and '{next(iter(offices.values()))}' count as two witnesses"
                    fix = "if they are of one institution, name both in one group of the vocabulary's 'witnesses'"
                    yield from placed.warning(Code.ONE_INSTITUTION, (*path, "attributed_to"), wrong, fix)
                offices[origin] = name


def _unmarked_saying(placed: PlacedFact) -> Iterator[Problem]:
    """Claims that somebody said something and that are not marked as such, if that may change who counts."""
    entry = placed.entry
    if entry.saying or len({evidence.source for evidence in entry.supports}) < 2:
        return
    if spoken := _SAYING.intersection(words(_HEARSAY.sub("", entry.claim))):
        wrong = f"the claim tells what somebody {min(spoken)}, and its witnesses are then the articles that heard it"
        yield from placed.warning(Code.UNMARKED_SAYING, placed.path("claim"), wrong, "add 'saying: true'")


def _silent_sources(placed: Sequence[PlacedFact], terms: Terms) -> Iterator[Problem]:
    """Sources that say nothing on a fact and have its figure and names in their evidence on another."""
    elsewhere = [
        (one, evidence, given_quantities(evidence.value, evidence.anchors), terms.of(one.entry.claim))
        for one in placed
        for _, evidence in one.evidence()
    ]
    for fact in placed:
        figures, claim = _claimed(fact), terms.of(fact.entry.claim)
        heard = {evidence.source for _, evidence in fact.evidence()}
        for one, evidence, held, other in elsewhere if figures else ():
            if evidence.source in heard or not all(any(given.allows(figure) for given in held) for figure in figures):
                continue
            said = terms.of(evidence.says, *evidence.anchors)
            the_same = all(any(given.has(figure) for given in held) for figure in figures)
            named = not terms.rare(claim & terms.names) - said - other
            if named and terms.likeness(claim, said | other) >= (_LIKE_CLAIMS if the_same else _NEARLY_ONE_CLAIM):
                heard.add(evidence.source)
                its = f"its paragraph {evidence.paragraph} on fact '{one.entry.id}' has '{held[0].text}'"
                wrong = f"'{evidence.source}' is silent on fact '{fact.entry.id}', and {its}"
                yield from fact.warning(Code.SILENT_SOURCE, fact.path("id"), wrong, "add what it says here too")


def _near_facts(placed: Sequence[PlacedFact], terms: Terms) -> Iterator[Problem]:
    """Facts that quote the same words, claim nearly the same and are asked for alike."""
    quoting: dict[tuple[str, int], dict[int, list[set[str]]]] = {}
    for number, one in enumerate(placed):
        for _, evidence in one.evidence():
            anchors = [set(words(anchor)) for anchor in evidence.anchors]
            quoting.setdefault((evidence.source, evidence.paragraph), {}).setdefault(number, []).extend(anchors)
    shared: Counter[tuple[int, int]] = Counter()
    for facts in quoting.values():
        for (first, quotes), (second, others) in combinations(facts.items(), 2):
            shared[first, second] += _quote_the_same(quotes, others)
    for (number, next_number), places in sorted(shared.items()):
        pair = one, other = placed[number], placed[next_number]
        fewest = min(len({(entry.source, entry.paragraph) for _, entry in one.evidence()}) for one in pair)
        if not 0 < fewest <= places:
            continue
        claims = terms.likeness(*(terms.of(one.entry.claim) for one in pair))
        asked = terms.likeness(*(terms.of(one.entry.claim, *one.entry.phrasings) for one in pair))
        if claims >= _LIKE_CLAIMS and asked >= _ASKED_ALIKE:
            heard, heard_too = ({evidence.source for _, evidence in each.evidence()} for each in pair)
            alone = ", ".join(f"'{source}'" for source in sorted(heard ^ heard_too))
            wrong = f"fact '{one.entry.id}' ({one}) rests on the same words"
            wrong += f", and {alone} on one of them only" if alone else ""
            fix = "join them if they answer one question, else say on each what every source has"
            yield from other.warning(Code.NEAR_FACT, other.path("id"), wrong, fix)


def _quote_the_same(one: Sequence[set[str]], other: Sequence[set[str]]) -> bool:
    return any(len(a & b) >= _SAME_ANCHOR * min(len(a), len(b)) for a in one for b in other)
