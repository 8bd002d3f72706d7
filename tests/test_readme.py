"""The README's commands do what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from bot.discord_app.gateway.invite import PERMISSIONS
from bot.factbase.schema import SourceFile, TopicFile, VocabularyFile
from bot.settings import Settings
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- (?P<mark>.+?) -->\n)?```(?P<kind>\w+)\n(?P<text>.+?)```", re.DOTALL)
COMMANDS = [
    (match["mark"] or "plain", command)
    for match in BLOCK.finditer(README)
    if match["kind"] == "sh"
    for command in match["text"].strip().splitlines()
]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a clone of the repository would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (tmp_path / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, tmp_path / "clone" / name)
    return tmp_path / "clone"


def shell(command: str, folder: Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Runs a command in a folder, with this environment's ``factbot`` on the path."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=timeout
    )


def commands(mark: str) -> list[str]:
    return [command for found, command in COMMANDS if found == mark]


@pytest.mark.e2e
def test_one_command_sets_up_and_answers_a_question(clone: Path) -> None:
    (command,) = commands("try")

    done = shell(command, clone)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ISIS-K was founded in 2015.\nDisputed: ")


@pytest.mark.e2e
def test_ci_runs_the_very_command_that_sets_up_and_tests() -> None:
    (command,) = commands("tests")
    script = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    extract = next(line for line in script.splitlines() if line.startswith("tests="))

    found = shell(f'{extract}; printf %s "$tests"', PROJECT)

    assert found.stdout == command
    assert 'bash -euo pipefail -c "$tests"' in script


@pytest.mark.e2e
@pytest.mark.parametrize("command", commands("plain"))
def test_each_other_command_works_in_a_clone(clone: Path, command: str) -> None:
    done = shell(command, clone)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


@pytest.mark.e2e
def test_the_pictures_are_drawn(clone: Path) -> None:
    (command,) = commands("pictures")

    done = shell(command, clone)

    assert done.stdout.splitlines() == ["facts-by-sources.png", "pairs-of-sources.png"], done.stderr
    assert (clone / "facts-by-sources.png").stat().st_size > 50_000


@pytest.mark.material
def test_the_proof_against_the_articles_works(articles: Path) -> None:
    (command,) = commands("needs the articles")

    done = shell(command.replace("path/to/articles", str(articles)), PROJECT)

    assert done.returncode == 0
    assert done.stdout.endswith(": 0 errors, 0 warnings\n")


@pytest.mark.parametrize("command", commands("needs a token"))
def test_what_needs_a_token_takes_it_and_settings_from_the_variables_that_are_named(command: str) -> None:
    *given, program, subcommand = command.split()
    variables = dict(variable.split("=") for variable in given)

    assert (program, variables.pop("DISCORD_TOKEN")) == ("factbot", "your-token")
    assert subcommand in ("run", "invite")
    assert variables.keys() <= {str(field.validation_alias) for field in Settings.model_fields.values()}


def test_the_preview_is_started_as_its_tests_start_it() -> None:
    assert commands("preview") == ["factbot preview"]


def test_the_permissions_that_the_invitation_asks_for_are_named() -> None:
    portal = {"read_messages": "View Channels"}
    asked = [portal.get(name, name.replace("_", " ").title().replace(" In ", " in ")) for name, on in PERMISSIONS if on]

    for permission in asked:
        assert f"*{permission}*" in README
    assert f"for {('no', 'one', 'two', 'three', 'four')[len(asked)]} permissions" in README


def test_the_container_commands_name_the_service_that_compose_has() -> None:
    services = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))["services"]

    assert list(services) == ["factbot"]
    assert commands("container") == [
        "docker compose up --build --detach",
        "docker compose logs",
        "docker compose exec factbot factbot health",
        "docker compose down",
        'docker run --rm factbot ask "when was ISIS-K formed?"',
        "docker build --build-arg EXTRAS=pictures --tag factbot .",
    ]


def test_the_pictures_of_answers_are_taken_by_a_command_that_is_there() -> None:
    assert commands("needs a browser") == ["python -m tests.readme_pictures"]
    assert (PROJECT / "tests" / "readme_pictures" / "__main__.py").is_file()


@pytest.mark.e2e
def test_the_commands_on_the_log_work_one_after_another(clone: Path) -> None:
    asked = shell("factbot ask who won the 1998 world cup", clone)

    done = shell(" && ".join(commands("log")), clone)

    assert (asked.returncode, done.returncode) == (0, 0), done.stderr
    assert "who won the 1998 world cup" in done.stdout
    assert done.stdout.endswith("before-the-update.sqlite3: 0 rows new or newer\n")


def test_every_benchmark_is_named_and_there() -> None:
    named = {command.split(" -m ")[1] for command in commands("benchmarks")}
    modules = {f"tests.bench.{file.stem}": file for file in (PROJECT / "tests" / "bench").glob("*.py")}
    assert named == {name for name, file in modules.items() if f"python -m {name}" in file.read_text(encoding="utf-8")}


def test_the_example_files_are_valid() -> None:
    examples = (yaml.safe_load(match["text"]) for match in BLOCK.finditer(README) if match["kind"] == "yaml")
    kinds: tuple[type[BaseModel], ...] = TopicFile, SourceFile, VocabularyFile
    for kind, example in zip(kinds, examples, strict=True):
        kind.model_validate(example)


def test_every_setting_is_documented() -> None:
    for field in Settings.model_fields.values():
        assert f"`{field.validation_alias}`" in README


def test_every_verdict_is_explained() -> None:
    for word in ("*Disputed*", "*Agreed*", "*Single origin*"):
        assert word in README
