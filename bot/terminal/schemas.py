"""``factbot schema``: the JSON Schemas that editors' YAML plug-ins complete and check with."""

from pathlib import Path

from bot.factbase.jsonschema import schemas


def write_schemas(folder: Path) -> None:
    """Writes each schema into the folder. Raises :exc:`OSError` where that cannot be done."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)
