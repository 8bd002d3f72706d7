"""Stop words, asking words, names and synonyms: what is known of words before any fact is read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.factbase.schema import Vocabulary
from bot.matching.english import ASKING, ASKING_GROUPS, FILLER, PARTICLE_VERBS, PARTICLES, SYNONYM_GROUPS
from bot.matching.normalise import is_figure, stems, words

NAME_MARK = "\N{SECTION SIGN}"
"""Begins the terms that stand for a whole name, so that no typed word can equal one."""
PHRASE_MARK = "\N{PILCROW SIGN}"
"""Begins the terms that stand for another phrase of several words."""
ASKING_MARK = PHRASE_MARK + "?"
"""Begins the terms that stand for a phrase that asks."""
MARKS = (NAME_MARK, PHRASE_MARK)

SYNONYM, GENERAL_SYNONYM = 0.9, 0.75
"""How much a word counts for another of its group, 0..1: of the vocabulary's groups, of those of any base."""
STOP_WORDS = FILLER | ASKING
LEAST_LETTERS = 4
"""Letters of a name's first word from which it is known with a slip in it, by the word that follows."""
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_GIVEN_TO = frozenset(["tell", "give", "let", "show", "help", "of", "to", "for", "with", "between"])
"""Words after which "us" is no country."""
_BEFORE_A_MONTH = frozenset(["in", "of", "since", "until", "by", "last"])
_A_MONTH = frozenset(["may"])
_SHOUTED = frozenset(("not", "no", "is", "are", "was", "only", "never", "all", "what", "why", "how", "when", "where"))
"""Stop words that are rather shouted than names when they stand in capitals."""


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
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._words: dict[str, None] = {}
        self._before: dict[str, list[str]] = {}
        self._groups: dict[str, dict[str, float]] = {}
        for name in vocabulary.names:
            self._add((name.name, *name.spellings), NAME_MARK + name.name.casefold())
        for group in ASKING_GROUPS:
            for phrase in group:
                if " " in phrase:
                    self._add((phrase,), ASKING_MARK + phrase)
        for verb in PARTICLE_VERBS:
            for particle in PARTICLES:
                self._stand_for((verb, particle), f"{PHRASE_MARK}{verb} {particle}")
        for group in map(tuple, vocabulary.same):
            self._mean_the_same(group, SYNONYM)
        for groups in (ASKING_GROUPS, SYNONYM_GROUPS):
            for group in groups:
                self._mean_the_same(group, GENERAL_SYNONYM)

    def _add(self, spellings: Iterable[str], term: str) -> None:
        for spelling in spellings:
            spoken = words(spelling)
            self._words |= dict.fromkeys((*spoken, "".join(spoken)))
            for form in (stems(spoken), stems(["".join(spoken)])) if spoken else ():
                self._stand_for(form, term)
                if len(form) == 2 and len(form[0]) >= LEAST_LETTERS:
                    self._before.setdefault(form[1], []).append(form[0])

    def _stand_for(self, phrase: tuple[str, ...], term: str) -> None:
        self._phrases.setdefault(phrase, term)
        lengths = {len(phrase), *self._lengths.get(phrase[0], ())}
        self._lengths[phrase[0]] = tuple(sorted(lengths, reverse=True))

    def _mean_the_same(self, group: Iterable[str], quality: float) -> None:
        terms = list(dict.fromkeys(filter(None, map(self._term, group))))
        for term in terms:
            others = self._groups.setdefault(term, {})
            for other in terms:
                if other != term:
                    others.setdefault(other, quality)

    def _term(self, member: str) -> str:
        """The term of a synonym: the stem of a single word, a phrase's own term for several words."""
        parts = stems(words(member))
        if parts in self._phrases:
            return self._phrases[parts]
        if len(parts) <= 1:
            return parts[0] if parts else ""
        term = PHRASE_MARK + " ".join(parts)
        self._add((member,), term)
        return term

    def spans(self, spoken: Sequence[str], read_as: Sequence[str], text: str) -> dict[int, Span]:
        """The phrases in a text by their first word's place; of overlapping ones the longest that starts first.

        ``spoken`` are the words of ``text``, ``read_as`` the term of each.
        """
        capitals = in_capitals(text)
        may_be_names = capitals | _A_MONTH
        found: dict[int, Span] = {}
        end = 0
        for start, first in enumerate(read_as):
            if start < end:
                continue
            if first in self._lengths and (span := self._longest_from(start, spoken, read_as, capitals)):
                found[start], end = span, span.end
            elif spoken[start] in may_be_names and first in STOP_WORDS and _is_a_name(start, spoken):
                found[start] = Span(start, start + 1, NAME_MARK + first)
        return found

    def _longest_from(
        self, start: int, spoken: Sequence[str], read_as: Sequence[str], capitals: set[str]
    ) -> Span | None:
        for length in self._lengths[read_as[start]]:
            phrase = tuple(read_as[start : start + length])
            if term := self._phrases.get(phrase):
                span = Span(start, start + len(phrase), term)
                if _is_meant(span, spoken, capitals):
                    return span
        return None

    def meant(self, stem: str, following: str) -> str:
        """The first word of a name of two, of which this is one edit away and the next is the second; or empty.

        So "iss-k" is ISIS-K, although a word of three letters alone may be a slip of too many others.
        """
        near = (first for first in self._before.get(following, ()) if OSA.distance(stem, first, score_cutoff=1) <= 1)
        return next(near, "")

    def same(self, term: str) -> Iterable[tuple[str, float]]:
        """The other terms that mean the same as this one, each with how much it counts for it, 0..1."""
        return self._groups.get(term, {}).items()

    @property
    def words(self) -> Iterable[str]:
        """Every word of a phrase as it is spelt, each once: known, even if no fact uses it."""
        return self._words


def asks(term: str) -> bool:
    """Whether a term says what sort of answer is wanted."""
    return term in ASKING or term.startswith(ASKING_MARK)


def in_capitals(text: str) -> set[str]:
    """The words that a text has in capitals, in small letters; none if the whole text is in capitals."""
    return set() if text.isupper() else {word.lower() for word in _CAPITALS.findall(text.replace(".", ""))}


def _is_meant(span: Span, spoken: Sequence[str], capitals: set[str]) -> bool:
    """Whether a name that begins with a stop word is one: not in "where *is Khorasan*", where IS Khorasan is a name.

    Written in capitals, the stop word belongs to the name; a name of only such a word must be, except for US.
    """
    first, *others = spoken[span.start : span.end]
    if not span.term.startswith(NAME_MARK) or first not in STOP_WORDS or first in capitals:
        return True
    if others:
        return not any(len(word) > 3 for word in others)
    return first == "us" and (span.start == 0 or spoken[span.start - 1] not in _GIVEN_TO)


def _is_a_name(place: int, spoken: Sequence[str]) -> bool:
    """Whether a stop word in capitals, or may, is a name: WHO and IT, May after "in" or beside a figure."""
    if spoken[place] == "may":
        before, after = spoken[place - 1] if place else "", spoken[place + 1] if place + 1 < len(spoken) else ""
        return before in _BEFORE_A_MONTH or is_figure(before) or is_figure(after)
    return spoken[place] not in _SHOUTED
