"""Events that discord.py cannot read: it would end the client for a single one, and with it every answer under way."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import discord

log = logging.getLogger(__name__)

INTERACTION = "INTERACTION_CREATE"
_NEEDED = "READY"
"""The event without which a connection is of no use: that it cannot be read ends the attempt."""
_BARE = ("id", "type", "token", "version", "application_id")
"""What of an interaction it takes to answer it."""

Parser: TypeAlias = Callable[[Any], None]


class Unreadable(Exception):
    """An event could not be read. The text says of which kind and by what error, and nothing that stood in it."""


def forgiving(parsers: Mapping[str, Parser], left_out: Callable[[str, Any, Unreadable], None]) -> dict[str, Parser]:
    """The same parsers, by kind of event, which skip what they cannot read and hand it to ``left_out``.

    The log has the cause of each kind of failure once.
    """
    known: set[str] = set()

    def forgive(event: str, parse: Parser) -> Parser:
        def parsed(data: Any) -> None:  # noqa: ANN401 - whatever Discord sends
            try:
                parse(data)
            except Exception as error:
                why = Unreadable(f"{event} ended in {type(error).__name__}")
                if str(why) not in known:
                    known.add(str(why))
                    cause = (
                        Unreadable,
                        why,
                        error.__traceback__,
                    )  # without the error's text, which may quote the event
                    log.error("an event cannot be read and is left out; more of the kind go unsaid", exc_info=cause)
                left_out(event, data, why)

        return parsed

    return {event: parse if event == _NEEDED else forgive(event, parse) for event, parse in parsers.items()}


def bare_interaction(data: Any, client: discord.Client) -> discord.Interaction[Any] | None:  # noqa: ANN401 - as above
    """An interaction with nothing but what it takes to answer it; None where not even that can be had."""
    try:
        kept: Any = {key: data[key] for key in _BARE} | {"attachment_size_limit": 0}
        return discord.Interaction(data=kept, state=client._connection)
    except (KeyError, TypeError, ValueError):
        return None
