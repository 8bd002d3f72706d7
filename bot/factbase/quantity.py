"""A figure or a date of a text, and whether it says what another one says."""

from dataclasses import dataclass
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
        if set(self.amounts) & set(asked.amounts):
            return self.unit == asked.unit
        within = asked.span[0] <= self.span[0] and self.span[1] <= asked.span[1]
        return self.kind is asked.kind and self.unit == asked.unit and asked.bounded and within

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
