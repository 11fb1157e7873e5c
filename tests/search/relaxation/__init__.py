"""Tests of the linear relaxation day by day."""
