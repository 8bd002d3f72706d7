"""Which questions count as one."""

from collections.abc import Collection

from rapidfuzz import fuzz, process, utils

ALIKE = 85.0
"""The least likeness, 0..100, at which two questions count as one: the same words in any order, give or take a typo."""
COMPARED = 500
"""Characters of a question by which it is compared: the time that it takes grows with their square."""
MOST_COMPARED = 5000
"""How many questions are put together at most: a second or two, if no two are alike."""


def kin(question: str, known: Collection[str]) -> str:
    """What stands for a question and those alike: one of the known, or else its words in the alphabet's order."""
    compared = question[:COMPARED]
    key = " ".join(sorted(utils.default_process(compared).split())) or compared
    if key in known:
        return key
    found = process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[0] if found else key
