"""Slips of a day with a base of one's own, each with what an editor is told of it."""

import json

import pytest

from bot.factbase.checks import check
from bot.factbase.loading import examine
from bot.factbase.schema import schemas
from bot.factbase.texts import figures
from tests.editing import FACTS, Folder, uncoded
from tests.factbase.articles import described, found


def told(folder: Folder) -> list[str]:
    return [uncoded(one).replace(f"{folder.root}/", "") for one in examine(folder.facts, folder.sources).problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            FACTS.splitlines()[2] + "\n",
            "    id: opening\n",
            "facts/bridges.yaml:3:5: this entry has no dash, and the one in line 19 has; "
            "put '- ' (a dash and a space) before it",
        ),
        (
            "facts:\n",
            "",
            "facts/bridges.yaml:2:3: a list begins here that belongs to no key; "
            "write the key that it belongs to in the line above, such as 'facts:'",
        ),
        (
            "topic: Bridges",
            "topic： Bridges",
            "facts/bridges.yaml:1:6: this colon is a full-width one; type ': ' in its place",
        ),
        (
            "claim: The Arn bridge is 210 metres long.",
            'claim: "The Arn bridge \\ud83d is long."',
            "facts/bridges.yaml:20:30: this is not valid YAML (an escape that stands for no character); "
            "type the character itself",
        ),
        (
            '["in 1931"]',
            '["one two three four five six seven eight"]',
            "facts/bridges.yaml:13:19: 'anchors 1' of fact 'opening', supports 1 has 8 words; "
            "anchor 7 at most, and several runs of words if need be",
        ),
        (
            "    tags: [bridge]",
            "    saying: perhaps",
            "facts/bridges.yaml:8:13: 'saying' of fact 'opening' must be true or false, not text; "
            "write true, or leave it out",
        ),
        (
            "    disputes:",
            "    contradicts:",
            "facts/bridges.yaml:14:5: fact 'opening' has the unknown key 'contradicts'; known are: id, claim, value, "
            "saying, reviewed, phrasings, tags, supports, qualifies, disputes, accepted",
        ),
        (
            "    disputes:",
            "    qualifies:",
            "facts/bridges.yaml:15:9: fact 'opening', qualifies 1 lacks the key 'how'; "
            "add it: in what way it is weaker",
        ),
        (
            "    disputes:",
            "    disputs:",
            "facts/bridges.yaml:14:5: fact 'opening' has the unknown key 'disputs'; did you mean 'disputes'?",
        ),
        (
            '["in 1931"]',
            "in 1931",
            "facts/bridges.yaml:13:18: 'anchors' of fact 'opening', supports 1 must be a list, not text; "
            "start each entry on its own line with '- ' (a dash and a space)",
        ),
    ],
    ids=[
        "missing dash",
        "missing key",
        "full-width colon",
        "escape",
        "eight words",
        "neither true nor false",
        "another word for disputes",
        "no how",
        "misspelt key",
        "a text for a list",
    ],
)
def test_a_slip_is_told_at_its_line_in_plain_words(folder: Folder, old: str, new: str, expected: str) -> None:
    folder.change("facts/bridges.yaml", old, new)

    assert told(folder) == [expected]


def test_a_renamed_source_is_no_slip_of_a_finger(folder: Folder) -> None:
    entry = '{{source: almanac, paragraph: {}, says: Says so., anchors: ["is"]}}'.format
    fact = f"  - id: a\n    claim: It is so.\n    supports: [{entry(1)}, {entry(2)}]\n    disputes: []\n"
    folder.write("facts/more.yaml", f"topic: More\nfacts:\n{fact}{fact.replace('id: a', 'id: b')}")
    (folder.sources / "almanac.yaml").rename(folder.sources / "almanack.yaml")

    more = [problem for problem in told(folder) if problem.startswith("facts/more.yaml")]

    assert len(more) == 4
    fix = "this file names it 4 times: if its own file was renamed, call that 'almanac.yaml' again"
    assert all(problem.endswith(fix) for problem in more)


@pytest.mark.parametrize(
    ("anchor", "fix"),
    [
        ("THE NEW BRIDGE", "in paragraph 2 it stands as 'The new bridge'; write the same capitals"),
        ("mayor himself. It cost", "it crosses the line break after paragraph 2; anchor words of one line"),
    ],
)
def test_an_anchor_that_nearly_stands_there_is_told_how(folder: Folder, anchor: str, fix: str) -> None:
    articles = described(folder)
    folder.change("facts/bridges.yaml", '["in 1931"]', f'["{anchor}"]')

    (said,) = [one for one in found(folder, articles) if "does not stand" in one]

    assert said.endswith(fix)


@pytest.mark.parametrize("anchor", ["in\u200b 1931", "in\u00a01931", "the Arn was opened"])
def test_an_anchor_stands_there_whatever_is_unseen_in_it(folder: Folder, anchor: str) -> None:
    articles = described(folder)
    folder.change("facts/bridges.yaml", '["in 1931"]', f'["{anchor}"]')

    assert found(folder, articles) == []


def test_figures_of_names_are_no_figures() -> None:
    assert figures("PBKDF2 with SHA-256 in 5.0.0 and 600,000 rounds, from 2015 to 1.5 and A4.") == {
        "600000",
        "2015",
        "1.5",
    }


def test_the_schemas_speak_of_no_null() -> None:
    assert "null" not in json.dumps([json.loads(text) for text in schemas().values()])


def test_a_day_of_a_month_only_may_be_left_out(folder: Folder) -> None:
    folder.change("sources/herald.yaml", "1931-05-02", "1931-05")

    assert told(folder)[0].endswith("or leave it out if the day is not known")


def test_quotes_around_a_claim_are_told(folder: Folder) -> None:
    folder.change(
        "facts/bridges.yaml", "claim: The Arn bridge opened in 1931.", "claim: “The Arn bridge opened in 1931.”"
    )
    problems = check(examine(folder.facts, folder.sources).documents)

    assert ["the quotes around the claim are part of it" in problem.wrong for problem in problems] == [True]
