"""Asking a question: the answer or suggestions, feedback on them, and sharing."""
