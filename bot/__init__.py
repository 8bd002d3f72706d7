"""factbot: answers questions with a claim, every source for it and every source against it."""
