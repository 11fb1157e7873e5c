"""Tests of what is taken into a caseload."""
