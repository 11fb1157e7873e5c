"""Tests of caseloads for what-if questions."""
