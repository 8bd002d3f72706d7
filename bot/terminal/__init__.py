"""The terminal: the ``factbot`` command and what it prints."""
