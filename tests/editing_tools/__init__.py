"""Tests of what tools write into the files of editors."""
