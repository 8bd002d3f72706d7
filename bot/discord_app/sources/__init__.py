"""What people do with the bot, each feature a file."""
