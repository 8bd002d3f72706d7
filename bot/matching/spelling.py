"""What a typed word may have been meant as: misspellings, other forms, and words that are not typed to their end."""

from math import ceil

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from bot.matching.alphabet import beginning
from bot.matching.index import Index
from bot.matching.ngrams import Grams
from bot.matching.normalise import is_figure
from bot.matching.remembering import remembered

SHORTEST = 4
"""Letters from which a word may be taken for another; shorter ones are too easily something else."""
MOST = 8
"""The most terms that one typed word is taken for."""
OTHER_FORM, OTHER_FORM_OF_KNOWN = 0.6, 0.48
"""How much another form of a word (a long common beginning) counts, and how much for a word that is known."""
KEPT = 500
"""Unknown words for which it is kept what they may have been meant as: a kilobyte each at most."""
_TRIGRAMS = (3,)
_SHORTLIST = 48
_MOST_EDITS = 3

Meant = tuple[tuple[int, float], ...]
"""Terms by number, each with a quality in 0..1, best first."""


class Spelling:
    """The words of a base as its editors spelt them, and the terms that they stand for."""

    def __init__(self, index: Index, earlier: "Spelling | None" = None) -> None:
        """``earlier`` is that of much the same words, which are not taken apart again."""
        self._terms, self._forms = index.spoken.terms, index.spoken.forms
        self._term_of = tuple(index.spoken.form_terms.tolist())
        self._grams: Grams = Grams(self._forms, _TRIGRAMS, earlier._grams if earlier else None)
        self.meant = remembered(self._meant, KEPT)
        self.other_forms = remembered(self._other_forms, 20_000)

    def beginning(self, letters: str) -> list[int]:
        """The numbers of the terms of which a form begins with these letters, shortest first, at most 64."""
        return list(dict.fromkeys(self._term_of[number] for number in beginning(letters, self._forms)))

    def _other_forms(self, term: str) -> Meant:
        """The other terms that begin as a known one does, as other forms of one word: they count little."""
        return tuple((number, OTHER_FORM_OF_KNOWN) for number in self._of_one_root(term)[:MOST])

    def _meant(self, word: str, term: str) -> Meant:
        """The terms that an unknown ``word``, of the stem ``term``, may have been meant as.

        Trigrams pick a shortlist of words as they are spelt in the base, the optimal string alignment distance decides:
        the Damerau-Levenshtein distance in which no part is edited twice (Boytsov 2011); one edit is an insertion,
        deletion, substitution or a swap of neighbours.
        """
        if len(word) < SHORTEST or is_figure(word):
            return ()
        found = dict.fromkeys(self._of_one_root(term), OTHER_FORM)
        near = process.extract(
            word, self._of_like_letters(word), scorer=OSA.distance, score_cutoff=_MOST_EDITS, limit=None
        )
        for form, distance, place in near:
            longer = max(len(word), len(form))
            if distance <= _allowed(longer) and len(form) >= SHORTEST - 1 and not is_figure(form):
                number = self._term_of[place]
                found[number] = max(found.get(number, 0.0), 1 - distance / longer)
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST])

    def _of_one_root(self, term: str) -> list[int]:
        """The numbers of the terms that have as long a common beginning with this one as forms of a word, ascending."""
        if len(term) < SHORTEST or is_figure(term):
            return []
        like = beginning(term[: max(SHORTEST, ceil(0.6 * len(term)))], self._terms)
        return sorted(number for number in like if (other := self._terms[number]) != term and _one_root(term, other))

    def _of_like_letters(self, word: str) -> dict[int, str]:
        """The words that share most trigrams with this one, by their numbers."""
        shared = np.concatenate([self._grams.holders(row) for row in set(self._grams.rows(word).tolist())])
        numbers, often = np.unique(shared, return_counts=True)
        if len(numbers) > _SHORTLIST:
            numbers = numbers[np.argpartition(-often, _SHORTLIST)[:_SHORTLIST]]
        return {number: self._forms[number] for number in numbers.tolist()}


def _one_root(word: str, other: str) -> bool:
    return Prefix.similarity(word, other) >= max(SHORTEST, 0.6 * max(len(word), len(other)))


def _allowed(length: int) -> int:
    """How many edits may make one word of another, where the longer has so many letters."""
    return 1 if length <= 4 else 2 if length <= 8 else _MOST_EDITS
