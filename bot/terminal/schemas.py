"""``factbot schema``: the JSON Schemas that editors' YAML plug-ins complete and check with."""

import errno
import os
from pathlib import Path

from bot.factbase.jsonschema import schemas


def write_schemas(folder: Path) -> None:
    """Writes each schema into the folder. Raises :exc:`OSError` where that cannot be done."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)
