"""What is raised where there is no log to be had."""


class LogUnavailable(Exception):
    """The query log cannot be opened, read or written; the text says why."""
