"""Messages that the bot sends by itself: to askers and to editors."""
