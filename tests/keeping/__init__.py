"""Tests of editing while it runs."""
