"""Texts as sequences of comparable words, for the checks that look for copies and repetitions."""

import re

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_WORD = re.compile(r"[^\W_]+(?:[',.][^\W_]+)*")


def plain_typography(text: str) -> str:
    """The text with straight quotes, plain hyphens, and single blanks."""
    return " ".join(text.translate(_TYPOGRAPHY).split())


def words(text: str) -> list[str]:
    """The words and figures of a text, case-folded; ``U.S.`` is ``u.s``, ``1,000`` stays one figure."""
    return _WORD.findall(plain_typography(text).casefold())


def figures(text: str) -> set[str]:
    """The figures of a text without their thousands separators: ``{"2015", "1000"}``."""
    return {word.replace(",", "") for word in re.findall(r"\d[\d,]*(?:\.\d+)?", text.rstrip(".,"))} - {""}
