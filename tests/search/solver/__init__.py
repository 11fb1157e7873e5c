"""Tests of what runs the solvers."""
