"""Whatever editors write and people ask, everything that we send fits Discord's limits and its published contract.

The worst sizes that panels reach: ``python -m tests.bench.panels``.
"""

import json
from collections import Counter
from dataclasses import replace

import discord
from hypothesis import example, given, settings, target
from hypothesis import strategies as st

from bot.desk import Editing, Status
from bot.discord_app.ask.feedback import NOT_MY_QUESTION, PERHAPS
from bot.discord_app.ask.question_context import Audience, QuestionContext
from bot.discord_app.ask.reply_panels import answer_panel, choices_panel, reply_panel
from bot.discord_app.editors.gaps import decided, decision_panel, gaps_panel
from bot.discord_app.editors.reports import Report, requests_panel
from bot.discord_app.editors.status_panel import status_panel
from bot.discord_app.notices.personal_notices import notice_of_answer, notice_of_change
from bot.discord_app.privacy import privacy_panel, sure_panel
from bot.factbase.fields import Change, Changes
from bot.factbase.model import Fact, FactBase
from bot.factbase.problem import Position, Problem
from bot.matching.matcher import Candidate
from bot.querylog.requests import AlikeRequests, Gap, ServerRequests
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import Follow, Reason, Request
from bot.reply import Answer, NoFact, Suggestions
from tests.discord_app.test_pages import FIRE, HARSH, a_base
from tests.discord_app.wire import Size, refusals

LONGEST_ID = 2**63 - 1
NOW = "2026-01-01T00:00:00.000Z"
URLS = ["https://e.org/a", "https://e.org/" + "u" * 486, "https://e.org/" + FIRE * 486]


HEAVIEST: list[tuple[str, list[str], list[str], str, str, int]] = [
    ("*" * 2000, ["*" * 2000] * 12, ["*" * 100] * 4, "*" * 2000, URLS[1], 1),
    (FIRE * 2000, [FIRE * 2000] * 12, [FIRE * 100] * 4, FIRE * 2000, URLS[2], 2),
    ("a", ["a"] * 100, ["a"], "a", URLS[0], 1),
    ("a " * 125, ["*" * 400] * 20, ["*"], "*" * 2000, URLS[0], 1),
]
"""A claim, what sources say, whom they have it from, a question, an address and a page: each heavy in its own way."""


def weighed(view: discord.ui.LayoutView) -> Size:
    """How heavy a panel is, which Discord must take."""
    assert refusals(view) == []
    return Size.of(view.to_components())  # type: ignore[no-untyped-call]


def five_facts(base: FactBase) -> FactBase:
    """A base of five facts, each of which is the one of that base but for its id."""
    facts = tuple(replace(base.facts[0], id=f"{'f' * 59}{number}") for number in range(5))
    return replace(base, facts=facts)


def panels(base: FactBase, question: str, page: int) -> dict[str, discord.ui.LayoutView]:
    """Every panel that a base and a question lead to, with as many controls as it can have."""
    fact, *others = base.facts
    candidates = tuple(Candidate(fact, 0.5) for fact in base.facts)
    asked = QuestionContext.of(Answer(base, question, candidates, LONGEST_ID), shared=False)
    gap = _gap(question, fact)
    return {
        "answer": answer_panel(base, fact, asked),
        "answer, shared": answer_panel(base, fact, replace(asked, audience=Audience.SHARED), page),
        "shared answer": answer_panel(base, fact, asked.shared_by(LONGEST_ID), page),
        "suggestions": reply_panel(Suggestions(base, question, candidates, LONGEST_ID)),
        "no fact": reply_panel(NoFact(base, question, candidates, LONGEST_ID)),
        "not what was asked": choices_panel(NOT_MY_QUESTION + PERHAPS, others, asked),
        "news": notice_of_answer(base, LONGEST_ID, LONGEST_ID, fact),
        "gaps": gaps_panel([_gap(question, fact)] * 20, base, 10**5, page, 10**6, decided(gap, "phrasing", fact)),
        "gap": decision_panel(base, gap, base.facts * 6, page),
        "requests": requests_panel(_requests(question), Report.REQUESTS, page, _requests(question).listed[0]),
        "status": _status(base, question, fact),
        "privacy": privacy_panel(
            RetentionPolicy(days=36_500),
            10**9,
            [Follow(1, f"{number:060}", question, "", NOW, "1", "2", "3") for number in range(30)],
            [Request(1, LONGEST_ID - number, question, NOW, "1", "2", "3", "4") for number in range(30)],
        ),
        "changed": notice_of_change(_follow(question), fact),
        "gone": notice_of_change(_follow(question), None),
        "once more": sure_panel(10**9),
    }


def _gap(question: str, fact: Fact) -> Gap:
    """Nine wordings by many people, who refused many facts."""
    wordings = dict.fromkeys(f"{number} {question}" for number in range(9))
    refused: Counter[tuple[str, Reason | None]] = Counter({(fact.id, "out-of-date"): 10**6, (question, "misread"): 1})
    people = {str(number) for number in range(1000)}
    return Gap(NOW, [LONGEST_ID] * 1000, wordings, people, Counter({fact.id: 10**6}), refused)


def _requests(question: str) -> ServerRequests:
    """Twenty that were asked in nine wordings and as many channels each."""

    def asked(number: int) -> Request:
        return Request(LONGEST_ID - number, 1, f"{question} {number}", NOW, "1", str(LONGEST_ID - number), "a", "1")

    alike = [AlikeRequests(tuple(asked(10 * one + number) for number in range(9))) for one in range(20)]
    return ServerRequests(alike, alike)


def _follow(text: str) -> Follow:
    seen = json.dumps(["disputed", *[text] * 9])
    return Follow(1, "f", text, seen, NOW, "1", "2", str(LONGEST_ID))


def _status(base: FactBase, text: str, fact: Fact) -> discord.ui.LayoutView:
    """The status in the worst case: everything is wrong, at length."""
    problem = Problem(text, Position(), text, text)
    changes = Changes("0" * 12, added=(fact,) * 99, turned=(Change(fact, fact),) * 99, refiled=(fact,))
    status = Status("0" * 12, 10**9, 10**15, text, 10**9, 10**9, text)
    return status_panel(base, status, Editing(0, 0, problems=(problem,) * 99, changes=changes))


@settings(max_examples=6)
@given(
    claim=HARSH,
    says=st.lists(HARSH, min_size=1, max_size=12),
    attributed=st.lists(HARSH.map(lambda text: text[:100]), max_size=4),
    question=HARSH,
    url=st.sampled_from(URLS),
    page=st.integers(-5, 50),
)
@example(*HEAVIEST[0])
@example(*HEAVIEST[1])
@example(*HEAVIEST[2])
@example(*HEAVIEST[3])
def test_the_worst_that_editors_and_askers_can_write_fits_discord(
    claim: str, says: list[str], attributed: list[str], question: str, url: str, page: int
) -> None:
    base = five_facts(a_base(claim, says, tuple(attributed), title=claim, url=url))

    sizes = [weighed(view) for view in panels(base, question, page).values()]

    target(max(size.components for size in sizes), label="components")
    target(max(size.characters for size in sizes), label="characters")
    target(max(size.bytes for size in sizes), label="bytes")
