"""How any use of a command or control ends in an answer."""
