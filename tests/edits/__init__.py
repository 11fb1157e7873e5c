"""Tests of facts of the day."""
