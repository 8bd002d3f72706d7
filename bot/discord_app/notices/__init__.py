"""What the bot says by itself: to editors, and to who waits for them."""
