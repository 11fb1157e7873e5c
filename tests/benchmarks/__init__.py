"""Tests of the planted caseloads."""
