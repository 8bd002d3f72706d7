"""What an edit changed, in words: one line for the log, and a line a fact for editors."""

from collections.abc import Iterator

from bot.factbase.changes import Changes
from bot.wording import VERDICTS, counted


def summary(changes: Changes) -> str:
    """What changed in numbers: ``2 facts added, 1 changed; 1 verdict turned``."""
    parts = [
        f"{len(facts)} {what}"
        for facts, what in ((changes.added, "added"), (changes.removed, "removed"), (changes.changed, "changed"))
        if facts
    ]
    found = [f"{counted(len(changes.refiled), 'fact')} asked for or filed otherwise"] if changes.refiled else []
    turned = [f"{counted(len(changes.turned), 'verdict')} turned"] if changes.turned else []
    facts = [f"facts: {', '.join(parts)}"] if parts else []
    return "; ".join([*facts, *turned, *found]) or _beside_the_facts(changes)


def _beside_the_facts(changes: Changes) -> str:
    if changes.reordered:
        return "no fact changed, but the order of facts"
    return "no fact changed, only sources or vocabulary"


def details(changes: Changes) -> Iterator[tuple[str, str]]:
    """What happened to each fact (``added``, ``removed``, ``changed``, ``Agreed → Disputed``), and its claim."""
    for fact in changes.added:
        yield f"added, {VERDICTS[fact.verdict].lower()}", fact.claim
    for fact in changes.removed:
        yield "removed", fact.claim
    for change in changes.changed:
        what = "evidence changed" if change.before.claim == change.after.claim else "now reads"
        yield what, change.after.claim
    for change in changes.turned:
        yield f"{VERDICTS[change.before.verdict]} → {VERDICTS[change.after.verdict]}", change.after.claim
