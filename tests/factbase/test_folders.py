"""What lies beside the files that are read and passes for one of them is told; what comes and goes is not."""

import pytest

from bot.factbase.loading import examine
from tests.editing import FACTS, Folder, uncoded


def told(folder: Folder) -> list[str]:
    """Every problem of the folder, without the path to it."""
    return [
        uncoded(problem).replace(f"{folder.root}/", "") for problem in examine(folder.facts, folder.sources).problems
    ]


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("roads.yaml.txt", "rename it 'roads.yaml'; some systems hide the '.txt'"),
        ("roads.YML.TXT", "rename it 'roads.yaml'; some systems hide the '.txt'"),
        ("roads.yaml.bak", "rename it 'roads.yaml'"),
        ("roads.yaml (1)", "rename it 'roads.yaml'"),
        ("bridges.yaml.orig", "move it out of the folder; 'bridges.yaml' stands beside it"),
    ],
)
def test_a_file_that_only_passes_for_a_yaml_file_is_a_warning_with_the_name_it_should_have(
    folder: Folder, name: str, fix: str
) -> None:
    folder.write(f"facts/{name}", "topic: [broken")

    wrong = "this file is not read, since its name does not end in .yaml"
    assert told(folder) == [f"facts/{name}:1:1: warning: {wrong}; {fix}"]


def test_so_is_one_among_the_sources_and_what_was_to_be_read_loads_without_it(folder: Folder) -> None:
    folder.write("sources/gazette.yaml.txt", "title: [broken")

    assert [warning.partition(": ")[0] for warning in told(folder)] == ["sources/gazette.yaml.txt:1:1"]
    assert examine(folder.facts, folder.sources).base


@pytest.mark.parametrize(
    "name",
    [
        *(".bridges.yaml.swp", "bridges.yaml.swp", "bridges.yaml~", "bridges.yml~", "#bridges.yaml#"),
        *("bridges.yaml.tmp", "roads.yaml.part", "roads.yaml.crdownload", "bridges.yaml.sb-1a2b-c3", "roads.txt"),
        *("bridges.yaml___jb_tmp___", "~$bridges.yaml.x", "notes.md"),
    ],
)
def test_what_programs_keep_beside_a_file_that_is_edited_is_no_warning(folder: Folder, name: str) -> None:
    folder.write(f"facts/{name}", FACTS)

    assert told(folder) == []
