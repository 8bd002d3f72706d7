"""What makes texts comparable: their words, figures and dates; and whether a file is plain text at all."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from functools import lru_cache
from unicodedata import combining, normalize

from bot.factbase.numbers import Kind, Quantity, bounds, nouns_behind, numbers

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


def quantities(*texts: str) -> list[Quantity]:
    """Every figure and date of the texts, in their order.

    Left out are ordinals, clock times, parts of names (``SHA-256``, ``5.0.0``), vague counts ("dozens", "a few
    hundred"), spans of time that lead from another date ("six years ago"), and "one" by itself.
    """
    found: list[Quantity] = []
    for plain in map(plain_typography, texts):
        dates = list(_dates(plain))
        taken = [(date.start, date.end) for date in dates]
        counts = [one for one in numbers(plain) if all(one.end <= start or end <= one.start for start, end in taken)]
        found += sorted([*dates, *counts], key=lambda quantity: quantity.start)
    return found


def given_quantities(value: str | None, anchors: Iterable[str]) -> list[Quantity]:
    """The figures and dates that a piece of evidence gives: those of its value, or without one of its anchors."""
    return quantities(*([value] if value else anchors))


_SAYS_NOTHING = {"a", "an", "the", "in", "on", "of", "by", "to", "from", "only", "just", "exactly", "is", "was"}


@lru_cache(maxsize=10_000)
def value_key(value: str) -> str:
    """A text that two values share if they say the same: "at least a dozen" and "12 or more", "in 2015" and "2015"."""
    plain, keys, end = plain_typography(value), [], 0
    for quantity in quantities(plain):
        keys += [plain[end : quantity.start], f" {quantity.key} "]
        end = quantity.end
    keys.append(plain[end:])
    between = [" ".join(word for word in words(text) if word not in _SAYS_NOTHING) for text in keys[::2]]
    keys[::2] = between
    return " ".join(" ".join(keys).split())


_NAMES_OF_MONTHS = "january february march april may june july august september october november december"
_MONTHS = {
    spelt: number
    for number, name in enumerate(_NAMES_OF_MONTHS.split(), 1)
    for spelt in (name, name[:3], *(["sept"] if number == 9 else []))
}
_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "spring": (3, 5), "summer": (6, 8)}
_PARTS |= {"autumn": (9, 11), "fall": (9, 11)}

_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_END = r"(?![\w%]|[.,:/]\d)"
_YEAR = rf"(?P<year>1\d{{3}}|20\d\d){_END}"
_DAY = rf"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?{_END}"
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w-])(?P<date>(?P<year>1\d{3}|20\d\d)-(?P<number>0\d|1[0-2])(?:-(?P<day>[0-3]\d))?)(?![\w-])",
        rf"\b(?P<date>{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?)",
        rf"\b(?P<date>{_MONTH} {_DAY}(?:,? {_YEAR})?)",
        rf"\b(?P<date>{_MONTH},? (?:of )?{_YEAR})",
        rf"\b(?P<date>(?P<part>{'|'.join(_PARTS)})(?:-| of | in | the )?(?:of |the )? ?{_YEAR})",
        r"(?<![\w',.-])(?P<date>(?P<decade>1\d\d|20\d)0'?s)\b",
        rf"\b(?:in|since|by|until|of|last|from|during|between|(?P<part>early|mid|late))[ -](?P<date>{_MONTH})(?! \d)",
        rf"\b(?P<date>(?-i:(?=[A-Z])(?!May|Mar)){_MONTH})(?! \d)",
        r"\b(?:in|since|by|until|from|of|year) (?P<date>'(?P<short>\d\d))\b",
        rf"(?<![\w.,'$€£/:#-])(?P<date>{_YEAR})",
    )
]
_AFTER_WHICH_A_YEAR_STANDS = re.compile(
    r"\b(?:in|since|by|until|till|before|after|during|year|from|circa)(?: (?:the|about|around|early|late|mid))* ?$",
    re.IGNORECASE,
)


def _dates(plain: str) -> Iterator[Quantity]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for found in pattern.finditer(plain):
            start, end = found.span("date")
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            if date := _date(found, plain):
                yield date


def _date(found: re.Match[str], plain: str) -> Quantity | None:
    parts = found.groupdict()
    start, end = found.span("date")
    end -= plain[end - 1] == "."
    years = months = day = None
    if year := parts.get("year"):
        years = (int(year), int(year))
    elif decade := parts.get("decade"):
        years = (10 * int(decade), 10 * int(decade) + 9)
    elif short := parts.get("short"):
        century = 2000 if int(short) < 50 else 1900
        years = (century + int(short), century + int(short))
    if month := parts.get("month"):
        months = (_MONTHS[month.lower()],) * 2
    elif number := parts.get("number"):
        months = (int(number),) * 2
    elif part := parts.get("part"):
        months = _PARTS[part.lower()]
    if parts.get("day"):
        day = int(parts["day"] or 0)
    bare = bool(years) and months is None and "decade" not in parts and "short" not in parts
    introduced = bool(_AFTER_WHICH_A_YEAR_STANDS.search(plain[:start]))
    if bare and not introduced and any(bounds(plain, start, end)):
        return None  # a number
    amounts = (float(years[0]),) if years and bare and not introduced else ()
    text, nouns = plain[start:end], nouns_behind(plain, end)
    return Quantity(text, start, end, Kind.DATE, amounts, years=years, months=months, day=day, nouns=nouns)
