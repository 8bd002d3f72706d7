"""What is raised where there is no log to be had."""


class LogUnavailable(Exception):
    """The query log cannot be opened, read or written; the text says why."""


class RowDropped(LogUnavailable):
    """What was handed to the query log is lost: it is written neither now nor later. The text says why."""
