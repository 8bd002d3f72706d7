"""The reports that editors read, by name."""

from enum import StrEnum


class Report(StrEnum):
    """A report that has pages."""

    GAPS = "gaps"
    """What was asked without an answer."""
    REQUESTS = "requests"
    """What was put to the editors."""
    ASIDE = "aside"
    """What was put to them and they set aside."""
