"""``factbot schema``: the JSON Schemas that editors' YAML plug-ins complete and check with."""

from pathlib import Path

import typer

from bot.factbase.jsonschema import schemas


def write_schemas(folder: Path) -> None:
    """Writes each schema into the folder. Raises :exc:`typer.Exit` with code 1 where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schemas().items():
            (folder / name).write_text(text, encoding="utf-8")
            print(folder / name)
    except OSError as error:
        typer.echo(f"factbot: {error.filename} cannot be written ({error.strerror})", err=True)
        raise typer.Exit(1) from error
