"""Random typing mistakes, the same for the same text on every run."""

import hashlib
import re
from string import ascii_lowercase

import numpy as np

_WORD = re.compile(r"[^\W\d_]{4,}")


def mistype(text: str, edits: int = 2, draw: int = 0) -> str:
    """The text with single-letter mistakes in words of four letters or more, chosen evenly at random.

    Each edit is one of the four of Damerau (1964): an insertion, deletion, substitution or swap of neighbours, and
    changes the word (a second may undo the first). The generator is seeded with the text and the number of the draw. A
    text without such a word comes back as it is.
    """
    random = np.random.default_rng([draw, int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])])
    for _ in range(edits):
        found = list(_WORD.finditer(text))
        if not found:
            break
        word = found[random.integers(len(found))]
        edited = word.group()
        while edited == word.group():
            edited = _edit(word.group(), random)
        text = text[: word.start()] + edited + text[word.end() :]
    return text


def _edit(word: str, random: np.random.Generator) -> str:
    letter = ascii_lowercase[random.integers(len(ascii_lowercase))]
    place = int(random.integers(len(word)))
    match random.integers(4):
        case 0:
            return word[:place] + letter + word[place:]
        case 1:
            return word[:place] + word[place + 1 :]
        case 2:
            return word[:place] + letter + word[place + 1 :]
        case _:
            place = min(place, len(word) - 2)
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
