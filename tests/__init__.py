"""Tests of the program; a package, so that files of different parts may share a name."""
