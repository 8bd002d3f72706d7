"""Whether evidence stands where it belongs: what only seems to dispute, who only seems silent, who counts twice."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from bot.factbase.articles import Article
from bot.factbase.checks.terms import FEW, Terms
from bot.factbase.documents import Documents, PlacedFact
from bot.factbase.fields import Path
from bot.factbase.numbers import Kind, Quantity
from bot.factbase.problem import Code, Problem
from bot.factbase.quantities import quantities
from bot.factbase.schema import EvidenceEntry
from bot.factbase.verdict import Relation, one_witness, origin_id
from bot.factbase.words import words

_DENYING = "no not never nobody none nothing neither nor only deny denies denied without false untrue"
_DENIES = frozenset(_DENYING.split())
_OFFICE = re.compile(
    r"\b(?:president|ministers?|ministry|officials?|secretary|department|government|administration|inspector|general|"
    r"pentagon|police|army|military|spokes(?:man|woman|person)|white house|agency|authorities|office)\b",
    re.IGNORECASE,
)
_TELLING = "said says vowed promised claimed told wrote writes warned denied insists insisted announced pledged swore"
_SAYING = frozenset(_TELLING.split())
_HEARSAY = re.compile(r"\b(?:is|are|was|were) (?:said|told|claimed) to\b", re.IGNORECASE)
_SAME_ANCHOR = 0.6
"""The share of the words of the shorter of two anchors of one paragraph from which they quote the same words."""
_ASKED_ALIKE = 0.32
"""The likeness of what two facts are asked by from which a question may find either."""
_NEARLY_ONE_CLAIM = 0.6
"""The likeness of two claims from which a figure of one that fits the other bears on it."""
_LIKE_CLAIMS = 0.45
"""The likeness of two claims (see :meth:`Terms.likeness`) from which they may answer one question."""


def check(documents: Documents, articles: Mapping[str, Article]) -> Iterator[Problem]:
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


def _numbers(texts: Sequence[str]) -> list[Quantity]:
    return [quantity for text in texts for quantity in quantities(text)]


def _given(evidence: EvidenceEntry) -> list[Quantity]:
    """The figures of its value, or without one of its anchors."""
    return _numbers([evidence.value] if evidence.value else evidence.anchors)


def _claimed(placed: PlacedFact) -> list[Quantity]:
    return _numbers([placed.entry.value or placed.entry.claim])


def _of(placed: PlacedFact, relation: Relation) -> Iterator[tuple[Path, EvidenceEntry]]:
    return ((path, evidence) for path, evidence in placed.evidence() if path[2] == relation)


def _no_disputes(placed: PlacedFact, terms: Terms) -> Iterator[Problem]:
    """Disputes that can be true beside the claim, as far as their figures and words show."""
    claimed, claim = _claimed(placed), terms.of(placed.entry.claim)
    for path, evidence in _of(placed, Relation.DISPUTES):
        given = _given(evidence)
        words_of_it = terms.of(*evidence.anchors)
        denies = not _DENIES.isdisjoint(words(" ".join(evidence.anchors)))
        if claimed and given:
            if not all(any(_only_bounds(other, one) for one in claimed) for other in given):
                continue
            wrong = f"'{given[0].text}' can be true beside the claim"
        elif given or denies:
            continue
        elif _is_a_longer_list(evidence, terms.rare(claim), words_of_it):
            wrong = "this lists what the claim lists too, and does not say that there is nothing else"
        else:
            continue
        fix = "make it 'qualifies' with 'how', or give what cannot be true beside the claim as its 'value'"
        yield from placed.document.warning(Code.NO_DISPUTE, path, wrong, fix)


def _only_bounds(other: Quantity, claimed: Quantity) -> bool:
    """Whether a quantity is an open bound, a range or a less exact date that what is claimed satisfies."""
    return other.key != claimed.key and (other.bounded or other.kind is Kind.DATE) and other.allows(claimed)


def _is_a_longer_list(evidence: EvidenceEntry, claim: set[str], said: frozenset[str]) -> bool:
    listed = any(re.search(r"\w(?:,| and| or) \w", anchor) for anchor in evidence.anchors)
    return listed and not evidence.value and bool(claim & said)


def _weak_anchors(placed: PlacedFact, terms: Terms, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Supporters whose anchors lack a figure or a name of the claim that those of another supporter have."""
    supports = list(_of(placed, Relation.SUPPORTS))
    held = [_numbers([*evidence.anchors, evidence.value or ""]) for _, evidence in supports]
    claim, figures = terms.of(placed.entry.claim), _numbers([placed.entry.claim])
    grounded = [figure for figure in figures if any(one.has(figure) for others in held for one in others)]
    anchored = [terms.of(*evidence.anchors, *evidence.attributed_to) for _, evidence in supports]
    telling = terms.rare(claim & terms.names, most=FEW) & frozenset().union(*anchored)
    for (path, evidence), own, said in zip(supports, held, anchored, strict=True):
        if evidence.value:
            continue  # it says what it has in place of the figure
        lacking = [figure.text for figure in grounded if not any(one.allows(figure) or one.has(figure) for one in own)]
        named = telling & _paragraph(evidence, terms, articles)
        lacking += sorted(named - said)
        if lacking:
            listed = " and ".join(f"'{one}'" for one in lacking)
            wrong = f"the claim has {listed}, and no anchor of '{evidence.source}' does"
            fix = "anchor the words that say so, or give what it has instead as its 'value'"
            yield from placed.document.warning(Code.WEAK_ANCHOR, (*path, "anchors"), wrong, fix)


def _paragraph(evidence: EvidenceEntry, terms: Terms, articles: Mapping[str, Article]) -> frozenset[str]:
    article = articles.get(evidence.source)
    known = article is not None and evidence.paragraph <= len(article.paragraphs)
    return terms.of(article.paragraphs[evidence.paragraph - 1]) if article and known else frozenset()


def _values_nowhere(placed: PlacedFact, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Values of evidence that stand neither in its anchors nor in its paragraph."""
    for path, evidence in placed.evidence():
        article = articles.get(evidence.source)
        if not evidence.value or article is None or evidence.paragraph > len(article.paragraphs):
            continue
        texts = (article.paragraphs[evidence.paragraph - 1], *evidence.anchors)
        asked, held = quantities(evidence.value), _numbers(texts)
        if asked:
            stands = all(
                any(one.key == other.key or set(one.amounts) & set(other.amounts) for other in held) for one in asked
            )
        else:
            stands = set(words(evidence.value)) <= {word for text in texts for word in words(text)}
        if not stands:
            wrong = f"the value '{evidence.value}' stands neither in an anchor nor in paragraph {evidence.paragraph}"
            fix = "write it as the source does; what follows from it belongs in 'says'"
            yield from placed.document.warning(Code.VALUE_NOWHERE, (*path, "value"), wrong, fix)


def _origins_on_both_sides(placed: PlacedFact, documents: Documents) -> Iterator[Problem]:
    """Origins that support a fact and dispute it, as copies of one report do that differ."""
    supporting: dict[str, str] = {}
    for _, evidence in _of(placed, Relation.SUPPORTS):
        for origin in _origins(evidence, documents):
            supporting.setdefault(origin, evidence.source)
    for path, evidence in _of(placed, Relation.DISPUTES):
        shared = [origin for origin in _origins(evidence, documents) if origin in supporting]
        if shared and not evidence.speaker:
            wrong = (
                f"'{shared[0]}' stands on both sides: behind '{supporting[shared[0]]}' too, which supports the claim"
            )
            fix = "attribute each to whom it is from, or accept it if copies of one report differ"
            yield from placed.document.warning(Code.ORIGIN_ON_BOTH_SIDES, (*path, "source"), wrong, fix)


def _origins(evidence: EvidenceEntry, documents: Documents) -> list[str]:
    if evidence.attributed_to:
        return [_witnesses(documents).get(end := origin_id(evidence.attributed_to[-1]), end)]
    described = dict(documents.sources).get(evidence.source)
    return described.content.origins if described else []


def _witnesses(documents: Documents) -> dict[str, str]:
    return one_witness(documents.vocabulary.content.witnesses) if documents.vocabulary else {}


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
                    yield from placed.document.warning(Code.ONE_INSTITUTION, (*path, "attributed_to"), wrong, fix)
                offices[origin] = name


def _unmarked_saying(placed: PlacedFact) -> Iterator[Problem]:
    """Claims that somebody said something and that are not marked as such, if that may change who counts."""
    entry = placed.entry
    if entry.saying or len({evidence.source for evidence in entry.supports}) < 2:
        return
    if spoken := _SAYING.intersection(words(_HEARSAY.sub("", entry.claim))):
        wrong = f"the claim tells what somebody {min(spoken)}, and its witnesses are then the articles that heard it"
        yield from placed.document.warning(Code.UNMARKED_SAYING, placed.path("claim"), wrong, "add 'saying: true'")


def _silent_sources(placed: Sequence[PlacedFact], terms: Terms) -> Iterator[Problem]:
    """Sources that say nothing on a fact and have its figure and names in their evidence on another."""
    elsewhere = [
        (one, evidence, _given(evidence), terms.of(one.entry.claim)) for one in placed for _, evidence in one.evidence()
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
                wrong = (
                    f"'{evidence.source}' is silent on fact '{fact.entry.id}', and its paragraph {evidence.paragraph} "
                    f"on fact '{one.entry.id}' has '{held[0].text}'"
                )
                yield from fact.document.warning(
                    Code.SILENT_SOURCE, fact.path("id"), wrong, "add what it says here too"
                )


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
        pair = placed[number], placed[next_number]
        fewest = min(len({(entry.source, entry.paragraph) for _, entry in one.evidence()}) for one in pair)
        if not 0 < fewest <= places:
            continue
        claims = terms.likeness(*(terms.of(one.entry.claim) for one in pair))
        asked = terms.likeness(*(terms.of(one.entry.claim, *one.entry.phrasings) for one in pair))
        if claims >= _LIKE_CLAIMS and asked >= _ASKED_ALIKE:
            yield from pair[1].document.warning(Code.NEAR_FACT, pair[1].path("id"), *_near(*pair))


def _quote_the_same(one: Sequence[set[str]], other: Sequence[set[str]]) -> bool:
    return any(len(a & b) >= _SAME_ANCHOR * min(len(a), len(b)) for a in one for b in other)


def _near(one: PlacedFact, other: PlacedFact) -> tuple[str, str]:
    """What is wrong with two facts that quote the same words, and what would be right."""
    heard, heard_too = ({evidence.source for _, evidence in each.evidence()} for each in (one, other))
    alone = ", ".join(f"'{source}'" for source in sorted(heard ^ heard_too))
    wrong = f"fact '{one.entry.id}' ({one}) rests on the same words" + (
        f", and {alone} on one of them only" if alone else ""
    )
    return wrong, "join them if they answer one question, else say on each what every source has"
