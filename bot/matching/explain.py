"""Why a question found the facts it found: for editors, who mend it with a phrasing."""

from dataclasses import dataclass

from bot.factbase.model import Fact
from bot.matching.confidence import SUGGEST_FROM, Band, answer_from, band
from bot.matching.index import Index
from bot.matching.lexicon import ASKING_MARK, NAME_MARK
from bot.matching.query import Question, Slot


@dataclass(frozen=True, slots=True)
class Meeting:
    """One word (or name) of the question, and the term of the fact that meets it.

    ``share`` is how much of the question it is, 0..1; ``by`` is None where nothing meets it; ``quality`` is 0..1: 1 is
    the same word, less another form, a synonym or a misspelling; ``known`` says whether any
    fact uses it or something like it.
    """

    word: str
    share: float
    by: str | None
    quality: float
    known: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """One fact as the question met it: its most fitting text, word by word, and what raised and lowered its confidence.

    ``reasons`` are (sign, amount on the scale of the odds' logarithm), the weightiest first.
    """

    fact: Fact
    confidence: float
    text: str
    meetings: tuple[Meeting, ...]
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The best facts for a question, each explained, and why the first fell in its band."""

    facts: tuple[Explained, ...]
    band: Band
    why: str


def meetings(index: Index, question: Question, text: int) -> tuple[Meeting, ...]:
    """How each slot of a question is met by one text of the index."""
    held = set(index.entry_terms[index.text_entries[text] : index.text_entries[text + 1]].tolist())
    total = sum(slot.weight for slot in question.slots) or 1.0
    return tuple(_meeting(index, slot, held, total) for slot in question.slots)


def why(confidence: float, question: Question) -> str:
    """Why the best fact, with that confidence, fell in its band, in one sentence."""
    match band(confidence, question):
        case Band.ANSWER:
            return f"{confidence:.2f} is at least {answer_from()}, so the first fact is the answer"
        case Band.SUGGESTIONS if confidence >= answer_from() or confidence < SUGGEST_FROM:
            return "a single word names a theme and asks nothing, so facts are only suggested"
        case Band.SUGGESTIONS:
            return f"{confidence:.2f} is under {answer_from()} and at least {SUGGEST_FROM}, so facts are suggested"
        case Band.NONE if confidence >= SUGGEST_FROM or not question.slots:
            return "no word of the question says what it is about"
        case Band.NONE:
            return f"{confidence:.2f} is under {SUGGEST_FROM}, so there is no answer"


def _meeting(index: Index, slot: Slot, held: set[int], total: float) -> Meeting:
    met = [(quality, term) for term, quality in slot.terms if term in held]
    quality, term = max(met, default=(0.0, -1))
    name = index.terms[term].removeprefix(ASKING_MARK).removeprefix(NAME_MARK) if met else None
    return Meeting(slot.surface, slot.weight / total, name, quality, bool(slot.terms))
