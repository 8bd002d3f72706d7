"""The names and synonyms of a fact base, found in running text as whole phrases."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.factbase.model import Vocabulary
from bot.matching.normalise import stem, stems, words

_ASKING = "who whom whose when where why how many much long often far old year date day number which"

_FILLER = """
a an the this that these those there here it its i me my mine we us our you your he him his she her they them their
one is are was were be been being am do does did done doing have has had having can could will would shall should may
might must of in on at by for with from to into onto over under about as than then so and or but if not no nor yes ok
okay up out off down again also too very just only even still already ever never always more most less least some any
all each every both either neither other another such same own what s t d ll ve re m don didn doesn isn wasn aren
weren dont didnt doesnt isnt wasnt arent werent cant couldnt wont wouldnt shouldnt hadnt hasnt havent aint im id ive
ill youre youve youll hes shes theyre theyve theyll were weve thats theres lets itself himself herself themselves
myself yourself please thanks thank hi hello hey guys folks everyone anyone someone somebody anybody nobody people
thing things stuff tell know think say says said heard hear read saw see look find give get got go going come came
make made take want need ask asked wonder wondering question answer fact facts true false right wrong correct really
actually basically literally sure maybe probably apparently supposedly because while during between among after before
until since though although however anyway well now today right like kind sort lot lots bit quick exactly roughly
around between called name mean means meaning remember whatever whoever whenever wherever able source article report
reported according lol btw tbh imo afaik idk hmm oh uh um
"""

ASKING_PHRASES = (
    "how many", "how much", "how long", "how old", "how often", "how far", "how big", "how come", "what year",
    "which year", "what date", "which day", "what day", "what time", "what number", "how long ago",
)  # fmt: skip
"""Several words that together say what sort of answer is wanted."""

ASKING = frozenset(stem(word) for word in _ASKING.split())
"""Stems of the words that say what sort of answer is wanted."""

FILLER = frozenset(stem(word) for word in _FILLER.split()) - ASKING
"""Stems of the words that any question may hold."""


NAME_MARK = "\N{SECTION SIGN}"
"""Begins the terms that stand for a whole name or phrase, so that no typed word can equal one."""

ASKING_MARK = NAME_MARK + "?"
"""Begins the terms that stand for a phrase that asks."""

EVERY_ASKING = ASKING | {ASKING_MARK + phrase for phrase in ASKING_PHRASES}
"""The terms that say what sort of answer is wanted."""

LEAST_LETTERS = 4
"""Letters of a name's first word from which it is known with a slip in it, by the word that follows."""

SYNONYM = 0.9
"""How much a word counts for another of its group, 0..1."""


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase found in a text: from word ``start`` up to ``end``, standing for ``term``."""

    start: int
    end: int
    term: str


class Lexicon:
    """Finds a vocabulary's phrases in a sequence of words, longest first, and knows which terms mean the same."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._phrases: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        self._words: dict[str, None] = {}
        self._before: dict[str, list[str]] = {}
        for name in vocabulary.names:
            self._add((name.name, *name.spellings), NAME_MARK + name.name.casefold())
        for phrase in ASKING_PHRASES:
            self._add((phrase,), ASKING_MARK + phrase)
        groups: dict[str, set[str]] = {}
        for group in vocabulary.same:
            terms = {self._term(member) for member in group} - {""}
            for term in terms:
                groups.setdefault(term, set()).update(terms)
        self._groups = {term: tuple(sorted(others - {term})) for term, others in groups.items()}

    def _add(self, spellings: Iterable[str], term: str) -> None:
        for spelling in spellings:
            spoken = words(spelling)
            self._words |= dict.fromkeys((*spoken, "".join(spoken)))
            for form in (stems(spoken), stems(["".join(spoken)])) if spoken else ():
                self._phrases.setdefault(form, term)
                self._longest[form[0]] = max(self._longest.get(form[0], 1), len(form))
                if len(form) == 2 and len(form[0]) >= LEAST_LETTERS:
                    self._before.setdefault(form[1], []).append(form[0])

    def _term(self, member: str) -> str:
        """The term of a synonym: the stem of a single word, a phrase's own term for several words."""
        parts = stems(words(member))
        if parts in self._phrases:
            return self._phrases[parts]
        if len(parts) <= 1:
            return parts[0] if parts else ""
        term = NAME_MARK + " ".join(parts)
        self._add((member,), term)
        return term

    def spans(self, spoken: Sequence[str]) -> list[Span]:
        """The phrases in a text's stems, from left to right; of overlapping ones the longest that starts first."""
        found: list[Span] = []
        if self._longest.keys().isdisjoint(spoken):
            return found
        end = 0
        for start, first in enumerate(spoken):
            if start < end or first not in self._longest:
                continue
            for length in range(min(self._longest[first], len(spoken) - start), 0, -1):
                if term := self._phrases.get(tuple(spoken[start : start + length])):
                    end = start + length
                    found.append(Span(start, end, term))
                    break
        return found

    def meant(self, stem: str, following: str) -> str:
        """The first word of a name of two, of which this is one edit away and the next is the second; or empty.

        So "iss-k" is ISIS-K, although a word of three letters alone may be a slip of too many others.
        """
        near = (first for first in self._before.get(following, ()) if OSA.distance(stem, first, score_cutoff=1) <= 1)
        return next(near, "")

    def same(self, term: str) -> tuple[str, ...]:
        """The other terms that mean the same as this one."""
        return self._groups.get(term, ())

    @property
    def words(self) -> Iterable[str]:
        """Every word of a phrase as it is spelt, each once: known, even where no fact uses it."""
        return self._words


def asks(term: str) -> bool:
    """Whether a term says what sort of answer is wanted."""
    return term in EVERY_ASKING


def is_said(span: Span, spoken: Sequence[str], text: str) -> bool:
    """Whether what looks like a name is part of a sentence: "where *is Khorasan*", where IS Khorasan is a name.

    ``spoken`` are the words of ``text``. Written in capitals, the first word belongs to the name.
    """
    first, *others = spoken[span.start : span.end]
    if first not in FILLER or span.term.startswith(ASKING_MARK) or not any(len(word) > 3 for word in others):
        return False
    return first.upper() not in re.findall(r"\w+", text)
