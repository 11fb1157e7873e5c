"""Tests of what can be done from Python."""
