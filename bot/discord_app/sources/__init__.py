"""Sources: one by itself, or all of them side by side."""
