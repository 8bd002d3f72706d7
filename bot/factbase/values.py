"""What the sources give as a fact's answer: which that people name no source has."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.factbase.model import Fact
from bot.factbase.numbers import Kind, Quantity
from bot.factbase.quantities import quantities
from bot.factbase.words import plain_typography, words

FEW = 10
"""Up to this number, one spelled out behind "the" tells which things are meant: "the two attacks"."""


def unsupported_values(fact: Fact, question: str) -> tuple[str, ...]:
    """The figures and dates of a question, as typed, that nothing in the fact's claim and evidence has.

    Only those of the kind that the answer's values have: a year for "founded in 2015", a count for "13 troops". A
    number that counts something else, and a date that only tells which event is meant, are left out. Phrasings, which
    hold what people assert wrongly, count for nothing; that a source has a value does not make it true.
    """
    named = quantities(question)
    if not named:
        return ()
    given = _given(fact)
    asked = [quantity for quantity in named if _is_of_a_kind(quantity, given, fact)]
    kept = list(_in_question(asked, plain_typography(question), _nouns(fact)))
    held = [*given, *_all(_evidence_texts(fact)), *quantities(fact.claim)]
    lacking = [quantity for quantity in kept if not any(one.has(quantity) for one in held)]
    if len(lacking) < len(kept) and " or " not in plain_typography(question).casefold():
        return ()  # one value is had, and so the other says what is meant
    return tuple(dict.fromkeys(quantity.text for quantity in lacking))


def _given(fact: Fact) -> list[Quantity]:
    """The quantities of the answer's values; of the claim if the fact has no value."""
    return _all((fact.value or fact.claim, *(entry.value for entry in fact.evidence if entry.value)))


def _evidence_texts(fact: Fact) -> Iterator[str]:
    for entry in fact.evidence:
        yield from (entry.says, *entry.anchors)


def _all(texts: Iterable[str]) -> list[Quantity]:
    return [quantity for text in texts for quantity in _quantities(text)]


@lru_cache(maxsize=10_000)
def _quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of an editor's text, which is read again for every question on its fact."""
    return tuple(quantities(text))


def _nouns(fact: Fact) -> frozenset[str]:
    """What the fact's texts count, in whatever words people ask for it."""
    texts = (fact.claim, *fact.phrasings, *_evidence_texts(fact))
    return frozenset(noun for quantity in _all(texts) if quantity.kind is Kind.NUMBER for noun in quantity.nouns)


def _is_of_a_kind(asked: Quantity, given: Iterable[Quantity], fact: Fact) -> bool:
    for one in given:
        if one.kind is asked.kind and one.unit == asked.unit:
            return True
        if one.kind is Kind.NUMBER and asked.amounts and not one.unit and set(asked.nouns) & _nouns(fact):
            return True  # 2000 fighters
    return False


def _in_question(asked: list[Quantity], question: str, nouns: frozenset[str]) -> Iterator[Quantity]:
    """Those quantities of a question that people name as its answer, and not to say what they ask about."""
    counts = sum(quantity.kind is Kind.NUMBER for quantity in asked)
    for quantity in asked:
        before = words(question[: quantity.start])[-1:]
        pointed_at = bool(before) and before[0] in {"the", "these", "those", "both", "all", "this", "that", "a", "an"}
        if quantity.kind is Kind.DATE and quantity.amounts and pointed_at and quantity.nouns:
            continue  # the 2021 attack
        counted = bool(set(quantity.nouns) & nouns)
        few = not any(letter.isdigit() for letter in quantity.text) and min(quantity.amounts, default=0) <= FEW
        if quantity.kind is Kind.NUMBER and ((pointed_at and (few or not counted)) or (counts > 1 and not counted)):
            continue  # the two groups
        yield quantity
