"""Finds the figures and dates of a text, in digits or in English words, and tells which values are alike."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.factbase.numbers import Kind, Quantity, bounds, nouns_behind, numbers
from bot.factbase.words import plain_typography, words


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
