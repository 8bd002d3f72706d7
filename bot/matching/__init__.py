"""Matching: from a question in anybody's words to ranked facts, with a confidence that means something."""
