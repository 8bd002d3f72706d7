"""The container: what its files promise, and that the image, really built and run, keeps it."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pytest
import yaml

from tests.conftest import PROJECT, SHARED
from tests.loopback.process import POINTING
from tests.loopback.server import TOKEN, LoopbackDiscord

BUILD_AND_RUN = SHARED / "container" / "build-and-run.sh"
MOST_SECONDS = 500
"""Building the first time takes one minute and a half; more than this is a build that hangs."""
EVERY_COMMAND = PROJECT / "tests" / "image" / "every-command"
"""What runs in place of the image's entry point: every command once, then the bot."""
LARGEST_IMAGE = 240
"""In megabytes of 1,000,000 bytes, unpacked, as ``docker image ls`` counts: 112 are ours, the rest the base's."""


class Instruction(NamedTuple):
    """One instruction of a Dockerfile: its name, the words that follow it, and the stage that it is in, from 0."""

    name: str
    words: str
    stage: int


def instructions() -> list[Instruction]:
    """The Dockerfile's instructions in order, each with its continued lines joined."""
    lines = (PROJECT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#")).replace("\\\n", " ")
    found: list[Instruction] = []
    stage = -1
    for line in filter(None, map(str.strip, text.splitlines())):
        name, words = line.split(maxsplit=1)
        stage += name == "FROM"
        found.append(Instruction(name, " ".join(words.split()), stage))
    return found


def in_the_image(name: str) -> list[str]:
    """The words of every such instruction of the last stage, which is the image."""
    found = instructions()
    return [line.words for line in found if line.name == name and line.stage == found[-1].stage]


def the_one(name: str) -> str:
    (words,) = in_the_image(name)
    return words


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for words in in_the_image("ENV") for pair in words.split())


def copied_from_the_project() -> set[str]:
    """What the Dockerfile takes from the project's folder: names, or patterns of them."""
    lines = [line.words.split() for line in instructions() if line.name in {"COPY", "ADD"}]
    return {source for words in lines if not words[0].startswith("--from=") for source in words[:-1]}


def ignore_patterns() -> list[str]:
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The whole of compose.yaml."""
    loaded: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def service(compose: dict[str, Any]) -> dict[str, Any]:
    """Its one service."""
    ((_, only),) = compose["services"].items()
    assert isinstance(only, dict)
    return only


def test_the_bot_runs_as_a_user_that_is_not_root_given_by_number() -> None:
    assert all(number.isdecimal() and int(number) > 0 for number in the_one("USER").split(":"))


def test_the_log_lies_in_a_volume_that_belongs_to_that_user() -> None:
    user, group = the_one("USER").split(":")
    volume = the_one("VOLUME")

    assert PurePosixPath(environment()["FACTBOT_LOG"]).parent == PurePosixPath(volume)
    assert any(f"--owner={user} --group={group}" in run and run.endswith(volume) for run in in_the_image("RUN"))


def test_the_health_check_asks_the_bot_itself() -> None:
    options, _, command = the_one("HEALTHCHECK").partition(" CMD ")

    assert json.loads(command) == ["factbot", "health"]
    assert "--start-period=" in options


def test_signals_and_other_commands_reach_the_bot_with_no_shell_in_between() -> None:
    assert json.loads(the_one("ENTRYPOINT")) == ["factbot"]
    assert json.loads(the_one("CMD")) == ["run"]


def test_a_read_only_root_and_a_log_reader_are_served() -> None:
    assert environment()["PYTHONDONTWRITEBYTECODE"] == "1"
    assert environment()["PYTHONUNBUFFERED"] == "1"


def test_every_stage_is_made_from_the_same_base_and_nothing_else() -> None:
    bases = [line.words.split() for line in instructions() if line.name == "FROM"]
    stages = {words[2] for words in bases if words[1:2] == ["AS"]}
    copies = [line.words.split()[0] for line in instructions() if line.words.startswith("--from=")]

    first, last = (words[0] for words in bases)
    assert re.fullmatch(r"python:3\.13-slim(@sha256:[0-9a-f]{64})?", first)
    assert last == first
    assert {option.removeprefix("--from=") for option in copies} <= stages


def test_packages_are_installed_in_a_stage_that_is_thrown_away() -> None:
    assert not [run for run in in_the_image("RUN") if "pip" in run or "apt-get" in run]


def test_no_file_of_the_image_runs_as_another_user() -> None:
    assert any("-perm /6000 -exec chmod a-s" in run for run in in_the_image("RUN"))


def test_packages_come_from_the_lock_and_no_other_package_can() -> None:
    installs = [line.words for line in instructions() if " install --" in line.words and "pip " in line.words]

    assert installs
    assert all("--require-hashes --requirement" in run or "--no-build-isolation --no-deps" in run for run in installs)


def test_the_dockerfile_is_as_its_linter_would_have_it() -> None:
    hadolint = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if hadolint is None:
        pytest.skip("hadolint is not installed: the Dockerfile goes unlinted here")

    done = subprocess.run([hadolint, PROJECT / "Dockerfile"], capture_output=True, encoding="utf-8", timeout=60)

    assert (done.returncode, done.stdout) == (0, "")


def test_changed_facts_change_nothing_but_the_last_layers() -> None:
    copies = [words.split()[-1] for words in in_the_image("COPY")]

    assert set(copies[-2:]) == {"facts", "sources"}


def test_the_labels_say_what_the_package_says_and_a_build_the_rest() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    label = the_one("LABEL")

    for key, value in (("title", "name"), ("description", "description")):
        assert f'org.opencontainers.image.{key}="{project[value]}"' in label
    for key, argument in (("version", "VERSION"), ("revision", "COMMIT"), ("source", "SOURCE")):
        assert f"org.opencontainers.image.{key}=${argument}" in label
    assert project["version"] not in (PROJECT / "Dockerfile").read_text(encoding="utf-8")


def test_only_what_the_dockerfile_copies_is_let_into_the_build() -> None:
    first, *others = ignore_patterns()

    assert first == "*"
    assert {pattern[1:] for pattern in others if pattern.startswith("!")} == copied_from_the_project()
    assert all(list(PROJECT.glob(name)) for name in copied_from_the_project())


def test_leftovers_and_hidden_files_stay_out_wherever_they_lie() -> None:
    patterns = ignore_patterns()
    folders = [place for place, pattern in enumerate(patterns) if pattern.startswith("!") and pattern[1] != "."]

    assert {"**/__pycache__", "**/.*"} <= set(patterns[max(folders) + 1 :])


def test_compose_lets_the_bot_do_no_more_than_it_needs(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [mount.split(":")[0] for mount in service["tmpfs"]] == ["/tmp"]  # noqa: S108 - the container's
    assert service["mem_limit"]
    assert service["pids_limit"] > 0
    assert not {"privileged", "cap_add", "user", "ports", "network_mode", "devices", "pid"} & service.keys()


def test_compose_keeps_the_log_and_mounts_facts_and_sources_where_the_bot_reads_them(
    service: dict[str, Any], compose: dict[str, Any]
) -> None:
    home = the_one("WORKDIR")

    assert set(service["volumes"]) == {
        f"data:{the_one('VOLUME')}",
        f"./facts:{home}/facts:ro",
        f"./sources:{home}/sources:ro",
    }
    assert "data" in compose["volumes"]


def test_compose_hands_the_token_over_as_a_file_and_nowhere_else(
    service: dict[str, Any], compose: dict[str, Any]
) -> None:
    (secret,) = service["secrets"]

    assert service["environment"] == {"DISCORD_TOKEN_FILE": f"/run/secrets/{secret}"}
    assert compose["secrets"][secret] == {"file": "./.discord-token"}
    assert "env_file" not in service


def test_compose_starts_the_bot_again_unless_somebody_stopped_it_and_that_at_any_moment(
    service: dict[str, Any],
) -> None:
    assert service["restart"] == "unless-stopped"
    assert service["init"] is True


def test_compose_asks_for_nothing_that_engines_of_2020_lack(service: dict[str, Any]) -> None:
    assert "healthcheck" not in service  # start_interval needs version 25; what health is, the image says


def test_output_that_nobody_reads_cannot_hold_the_bot_up(service: dict[str, Any]) -> None:
    assert service["logging"]["options"]["mode"] == "non-blocking"


@pytest.mark.e2e
@pytest.mark.material
@pytest.mark.skipif(os.geteuid() != 0, reason="building and running the image needs root")
async def test_the_image_is_small_knows_every_command_turns_healthy_on_a_read_only_root_and_stops_cleanly() -> None:
    async with LoopbackDiscord() as discord:
        seen = {"LOOPBACK_REST": discord.rest_address, "LOOPBACK_GATEWAY": discord.gateway.address}
        inside = {"DISCORD_TOKEN": TOKEN, "PYTHONPATH": "/pointing", **seen}
        variables = " ".join(f"-e {name}={value}" for name, value in inside.items())
        settings = {
            "CONFIG_MOUNT": f"{the_one('WORKDIR')}/facts",
            "DATA_MOUNT": the_one("VOLUME"),
            "NET": "host",
            "WAIT": "120",
            "RUN_ARGS": f"{variables} --health-start-interval=2s -v {POINTING}:/pointing:ro "
            f"-v {EVERY_COMMAND}:/every-command:ro --entrypoint /every-command",
        }

        # timeout(1) ends everything that the script started; asyncio's own would leave the engine running
        process = await asyncio.create_subprocess_exec(
            *("timeout", "--kill-after=30", str(MOST_SECONDS), BUILD_AND_RUN, PROJECT, PROJECT / "facts"),
            env=os.environ | settings,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()

    assert process.returncode == 0, said.decode()
    (size,) = re.findall(r"image size (\d+) MB", said.decode())
    assert int(size) < LARGEST_IMAGE
