"""Tests of the tables: what is read, what is refused and in which words, and what is written."""
