"""Texts as comparable words, and whether a file is plain text at all."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from unicodedata import combining, normalize

_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
"""What stands for one sign in a text and another in an editor's hands; blanks of all widths are split at anyway."""
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


_FORMER_BREAK = re.compile("[\x85\u2028\u2029]")
_AS_TEXT = "save what it says as plain text in UTF-8"
_BEGINNINGS = {
    BOM_UTF16_LE: ("UTF-16 text", "save the file as UTF-8"),
    BOM_UTF16_BE: ("UTF-16 text", "save the file as UTF-8"),
    b"PK\x03\x04": ("a zip or an office document (such as .docx), not text", _AS_TEXT),
    b"\xd0\xcf\x11\xe0": ("an office document (such as .doc), not text", _AS_TEXT),
    b"{\\rtf": ("an RTF document, not plain text", _AS_TEXT),
    b"%PDF-": ("a PDF, not text", _AS_TEXT),
    b"\x1f\x8b": ("a compressed file (gzip), not text", "unpack it"),
    b"<!doctype html": ("a web page", "fetch the file itself, which most Git hosts call raw"),
    b"<html": ("a web page", "fetch the file itself, which most Git hosts call raw"),
}
MOST_MARKS = 30
"""Marks on one letter, as in Unicode's stream-safe format (UAX #15): beyond, normalising takes their square in time."""
_NO_WORD = re.compile(rf"[^\w\s!-~]{{{MOST_MARKS + 1},}}")
_LOOKED_AT = 1000
"""The first bytes of a file, in which one sees what it is."""


def text_of(data: bytes) -> str:
    """The text of a file, with blanks for what breaks lines in YAML 1.1 but neither in 1.2 nor in an editor's eyes.

    Raises :exc:`UnicodeDecodeError` if it is not UTF-8.
    """
    text = data.removeprefix(BOM_UTF8).decode()
    return text if text.isascii() else _FORMER_BREAK.sub(" ", text)


def is_blank(data: bytes) -> bool:
    """Whether a file holds nothing but comments."""
    lines = data.removeprefix(BOM_UTF8).splitlines()
    return all(not line.strip() or line.lstrip().startswith(b"#") for line in lines)


def other_than_text(data: bytes) -> tuple[str, str] | None:
    """What a file is instead of plain UTF-8 text and what to do with it, as far as its first bytes tell; else None."""
    first = data[:_LOOKED_AT].lstrip().lower()
    for beginning, what_and_fix in _BEGINNINGS.items():
        if first.startswith(beginning.lower()):
            return what_and_fix
    pairs = min(len(data), _LOOKED_AT) // 2
    zeros = max(data[start : 2 * pairs : 2].count(0) for start in (0, 1))
    return _BEGINNINGS[BOM_UTF16_LE] if pairs and zeros > pairs / 2 else None


def no_article(data: bytes) -> tuple[str, str] | None:
    """What a file is instead of an article's text and what to do with it; None for a text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return other_than_text(data) or ("not UTF-8 text", "save the file as UTF-8")
    if not text.strip():
        return "empty", "save the article's text in it"
    if any(sum(map(bool, map(combining, run))) > MOST_MARKS for run in _NO_WORD.findall(text)):
        return f"no article: more than {MOST_MARKS} combining marks follow one another", "copy the text again"
    return other_than_text(data) or ("not text, but holds null bytes", _AS_TEXT) if "\0" in text else None
