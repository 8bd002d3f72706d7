"""What a careful editor would look for in a fact base, beyond its form."""

from collections.abc import Iterator

from bot.factbase.checks import claims, repetitions, sources, vocabulary
from bot.factbase.documents import Documents
from bot.factbase.problem import Problem


def check(documents: Documents) -> Iterator[Problem]:
    """Every editorial problem: warnings, since the base answers all the same, and some of it may be meant."""
    yield from repetitions.check(documents)
    yield from claims.check(documents)
    yield from sources.check(documents)
    yield from vocabulary.check(documents)
