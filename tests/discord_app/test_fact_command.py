"""``/fact`` as people use it: answers, suggestions, an honest no, sharing and autocompletion."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.discord_app.text import told_apart
from bot.factbase.verdict import Verdict
from bot.reply import Asker, Reply
from tests.conftest import log_name, query_log_rows
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, menu, offered, related, texts

KNOWN = "when was ISIS-K formed?"
UNKNOWN = "who won the 1998 world cup"
VAGUE = "commander"


async def test_an_answer_shows_the_claim_its_verdict_and_every_source_on_either_side(world: World) -> None:
    fact = world.desk.base.fact("founding-date")
    assert fact is not None

    result = await world.alice.slash(world.channel, "fact", query=KNOWN)

    shown = texts(result.response)
    assert fact.claim in shown
    assert f"⚖️ {''.join(wording.first_line(world.desk.base, fact))}" in shown.replace("**", "")
    for evidence in fact.evidence:
        source = world.desk.base.sources[evidence.source]
        words = ", ".join(f"“{anchor}”" for anchor in evidence.anchors)
        assert " · ".join([f"**{source.name}**", *wording.about(source)]) in shown
        assert f"{evidence.says}\n-# {wording.location(evidence)} · {words}" in shown
    assert shown.index("Supported by") < shown.index("Disputed by") < shown.index("Not mentioned in: ")


async def test_an_attribution_is_shown_from_the_nearest_to_the_root(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query="fact:taliban-arrest-before-attack")

    assert "according to Reuters, citing a Taliban official" in texts(result.response)


async def test_a_failure_of_ours_ends_in_one_sentence_with_a_reference_that_the_log_explains(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(question: str, asker: Asker) -> Reply:
        raise RuntimeError("the cause")

    monkeypatch.setattr(world.desk, "ask", fail)

    result = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)

    shown = re.search(r"report `([0-9a-f]{8})`", texts(result.response))
    assert shown is not None
    assert result.ephemeral
    assert f"reference {shown[1]}" in caplog.text
    assert "RuntimeError: the cause" in caplog.text


async def test_an_answer_is_private_unless_it_is_shared(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    shared = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)

    assert private.ephemeral
    assert not shared.ephemeral
    assert texts(private.response).startswith("-# Asked: when was ISIS-K formed?\n")
    assert texts(shared.response).startswith("-# Asked: when was ISIS-K formed?\n")


async def test_a_completion_does_not_repeat_an_id_as_a_question(world: World) -> None:
    for share, query in (
        (True, "fact:founding-date"),
        (False, "fact:founding-date"),
        (True, "Reference: fact:founding-date"),
    ):
        result = await world.alice.slash(world.channel, "fact", query=query, share=share)

        assert "Asked:" not in texts(result.response)


@pytest.mark.parametrize("typed", ["fact: who won the 1998 world cup", "fact:removed-meanwhile"])
async def test_what_only_begins_like_a_reference_is_a_question_for_the_editors_too(world: World, typed: str) -> None:
    result = await world.alice.slash(world.channel, "fact", query=typed)

    assert f"Asked: {typed}" in texts(result.response)
    assert "Ask the editors" in buttons(result.response)


async def test_a_private_answer_offers_the_other_close_facts_and_the_way_back(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=KNOWN)
    others = [option["value"] for option in menu(result.response)]
    await world.restart()

    await world.alice.select(result.response, [others[2]], custom_id=related(result.response))

    assert f"fact:{others[2]}" in texts(result.response)
    assert f"Asked: {KNOWN}" in texts(result.response)
    assert [option["value"] for option in menu(result.response)] == ["founding-date", *others[:2], *others[3:]]


async def test_a_question_without_an_answer_says_so_and_offers_the_closest(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN)

    assert "No fact found for that" in texts(result.response)
    assert len(menu(result.response)) == 5


async def test_an_unsure_match_offers_each_fact_at_one_press(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=VAGUE)
    assert "Did you mean one of these?" in texts(result.response)
    first, second, *rest = suggestions = offered(result.response)
    await world.restart()

    await world.alice.click(result.response, custom_id=suggestions[second])

    chosen = world.desk.base.fact(second)
    assert chosen is not None
    assert chosen.claim in texts(result.response)
    assert [other["value"] for other in menu(result.response)] == [first, *rest]


async def test_suggestions_carry_the_marks_of_their_verdicts(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=VAGUE)

    shown = {part["custom_id"]: part for part in buttons(result.response).values()}
    for fact_id, custom_id in offered(result.response).items():
        fact = world.desk.base.fact(fact_id)
        assert fact is not None
        assert shown[custom_id]["emoji"]["name"] == wording.mark(fact)


async def test_a_public_suggestion_opens_for_whoever_chose_it_alone(world: World) -> None:
    public = await world.alice.slash(world.channel, "fact", query=VAGUE, share=True)
    before = public.response.components
    first, second, *_ = offered(public.response).values()

    for person, custom_id in ((world.bob, first), (world.alice, second)):
        opened = await person.click(public.response, custom_id=custom_id)
        assert opened.ephemeral
        assert f"fact:{custom_id.rpartition(':')[2]}" in texts(opened.response)
        assert f"Asked: {VAGUE}" in texts(opened.response)
        assert "Share" in buttons(opened.response)
    assert public.response.components == before


def test_claims_that_begin_alike_are_told_apart_on_a_phone() -> None:
    alike = [f"ISIS-K and the Taliban have been {what} since 2015." for what in ("enemies", "allies", "at war")]

    labels = told_apart([*alike, "The attack killed 13."], 100)

    assert len({label[:25] for label in labels}) == 4
    assert labels[0] == "… been enemies since 2015."
    assert labels[3] == "The attack killed 13."


@given(st.lists(st.text(st.sampled_from("ab c"), max_size=60), max_size=6), st.integers(10, 100))
def test_told_apart_keeps_the_order_and_the_limit(claims: list[str], limit: int) -> None:
    labels = told_apart(claims, limit)

    assert len(labels) == len(claims)
    assert all(len(label) <= limit for label in labels)


async def test_an_answer_leads_to_the_page_of_each_of_its_sources(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query=KNOWN)
    fact = world.desk.base.fact("founding-date")
    assert fact is not None

    for entry in fact.disputes:
        opened = await world.alice.select(result.response, [entry.source], custom_id="open-source")
        assert opened.ephemeral
        assert texts(opened.response).startswith(f"## {world.desk.base.sources[entry.source].name}\n")


@pytest.mark.parametrize("share", [True, False])
async def test_a_menu_from_before_a_restart_still_works(world: World, share: bool) -> None:
    result = await world.alice.slash(world.channel, "fact", query=UNKNOWN, share=share)
    await world.restart()

    chosen = await world.alice.select(result.response, [menu(result.response)[0]["value"]])

    assert "Supported by" in texts(chosen.response if share else result.response)


async def test_autocompletion_offers_facts_ranked_for_what_is_typed(world: World) -> None:
    choices = await world.alice.autocomplete(world.channel, "fact", "query", "when was isis-k foun")

    assert {"name": "⚖️ ISIS-K was founded in 2015.", "value": "fact:founding-date"} in choices[:3]
    assert len(choices) <= 25
    assert all(1 <= len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)


async def test_a_chosen_completion_arrives_as_that_fact(world: World) -> None:
    choices = await world.alice.autocomplete(world.channel, "fact", "query", "taliban")
    assert len(choices) == 25
    for choice in choices[:5]:
        fact = world.desk.base.fact(choice["value"].removeprefix("fact:"))
        result = await world.alice.slash(world.channel, "fact", query=choice["value"])

        assert fact is not None
        assert fact.claim in texts(result.response)


async def test_an_empty_query_completes_to_something_of_every_topic(world: World) -> None:
    choices = await world.alice.autocomplete(world.channel, "fact", "query", "")

    facts = [world.desk.base.fact(choice["value"].removeprefix("fact:")) for choice in choices]
    topics = [fact.topic for fact in facts if fact]
    assert set(topics) == {topic for topic, _ in world.desk.base.topics()}
    assert len(topics) == 25


@pytest.mark.parametrize("typed", ["zzzzqqq", "🦜", "?!", "@everyone", "a" * 5000])
async def test_autocompletion_never_fails(world: World, typed: str, caplog: pytest.LogCaptureFixture) -> None:
    choices = await world.alice.autocomplete(world.channel, "fact", "query", typed)

    assert len(choices) <= 25
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_every_question_and_every_choice_is_in_the_log_with_its_asker(world: World) -> None:
    await world.alice.slash(world.channel, "fact", query=KNOWN)
    offered = await world.bob.slash(world.channel, "fact", query=UNKNOWN)
    chosen = menu(offered.response)[2]["value"]
    await world.bob.select(offered.response, [chosen])

    rows = query_log_rows(world.log, "asker, channel_id, command, query, outcome, fact_id")
    channel = str(world.channel.id)
    assert rows == [
        (log_name(world.log, world.alice), channel, "fact", KNOWN, "answer", "founding-date"),
        (log_name(world.log, world.bob), channel, "fact", UNKNOWN, "none", None),
        (log_name(world.log, world.bob), channel, "fact pick", f"fact:{chosen}", "answer", chosen),
    ]


async def test_what_people_type_pings_nobody_and_formats_nothing(world: World) -> None:
    typed = "# @everyone <@123456789012345678> **bold** [click](https://example.org) ||x|| `code`"

    result = await world.alice.slash(world.channel, "fact", query=typed, share=True)

    raw = result.response.components[0]["components"][0]["content"]
    assert r"\<@123456789012345678\>" in raw
    assert "@everyone" not in raw
    assert r"\*\*bold\*\*" in raw
    assert r"\[click\](https\://example.org)" in raw
    assert world.sent()[-1].body["data"]["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("unknown", ["no-such-fact", "n" * 60])
async def test_a_reference_to_no_fact_is_said_to_be_none(world: World, unknown: str) -> None:
    result = await world.alice.slash(world.channel, "fact", query=f"fact:{unknown}")

    assert f"There is no fact called '{unknown}'\n" in texts(result.response)
    assert query_log_rows(world.log, "outcome, fact_id, confidence") == [("none", None, 0.0)]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "fact:" + "n" * 1900, "🔥" * 2000, "\u202e" * 100, "a" * 2000, "what? " * 333, "\x00", "e\u0301" * 1000],
)
async def test_whatever_is_typed_gets_a_reply(world: World, typed: str) -> None:
    result = await world.alice.slash(world.channel, "fact", query=typed, share=True)

    assert result.acknowledged
    assert "No fact found for that" in texts(result.response)


@pytest.mark.parametrize(
    "question",
    [
        "what do the sources disagree about",
        "Which facts are disputed?",
        "are there contradictions between the articles?",
    ],
)
async def test_who_asks_for_disputes_is_led_to_their_list(world: World, question: str) -> None:
    result = await world.alice.slash(world.channel, "fact", query=question)
    assert "`/disputes` lists the disputed facts" in texts(result.response)
    assert offered(result.response).keys() <= {f.id for f in world.desk.base.facts if f.verdict is Verdict.DISPUTED}
    await world.restart()

    await world.alice.click(result.response, label="Show the disputes")

    assert "### Where the sources disagree\n" in texts(result.response)
    assert "founding-date" in {option["value"] for option in menu(result.response)}


@pytest.mark.parametrize("question", ["When was ISIS-K founded?", "why do the taliban disagree with isis-k"])
async def test_who_asks_for_something_else_is_not(world: World, question: str) -> None:
    result = await world.alice.slash(world.channel, "fact", query=question)

    assert "Show the disputes" not in buttons(result.response)


async def test_values_stand_out_in_an_answer(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query="When was ISIS-K founded?")

    shown = str(result.response.components)
    assert "Sources differ: **2015** (" in shown
    assert "> **late 2014**: " in shown
