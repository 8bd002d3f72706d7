"""What texts of one fact base are about: their names and words, whichever spelling and form they have."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log

import snowballstemmer

from bot.factbase.documents import Documents
from bot.factbase.words import plain_typography, words

_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about above after again against all also among an and any are as at be because been before behind being
        below between both but by can could did do does down during each either even ever every few for from had has
        have he her here him his how i if in into is it its just made many may me might more most must my near neither
        no nor not of off on once one only onto or other our out over own said same say says she should since so some
        still such than that the their them then there these they this those though through to told too two under
        until up us very was we were what when where which while who whom whose why will with within without would
        yet you your""",
    )
)
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
        self.names: set[str] = set()
        vocabulary = documents.vocabulary.content if documents.vocabulary else None
        for entry in vocabulary.names if vocabulary else ():
            self.names.add(entry.name)
            for spelling in (entry.name, *entry.spellings):
                self._phrases.setdefault(tuple(self._stems(spelling)), entry.name)
        for group in vocabulary.same if vocabulary else ():
            for word in group:
                self._phrases.setdefault(tuple(self._stems(word)), f"{group[0]}, …")
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

    def _stems(self, text: str) -> list[str]:
        stems: list[str] = self._stem(self._words(text))
        return stems

    @staticmethod
    def _words(text: str) -> list[str]:
        spoken = words(_IN_TWO.sub(" ", plain_typography(text)))
        return [word if word[0].isdigit() else word.replace(".", "") for word in spoken]
