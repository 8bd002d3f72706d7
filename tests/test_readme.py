"""Every command of every document does what the document says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from typer.testing import CliRunner

from bot.discord_app.gateway.invite import PERMISSIONS
from bot.factbase.schema import Vocabulary
from bot.settings import Settings
from bot.terminal.app import app
from tests.conftest import PROJECT

DOCUMENTS = {
    name: (PROJECT / name).read_text(encoding="utf-8")
    for name in (
        "README.md",
        "facts/README.md",
        "bot/README.md",
        "tests/README.md",
        ".github/CHANGELOG.md",
        ".github/CONTRIBUTING.md",
        ".github/SECURITY.md",
    )
}
README, EDITORS, OPERATORS = (DOCUMENTS[name] for name in ("README.md", "facts/README.md", "bot/README.md"))
EVERYTHING = "\n".join(DOCUMENTS.values())

BLOCK = re.compile(r"(?:<!-- (?P<mark>.+?) -->\n)?```(?P<kind>\w+)\n(?P<text>.+?)```", re.DOTALL)
COMMANDS = [
    (match["mark"] or "plain", command)
    for match in BLOCK.finditer(EVERYTHING)
    if match["kind"] == "sh"
    for command in match["text"].strip().splitlines()
]
FILES = {
    match["mark"].removeprefix("file: "): match["text"]
    for match in BLOCK.finditer(EDITORS)
    if (match["mark"] or "").startswith("file: ")
}
"""The texts with which the editors' example begins, by their names."""
WRITTEN = {
    match["mark"].removeprefix("written: "): match["text"]
    for match in BLOCK.finditer(EDITORS)
    if (match["mark"] or "").startswith("written: ")
}
"""The files that its commands write."""
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
INLINE = sorted(set(re.findall(r"`(factbot [a-z][^`]*)`", EVERYTHING)))


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
    assert done.stdout.startswith("ISIS-K was founded in 2015.\n")


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
def test_what_needs_a_token_names_only_real_settings(command: str) -> None:
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
        assert f"*{permission}*" in OPERATORS
    assert f"for {('no', 'one', 'two', 'three', 'four')[len(asked)]} permissions" in OPERATORS


def test_the_commands_for_a_container_are_whole_and_name_its_service() -> None:
    (service,) = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))["services"]

    for command in commands("needs an engine"):
        line = command.removeprefix("0 3 * * * ")
        assert subprocess.run(["bash", "-n", "-c", line]).returncode == 0, command
        if "exec" in line or " run " in line:
            assert f" {service} " in line


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_systemd_finds_nothing_wrong_with_the_unit_of_the_guide(tmp_path: Path) -> None:
    program = tmp_path / "factbot"
    program.touch(0o755)
    unit = tmp_path / "factbot.service"
    unit.write_text(block("[Service]").replace("/opt/factbot/bin/factbot", str(program)), encoding="utf-8")

    checked = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")  # an unknown key is only told


def test_the_manifest_follows_the_schema_of_kubernetes() -> None:
    kubernetes_validate.validate(yaml.safe_load(block("kind: Deployment")), "1.30", strict=True)  # which refuses slips


def block(part: str) -> str:
    """The one block of the operators' guide in which that stands."""
    (found,) = (block["text"] for block in BLOCK.finditer(OPERATORS) if part in block["text"])
    return found


def test_the_manifest_for_kubernetes_fits_the_image() -> None:
    manifest = yaml.safe_load(block("kind: Deployment"))
    spec = manifest["spec"]
    pod = spec["template"]["spec"]
    (container,) = pod["containers"]
    settings = {one["name"]: one["value"] for one in container["env"]}
    dockerfile = (PROJECT / "Dockerfile").read_text(encoding="utf-8")

    assert spec["strategy"] == {"type": "Recreate"}
    assert f"USER {pod['securityContext']['runAsUser']}:{pod['securityContext']['fsGroup']}" in dockerfile
    assert {f"FACTBOT_METRICS_{name}" for name in ("PORT", "ADDRESS")} | {"DISCORD_TOKEN_FILE"} == settings.keys()
    for probe, path in (("livenessProbe", "/live"), ("readinessProbe", "/ready")):
        asked = container[probe]["httpGet"]
        assert (asked["path"], str(asked["port"])) == (path, settings["FACTBOT_METRICS_PORT"])
        assert f'web.get("{path}"' in (PROJECT / "bot" / "metrics.py").read_text(encoding="utf-8")
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}


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


def test_pictures_are_taken_by_a_command_that_exists() -> None:
    assert commands("needs a browser") == [".venv/bin/python -m tests.readme_pictures"]
    assert (PROJECT / "tests" / "readme_pictures" / "__main__.py").is_file()


@pytest.mark.e2e
def test_the_commands_on_the_log_work_one_after_another(clone: Path) -> None:
    asked = shell("factbot ask who won the 1998 world cup", clone)

    done = shell(" && ".join(commands("log")), clone)

    assert (asked.returncode, done.returncode) == (0, 0), done.stderr
    assert "who won the 1998 world cup" in done.stdout
    assert done.stdout.endswith("before-the-update.sqlite3: 0 rows added or updated\n")


def test_every_benchmark_is_named_and_there() -> None:
    named = {command.split(" -m ")[1] for command in commands("benchmarks")}
    modules = {f"tests.bench.{file.stem}": file for file in (PROJECT / "tests" / "bench").glob("*.py")}
    assert named == {name for name, file in modules.items() if f"python -m {name}" in file.read_text(encoding="utf-8")}


@pytest.mark.e2e
def test_a_first_base_is_made_by_the_guide_alone(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    done = shell("set -e\n" + "\n".join(commands("example")), tmp_path)

    assert done.returncode == 0, done.stderr
    assert "1 fact and 2 sources read: 0 errors, 0 warnings\n" in done.stdout
    assert "\n⚖️ Sources differ: 4 May 2026 (1 origin) · 5 May (1 origin)\n" in done.stdout
    for name, text in WRITTEN.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text


def test_the_vocabulary_of_the_guide_is_valid() -> None:
    (block,) = [match["text"] for match in BLOCK.finditer(EDITORS) if match["mark"] == "vocabulary"]

    Vocabulary.model_validate(yaml.safe_load(block))


def test_the_workflow_and_the_hook_of_the_guide_run_the_check() -> None:
    workflow, hook = (
        yaml.safe_load(match["text"])
        for mark in ("workflow", "hook")
        for match in BLOCK.finditer(EDITORS)
        if match["mark"] == mark
    )
    (offered,) = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert workflow["jobs"]["check"]["steps"][-1]["run"] == "factbot check --format github"
    assert [one["id"] for one in hook["repos"][0]["hooks"]] == [offered["id"]]
    assert CliRunner().invoke(app, offered["entry"].split()[1:]).exit_code == 0


def test_the_workflows_follow_the_schema_of_github(tmp_path: Path) -> None:
    (text,) = [match["text"] for match in BLOCK.finditer(EDITORS) if match["mark"] == "workflow"]
    (guide := tmp_path / "facts.yml").write_text(text, encoding="utf-8")
    (wrong := tmp_path / "wrong.yml").write_text(text.replace("runs-on", "runs-in"), encoding="utf-8")
    tool = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]

    ours = subprocess.run([*tool, guide, *WORKFLOWS], capture_output=True, text=True)
    missing = subprocess.run([*tool, wrong], capture_output=True, text=True)

    assert ours.returncode == 0, ours.stdout
    assert "'runs-on' is a required property" in missing.stdout


@pytest.mark.parametrize("line", INLINE)
def test_a_command_inside_a_sentence_exists(line: str) -> None:
    words = line.split()[1:]

    told = CliRunner().invoke(app, [*(word for word in words if not word.startswith("--")), "--help"])

    assert told.exit_code == 0, told.output
    assert all(word in told.output for word in words if word.startswith("--")), told.output


def test_every_link_between_documents_leads_somewhere() -> None:
    for name, text in DOCUMENTS.items():
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
            path, _, anchor = target.partition("#")
            file = (PROJECT / name).parent / path if path else PROJECT / name
            assert file.is_file(), f"{name} links to {target}"
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
            assert not anchor or anchor in anchors, f"{name} links to {target}"


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 160


def test_every_setting_is_documented_and_no_other() -> None:
    table = "\n".join(line for line in OPERATORS.splitlines() if line.startswith("| `"))

    documented = set(re.findall(r"`((?:FACTBOT|DISCORD)_\w+)`", table))
    assert documented == {str(field.validation_alias) for field in Settings.model_fields.values()}


def test_every_verdict_is_explained() -> None:
    for word in ("*Disputed*", "*Agreed*", "*Single origin*"):
        assert word in EDITORS
