"""What a typed word may have been meant as: misspellings, other forms, and words that are not typed to their end."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile
from math import ceil

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from bot.matching.entries import Entries, Ints
from bot.matching.lexicon import MARKS
from bot.matching.normalise import is_figure

SHORTEST = 4
"""Letters from which a word may be taken for another; shorter ones are too easily something else."""
MOST = 8
"""The most terms that one typed word is taken for."""
OTHER_FORM, OTHER_FORM_OF_KNOWN = 0.6, 0.48
"""How much another form of a word (a long common beginning) counts, and how much for a word that is known."""
_SHORTLIST = 48
_MOST_EDITS = 3
_LOOKED_AT, _MOST_BEGINNINGS = 512, 64
_KEPT = 4_000

Meant = tuple[tuple[int, float], ...]
"""Terms by number, each with a quality in 0..1, best first."""


class Spelling:
    """The words of a base as its editors spelt them, and the terms that they stand for."""

    def __init__(self, entries: Entries) -> None:
        self._terms, self._forms, self.compounds = entries.terms, entries.forms, entries.compounds
        self._term_of = tuple(entries.form_terms.tolist())
        grams, holders = _trigrams([("" if form.startswith(MARKS) else form) for form in self._forms])
        order = grams.argsort(kind="stable")
        grams, holders = grams[order], holders[order]
        first = np.flatnonzero((np.diff(grams, prepend=-1) != 0) | (np.diff(holders, prepend=-1) != 0))
        self._grams, self._holders = grams[first], holders[first]
        self._kept: dict[str, Meant] = {}

    def has(self, word: str) -> bool:
        """Whether the base or its vocabulary has a word spelt so."""
        place = bisect_left(self._forms, word)
        return place < len(self._forms) and self._forms[place] == word

    def beginning(self, letters: str) -> list[int]:
        """The numbers of the terms of which a form begins with these letters, shortest first, at most 64."""
        return list(dict.fromkeys(self._term_of[number] for number in _beginning(letters, self._forms)))

    def containing(self, letter: str) -> list[int]:
        """The numbers of the terms that hold a letter of a script whose words are pairs of letters."""
        return [number for number, term in enumerate(self._terms) if letter in term]

    def other_forms(self, term: str) -> Meant:
        """The other terms that begin as a known one does, as other forms of one word: they count little."""
        return tuple((number, OTHER_FORM_OF_KNOWN) for number in self._of_one_root(term)[:MOST])

    def meant(self, word: str, term: str) -> Meant:
        """The terms that an unknown ``word``, of the stem ``term``, may have been meant as.

        Trigrams pick a shortlist of words as they are spelt in the base, the optimal string alignment distance decides:
        the Damerau-Levenshtein distance in which no part is edited twice (Boytsov 2011); one edit is an insertion,
        deletion, substitution or a swap of neighbours.
        """
        if len(word) < SHORTEST or is_figure(word):
            return ()
        try:
            return self._kept[word]
        except KeyError:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            return self._kept.setdefault(word, self._found(word, term))

    def _found(self, word: str, term: str) -> Meant:
        found = dict.fromkeys(self._of_one_root(term), OTHER_FORM)
        near = process.extract(word, self._alike(word), scorer=OSA.distance, score_cutoff=_MOST_EDITS, limit=None)
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
        like = _beginning(term[: max(SHORTEST, ceil(0.6 * len(term)))], self._terms)
        return sorted(number for number in like if (other := self._terms[number]) != term and _one_root(term, other))

    def _alike(self, word: str) -> dict[int, str]:
        """The words that share most trigrams with this one, by their numbers."""
        grams = np.unique(_trigrams([word])[0])
        runs = zip(self._grams.searchsorted(grams), self._grams.searchsorted(grams, "right"), strict=True)
        held = np.concatenate([self._holders[start:end] for start, end in runs])
        numbers, often = np.unique(held, return_counts=True)
        if len(numbers) > _SHORTLIST:
            numbers = numbers[np.argsort(-often, kind="stable")[:_SHORTLIST]]
        return {number: self._forms[number] for number in numbers.tolist()}


def _trigrams(words: Sequence[str]) -> tuple[NDArray[np.int64], Ints]:
    """The trigrams of words, each as one number, and in which word each stands; beginning and end count as a space."""
    padded = f" {'  '.join(words)} ".encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(padded, dtype=np.uint32).astype(np.int64)
    lengths = np.fromiter(map(len, words), np.int64, len(words)) + 2
    of_word = np.arange(len(words), dtype=np.int32).repeat(lengths)
    within = of_word[2:] == of_word[:-2]
    grams = (letters[:-2] << 42 | letters[1:-1] << 21 | letters[2:])[within]
    return grams, of_word[2:][within]


def _beginning(letters: str, words: Sequence[str]) -> list[int]:
    """The numbers of the words that begin with these letters, shortest first, at most 64; ``words`` ascend."""
    start = bisect_left(words, letters)
    end = min(start + _LOOKED_AT, len(words))
    run = takewhile(lambda number: words[number].startswith(letters), range(start, end))
    return sorted(run, key=lambda number: len(words[number]))[:_MOST_BEGINNINGS]


def _one_root(word: str, other: str) -> bool:
    return Prefix.similarity(word, other) >= max(SHORTEST, 0.6 * max(len(word), len(other)))


def _allowed(length: int) -> int:
    """How many edits may make one word of another, of which the longer has so many letters."""
    return 1 if length <= 4 else 2 if length <= 8 else _MOST_EDITS
