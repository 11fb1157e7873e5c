"""Tests of large neighbourhood search."""
