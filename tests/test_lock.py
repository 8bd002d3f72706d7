"""The lock files: what everybody installs, fixed to the version and the byte, and never behind pyproject.toml."""

import re
import tomllib
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import PROJECT

EXTRAS = {"": [], "-pictures": ["pictures"], "-preview": ["preview"], "-dev": ["dev", "bench"]}
"""Each lock file by the end of its name, and the extras that it holds beside the bot itself."""
SYSTEMS = [
    {"python_version": version, "python_full_version": f"{version}.1", "sys_platform": system}
    for version, system in product(("3.11", "3.12", "3.13", "3.14"), ("linux", "darwin", "win32"))
]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))

locks = pytest.mark.parametrize("lock", EXTRAS)


def path(lock: str) -> Path:
    return PROJECT / f".requirements{lock}.lock"


def wanted(extras: list[str]) -> list[Requirement]:
    """What pyproject.toml asks for, with the extras that an extra brings."""
    project = PYPROJECT["project"]
    found = [Requirement(line) for line in project["dependencies"]]
    for extra in extras:
        for requirement in map(Requirement, project["optional-dependencies"][extra]):
            found += wanted(sorted(requirement.extras)) if requirement.name == project["name"] else [requirement]
    return found


def locked(lock: str) -> dict[str, tuple[Requirement, list[str]]]:
    """Every package of a lock file by its name: its version with its marker, and its files' checksums."""
    found = {}
    for entry in path(lock).read_text(encoding="utf-8").replace(" \\\n", " ").splitlines():
        if not entry.startswith("#"):
            package, *hashes = re.split(r" +(?=--hash=)", entry)
            requirement = Requirement(package)
            assert requirement.name not in found, f"{requirement.name} is locked twice"
            found[requirement.name] = requirement, hashes
    return found


def installed(marker: Marker | None, system: dict[str, str]) -> bool:
    return marker is None or marker.evaluate(system)


@locks
def test_a_lock_meets_pyproject_on_every_system(lock: str) -> None:
    packages = locked(lock)

    for requirement in [*wanted(EXTRAS[lock]), *map(Requirement, PYPROJECT["build-system"]["requires"])]:
        pinned, _ = packages[canonicalize_name(requirement.name)]
        (version,) = (pin.version for pin in pinned.specifier)
        assert requirement.specifier.contains(version), f"{requirement} is locked to {version}"
        for system in SYSTEMS:
            if installed(requirement.marker, system):
                assert installed(pinned.marker, system), f"{requirement} is left out on {system}"


@locks
def test_a_lock_has_checksums_and_no_address(lock: str) -> None:
    for name, (_, hashes) in locked(lock).items():
        assert hashes, name
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", found) for found in hashes), name
        assert len(set(hashes)) == len(hashes), name
    assert "://" not in path(lock).read_text(encoding="utf-8")


@pytest.mark.parametrize(("smaller", "larger"), [("", "-pictures"), ("-pictures", "-preview"), ("-preview", "-dev")])
def test_a_larger_lock_adds_and_changes_nothing(smaller: str, larger: str) -> None:
    few, many = locked(smaller), locked(larger)

    assert few.keys() < many.keys()
    assert {name: many[name] for name in few} == few


def test_the_build_backend_is_locked_as_it_is_asked_for() -> None:
    assert PYPROJECT["dependency-groups"]["build"] == PYPROJECT["build-system"]["requires"]
