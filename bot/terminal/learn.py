"""``factbot log learn``: from questions that nobody could answer to phrasings of facts."""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path

from bot.editing import NotEditable
from bot.editing.evidence import add_phrasings
from bot.editing.rehearsal import rehearse
from bot.editing.workspace import Workspace
from bot.factbase.model import Fact
from bot.factbase.problem import shown
from bot.factbase.texts import words
from bot.matching.confidence import Band
from bot.matching.matcher import Matcher
from bot.querylog.decisions import Choice, Decision, asked_since, decisions, gaps, latest, unwritten
from bot.querylog.open import open_for_reports
from bot.querylog.requests import Gap, unanswered
from bot.querylog.rows import RowIds, since_days, utc_now
from bot.querylog.store import QueryLog
from bot.wording import counted

REHEARSED_DAYS = 90
"""How far back the questions of a rehearsal go."""
OFFERED = 3
"""How many facts are offered for a question."""
MOST_WORDINGS = 3
"""The most wordings of one question that become phrasings."""
MOST_LISTED = 5
"""The most questions that are listed because they would be answered otherwise."""
LONGEST = 200
"""Characters of a question that are shown."""
_OTHER_CHOICES: dict[str, Choice] = {"n": "new-fact", "x": "not-for-us", "l": "later"}
_KEYS = "number = a phrasing of that fact, f ID = of another fact, n = a new fact, x = not for us, l = later, q = quit"


def list_lessons(workspace: Workspace, log: Path, days: int) -> None:
    """Print the questions as JSON, for programs."""
    learning = _Learning(workspace, log)
    found = [
        {
            "question": gap.query,
            "wordings": list(gap.wordings),
            "times": gap.times,
            "people": gap.askers,
            "picked": gap.picked,
            "decided": decision and decision.fact_id,
            "closest": [fact.id for fact in learning.offered(gap, decision)],
        }
        for gap, decision in learning.lessons(days)
    ]
    print(json.dumps(found, ensure_ascii=False, indent=2))


def go_through(workspace: Workspace, log: Path, days: int, answer: Callable[[str], str]) -> None:
    """Go through the questions: those decided in Discord, then the most asked first.

    ``answer`` asks the editor something and returns what they type.
    """
    learning = _Learning(workspace, log)
    lessons = learning.lessons(days)
    for number, (gap, decision) in enumerate(lessons, 1):
        if learning.decided_elsewhere(gap):
            continue
        print(f"\n{number} of {len(lessons)}: asked {counted(gap.times, 'time')} by {people(gap.askers)}")
        if not learning.decide(gap, decision, answer):
            return
    print("That was all." if lessons else "Nothing to decide.")
    learning.list_new_facts()


def people(number: int) -> str:
    """``1 person``, ``3 people``."""
    return "1 person" if number == 1 else f"{number:,} people"


class _Learning:
    """One editor's pass; what others decide meanwhile is not decided again."""

    def __init__(self, workspace: Workspace, log: Path) -> None:
        self._workspace, self._log = workspace, log
        with closing(open_for_reports(log)) as connection:
            self._known = {one.id for one in decisions(connection)}

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher.of(self._workspace.base)

    def lessons(self, days: int) -> list[tuple[Gap, Decision | None]]:
        """What was decided in Discord and is not written, with that decision, then what nobody decided."""
        since = since_days(days)
        with closing(open_for_reports(self._log)) as connection:
            pending = {one.question: one for one in unwritten(connection)}
            asked = unanswered(connection, since) if pending else []
            undecided = gaps(connection, since)
        groups = {question: gap for gap in asked for question in gap.wordings}
        decided = [
            (groups.get(question) or Gap(one.decided_at, wordings={question: None}), one)
            for question, one in pending.items()
        ]
        return [*decided, *((gap, None) for gap in undecided)]

    def offered(self, gap: Gap, decision: Decision | None) -> list[Fact]:
        """The facts that may be meant: what an editor decided, what people picked, then what is most like it."""
        named = [self._workspace.base.fact(one) for one in (decision and decision.fact_id, gap.picked) if one]
        alike = [one.fact for one in self._matcher.match(gap.query).candidates if one.confidence > 0]
        return list({fact.id: fact for fact in (*named, *alike) if fact}.values())[:OFFERED]

    def decided_elsewhere(self, gap: Gap) -> bool:
        """Whether another editor has decided about the question since this pass began; says so."""
        with closing(open_for_reports(self._log)) as connection:
            others = [one for one in decisions(connection) if one.id not in self._known]
        found = any(one.question in gap.wordings for one in others)
        if found:
            print(f"\nAnother editor has just decided about '{shown(gap.query, LONGEST)}'.")
        return found

    def decide(self, gap: Gap, decision: Decision | None, answer: Callable[[str], str]) -> bool:
        """Show a question, and ask until the editor decides; False if they quit."""
        offered = self.offered(gap, decision)
        different = {" ".join(words(one)): one for one in reversed(gap.wordings)}
        wordings = list(different.values())[::-1][:MOST_WORDINGS]
        for wording in wordings:
            print(f"  '{shown(wording, LONGEST)}'")
        for place, fact in enumerate(offered, 1):
            by = "decided in Discord" if decision and decision.fact_id == fact.id else ""
            by = by or ("picked by people" if fact.id == gap.picked else "")
            print(f"  {place}. {fact.claim} {fact.id}{by and f' ({by})'}")
        if decision and decision.fact_id not in {fact.id for fact in offered}:
            print(f"  Decided in Discord: a phrasing of '{decision.fact_id}', which is no fact of this base any more.")
        while True:
            typed = answer(_KEYS).strip()
            if typed == "q":
                return False
            choice = _OTHER_CHOICES.get(typed)
            numbered = {str(place): fact.id for place, fact in enumerate(offered, 1)}
            fact_id = numbered.get(typed) or (typed[2:].strip() if typed.startswith("f ") else "")
            if (choice or fact_id) and self.decided_elsewhere(gap):
                return True
            if choice:
                self._record(Decision(RowIds().make(), gap.query, choice, None, utc_now()))
                return True
            if fact_id and self._write(fact_id, wordings, answer):
                made = Decision(RowIds().make(), gap.query, "phrasing", fact_id, utc_now())
                self._record(
                    (decision if decision and decision.fact_id == fact_id else made)._replace(written_at=utc_now())
                )
                return True

    def _write(self, fact_id: str, phrasings: Sequence[str], answer: Callable[[str], str]) -> bool:
        """Rehearse phrasings, and write them if the editor agrees."""
        here = self._workspace.reread()
        with closing(open_for_reports(self._log)) as connection:
            questions = asked_since(connection, since_days(REHEARSED_DAYS))
        try:
            here.fact(fact_id)
            result = rehearse(here.base, {fact_id: phrasings}, questions)
            print(f"With {counted(len(phrasings), 'new phrasing')}, {result}")
            for question, before, after in result.moved[:MOST_LISTED]:
                print(f"  '{shown(question, LONGEST)}': '{before}' before, '{after}' after")
            for question in result.lost[:MOST_LISTED]:
                print(f"  '{shown(question, LONGEST)}': no longer answered")
            if answer("Write it? y or n").strip().lower() not in ("y", "yes"):
                return False
            file, added = add_phrasings(here, fact_id, phrasings)
        except NotEditable as error:
            print(error)
            return False
        print(f"{file}: {len(added)} added to fact '{fact_id}'")
        return True

    def _record(self, decision: Decision) -> None:
        async def write() -> None:
            async with await QueryLog.open(self._log) as querylog:
                await querylog.decide(decision)

        self._known.add(decision.id)
        asyncio.run(write())

    def list_new_facts(self) -> None:
        """Print the questions that need a new fact, as somebody decided, and still have none."""
        with closing(open_for_reports(self._log)) as connection:
            wanted = [one.question for one in latest(connection) if one.choice == "new-fact"]
        matcher = Matcher.of(self._workspace.reread().loading.base or self._workspace.base)
        if missing := [question for question in wanted if matcher.match(question).band is not Band.ANSWER]:
            print("\nThese need a new fact ('factbot facts new' writes one):")
            for question in missing:
                print(f"  '{shown(question, LONGEST)}'")
