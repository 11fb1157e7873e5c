"""Tests of what changed between two weeks, and of the reasons."""
