"""Tests of proofs from the full model and its parts."""
