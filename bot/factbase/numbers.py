"""Figures: what one says, and those of a text, in digits or in English words, with bounds and what they count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf


class Kind(StrEnum):
    """What a quantity is; only quantities of one kind compare."""

    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure or date of a text.

    ``text`` is how the text has it, with its bound ("at least 12"); ``start`` and ``end`` are its place in the text
    with plain typography. A number has ``amounts``, the figures that it may be read as (``1.000`` is 1 or 1,000), the
    ``unit`` that it is measured in (empty if it counts things), the words behind it (``nouns``), and the least and the
    greatest figure that its bound allows (``span``, both inclusive). A date has ``years``, ``months`` and ``day`` as
    far as the text says them: "late 2014" has the months 9 to 12, "the 1990s" ten years. Four digits that may be a
    year or a number are a date with ``amounts``.
    """

    text: str
    start: int
    end: int
    kind: Kind
    amounts: tuple[float, ...] = ()
    unit: str = ""
    nouns: tuple[str, ...] = ()
    span: tuple[float, float] = (-inf, inf)
    bounded: bool = False
    years: tuple[int, int] | None = None
    months: tuple[int, int] | None = None
    day: int | None = None

    @property
    def key(self) -> str:
        """A text that quantities share if they say the same: of "a dozen or more" and "at least 12" it is equal."""
        if self.kind is Kind.DATE:
            return f"{self.years}{self.months}{self.day}"
        return f"{self.span[0]:.6g}..{self.span[1]:.6g}{self.unit}"

    def has(self, asked: "Quantity") -> bool:
        """Whether this is the quantity that is asked, or entails it: "over 70" has both 70 and "more than 50"."""
        if self.kind is asked.kind is Kind.DATE:
            return self._has_date(asked)
        within = asked.bounded and asked.span[0] <= self.span[0] and self.span[1] <= asked.span[1]
        same = bool(set(self.amounts) & set(asked.amounts)) or (self.kind is asked.kind and within)
        return same and self.unit == asked.unit

    def _has_date(self, asked: "Quantity") -> bool:
        if asked.day and (self.day != asked.day or self.months != asked.months):
            return False
        if asked.months and not _within(self.months, asked.months):
            return False
        year_is_left_out = self.years is None and asked.day is not None
        return asked.years is None or year_is_left_out or _within(self.years, asked.years)

    def allows(self, other: "Quantity") -> bool:
        """Whether both can be true of one thing: "at least 12" allows 13, but 70 does not allow 75."""
        if self.kind is not other.kind:
            return False
        if self.kind is Kind.DATE:
            return self._has_date(other) or other._has_date(self)
        return self.unit == other.unit and self.span[0] <= other.span[1] and other.span[0] <= self.span[1]


def _within(part: tuple[int, int] | None, whole: tuple[int, int]) -> bool:
    return part is not None and whole[0] <= part[0] and part[1] <= whole[1]


_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_SMALL = {word: number for number, word in enumerate(_ONES.split())}
_TENFOLD = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * number for number, word in enumerate(_TENFOLD.split(), 2)}
_WORDS = _SMALL | _TENS
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}

_TOKEN = re.compile(
    r"(?<![\w.,'/:#])(?<![^\W\d]-)(?:(?P<money>[$€£]) ?)?(?P<digits>\d{1,3}(?:[,'. ]\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"(?P<suffix>k|m|mn|bn)?(?![\w/]|[.,:]\d)|(?P<word>(?<!\w)[a-z]+)",
    re.IGNORECASE,
)
_VAGUE = {"few", "several", "many", "couple", "some"}
_UNITS = {
    "%": "%|per ?cent|percentage points?",
    "$": "dollars?|usd",
    "€": "euros?|eur",
    "£": "pounds?|gbp",
    "km": "km|kilomet(?:re|er)s?",
    "metre": "met(?:re|er)s?",
    "kg": "kg|kilograms?",
    "foot": "foot|feet",
    "byte": "bytes?",
    "bit": "bits?",
    **{unit: f"{unit}s?" for unit in ("year", "month", "week", "day", "hour", "minute", "second", "mile", "ton")},
    **{unit: f"{unit}s?" for unit in ("character", "round", "iteration", "degree")},
}
"""Units of measure, each with how it is written behind a number."""
_UNIT = re.compile(rf"[ -]?(?:{'|'.join(_UNITS.values())})(?!\w)", re.IGNORECASE)
_NO_COUNT = re.compile(
    r"[ -]?(?:st|nd|rd|th|am|pm|a\.m|p\.m|o'clock|thirds?|quarters?|halves|fifths?)\b", re.IGNORECASE
)
_LEADS_FROM_A_DATE = re.compile(
    r"(?:year|month|week|day|hour|decade)s? (?:ago|earlier|later|before|after)\b", re.IGNORECASE
)
_BEHIND_A_COUNT = re.compile(r"[\w'.]+")
_PARTING = (
    "a an and are as at be been before being but by did die died do does for from had has have in into is it of on or "
    "over perished than that the their they this to was were when which who with"
)
_NO_NOUNS = frozenset(_PARTING.split())
_BOUNDS_BEFORE = {
    "at_least": r"at least|no fewer than|not fewer than|no less than|not less than|a minimum of|upwards? of",
    "at_most": r"at most|no more than|not more than|up to|a maximum of|as many as",
    "more": r"more than|over|above|exceeding|in excess of|greater than",
    "less": r"fewer than|less than|under|below",
    "nearly": r"nearly|almost|close to|nearer|just short of|approaching",
    "about": r"about|around|roughly|some|approximately|circa|an estimated|estimated",
}
_BOUNDS_BEHIND = {
    "at_least": r"\+|(?: or| and) (?:more|over|above|greater|longer)\b| plus\b",
    "at_most": r" or (?:fewer|less|under|below)\b| at most\b",
    "about": r"-odd\b| or so\b",
}
_BEFORE = re.compile(r"\b(?:" + "|".join(f"(?P<{n}>{p})" for n, p in _BOUNDS_BEFORE.items()) + ") ?$", re.IGNORECASE)
_BEHIND = re.compile("|".join(f"(?P<{n}>{p})" for n, p in _BOUNDS_BEHIND.items()), re.IGNORECASE)
_RANGE = re.compile(r" ?(?:-|to) ?")
_NEARLY, _ABOUT = 0.75, 0.15
"""How far down "nearly" reaches, as a part of its figure, and how far to either side "about" does."""


def bounds(plain: str, start: int, end: int) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """The words before and behind a number that bound it, as "at least" and "or more"."""
    return _BEFORE.search(plain[max(0, start - 20) : start]), _BEHIND.match(plain, end)


def _span(bound: str | None, amount: float) -> tuple[float, float]:
    """The least and the greatest figure that a bound allows."""
    more, less = amount + abs(amount) * 1e-4, amount - abs(amount) * 1e-4
    return {
        "at_least": (amount, inf),
        "more": (more, inf),
        "at_most": (-inf, amount),
        "less": (-inf, less),
        "nearly": (_NEARLY * amount, less),
        "about": ((1 - _ABOUT) * amount, (1 + _ABOUT) * amount),
    }.get(bound or "", (amount, amount))


def numbers(plain: str) -> list[Quantity]:
    """The numbers of a text; two that make a range ("70 to 80", "between 70 and 80") as one."""
    found: list[Quantity] = []
    for number in _single_numbers(plain):
        if found and _make_a_range(plain, last := found[-1], number):
            text, span = plain[last.start : number.end], (last.span[0], number.span[1])
            amounts = (*last.amounts, *number.amounts)
            found[-1] = replace(number, text=text, start=last.start, amounts=amounts, span=span, bounded=True)
        else:
            found.append(number)
    return found


def _make_a_range(plain: str, low: Quantity, high: Quantity) -> bool:
    between = plain[low.end : high.start]
    joined = _RANGE.fullmatch(between) or (between == " and " and plain[: low.start].lower().endswith("between "))
    return bool(joined) and not low.bounded and not high.bounded and low.amounts[0] < high.amounts[0]


def _single_numbers(plain: str) -> Iterator[Quantity]:
    tokens = list(_TOKEN.finditer(plain))
    place = 0
    while place < len(tokens):
        amounts, behind = _amounts(tokens, place, plain)
        if amounts:
            yield from _number(plain, tokens[place], tokens[behind - 1].end(), amounts)
        place = max(behind, place + 1)


def _word(tokens: Sequence[re.Match[str]], place: int) -> str:
    """The token's word in small letters; empty for digits and behind the last token."""
    return (tokens[place]["word"] or "").lower() if place < len(tokens) else ""


def _amounts(tokens: Sequence[re.Match[str]], place: int, plain: str) -> tuple[tuple[float, ...], int]:
    """The figures that the tokens from ``place`` on may be read as (none if they are no number), and their end."""
    word, behind = _word(tokens, place), place + 1
    if word in _VAGUE:
        while _word(tokens, behind) in {"of", "a", "an", *_SCALES}:
            behind += 1
        return (), behind
    if digits := tokens[place]["digits"]:
        factor = _SUFFIXES.get((tokens[place]["suffix"] or "").lower(), 1)
        totals = [factor * figure for figure in _readings(digits)]
    elif word in {"a", "an", "half"}:
        while _word(tokens, behind) in {"a", "an"}:
            behind += 1
        if _word(tokens, behind) not in _SCALES:
            return (), place + 1
        totals = [0.5 if word == "half" else 1.0]
    elif word in _WORDS:
        totals = [float(_WORDS[word])]
    else:
        return (), place + 1
    return _with_more_words(tokens, behind, plain, totals)


def _with_more_words(
    tokens: Sequence[re.Match[str]], place: int, plain: str, totals: list[float]
) -> tuple[tuple[float, ...], int]:
    """The figures with the words that go on with them: "hundred and five", "thousand"."""
    done = [0.0] * len(totals)
    while place < len(tokens):
        word = _word(tokens, place)
        if plain[tokens[place - 1].end() : tokens[place].start()] not in {" ", "-"}:
            break
        if word == "and" and totals[0] >= 100 and _word(tokens, place + 1) in _WORDS:
            place += 1
            continue
        if word in _SCALES and _SCALES[word] <= 100:
            totals = [total * _SCALES[word] for total in totals]
        elif word in _SCALES:
            done, totals = [a + b * _SCALES[word] for a, b in zip(done, totals, strict=True)], [0.0] * len(totals)
        elif word == "and" and plain.startswith(" a half", tokens[place].end()):
            totals, place = [total + 0.5 for total in totals], place + 2
        elif (word in _SMALL and totals[0] % 10 == 0 and totals[0] != 10) or (word in _TENS and totals[0] % 100 == 0):
            totals = [total + _WORDS[word] for total in totals]
        else:
            break
        place += 1
    return tuple(a + b for a, b in zip(done, totals, strict=True)), place


def _readings(digits: str) -> list[float]:
    """What digits may mean: a dot before three of them may part thousands."""
    plain = re.sub(r"[,' ]", "", digits)
    if plain.count(".") > 1:
        return [float(plain.replace(".", ""))]
    thousands = re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", plain)
    return [float(plain), float(plain.replace(".", ""))] if thousands else [float(plain)]


def _number(plain: str, first: re.Match[str], end: int, amounts: tuple[float, ...]) -> Iterator[Quantity]:
    start = first.start()
    if _NO_COUNT.match(plain, end) or _LEADS_FROM_A_DATE.match(plain[end:].lstrip(" -")):
        return
    if amounts == (1.0,) and not first["digits"]:
        return
    nouns = nouns_behind(plain, end)
    before, behind = bounds(plain, start, end)
    if measured := _UNIT.match(plain, end):
        end, behind = measured.end(), behind or bounds(plain, start, measured.end())[1]
    unit = first["money"] or (_unit(measured[0]) if measured else "")
    bound = before or behind
    if before:
        start -= len(before[0])
    elif behind:
        end = behind.end()
    span = _span(bound.lastgroup if bound else None, amounts[0])
    yield Quantity(plain[start:end], start, end, Kind.NUMBER, amounts, unit, nouns, span, bound is not None)


def _unit(written: str) -> str:
    return next(unit for unit, spelt in _UNITS.items() if re.fullmatch(rf"[ -]?(?:{spelt})", written, re.IGNORECASE))


def nouns_behind(plain: str, end: int) -> tuple[str, ...]:
    """The words right behind a number, in the singular, up to the next that can be no part of what it counts."""
    nouns: list[str] = []
    for word in _BEHIND_A_COUNT.findall(plain[end : end + 60].lstrip(" -")):
        folded = word.casefold().strip(".'-")
        is_a_word = folded.replace(".", "").replace("'", "").isalpha()
        if not is_a_word or folded in _NO_NOUNS or len(nouns) == 4:
            break
        nouns.append(folded.removesuffix("s") if len(folded) > 3 else folded)
    return tuple(nouns)
