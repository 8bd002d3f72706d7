"""Answers are the same in every process, whatever order Python keeps sets in."""

import os
import subprocess
import sys

import pytest

from tests.conftest import PROJECT

pytestmark = pytest.mark.e2e

RANK_SLIPS = """
from pathlib import Path
from bot.factbase.loading import load
from bot.matching.finder import Finder
from bot.matching.matcher import Matcher
base = load(Path("facts"), Path("sources"))
print(*Finder(base).index.entries.terms)  # alike misspellings are told apart by their order
matcher = Matcher.of(base)
for fact in base.facts:
    match = matcher.match(fact.phrasings[0].replace("a", "", 2).replace("i", "e", 1))
    print(match.band, *((one.fact.id, one.confidence) for one in match.candidates))
"""


def test_every_process_ranks_alike() -> None:
    seeds = ("1", "2", "3")
    environments = [os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT)} for seed in seeds]
    command = [sys.executable, "-c", RANK_SLIPS]
    started = [subprocess.Popen(command, env=each, cwd=PROJECT, stdout=subprocess.PIPE) for each in environments]
    printed = [process.communicate()[0] for process in started]
    assert len(printed[0].splitlines()) > 100
    assert printed[0] == printed[1] == printed[2]
