"""The lock files: what the image is made of, fixed to the version and the byte, and never behind pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import PROJECT

LOCKS = {PROJECT / ".requirements.lock": [], PROJECT / ".requirements-pictures.lock": ["pictures"]}
"""Each lock file, and the extras whose packages are in it."""


def wanted(extras: list[str]) -> list[Requirement]:
    """What pyproject.toml asks for."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(line) for lines in lists for line in lines]


def locked(lock: Path) -> dict[str, tuple[str, list[str]]]:
    """Every package of a lock file by its name: its version and its files' checksums."""
    found = {}
    for entry in lock.read_text(encoding="utf-8").replace(" \\\n", " ").splitlines():
        pinned, *hashes = entry.split()
        name, version = pinned.split("==")
        found[name] = version, hashes
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_every_dependency_in_a_version_that_is_asked_for(lock: Path) -> None:
    packages = locked(lock)

    for requirement in wanted(LOCKS[lock]):
        version, _ = packages[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} is locked to {version}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_every_package_to_its_checksums_and_names_no_place_to_get_it_from(lock: Path) -> None:
    packages = locked(lock)

    for name, (_, hashes) in packages.items():
        assert hashes, name
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", found) for found in hashes), name
        assert len(set(hashes)) == len(hashes), name
    assert "/" not in lock.read_text(encoding="utf-8")


def test_both_locks_agree_on_what_both_hold() -> None:
    smaller, larger = (locked(lock) for lock in LOCKS)

    assert smaller.items() <= larger.items()
    assert {"matplotlib"} <= larger.keys() - smaller.keys()
