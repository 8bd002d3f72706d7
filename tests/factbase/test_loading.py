"""Loading: everything wrong is found at once, each with its place and what would be right."""

import os
import re
import time

import pytest

from bot.factbase.loading import examine, load
from bot.factbase.problem import BadFactBase
from bot.factbase.schema import MAX_ID
from tests.editing import Folder, uncoded


def problems(folder: Folder) -> list[str]:
    """Every problem of the folder, without the path to it."""
    return [
        uncoded(problem).removeprefix(f"{folder.root}/") for problem in examine(folder.facts, folder.sources).problems
    ]


def the_problem(folder: Folder) -> str:
    found = problems(folder)
    assert len(found) == 1, found
    return found[0]


def test_a_valid_base_loads_with_every_value_as_written(folder: Folder) -> None:
    base = load(folder.facts, folder.sources)

    opening, length = base.facts
    assert (opening.id, opening.topic, opening.tags) == ("opening", "Bridges", ("bridge",))
    assert opening.claim == "The Arn bridge opened in 1931."
    assert [(entry.source, entry.paragraph) for entry in opening.disputes] == [("almanac", 1)]
    assert length.supports[0].attributed_to == ("the county engineer",)
    assert length.silent == ("herald",)
    assert base.sources["herald"].published is not None
    assert base.sources["almanac"].publisher is None


def test_equal_content_has_an_equal_version_and_a_changed_word_another(folder: Folder) -> None:
    before = load(folder.facts, folder.sources).version
    assert load(folder.facts, folder.sources).version == before

    folder.change("facts/bridges.yaml", "Gives its length.", "Gives the length.")

    assert load(folder.facts, folder.sources).version != before


def test_the_vocabulary_is_part_of_the_version(folder: Folder) -> None:
    before = load(folder.facts, folder.sources).version
    folder.write("facts/vocabulary.yaml", "same: [[bridge, viaduct]]\n")

    assert load(folder.facts, folder.sources).version != before


def test_files_may_end_in_yml_too_and_one_vocabulary_is_enough(folder: Folder) -> None:
    folder.write("facts/vocabulary.yaml", "same: [[bridge, viaduct]]\n")
    folder.write("facts/vocabulary.yml", "same: [[bridge, span]]\n")

    assert "there is a vocabulary in" in the_problem(folder)


def test_files_may_end_in_capitals_as_some_systems_write_them(folder: Folder) -> None:
    (folder.facts / "bridges.yaml").rename(folder.facts / "BRIDGES.YAML")

    assert len(load(folder.facts, folder.sources).facts) == 2


def test_hidden_files_are_not_read(folder: Folder) -> None:
    (folder.facts / ".#bridges.yaml").symlink_to("erin@host.4711")  # Emacs' mark of a file that is open
    folder.write("facts/.x.yaml", "topic: [broken")

    assert problems(folder) == []


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x07", "\u200f", "\U000e0041"])
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("facts/bridges.yaml", "says: Gives its length.", 'says: "Gives its{} length."'),
        ("sources/almanac.yaml", "name: The Almanac", 'name: "The Alma{}nac"'),
    ],
)
def test_a_character_that_nobody_sees_is_told(folder: Folder, hidden: str, file: str, old: str, new: str) -> None:
    folder.change(file, old, new.format(ascii(hidden)[1:-1]))

    assert f"holds the invisible character U+{ord(hidden):04X}; remove it" in the_problem(folder)


@pytest.mark.parametrize("sign", list('<>"[]\\^`{|} '))
def test_an_address_that_would_end_its_link_is_told(folder: Folder, sign: str) -> None:
    folder.change("sources/almanac.yaml", "name: ", f"url: 'https://e.org/a{sign}b'\nname: ")

    assert "is not a web address" in the_problem(folder)


def test_parentheses_of_an_address_are_encoded(folder: Folder) -> None:
    folder.change("sources/almanac.yaml", "name: ", "url: https://e.org/Arn_(bridge)\nname: ")

    assert load(folder.facts, folder.sources).sources["almanac"].url == "https://e.org/Arn_%28bridge%29"


def test_a_base_with_problems_is_refused_whole(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "id: length", "id: Length!")

    with pytest.raises(BadFactBase, match="use lower-case letters, digits and single hyphens, like 'length'"):
        load(folder.facts, folder.sources)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "tags: [bridge]",
            "tag: [bridge]",
            "facts/bridges.yaml:8:5: fact 'opening' has the unknown key 'tag'; did you mean 'tags'?",
        ),
        (
            "        says: Gives its length.\n",
            "",
            "facts/bridges.yaml:24:9: fact 'length', supports 1 lacks the key 'says'; "
            "add it: what the paragraph says on this fact, in our own words; never a copied sentence",
        ),
        (
            "id: length",
            "id: opening",
            "facts/bridges.yaml:19:9: the id 'opening' is taken by the fact at {root}/facts/bridges.yaml:3; "
            "give this fact an id of its own",
        ),
        (
            "claim: The Arn bridge opened in 1931.",
            "claim: 1931",
            "facts/bridges.yaml:4:12: 'claim' of fact 'opening' must be text, not a number; put it in quotes",
        ),
        (
            "tags: [bridge]",
            "tags: bridge",
            "facts/bridges.yaml:8:11: 'tags' of fact 'opening' must be a list, not text; "
            "start each entry on its own line with '- ' (a dash and a space)",
        ),
        (
            "paragraph: 1",
            "paragraph: first",
            "facts/bridges.yaml:16:20: 'paragraph' of fact 'opening', disputes 1 must be one whole number, "
            "not 'first'; write digits alone",
        ),
        (
            "paragraph: 1",
            "paragraph: 0",
            "facts/bridges.yaml:16:20: 'paragraph' of fact 'opening', disputes 1 is 0; it counts from 1",
        ),
        (
            "paragraph: 1",
            "paragraph: 3",
            "facts/bridges.yaml:16:20: paragraph 3 of 'almanac' does not exist; the article's paragraphs are 1 to 2",
        ),
        (
            "  - source: herald",
            "  - source: heralt",
            "facts/bridges.yaml:10:17: fact 'opening' names the unknown source 'heralt'; did you mean 'herald'?",
        ),
        (
            "says: Dates the opening to 1931.",
            "says: ''",
            "facts/bridges.yaml:12:15: 'says' of fact 'opening', supports 1 is empty; write a text",
        ),
        (
            'anchors: ["in 1931"]',
            "anchors: []",
            "facts/bridges.yaml:13:9: 'anchors' of fact 'opening', supports 1 is empty; write at least one",
        ),
        (
            "says: Dates the opening to 1931.",
            "says:",
            "facts/bridges.yaml:12:14: 'says' of fact 'opening', supports 1 must be text, not nothing; "
            "write it: what the paragraph says on this fact, in our own words; never a copied sentence",
        ),
        (
            "claim: The Arn bridge is 210 metres long.",
            "claim: The Arn bridge is 210 metres long.\n    claim: The Arn bridge is 215 metres long.",
            "facts/bridges.yaml:21:5: the key 'claim' stands here twice (first in line 20); keep one",
        ),
    ],
)
def test_a_slip_in_a_fact_is_told_with_its_place_and_its_mend(
    folder: Folder, old: str, new: str, expected: str
) -> None:
    folder.change("facts/bridges.yaml", old, new)

    assert the_problem(folder) == expected.format(root=folder.root)


def test_a_source_cannot_stand_on_both_sides_of_a_fact(folder: Folder) -> None:
    folder.change(
        "facts/bridges.yaml", "- source: almanac\n        paragraph: 1", "- source: herald\n        paragraph: 1"
    )

    assert the_problem(folder) == (
        "facts/bridges.yaml:15:17: the source 'herald' both supports and disputes fact 'opening'; "
        "keep the side it is on, or name who says each as 'speaker' if two people in it disagree"
    )


def test_two_speakers_of_a_source_may_stand_on_both_sides(folder: Folder) -> None:
    folder.change(
        "facts/bridges.yaml", "paragraph: 2\n        says: D", "paragraph: 2\n        speaker: Ann\n        says: D"
    )
    folder.change(
        "facts/bridges.yaml",
        "- source: almanac\n        paragraph: 1",
        "- source: herald\n        paragraph: 1\n        speaker: Bob",
    )

    opening = load(folder.facts, folder.sources).fact("opening")

    assert opening
    assert [entry.speaker for entry in opening.evidence] == ["Ann", "Bob"]


def test_two_sources_of_one_name_are_an_error(folder: Folder) -> None:
    folder.change("sources/almanac.yaml", "name: The Almanac", "name: the herald")

    assert the_problem(folder) == (
        "sources/herald.yaml:7:7: the source 'almanac' is called 'The Herald' too, so that answers could not tell them "
        "apart; give each a name of its own, such as with its year"
    )


def test_evidence_that_qualifies_says_how(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "    disputes:", "    qualifies:")

    assert the_problem(folder) == (
        "facts/bridges.yaml:15:9: fact 'opening', qualifies 1 lacks the key 'how'; add it: in what way it is weaker"
    )


def test_a_source_without_a_name_is_an_error(folder: Folder) -> None:
    folder.change("sources/almanac.yaml", "name: The Almanac\n", "")

    assert the_problem(folder) == (
        "sources/almanac.yaml:1:1: the file lacks the key 'name'; add it: what answers call it: short, and no two alike"
    )


def test_who_belongs_to_one_institution_is_one_witness(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "    tags: [bridge]\n", "    tags: [bridge]\n    saying: false\n")
    folder.change(
        "facts/bridges.yaml",
        "[the county engineer]",
        "[the county engineer]\n      - {source: herald, paragraph: 3, "
        "says: The same., anchors: [a], attributed_to: [the mayor]}",
    )

    def origins() -> int:
        length = load(folder.facts, folder.sources).fact("length")
        assert length
        return length.independent_origins

    assert origins() == 2
    folder.write("facts/vocabulary.yaml", "witnesses:\n  - [the county, the mayor, the county engineer]\n")
    assert origins() == 1


def test_a_slip_in_a_source_is_told_too(folder: Folder) -> None:
    folder.change("sources/herald.yaml", "kind: news", "kind: newspaper")
    folder.change("sources/almanac.yaml", "origins: [almanac]", "origins: [Al Manac]")

    assert problems(folder) == [
        "sources/almanac.yaml:3:11: 'origins 1' of the file is not an id: 'Al Manac'; "
        "use lower-case letters, digits and single hyphens, like 'al-manac'",
        "sources/herald.yaml:4:7: 'kind' of the file cannot be 'newspaper'; "
        "use one of: 'news', 'republication', 'explainer', 'opinion', 'documentation', 'changelog', 'policy', "
        "'standard', 'discussion', 'statement' or 'data'",
    ]


def test_a_day_that_does_not_exist_is_told(folder: Folder) -> None:
    folder.change("sources/herald.yaml", "1931-05-02", "2021-02-30")

    problem = the_problem(folder)

    assert problem.startswith("sources/herald.yaml:3:12: ")
    assert problem.endswith(
        "; write a day that exists as YYYY-MM-DD, without quotes, or leave it out if the day is not known"
    )


@pytest.mark.parametrize("name", ["texts/herald.txt", r"texts\herald.txt"])
def test_a_path_to_an_article_is_told_wherever_it_was_typed(folder: Folder, name: str) -> None:
    folder.change("sources/herald.yaml", "file: herald.txt", f"file: {name}")

    assert "is a path; name the file alone" in the_problem(folder)


def test_a_sources_file_has_no_longer_name_than_an_id_may_have(folder: Folder) -> None:
    other = (folder.sources / "almanac.yaml").read_text("utf-8").replace("The Almanac", "A")
    folder.write(f"sources/{'a' * MAX_ID}.yaml", other.replace('"5b4d', '"6b4d').replace("almanac.txt", "a.txt"))
    folder.write(f"sources/{'b' * (MAX_ID + 1)}.yaml", other.replace('"5b4d', '"7b4d').replace("almanac.txt", "b.txt"))

    assert the_problem(folder) == (
        f"sources/{'b' * (MAX_ID + 1)}.yaml:1:1: the file's name is the source's id, and this is not a valid id; "
        f"rename it with lower-case letters, digits and single hyphens, {MAX_ID} characters at most"
    )


def test_every_problem_of_every_file_is_told_in_one_run(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "tags: [bridge]", "tagz: [bridge]")
    folder.change("facts/bridges.yaml", "paragraph: 1", "paragraph: one")
    folder.change("sources/herald.yaml", "kind: news", "kind: gossip")
    folder.write("facts/roads.yaml", "topic: Roads\nfacts: [\n")

    files = [problem.split(":")[0] for problem in problems(folder)]

    assert files == ["facts/bridges.yaml", "facts/bridges.yaml", "facts/roads.yaml", "sources/herald.yaml"]


def test_a_slip_in_one_fact_hides_nothing_in_the_others_of_its_file(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "paragraph: 1", "paragraph: one")
    folder.change(
        "facts/bridges.yaml", "- source: almanac\n        paragraph: 2", "- source: nowhere\n        paragraph: 2"
    )
    folder.write("facts/more.yaml", (folder.facts / "bridges.yaml").read_text(encoding="utf-8").replace("one", "1"))

    found = problems(folder)

    assert [problem.partition(": ")[0] for problem in found] == [
        "facts/bridges.yaml:16:20",
        "facts/bridges.yaml:24:17",
        "facts/more.yaml:19:9",
        "facts/more.yaml:24:17",
    ]
    assert "the id 'length' is taken" in found[2]


def test_a_text_that_a_number_sign_cuts_off_is_a_warning_and_loads(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "claim: The Arn bridge is 210", "claim: Bridge #1 is 210")

    loading = examine(folder.facts, folder.sources)

    assert loading.base is not None
    assert [uncoded(problem).removeprefix(f"{folder.root}/") for problem in loading.problems] == [
        "facts/bridges.yaml:20:18: warning: the text ends before ' #1 is 210 metres long.', which YAML takes for a "
        "comment; put the whole text in quotes, or a blank after the #"
    ]


def test_a_spelling_under_two_names_is_a_warning(folder: Folder) -> None:
    folder.write(
        "facts/vocabulary.yaml",
        "names:\n  - {name: Arn, spellings: [the river]}\n  - {name: Orn, spellings: [The River]}\n",
    )

    assert the_problem(folder) == (
        "facts/vocabulary.yaml:3:17: warning: 'The River' is a spelling of both 'Arn' and 'Orn'; keep it under one name"
    )
    assert load(folder.facts, folder.sources).vocabulary.names


@pytest.mark.parametrize("text", ["", "# names will stand here\n\n  # and words\n", "\ufeff# a comment"])
def test_a_vocabulary_of_comments_alone_is_an_empty_one(folder: Folder, text: str) -> None:
    without = load(folder.facts, folder.sources)
    folder.write("facts/vocabulary.yaml", text)

    assert load(folder.facts, folder.sources).vocabulary == without.vocabulary


def test_files_in_a_folder_inside_are_not_read_which_is_a_warning(folder: Folder) -> None:
    for name in ("europe", "notes", "..2026_01_01"):
        (folder.facts / name).mkdir()
    folder.write("facts/europe/rivers.yaml", "topic: [broken")
    folder.write("facts/notes/rivers.txt", "topic: [broken")
    folder.write("facts/..2026_01_01/bridges.yaml", "topic: [broken")

    assert problems(folder) == [
        f"facts/europe:1:1: warning: the files of a folder inside are not read; move them up into {folder.facts}"
    ]


def test_the_sources_may_lie_inside_the_facts(folder: Folder) -> None:
    folder.sources.rename(folder.facts / "sources")

    assert examine(folder.facts, folder.facts / "sources").problems == ()


def test_a_phrasing_with_a_colon_is_told_to_need_quotes(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "- arn bridge opening year", "- arn bridge: opening year")

    assert the_problem(folder).endswith("is read as 'key: value'; a text that holds ': ' needs quotes around it")


def test_what_is_no_file_is_told_and_not_read(folder: Folder) -> None:
    (folder.facts / "a.yaml").mkdir()
    os.mkfifo(folder.facts / "b.yaml")
    (folder.facts / "c.yaml").symlink_to("/dev/zero")

    assert [problem.split(":")[0] for problem in problems(folder)] == [f"facts/{name}.yaml" for name in "abc"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "topic: a\n" + "".join(f"k{n}: 1\n" for n in range(100_000)),
        "topic: a\nfacts:\n" + "- a\n" * 500_000,
        "a: 1\n" * 100_000,
        "topic: [" + "a," * 2_000_000 + "]\n",
    ],
    ids=["unknown keys", "wrong entries", "duplicate keys", "too many values"],
)
def test_a_flood_of_problems_is_cut_short(folder: Folder, text: str) -> None:
    folder.write("facts/flood.yaml", text)
    started = time.process_time()

    assert 1 <= len(problems(folder)) <= 102
    assert time.process_time() - started < 15


@pytest.mark.slow
@pytest.mark.parametrize("slip", ["id: opening", "source: nowhere"], ids=["one id", "unknown sources"])
def test_so_is_a_flood_of_facts_that_are_wrong_beside_others(folder: Folder, slip: str) -> None:
    entry = "- {id: n%d, claim: a, supports: [{source: herald, paragraph: 1, says: a, anchors: [a]}]}"
    entry = re.sub(f"{slip.partition(':')[0]}: [^,]*", slip, entry)
    wrong = [entry.replace("%d", str(n)) for n in range(3_000)]
    folder.write("facts/flood.yaml", "topic: a\nfacts:\n" + "\n".join(wrong))

    found = problems(folder)

    assert len(found) == 100
    assert found[0].startswith("facts/flood.yaml:3:")


@pytest.mark.slow
def test_a_flood_of_cut_off_texts_is_cut_short_too(folder: Folder) -> None:
    folder.write("facts/flood.yaml", "topic: a\nfacts:\n" + "- a #1\n" * 100_000)

    assert sum("which YAML takes for a comment" in problem for problem in problems(folder)) == 100
