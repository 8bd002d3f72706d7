"""A small Discord on the loopback: REST and gateway over real sockets, for the bot's real process to talk to."""
