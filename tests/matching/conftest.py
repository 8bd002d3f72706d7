"""A small base to match against, plain enough that the right fact is beyond doubt."""

from pathlib import Path

import pytest

from bot.factbase.loading import load
from bot.matching.matcher import Matcher
from tests.editing import Folder

LAKES = """\
topic: Lakes
facts:
  - id: depth
    claim: Lake Orrin is 212 metres deep.
    phrasings: [How deep is Lake Orrin?, lake orrin depth, What is the deepest point of the lake?]
    supports: [{source: almanac, paragraph: 1, says: Gives the depth., anchors: ["212"]}]
  - id: monster
    claim: Fishermen reported a monster in Lake Orrin in 1934.
    phrasings: [Who saw the monster?, orrin monster sighting, When was the beast of Orrin reported?]
    supports: [{source: almanac, paragraph: 2, says: Tells of a report by fishermen., anchors: ["1934"]}]
  - id: ferry
    claim: The ferry over Lake Orrin sank in 1951.
    phrasings: [When did the ferry sink?, ferry accident orrin, The steamer went down in 1950]
    supports: [{source: almanac, paragraph: 2, says: Dates the sinking., anchors: ["1951"]}]
"""
VOCABULARY = """\
names:
  - {name: Lake Orrin, spellings: [Orrin Water, the Orrin, L-O]}
same:
  - [ferry, steamer, passenger boat]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Bridges and lakes in a folder."""
    folder = Folder(tmp_path)
    folder.write("facts/lakes.yaml", LAKES)
    folder.write("facts/vocabulary.yaml", VOCABULARY)
    return folder


@pytest.fixture
def matcher(folder: Folder) -> Matcher:
    """A matcher over bridges and lakes."""
    return Matcher.of(load(folder.facts, folder.sources))
