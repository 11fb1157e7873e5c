"""Tests of first weeks."""
