"""The JSON Schemas that editors complete with are those of the model, and the shipped files fit them."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from bot.factbase.schema import schemas
from tests.conftest import PROJECT


def test_the_committed_schemas_are_current() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (PROJECT / ".schema").glob("*.json")}

    assert committed == schemas(), "run 'factbot schema' and commit what it writes"


FILES = sorted([*PROJECT.glob("facts/*.yaml"), *PROJECT.glob("sources/*.yaml")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_shipped_file_names_its_schema_and_fits_it(path: Path) -> None:
    first, _, _ = path.read_text(encoding="utf-8").partition("\n")
    name = "source" if path.parent.name == "sources" else "vocabulary" if path.stem == "vocabulary" else "topic"

    assert first == f"# yaml-language-server: $schema=../.schema/{name}.json"
    jsonschema_rs.validate(
        json.loads(schemas()[f"{name}.json"]),
        json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str)),
    )
