"""Tests of the independent verification, one file for each rule."""
