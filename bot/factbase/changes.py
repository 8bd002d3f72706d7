"""What an edit changed: the difference between two fact bases, as far as it changes what people are told."""

from dataclasses import dataclass

from bot.factbase.fields import entries, filed, shown
from bot.factbase.model import Fact, FactBase


@dataclass(frozen=True, slots=True)
class Change:
    """One fact, of the same id, before and after."""

    before: Fact
    after: Fact


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit changed, each in the order of the base that has it.

    ``changed`` are the facts whose claim or evidence reads otherwise, ``turned`` those whose verdict is another, be it
    by their own evidence or by what a source rests on; a fact may be both. ``refiled`` are the facts that are asked for
    or filed otherwise and say the same. ``reordered`` is whether the facts of both bases have another order.
    ``version`` is that of the base after the edit.
    """

    version: str
    added: tuple[Fact, ...] = ()
    removed: tuple[Fact, ...] = ()
    changed: tuple[Change, ...] = ()
    turned: tuple[Change, ...] = ()
    refiled: tuple[Fact, ...] = ()
    reordered: bool = False


def changes_between(before: FactBase, after: FactBase) -> Changes:
    """What became of ``before`` in ``after``."""
    pairs = [Change(old, fact) for fact in after.facts if (old := before.fact(fact.id)) not in (None, fact)]
    changed = tuple(pair for pair in pairs if shown(pair.before) != shown(pair.after))
    told = {pair.after.id for pair in changed}
    return Changes(
        version=after.version,
        added=tuple(fact for fact in after.facts if before.fact(fact.id) is None),
        removed=tuple(fact for fact in before.facts if after.fact(fact.id) is None),
        changed=changed,
        turned=tuple(pair for pair in pairs if pair.before.verdict != pair.after.verdict),
        refiled=tuple(
            pair.after for pair in pairs if pair.after.id not in told and filed(pair.before) != filed(pair.after)
        ),
        reordered=_order(before, after) != _order(after, before),
    )


def _order(base: FactBase, other: FactBase) -> list[str]:
    """The ids of the facts that both have, in the order of the first."""
    return [fact.id for fact in base.facts if other.fact(fact.id)]


def lacks(before: FactBase, after: FactBase) -> bool:
    """Whether a fact of ``before`` is gone in ``after``, or has less in it, as if a file is half written."""
    for fact in before.facts:
        now = after.fact(fact.id)
        if now is not fact and (now is None or entries(now) < entries(fact)):
            return True
    return False
