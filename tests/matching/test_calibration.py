"""How sure the matcher may be is fitted to each base, and kept for the next start."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.factbase.loading import load
from bot.factbase.model import FactBase
from bot.matching.calibration import LET_THROUGH, Calibration, calibrate, kept_calibration
from bot.matching.confidence import Band
from bot.matching.finder import Finder
from bot.matching.matcher import Matcher
from bot.matching.weights import shipped as weights
from tests.editing import Folder

pytestmark = pytest.mark.slow


def test_the_same_base_is_always_calibrated_alike(shipped_base: FactBase) -> None:
    assert calibrate(Finder(shipped_base), weights()) == calibrate(Finder(shipped_base), weights())


def test_hardly_any_phrasing_of_a_missing_fact_is_answered(shipped_base: FactBase) -> None:
    assert calibrate(Finder(shipped_base), weights()).near <= LET_THROUGH + 0.01


def test_a_base_without_phrasings_has_the_calibration_of_any(folder: Folder) -> None:
    base = load(folder.facts, folder.sources)
    bare = replace(base, facts=tuple(replace(fact, phrasings=()) for fact in base.facts))

    assert calibrate(Finder(bare), weights()) == Calibration()
    assert Matcher.of(bare).match("How deep is Lake Orrin, in metres?").band is not Band.NONE


def test_a_base_of_one_fact_is_calibrated(folder: Folder) -> None:
    base = load(folder.facts, folder.sources)

    assert Matcher.of(replace(base, facts=base.facts[:1])).calibration.near == 0


def test_a_calibration_is_kept_for_the_next_start(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    base = load(folder.facts, folder.sources)
    found = kept_calibration(Finder(base), weights(), base.version)
    (file,) = (tmp_path / "factbot").iterdir()
    file.write_text('{"slope": 2.0, "intercept": -1.0}', encoding="utf-8")

    kept = kept_calibration(Finder(base), weights(), base.version)

    assert found != kept == Calibration(2.0, -1.0)
    file.write_text("{", encoding="utf-8")
    assert kept_calibration(Finder(base), weights(), base.version) == found


def test_a_cache_that_cannot_be_written_is_done_without(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    base = load(folder.facts, folder.sources)

    assert kept_calibration(Finder(base), weights(), base.version) == calibrate(Finder(base), weights())
