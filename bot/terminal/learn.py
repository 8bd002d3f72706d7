"""``factbot log learn``: from questions that nobody could answer to phrasings of facts."""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from bot.editing import NotEditable
from bot.editing.evidence import add_phrasings
from bot.editing.rehearsal import rehearse
from bot.editing.workspace import Workspace
from bot.factbase.model import Fact, FactBase
from bot.factbase.problem import BadFactBase, shown
from bot.matching.matcher import Matcher
from bot.querylog.decisions import Choice, Decision, asked_since, gaps, unwritten
from bot.querylog.open import open_for_reports
from bot.querylog.requests import Gap
from bot.querylog.rows import RowIds, since_days, utc_now
from bot.querylog.store import QueryLog

REHEARSED_DAYS = 90
"""How far back the questions of a rehearsal go."""
OFFERED = 3
"""How many facts are offered for a question."""
MOST_WORDINGS = 3
"""The most wordings of one question that become phrasings."""
MOST_MOVED = 5
"""The most questions that are listed because another fact would answer them."""
_OTHER_CHOICES: dict[str, Choice] = {"n": "new-fact", "x": "not-for-us", "l": "later"}
_KEYS = "number = a phrasing of that fact, f ID = of another fact, n = a new fact, x = not for us, l = later, q = quit"


def list_lessons(workspace: Workspace, log: Path, days: int) -> None:
    """Print the questions as JSON, for programs."""
    base, matcher = _base(workspace)
    found = [
        {
            "question": lesson.query,
            "wordings": list(lesson.wordings),
            "times": lesson.times,
            "people": lesson.askers,
            "picked": lesson.picked,
            "closest": [fact.id for fact in _closest(base, matcher, lesson)],
        }
        for lesson in _lessons(log, days)
    ]
    print(json.dumps(found, ensure_ascii=False, indent=2))


def learn(workspace: Workspace, log: Path, days: int, answer: Callable[[str], str]) -> None:
    """Go through the questions, most asked first; ``answer`` asks the editor something and returns what they type."""
    base, matcher = _base(workspace)
    with closing(open_for_reports(log)) as connection:
        pending = unwritten(connection)
    for decision in pending:
        print(f"\nDecided in Discord: '{shown(decision.question, 200)}' is a phrasing of fact '{decision.fact_id}'.")
        if _write(workspace, log, decision.fact_id or "", [decision.question], answer):
            _record(log, decision._replace(written_at=utc_now()))
    found = _lessons(log, days)
    for number, lesson in enumerate(found, 1):
        offered = _closest(base, matcher, lesson)
        _show(number, len(found), lesson, offered)
        if not _decide(workspace, log, lesson, offered, answer):
            return
    print("Nothing to decide." if not found and not pending else "That was all.")


def _decide(
    workspace: Workspace, log: Path, lesson: Gap, offered: Sequence[Fact], answer: Callable[[str], str]
) -> bool:
    """Ask until the editor decides; False if they quit."""
    while True:
        typed = answer(_KEYS).strip()
        if typed == "q":
            return False
        if choice := _OTHER_CHOICES.get(typed):
            _record(log, _decision(lesson, choice))
            if choice == "new-fact":
                print(f'Write it with: factbot facts new TOPIC --claim … --quote … --phrasing "{lesson.query}"')
            return True
        fact_id = offered[int(typed) - 1].id if typed in map(str, range(1, len(offered) + 1)) else typed[2:].strip()
        if typed.startswith("f ") or (typed.isdigit() and fact_id):
            try:
                if _write(workspace, log, fact_id, list(lesson.wordings)[:MOST_WORDINGS], answer):
                    _record(log, _decision(lesson, "phrasing", fact_id, utc_now()))
                    return True
            except NotEditable as error:
                print(error)


def _write(
    workspace: Workspace, log: Path, fact_id: str, phrasings: Sequence[str], answer: Callable[[str], str]
) -> bool:
    """Rehearse phrasings, and write them if the editor agrees."""
    here = workspace.reread()
    here.fact(fact_id)
    base, _ = _base(here)
    with closing(open_for_reports(log)) as connection:
        questions = asked_since(connection, since_days(REHEARSED_DAYS))
    result = rehearse(base, {fact_id: phrasings}, questions)
    print(f"With {len(phrasings)} new phrasings, {result}")
    for question, before, after in result.moved[:MOST_MOVED]:
        print(f"  '{shown(question, 120)}': '{before}' before, '{after}' after")
    if answer("Write it? y or n").strip().lower() not in ("y", "yes"):
        return False
    file, added = add_phrasings(here, fact_id, phrasings)
    print(f"{file}: {len(added)} added to fact '{fact_id}'")
    return True


def _show(number: int, of: int, lesson: Gap, offered: Sequence[Fact]) -> None:
    people = f"{lesson.askers} {'person' if lesson.askers == 1 else 'people'}"
    print(f"\n{number} of {of}: asked {lesson.times} times by {people}")
    for wording in list(lesson.wordings)[:MOST_WORDINGS]:
        print(f"  '{shown(wording, 200)}'")
    for place, fact in enumerate(offered, 1):
        picked = " (picked by people)" if fact.id == lesson.picked else ""
        print(f"  {place}. {fact.claim} {fact.id}{picked}")


def _closest(base: FactBase, matcher: Matcher, lesson: Gap) -> list[Fact]:
    """The facts that may be meant: the one that people picked, then those most like the question."""
    picked = base.fact(lesson.picked) if lesson.picked else None
    alike = [one.fact for one in matcher.match(lesson.query).candidates if one.confidence > 0]
    return list({fact.id: fact for fact in (*([picked] if picked else []), *alike)}.values())[:OFFERED]


def _base(workspace: Workspace) -> tuple[FactBase, Matcher]:
    if workspace.loading.base is None:
        raise BadFactBase(workspace.loading.problems)
    return workspace.loading.base, Matcher.of(workspace.loading.base)


def _lessons(log: Path, days: int) -> list[Gap]:
    with closing(open_for_reports(log)) as connection:
        return gaps(connection, since_days(days))


def _decision(lesson: Gap, choice: Choice, fact_id: str | None = None, written_at: str | None = None) -> Decision:
    return Decision(RowIds().make(), lesson.query, choice, fact_id, utc_now(), None, written_at)


def _record(log: Path, decision: Decision) -> None:
    async def write() -> None:
        async with await QueryLog.open(log) as querylog:
            await querylog.decide(decision)

    asyncio.run(write())
