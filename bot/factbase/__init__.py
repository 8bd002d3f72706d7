"""The fact base: what editors write, checked and turned into one immutable snapshot."""
