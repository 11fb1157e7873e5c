"""Tests of what rows must be true of together."""
