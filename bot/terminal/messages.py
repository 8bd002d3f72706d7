"""What the running bot says on standard error: lines for people, or one JSON object a line for programs."""

import json
import logging
import re
from datetime import UTC, datetime

from bot.settings import Settings

_SECRETS = re.compile(r"(?<=/interactions/)\d+/[^/\s'\"]+|(?<=/webhooks/)\d+/[^/\s'\"]+|(?<=User: )\d+")
"""What libraries put into their errors: an interaction's token, as part of an address, and who did something."""


class Discreet(logging.Formatter):
    """A record as a line, and a traceback below it, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return _SECRETS.sub("…", super().format(record))


class JsonLines(logging.Formatter):
    """A record as one JSON object in one line: ``time`` (UTC), ``level``, ``logger``, ``message``, ``exception``."""

    def format(self, record: logging.LogRecord) -> str:
        """The object; ``exception``, a traceback, only where there is one."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return _SECRETS.sub("…", json.dumps(said))


def begin_to_speak(settings: Settings) -> None:
    """Has this process's messages written as the settings say."""
    lines = Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.log_format == "json" else lines)
    logging.basicConfig(level=settings.verbosity, handlers=[handler])
    for library in ("discord", "aiosqlite", "watchfiles"):
        logging.getLogger(library).setLevel(logging.WARNING)
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(_worth_saying)


def _worth_saying(record: logging.LogRecord) -> bool:
    """Leaves out that there is no voice, and each attempt to reconnect: we say once that Discord is away."""
    said = record.getMessage()
    return not said.startswith(("Attempting a reconnect", "Failed to connect")) and "voice will NOT" not in said
