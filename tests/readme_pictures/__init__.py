"""The README's pictures of answers: taken by one command, and told when they have gone stale."""
