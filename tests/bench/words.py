"""Words with the statistics of real text: an invented vocabulary that follows a Zipf-Mandelbrot law.

Word frequencies are those of Mandelbrot (1953), p(r) ~ (r + q)^-s at rank r; shorter words are the more frequent ones
(Zipf 1935). English function words keep their own high ranks, since stop lists and stemmers treat them apart; content
words are invented, so that no list that anybody ships knows them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int32]
Floats: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = tuple[int, ...]

NOTHING = -1
"""The id that stands for no word in a row of ids."""

MANDELBROT_Q, MANDELBROT_S = 2.7, 1.05
"""Mandelbrot's shift and exponent, within what is measured on English prose (Piantadosi 2014: q 2.7, s near 1)."""

_FUNCTION = """
the of and to a in is that it for was on are as with he be at by i this had not but from or have an they which one you
were all her she there would their we him been has when who will no more if out so what up about than them into could
its then some these two may do any my now such like our over me even most made after also did many before must through
back where much your way well down should because each just those how too little very still own between never last while
might another around us both being under same since against without however every once until always less enough though
whether nor yet am does having doing why whom whose here among within during upon above below near across along behind
beyond toward towards per via onto beside besides despite except inside outside unless although whereas either neither
none nobody nothing something anything everything someone anyone everyone somebody anybody several few himself herself
itself themselves myself yourself ourselves can cannot shall ought need dare used first second again ever often rather
quite almost perhaps maybe only already soon later ago away off else instead thus hence therefore indeed can't don't
didn't doesn't isn't wasn't aren't won't wouldn't what's who's it's that's there's let's i'm you're they're we're
according regarding concerning given plus minus versus next other others certain various
"""
FUNCTION_WORDS = _FUNCTION.split()
"""English words without a subject of their own, the commonest first."""

_ONSET = "b c d f g h j k l m n p r s t v w z b c d f g l m n p r s t br cr dr gr pl sh st th tr"
_NUCLEUS = "a e i o u a e i o a e i o ai ea io oo ou y"
_CODA = "n r l s t m n r l d ck nt st"
_ONSETS, _NUCLEI, _CODAS = _ONSET.split(), _NUCLEUS.split(), [*_CODA.split(), *[""] * 8]
_ENDINGS = ("", "s", "ed", "ing")


@dataclass(frozen=True)
class Words:
    """Every surface that a generated text is made of, by number, and the laws by which they are drawn.

    ``surfaces`` holds ``size`` content words by falling frequency, those words again in three inflected forms, then
    function words, years, counts, two-word names and surnames, each from the first number that is named after it.
    ``others`` (two columns) gives what people say instead of a surface: a word of like frequency, or a name's surname;
    ``NOTHING`` where it has none.
    """

    size: int
    surfaces: NDArray[np.object_]
    others: Ints
    functions: int
    years: int
    counts: int
    names: int
    surnames: int
    content_law: Floats
    function_law: Floats

    def content(self, rng: np.random.Generator, shape: Shape) -> Ints:
        """Content words as often as the law has them."""
        return np.searchsorted(self.content_law, rng.random(shape)).astype(np.int32)

    def function(self, rng: np.random.Generator, shape: Shape) -> Ints:
        """Function words as often as the law has them."""
        return (self.functions + np.searchsorted(self.function_law, rng.random(shape))).astype(np.int32)

    def topical(self, rng: np.random.Generator, shape: Shape) -> Ints:
        """Content words that a topic is about: of any rank from 100, each tenfold of ranks as likely as the next."""
        return np.exp(rng.uniform(np.log(100), np.log(self.size), shape)).astype(np.int32)

    def inflect(self, rng: np.random.Generator, rows: Ints, share: float) -> Ints:
        """The rows with this share (0..1) of their content words in another form."""
        chosen = (rows >= 0) & (rows < self.size) & (rng.random(rows.shape) < share)
        form = rng.integers(1, len(_ENDINGS), rows.shape, dtype=np.int32)
        return np.where(chosen, rows + form * self.size, rows)

    def texts(self, rows: Ints) -> list[str]:
        """Each row of ids as words with a blank between them; ``NOTHING`` is left out."""
        surfaces = self.surfaces[rows[rows != NOTHING]].tolist()
        ends = np.cumsum((rows != NOTHING).sum(axis=1)).tolist()
        return [" ".join(surfaces[start:end]) for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def make_words(seed: int, size: int = 60_000, names: int = 20_000) -> Words:
    """A vocabulary of ``size`` content words (1,000 or more) and as many two-word names as asked for."""
    rng = np.random.default_rng([seed, 1])
    invented = invent(rng, size + names // 2 + names // 12, frozenset(FUNCTION_WORDS))
    content, last, first = np.split(np.array(invented, dtype=object), [size, size + names // 2])
    content = content[np.argsort([len(word) for word in content] + rng.normal(0, 2.5, size))]
    surname = np.sort(rng.integers(0, len(last), names))
    surnames = [word.capitalize() for word in last]
    given = [word.capitalize() for word in first[rng.integers(0, len(first), names)]]
    blocks: list[Sequence[str]] = [
        *([word + ending for word in content] for ending in _ENDINGS),
        FUNCTION_WORDS,
        [str(year) for year in range(1900, 2030)],
        [f"{count:,}" for count in np.unique(np.exp(rng.uniform(np.log(3), np.log(900_000), 3_000)).astype(int))],
        [f"{one} {surnames[other]}" for one, other in zip(given, surname, strict=True)],
        surnames,
    ]
    starts = [0, *np.cumsum([len(block) for block in blocks]).tolist()]
    ranks = _function_ranks(size)
    law: Floats = (np.arange(1.0, size + len(FUNCTION_WORDS) + 1) + MANDELBROT_Q) ** -MANDELBROT_S
    return Words(
        size=size,
        surfaces=np.array([surface for block in blocks for surface in block], dtype=object),
        others=_others(rng, size, starts, surname),
        functions=starts[4],
        years=starts[5],
        counts=starts[6],
        names=starts[7],
        surnames=starts[8],
        content_law=_cumulated(np.delete(law, ranks)),
        function_law=_cumulated(law[ranks]),
    )


def invent(rng: np.random.Generator, count: int, taken: frozenset[str]) -> list[str]:
    """Distinct pronounceable words of 2 to 4 syllables, none of them ``taken``, in random order."""
    found: dict[str, None] = {}
    while len(found) < count:
        drawn = [rng.integers(0, len(parts), (4_096, 4)).tolist() for parts in (_ONSETS, _NUCLEI, _CODAS)]
        sizes = rng.choice([2, 3, 4], 4_096, p=[0.4, 0.45, 0.15]).tolist()
        for size, *parts in zip(sizes, *drawn, strict=True):
            syllables = (_ONSETS[o] + _NUCLEI[n] + _CODAS[c] for o, n, c in zip(*parts, strict=True))
            word = "".join(islice(syllables, size))
            if word not in taken:
                found[word] = None
    return list(found)[:count]


def _function_ranks(size: int) -> NDArray[np.int64]:
    """The rank (from 0) of each function word: side by side at first, then ever thinner among content words."""
    places = np.arange(len(FUNCTION_WORDS))
    return np.minimum(places + np.floor((places / 40) ** 3.5).astype(np.int64), size - 1)


def _others(rng: np.random.Generator, size: int, starts: Sequence[int], surname: NDArray[np.int64]) -> Ints:
    others = np.full((starts[-1], 2), NOTHING, dtype=np.int32)
    ranks = np.arange(size)
    for column in range(2):
        near = ranks + rng.choice([-1, 1], size) * rng.integers(1, 9 + ranks // 10)
        others[:size, column] = np.where((near < 0) | (near >= size), size - 1 - ranks, near)
    others[starts[7] : starts[8]] = (starts[8] + surname)[:, np.newaxis]
    return others


def _cumulated(law: Floats) -> Floats:
    total: Floats = np.cumsum(law) / law.sum()
    total[-1] = 1.0
    return total
