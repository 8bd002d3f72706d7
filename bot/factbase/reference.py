"""How people and controls name one fact by its id: ``fact:founding-date``."""

import re

from bot.factbase.entries import MAX_ID

REFERENCE = "fact:"
"""What a question starts with that names one fact by its id, as autocomplete's choices do."""

_REFERRED = re.compile(rf"(?:reference: *)?{REFERENCE} *([a-z0-9-]{{1,{MAX_ID}}})[.,;:!?]*")


def referred(query: str) -> str | None:
    """The id of the fact that a question names, as people copy it off an answer; None for any other question."""
    found = _REFERRED.fullmatch(query.casefold())
    return found[1] if found else None
