"""Discord's limits on what several kinds of component hold."""

MAX_CHOICES = 25
"""Options in one menu, and choices of one autocompletion."""
MAX_LABEL = 100
"""Characters of an option's label and description, and of a choice's name."""
