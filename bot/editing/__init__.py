"""Hot reload of edited files, and what commands write into them."""


class NotEditable(Exception):
    """An editing command cannot do what it is asked; the text says why."""
