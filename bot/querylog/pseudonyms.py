"""The names by which the log knows people: never their own ids, and the same name each time."""

import os
import secrets
from hashlib import blake2b
from pathlib import Path
from typing import Self

from bot.querylog.rows import LogUnavailable

KEY_BYTES = 32
NAME_BYTES = 16
"""128 bits: no two people share a name by chance."""


def key_file(querylog: Path) -> Path:
    """Where the key lies: beside the query log, ``.key`` added to its name."""
    return querylog.with_name(querylog.name + ".key")


class Pseudonyms:
    """Turns ids into names that only the holder of the key can recompute: a keyed hash (BLAKE2b, RFC 7693)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of_log(cls, querylog: Path) -> Self:
        """Those of a log, by the key beside it; a missing key is made, for its owner alone, and none is replaced.

        Raises :exc:`LogUnavailable` if it can be neither read nor made.
        """
        file = key_file(querylog)
        try:
            if not file.exists():
                _put(secrets.token_bytes(KEY_BYTES), file)
            key = bytes.fromhex(file.read_text(encoding="ascii"))
        except OSError as error:
            raise LogUnavailable(f"the query log's key {file} cannot be read or made ({error.strerror})") from error
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise LogUnavailable(
                f"the query log's key {file} is damaged; restore it from its backup, or remove it (the bot then takes "
                "people for new ones, and they can no longer delete what they asked before)"
            )
        return cls(key)

    @property
    def fingerprint(self) -> str:
        """What tells the key from others, 32 hexadecimal digits; no id has it for a name."""
        return blake2b(key=self._key, digest_size=NAME_BYTES, person=b"fingerprint").hexdigest()

    def name(self, asker: str | None) -> str | None:
        """The name of an asker, 32 hexadecimal digits; None for nobody."""
        if asker is None:
            return None
        return blake2b(asker.encode("utf-8", "replace"), key=self._key, digest_size=NAME_BYTES).hexdigest()


def _put(key: bytes, file: Path) -> None:
    """Writes a key in one step: the first process wins, and none ever sees half a key."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(key.hex())
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links: as good as it gets there
            if not file.exists():
                draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
