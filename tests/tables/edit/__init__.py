"""Tests of facts put into files."""
