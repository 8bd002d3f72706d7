"""Why a question found the facts it found, in words for editors, who can improve it with a phrasing."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.factbase.model import Fact
from bot.matching.confidence import ANSWER_FROM, SHARING, STOP_WORDS_FROM, SUGGEST_FROM, Band, band, is_theme
from bot.matching.entries import VALUE_MARK, WRONG_MARK
from bot.matching.features import FEATURES, MET, Measured
from bot.matching.index import Index
from bot.matching.lexicon import ASKING_MARK, NAME_MARK, PHRASE_MARK
from bot.matching.normalise import is_figure
from bot.matching.query import Query, QueryTerm

LITTLE = 0.5
"""The share of a text's weight under which a question says little of it."""
TOLD = 3
"""The most words that one reason names."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One word (or name) of the question, and the term of the fact's closest text that meets it.

    ``share`` is how much of the question it is, 0..1; ``by`` is None if nothing meets it; ``quality`` is 0..1: 1 is
    the same word, less another form, a synonym or a misspelling; ``known`` says whether any fact uses it or something
    like it.
    """

    word: str
    share: float
    by: str | None
    quality: float
    known: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """One fact beside the question: its closest text, word by word, and what speaks against it, in sentences."""

    fact: Fact
    confidence: float
    text: str
    meetings: tuple[Meeting, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The best facts for a question, each explained, why the first fell in its band, and how sure answers are here."""

    facts: tuple[Explained, ...]
    band: Band
    why: str
    calibration: str


def meetings(index: Index, query: Query, text: int) -> tuple[Meeting, ...]:
    """How each term of a question is met by one text of the index."""
    entries = index.entries
    held = set(entries.entry_terms[entries.text_entries[text] : entries.text_entries[text + 1]].tolist())
    total = float(query.weights.sum()) or 1.0
    return tuple(_meeting(index, term, held, total) for term in query.terms)


def reasons(index: Index, query: Query, measured: Measured, place: int) -> Iterator[str]:
    """What lowers the confidence in one of the measured facts, and what an editor can do about it."""
    entries, fact = index.entries, int(measured.facts[place])
    first, last = entries.text_entries[entries.fact_texts[fact : fact + 2]]
    held = set(entries.entry_terms[first:last].tolist())
    unmet = [term for term in query.terms if _quality(term, held) < MET]
    names = [term.surface for term in unmet if term.content and (term.name or term.capital)]
    others = [
        term.surface for term in unmet if term.content and term.surface not in names and not is_figure(term.surface)
    ]
    measure = dict(zip(FEATURES, measured.features[place].tolist(), strict=True))
    if names:
        yield f"the question names {_listed(names)}, which no wording of this fact does; a phrasing with it would help"
    if others:
        yield (
            f"no wording of this fact has {_listed(others)}; a phrasing with it, or a synonym in the vocabulary, "
            "would help"
        )
    if figures := [term.surface for term in query.terms if is_figure(term.surface) and _quality(term, held) < 1]:
        yield f"no source of this fact has the figure {_listed(figures)}"
    if measure["unasked"]:
        asked = [term.surface for term in query.terms if term.asking]
        yield f"no wording of this fact asks {_listed(asked)}; a phrasing that does would help"
    elif measure["misasked"]:
        yield "its closest wording asks for something else"
    if measure["misnamed"] > measure["unnamed"]:
        yield "neither its claim nor its closest wording has all names of the question together"
    if measure["reversed"]:
        yield "its closest wording has the two names the other way round"
    if measure["precision"] < LITTLE:
        yield "its closest wording says much that the question does not; a shorter phrasing would help"


def why(confidence: float, query: Query, sharing: int) -> str:
    """Why the best fact, with that confidence, fell in its band, in one sentence."""
    match band(confidence, query, sharing):
        case Band.ANSWER:
            return f"{confidence:.2f} is at least {ANSWER_FROM}, so the first fact is the answer"
        case Band.SUGGESTIONS if sharing >= SHARING and is_theme(query):
            return f"{sharing} facts have all these words, which ask nothing, so facts are suggested"
        case Band.SUGGESTIONS if confidence >= ANSWER_FROM:
            return "one word names a theme and asks nothing, so facts are only suggested"
        case Band.SUGGESTIONS if confidence < SUGGEST_FROM:
            return "the words name a theme and ask nothing, so facts are suggested"
        case Band.SUGGESTIONS:
            return f"{confidence:.2f} is under {ANSWER_FROM} and at least {SUGGEST_FROM}, so facts are suggested"
        case Band.NONE if all(term.stop for term in query.terms) and confidence < STOP_WORDS_FROM:
            return "no word of the question says what it is about"
        case Band.NONE:
            return f"{confidence:.2f} is under {SUGGEST_FROM}, so there is no answer"


def _quality(term: QueryTerm, held: set[int]) -> float:
    return max((quality for number, quality in term.terms if number in held), default=0.0)


def _listed(surfaces: list[str]) -> str:
    more = f" and {len(surfaces) - TOLD} more words" if len(surfaces) > TOLD else ""
    return ", ".join(f"'{surface}'" for surface in surfaces[:TOLD]) + more


def _meeting(index: Index, term: QueryTerm, held: set[int], total: float) -> Meeting:
    met = [(quality, number) for number, quality in term.terms if number in held]
    quality, number = max(met, default=(0.0, -1))
    name = index.entries.terms[number] if met else None
    if name and name.startswith(VALUE_MARK):
        name = f"another {name.removeprefix(VALUE_MARK)}"
    for mark in (ASKING_MARK, NAME_MARK, PHRASE_MARK, WRONG_MARK):
        name = name.removeprefix(mark) if name else None
    return Meeting(term.surface, term.weight / total, name, quality, bool(term.terms))
