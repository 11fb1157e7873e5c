"""Tests of the command line and of the reports that it prints."""
