"""What editors see in Discord: gaps, requests, and the state of the bot."""
