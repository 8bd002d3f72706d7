"""``/topics`` and ``/disputes``: lists that lead to facts and back again."""

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import wording
from bot.discord_app.ask.question_context import Audience, QuestionContext, question_line
from bot.discord_app.ask.reply_panels import answer_panel
from bot.discord_app.browse import Listing, Place, Topic, disputes_panel, topic_panel, topics_panel
from bot.discord_app.layout import with_back_button
from bot.discord_app.text import shortened
from bot.factbase.model import Fact, FactBase
from bot.factbase.schema import Vocabulary
from bot.factbase.verdict import Verdict
from bot.snapshot import Snapshot
from tests.conftest import log_name, query_log_rows
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, menu, texts
from tests.discord_app.test_pages import FIRE, HARSH, a_base
from tests.discord_app.wire import refusals

BACK = "Back to the list"


def many(base: FactBase, topics: int, facts: int, fact: Fact | None = None) -> FactBase:
    """A base of that many topics, each with that many copies of that fact, or of the base's first."""
    model = fact or base.facts[0]
    copies = [
        replace(model, id=f"t{topic}-f{fact}", topic=f"Topic {topic}", claim=f"Claim {fact} of topic {topic}.")
        for topic in range(topics)
        for fact in range(facts)
    ]
    return FactBase(tuple(copies), base.sources, Vocabulary(), "1" * 12)


def disputed_of(base: FactBase) -> list[Fact]:
    return [fact for fact in base.facts if fact.verdict is Verdict.DISPUTED]


def option(message: Any, label: str) -> str:  # noqa: ANN401 - SimCord's message
    """The value of the option of that label."""
    (value,) = [str(one["value"]) for one in menu(message) if one["label"] == label]
    return value


def use(world: World, base: FactBase) -> None:
    """Puts another base in place, as a reload does."""
    world.desk._snapshot = Snapshot.of(base)


def following(message: Any) -> str:  # noqa: ANN401
    """The label of the button to the next page."""
    (label,) = [label for label in buttons(message) if label.endswith(": next")]
    return label


async def test_topics_are_listed_with_what_they_hold(world: World) -> None:
    result = await world.alice.slash(world.channel, "topics")

    shown = texts(result.response)
    base = world.desk.base
    topics = dict(base.topics())
    assert f"### {len(topics)} topics\n{len(base.facts)} facts, {len(disputed_of(base))} disputed" in shown
    assert f"**Founding**\n-# {len(topics['Founding'])} facts, 1 disputed" in shown
    assert f"**Leaders**\n-# {len(topics['Leaders'])} facts\n" in shown
    assert result.ephemeral


async def test_one_goes_from_topics_to_a_fact_and_back_menu_by_menu(world: World) -> None:
    result = await world.alice.slash(world.channel, "topics")
    topics = texts(result.response)

    await world.alice.select(result.response, [option(result.response, "Founding")])
    facts = texts(result.response)
    await world.alice.select(result.response, ["founding-date"])
    answer = texts(result.response)
    await world.alice.click(result.response, label=BACK)
    again = texts(result.response)
    await world.alice.click(result.response, label="All topics")

    founding = dict(world.desk.base.topics())["Founding"]
    assert facts.startswith(f"### Founding\n{len(founding)} facts, 1 disputed")
    assert "⚖️ ISIS-K was founded in 2015." in facts
    assert "Supported by" in answer
    assert again == facts
    assert texts(result.response) == topics


async def test_every_step_works_after_a_restart(world: World) -> None:
    result = await world.alice.slash(world.channel, "topics")

    for step in ("menu", "menu", BACK, "All topics", "menu"):
        await world.restart()
        if step == "menu":
            pressed = await world.alice.select(result.response, [menu(result.response)[2]["value"]])
        else:
            pressed = await world.alice.click(result.response, label=step)
        assert pressed.acknowledged

    assert texts(result.response).startswith("### Founding")


async def test_many_topics_and_many_facts_are_paged_25_a_menu_and_all_are_there(world: World) -> None:
    base = many(world.desk.base, 30, 60)
    use(world, base)
    result = await world.alice.slash(world.channel, "topics")
    sizes = [len(menu(result.response))]
    await world.alice.click(result.response, label=following(result.response))
    sizes.append(len(menu(result.response)))
    await world.alice.select(result.response, [option(result.response, "Topic 29")])
    read = [texts(result.response)]
    while not buttons(result.response)[following(result.response)]["disabled"]:
        await world.alice.click(result.response, label=following(result.response))
        read.append(texts(result.response))
        assert len(menu(result.response)) <= 25

    assert sizes == [25, 5]
    assert len(read) == 3
    assert [n for n in range(60) if f"Claim {n} of topic 29." not in "\n".join(read)] == []
    await world.alice.click(result.response, label="All topics")
    assert "Topic 29" in texts(result.response)  # the page from which one came


async def test_back_leads_to_the_page_that_one_came_from(world: World) -> None:
    use(world, many(world.desk.base, 1, 60))
    result = await world.alice.slash(world.channel, "topics")
    await world.alice.select(result.response, [option(result.response, "Topic 0")])
    await world.alice.click(result.response, label=following(result.response))
    page = texts(result.response)

    await world.alice.select(result.response, [menu(result.response)[3]["value"]])
    await world.alice.click(result.response, label=BACK)

    assert texts(result.response) == page


async def test_disputes_name_the_claim_who_is_for_it_and_who_against(world: World) -> None:
    base = world.desk.base
    fact = base.fact("founding-date")
    assert fact is not None
    told = [f"-# {''.join(wording.side_line(base, side))}: " for side in fact.sides]

    result = await world.alice.slash(world.channel, "disputes")

    shown = texts(result.response)
    plain = shown.replace("**", "")
    assert shown.startswith(f"### Where the sources disagree\n{len(disputed_of(base))} of {len(base.facts)} facts")
    assert f"{fact.claim}\n{told[0]}" in plain
    assert [side for side in told if side not in plain] == []
    assert result.ephemeral


async def test_all_disputes_are_there_page_by_page_and_nothing_else(world: World) -> None:
    agreed, disputed = (
        next(fact for fact in world.desk.base.facts if fact.verdict is one)
        for one in (Verdict.AGREED, Verdict.DISPUTED)
    )
    base = many(world.desk.base, 1, 10, disputed)
    use(world, replace(base, facts=(agreed, *base.facts)))
    result = await world.alice.slash(world.channel, "disputes")
    offered = [one["value"] for one in menu(result.response)]
    await world.alice.click(result.response, label=following(result.response))
    offered += [one["value"] for one in menu(result.response)]

    assert offered == [fact.id for fact in disputed_of(world.desk.base)]
    assert buttons(result.response)[following(result.response)]["disabled"]


async def test_disputes_of_one_topic_are_found_by_its_choice_or_its_name(world: World) -> None:
    (choice, *_) = await world.alice.autocomplete(world.channel, "disputes", "topic", "foundin")

    founding = dict(world.desk.base.topics())["Founding"]
    for topic in (choice["value"], "Founding", "founding "):
        result = await world.alice.slash(world.channel, "disputes", topic=topic)
        assert f"1 of {len(founding)} facts on **Founding**" in texts(result.response)
        assert [one["value"] for one in menu(result.response)] == ["founding-date"]


async def test_topics_complete_to_those_with_disputes(world: World) -> None:
    choices = await world.alice.autocomplete(world.channel, "disputes", "topic", "")

    found = {fact.topic for fact in disputed_of(world.desk.base)}
    assert {choice["name"] for choice in choices} == found


@pytest.mark.parametrize("typed", ["", "zzzz", "🔥", "a" * 5000, "?!", "\ud83d"])
async def test_completion_never_fails(world: World, typed: str, caplog: pytest.LogCaptureFixture) -> None:
    choices = await world.alice.autocomplete(world.channel, "disputes", "topic", typed)

    assert len(choices) <= 25
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_topic_without_disputes_says_so(world: World) -> None:
    result = await world.alice.slash(world.channel, "disputes", topic="Leaders")

    leaders = dict(world.desk.base.topics())["Leaders"]
    about = f"{len(leaders)} facts on **Leaders**"
    assert texts(result.response) == f"No disputes among the {about}."


@pytest.mark.parametrize("typed", ["zzzz qqq", "🔥", "**@everyone**", "ffffffffffff"])
async def test_an_unknown_topic_is_declined_politely(world: World, typed: str) -> None:
    result = await world.alice.slash(world.channel, "disputes", topic=typed, share=True)

    assert f"No topic is called “{typed}”." in texts(result.response).replace("\u2060", "")
    assert result.ephemeral


async def test_a_shared_list_stays_as_it_is_whoever_presses(world: World) -> None:
    use(world, many(world.desk.base, 1, 10, disputed_of(world.desk.base)[0]))
    shared = await world.alice.slash(world.channel, "disputes", share=True)
    before = texts(shared.response)
    await world.restart()

    turned = await world.bob.click(shared.response, label=following(shared.response))
    opened = await world.bob.select(shared.response, ["t0-f0"])

    assert not shared.ephemeral
    assert texts(shared.response) == before
    assert turned.ephemeral
    assert opened.ephemeral
    await world.bob.click(opened.response, label=BACK)
    assert texts(opened.response) == before


async def test_the_way_back_stays_under_an_answer_of_many_pages(world: World) -> None:
    base = a_base("A long one.", [f"Entry {n} " + "word " * 200 for n in range(20)])
    use(world, base)
    result = await world.alice.slash(world.channel, "disputes")
    disputes = texts(result.response)
    await world.alice.select(result.response, [base.facts[0].id])
    await world.restart()
    await world.alice.click(result.response, label=following(result.response))
    assert "**A long one.**\n" in texts(result.response)

    await world.alice.click(result.response, label=BACK)

    assert texts(result.response) == disputes


async def test_opening_a_fact_from_a_list_is_a_question_with_its_command(world: World) -> None:
    topics = await world.alice.slash(world.channel, "topics")
    await world.alice.select(topics.response, [option(topics.response, "Founding")])
    await world.alice.select(topics.response, ["founding-date"])
    disputes = await world.bob.slash(world.channel, "disputes")
    await world.bob.select(disputes.response, [menu(disputes.response)[0]["value"]])

    fact = disputed_of(world.desk.base)[0].id
    assert query_log_rows(world.log, "asker, command, query, outcome, fact_id") == [
        (log_name(world.log, world.alice), "topics pick", "fact:founding-date", "answer", "founding-date"),
        (log_name(world.log, world.bob), "disputes pick", f"fact:{fact}", "answer", fact),
    ]


async def test_a_fact_or_topic_that_is_gone_says_so(world: World, shipped: Snapshot) -> None:
    topics = await world.alice.slash(world.channel, "topics")
    facts = await world.alice.slash(world.channel, "topics")
    await world.alice.select(facts.response, [option(facts.response, "Founding")])
    disputes = await world.alice.slash(world.channel, "disputes", topic="Founding")
    use(world, many(shipped.base, 1, 1))  # editors wrote another base

    fact = await world.alice.select(disputes.response, ["founding-date"])
    topic = await world.alice.select(topics.response, [option(topics.response, "Founding")])

    assert "no longer in the fact base" in texts(fact.response)
    assert "That topic is no longer in the fact base" in texts(topic.response)
    assert fact.ephemeral
    assert topic.ephemeral
    await world.alice.click(facts.response, label="All topics")
    assert texts(facts.response).startswith("### 1 topic\n")


async def test_a_page_that_is_gone_gives_the_nearest(world: World, shipped: Snapshot) -> None:
    (disputed, *_) = disputed_of(shipped.base)
    use(world, many(shipped.base, 1, 10, disputed))
    result = await world.alice.slash(world.channel, "disputes")
    use(world, many(shipped.base, 1, 2, disputed))

    await world.alice.click(result.response, label=following(result.response))

    assert texts(result.response).startswith("### Where the sources disagree\n2 of 2 facts")


async def test_a_base_without_facts_says_so(world: World) -> None:
    use(world, FactBase((), {}, Vocabulary(), "0" * 12))

    topics = await world.alice.slash(world.channel, "topics")
    disputes = await world.alice.slash(world.channel, "disputes")

    assert texts(topics.response) == "This fact base holds no facts yet."
    assert texts(disputes.response) == "No disputes among the 0 facts."


@settings(max_examples=30)
@given(
    claims=st.lists(HARSH, min_size=1, max_size=30),
    title=HARSH,
    sources=st.integers(1, 6),
    page=st.integers(-5, 50),
)
@example(["*" * 2000] * 60, "*" * 2000, 6, 1)
@example([FIRE * 2000] * 60, FIRE * 2000, 6, 0)
@example(["a"] * 60, "t", 1, 1)
def test_the_worst_lists_fit_discord(claims: list[str], title: str, sources: int, page: int) -> None:
    one = a_base("c", ["x"] * 2 * sources, title=title)
    (model,) = one.facts
    names = {f"src{number}": replace(one.sources["src"], id=f"src{number}") for number in range(sources)}
    spoken = [
        tuple(replace(entry, source=f"src{number}") for number, entry in enumerate(side))
        for side in (model.supports, model.disputes)
    ]
    name = shortened(title, 96)
    model = replace(model, supports=spoken[0], disputes=spoken[1])
    facts = tuple(
        replace(model, id=f"{number:060}", topic=f"{name}{number:4}", claim=claim)
        for number, claim in enumerate(claims)
    )
    base = FactBase(facts, names, Vocabulary(), "0" * 12)
    topic = Topic(name, facts)

    assert refusals(topics_panel(base, Place(Listing.TOPICS, page=page))) == []
    assert refusals(topic_panel(topic, Place(Listing.TOPIC, topic.key, page))) == []
    about = f"{len(facts)} facts on **{'*' * 200}**"
    assert refusals(disputes_panel(base, facts, about, Place(Listing.DISPUTES, topic.key, page))) == []


async def test_the_last_page_of_a_list_of_any_length_is_there_at_once(world: World) -> None:
    fact = replace(disputed_of(world.desk.base)[0], topic="T")
    facts = tuple(replace(fact, id=f"f{number}") for number in range(100_000))
    base = FactBase(facts, world.desk.base.sources, Vocabulary(), "0" * 12)
    started = time.process_time()

    last = disputes_panel(base, facts, "all", Place(Listing.DISPUTES, page=10**5))

    assert time.process_time() - started < 1  # all of its pages would take minutes
    assert "Page 16667 of 16667: next" in str(last.to_components())  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("character", ["*", FIRE])
def test_the_worst_answer_fits_with_a_way_back_under_it(character: str) -> None:
    base = a_base(character * 2000, [character * 2000] * 12, (character * 100,) * 4, character * 2000)

    asked = QuestionContext(1, question_line(character * 2000), ("f" * 60,), Audience.ONE)
    for page in range(20):
        place = Place(Listing.DISPUTES, "f" * 12, 10**6)
        view = with_back_button(answer_panel(base, base.facts[0], asked, page), BACK, f"go:{place}")
        assert refusals(view) == []


def test_an_id_with_a_place_fits_discord() -> None:
    assert len(f"list:{Place(Listing.DISPUTES, 'f' * 12, 10**6)}") <= 100
