"""Texts as sequences of comparable words, for the checks that look for copies and repetitions."""

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import normalize

_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
"""What stands for one sign in a text and another in an editor's hands; blanks of all widths are split at anyway."""
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPELLED = {word: number for number, word in enumerate(_ONES.split(), 1)}
_SPELLED |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_SPELLED |= {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6}
_WORD = re.compile(r"[^\W_]+(?:[',.][^\W_]+)*")
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls, direction marks, tags, and what else has no width (Unicode's default ignorables); not blanks or joiners."""


def plain_typography(text: str) -> str:
    """The text with straight quotes, plain hyphens, single blanks, no unseen signs, and whole accented letters."""
    return " ".join(UNSEEN.sub("", normalize("NFC", text)).translate(_TYPOGRAPHY).split())


def words(text: str) -> list[str]:
    """The words and figures of a text, case-folded; ``U.S.`` is ``u.s``, ``1,000`` stays one figure."""
    return _WORD.findall(plain_typography(text).casefold())


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    """Every run of so many words of a text, in order."""
    spoken = words(text)
    return zip(*(spoken[start:] for start in range(length)), strict=False)


_FIGURE = re.compile(r"(?<![^\W\d])(?<![^\W\d][.-])(?<!\d[.])(?<![\d,])\d[\d,]*(?:\.\d+)?(?![.]\d)")
"""A figure that is no part of a name, as those of SHA-256 and 5.0.0 are."""


def figures(text: str) -> set[str]:
    """The figures of a text without their thousands separators: ``{"2015", "1000"}``."""
    return {word.replace(",", "") for word in _FIGURE.findall(text.rstrip(".,"))}


def spelled_figures(text: str) -> set[str]:
    """The whole numbers that a text has in English words, those above 99 but roughly: ``{"31"}`` of "thirty-one"."""
    spoken = words(text)
    numbers = [_SPELLED.get(word, 0) for word in spoken]
    joined = (ten + one for ten, one in pairwise(numbers) if 20 <= ten <= 90 and 1 <= one <= 9)
    return {str(number) for number in (*numbers, *joined) if number}
