"""The words of a base as they are spelt, and the term that each of them stands for."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from bot.matching.alphabet import merged, numbers_of, renumbered
from bot.matching.arrays import Ints
from bot.matching.lexicon import NAME_MARK
from bot.matching.normalise import stem


@dataclass(frozen=True, slots=True)
class Terms:
    """``forms``, ascending, ``terms``, ascending, and the number of the term that each form stands for."""

    forms: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    form_terms: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))

    @classmethod
    def of(cls, forms: tuple[str, ...], earlier: Self) -> Self:
        """The terms of these forms, which ascend; those of the forms that ``earlier`` has too are taken over."""
        places = renumbered(earlier.forms, forms)
        stay = places >= 0
        form_terms = np.full(len(forms), -1, dtype=np.int32)
        form_terms[places[stay]] = earlier.form_terms[stay]
        new = np.flatnonzero(form_terms < 0)
        stems = [_term(forms[number]) for number in new.tolist()]
        used = np.zeros(len(earlier.terms), dtype=bool)
        used[earlier.form_terms[stay]] = True
        terms = merged(earlier.terms, used, stems)
        known = form_terms >= 0
        form_terms[known] = renumbered(earlier.terms, terms)[form_terms[known]]
        form_terms[new] = numbers_of(stems, terms)
        return cls(forms, terms, form_terms)


def _term(form: str) -> str:
    return form if form.startswith(NAME_MARK) else stem(form)
