"""What ``factbot run`` writes to standard error: lines for people, or one JSON object a line."""

import json
import logging
import os
import re
import sys
import threading
import time
from datetime import UTC, datetime

_SECRETS = re.compile(r"(?<=/interactions/)\d+/[^/\s'\"]+|(?<=/webhooks/)\d+/[^/\s'\"]+|(?<=User: )\d+")
"""What libraries put into their errors: an interaction's token in an address, and the id of a person."""


class PlainFormatter(logging.Formatter):
    """One line for each record, and the traceback below it, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback if there is one."""
        return _SECRETS.sub("…", super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: ``time`` (UTC), ``level``, ``logger``, ``message``, ``exception``."""

    def format(self, record: logging.LogRecord) -> str:
        """The object; it has ``exception``, a traceback, only if there is one."""
        exception = self.formatException(record.exc_info) if record.exc_info else None
        return json_line(record.created, record.levelname, record.name, record.getMessage(), exception)


def json_line(created: float, level: str, logger: str, message: str, exception: str | None = None) -> str:
    """A message as one JSON object, without secrets; ``created`` is in seconds since the epoch."""
    fields = {
        "time": datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds"),
        "level": level,
        "logger": logger,
        "message": message,
    }
    return _SECRETS.sub("…", json.dumps(fields | ({"exception": exception} if exception else {})))


def failure_line(message: str) -> str:
    """The message that ends a command: as it is, or as JSON if that was asked for of ``factbot run``."""
    asked = os.environ.get("FACTBOT_LOG_FORMAT", "").strip(" \t\r\n'\"")
    if sys.argv[1:2] == ["run"] and asked == "json":
        return json_line(time.time(), "CRITICAL", "factbot", message.removeprefix("factbot: "))
    return message


def configure_logging(verbosity: str, log_format: str) -> None:
    """Write this process's log messages, warnings and unforeseen errors to standard error, in that format."""
    plain = PlainFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if log_format == "json" else plain)
    logging.basicConfig(level=verbosity, handlers=[handler])
    logging.captureWarnings(True)
    log = logging.getLogger("factbot")
    sys.excepthook = lambda kind, error, trace: log.critical("an unexpected error", exc_info=(kind, error, trace))
    threading.excepthook = lambda found: log.error("an unexpected error in a thread", exc_info=found.exc_value)
    for library in ("discord", "aiosqlite"):
        logging.getLogger(library).setLevel(logging.WARNING)
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(_worth_saying)


def _worth_saying(record: logging.LogRecord) -> bool:
    """False for the lack of voice support, and for each attempt to reconnect: we say once that Discord is away."""
    message = record.getMessage()
    return not message.startswith(("Attempting a reconnect", "Failed to connect")) and "voice will NOT" not in message
