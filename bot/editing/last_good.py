"""The files of the last good fact base, kept beside the query log: they answer if the folders are bad at a start."""

import io
import logging
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from bot.background import in_background
from bot.environment import write_private
from bot.factbase.loading import Loader
from bot.factbase.problem import BadFactBase
from bot.snapshot import Snapshot, first_snapshot

log = logging.getLogger(__name__)

_FOLDERS = ("facts", "sources")


def base_file(querylog: Path) -> Path:
    """Where the files are kept: the query log's name with ``.base.zip`` added."""
    return querylog.with_name(querylog.name + ".base.zip")


async def keep_base(loader: Loader, file: Path) -> None:
    """Keeps the files from which the loader made its last base; if that fails, it is logged."""
    contents = list(loader.contents())

    def write() -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
            for path, content in contents:
                pack.writestr(f"{_FOLDERS[loader.folders.index(path.parent)]}/{path.name}", content)
        write_private(file, packed.getvalue())

    try:
        await in_background(write)
    except OSError as error:
        log.warning("the fact base cannot be kept for a start with bad folders (%s)", error)


def kept_snapshot(file: Path) -> Snapshot | None:
    """The snapshot of the files that are kept; None if there are none, or none that this version can load."""
    with tempfile.TemporaryDirectory(prefix="factbot-") as folder:
        facts, sources = (Path(folder) / name for name in _FOLDERS)
        try:
            with zipfile.ZipFile(file) as pack:
                for place in (facts, sources):
                    place.mkdir()
                    for name in pack.namelist():
                        if Path(name).parent.name == place.name:
                            (place / Path(name).name).write_bytes(pack.read(name))
            since = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            snapshot = first_snapshot(Loader(facts, sources))
        except (OSError, zipfile.BadZipFile, BadFactBase):
            return None
    log.error("the folders have problems; the last good fact base answers, of %s", f"{since:%Y-%m-%d %H:%M} UTC")
    return snapshot
