"""What custom ids are made of: ids alone, never texts."""

from bot.factbase.entries import ID_PATTERN

FACT = rf"(?P<fact>{ID_PATTERN.strip('^$')})"
"""A fact's id, 60 characters at most."""
SOURCE = rf"(?P<source>{ID_PATTERN.strip('^$')})"
"""A source's id, 60 characters at most."""
QUERY = r"(?P<query>[0-9]{1,19})"
"""The id of a question's row in the log: 63 bits."""
PAGE = r"(?P<page>-?[0-9]{1,6})"
"""A page's number, from 0; one before the first and one after the last are those of buttons that are off."""
