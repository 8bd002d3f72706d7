"""The bot in a simulated Discord, to be tried in a browser."""
