"""*Check against facts*: what the sources say on each statement of a message."""
