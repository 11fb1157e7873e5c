"""Tests of where somebody fits into a week that is planned."""
