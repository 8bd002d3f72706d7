"""Lets ``python -m bot`` be the same as the ``factbot`` command."""

from bot.terminal.app import main

if __name__ == "__main__":
    main()
